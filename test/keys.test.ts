import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { secretCheck, signingSecrets } from '../src/keys.ts'

t.test('made once: long, kept, for its owner only, in a folder for its owner only', async t => {
  const dataDir = join(t.testdir(), 'not', 'there', 'yet')
  const [made] = await signingSecrets({ dataDir, jwtSecrets: undefined })
  t.match(made, /^[A-Za-z0-9+/]{64}$/)
  t.strictSame(await signingSecrets({ dataDir, jwtSecrets: undefined }), [made], 'the same the next time')
  t.equal((await stat(join(dataDir, 'jwt-secret'))).mode & 0o777, 0o600)
  t.equal((await stat(dataDir)).mode & 0o777, 0o700)
  t.strictSame(await readdir(dataDir), ['jwt-secret'], 'no draft is left')
})

t.test('each folder has its own', async t => {
  const folder = t.testdir()
  const [one] = await signingSecrets({ dataDir: join(folder, 'one'), jwtSecrets: undefined })
  const [two] = await signingSecrets({ dataDir: join(folder, 'two'), jwtSecrets: undefined })
  t.not(two, one)
})

t.test('two makers at once, ten times: they agree, and the file says the same', async t => {
  const folder = t.testdir()
  for (const round of Array.from({ length: 10 }).keys()) {
    const dataDir = join(folder, String(round))
    const made = await Promise.all(Array.from({ length: 8 }, () => signingSecrets({ dataDir, jwtSecrets: undefined })))
    const kept = (await readFile(join(dataDir, 'jwt-secret'), 'utf8')).trim()
    t.match(kept, /^[A-Za-z0-9+/]{64}$/)
    t.strictSame(new Set(made.flat()), new Set([kept]))
    t.strictSame(await readdir(dataDir), ['jwt-secret'])
  }
})

t.test('JWT_SECRET wins, and nothing is made or read', async t => {
  const dataDir = t.testdir({ 'jwt-secret': 'the one that was made before\n' })
  t.strictSame(await signingSecrets({ dataDir, jwtSecrets: ['that', 'older'] }), ['that', 'older'])
  const empty = join(dataDir, 'empty')
  t.strictSame(await signingSecrets({ dataDir: empty, jwtSecrets: ['that', 'older'] }), ['that', 'older'])
  await t.rejects(stat(empty), { code: 'ENOENT' })
})

t.test('a secret that cannot be read stops the start: it is not made anew', async t => {
  const dataDir = t.testdir({ 'jwt-secret': {} })
  await t.rejects(signingSecrets({ dataDir, jwtSecrets: undefined }), { code: 'EISDIR' })
})

t.test('a secret that is sent as it is equals one of the accepted ones, or none', async t => {
  const placesOf = secretCheck(['first', 'second', 'first'])
  t.strictSame(placesOf('first'), [0, 2])
  t.strictSame(placesOf('second'), [1])
  for (const other of ['', 'firs', 'first ', 'FIRST', 'first,second']) t.strictSame(placesOf(other), [], other)
  t.strictSame(secretCheck([])(''), [])
})
