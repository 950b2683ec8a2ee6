/** npm run bench -- [share | courier] [options]: measures what is named; sharing, if nothing is. */
const named = process.argv[2]?.startsWith('-') === false
const [name = 'share'] = named ? process.argv.splice(2, 1) : []
if (name === 'share') await import('./share.ts')
else if (name === 'courier') await import('./courier.ts')
else {
  console.error('There is a bench for share and one for courier.')
  process.exitCode = 1
}
