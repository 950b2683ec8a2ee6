/** npm run bench -- [share | pgbench | bulk | access | courier | record | pages] [options]: measures what is named; sharing, if nothing is. */
const named = process.argv[2]?.startsWith('-') === false
const [name = 'share'] = named ? process.argv.splice(2, 1) : []
if (name === 'share') await import('./share.ts')
else if (name === 'pgbench') await import('./pgbench.ts')
else if (name === 'bulk') await import('./bulk.ts')
else if (name === 'access') await import('./access.ts')
else if (name === 'courier') await import('./courier.ts')
else if (name === 'record') await import('./record.ts')
else if (name === 'pages') await import('./pages.ts')
else {
  console.error('There is a bench for share, pgbench, bulk, access, courier, record and pages.')
  process.exitCode = 1
}
