/** Takes pictures: `npm run screenshots`, or of the pages or the letters only by that word behind `--`, and of single ones by their names. */
const [kind = '', ...names] = process.argv.slice(2)
const takers = {
  letters: () => import('./letters.ts'),
  pages: () => import('./pages.ts'),
}

if (kind === '') for (const take of Object.values(takers)) await (await take()).take([])
else if (kind === 'letters' || kind === 'pages') await (await takers[kind]()).take(names)
else {
  console.error('There are pictures of letters, and of pages.')
  process.exitCode = 1
}
