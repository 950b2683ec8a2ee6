/** `npm run check -- DATABASE_URL`: checks the invariants of a database without changing anything. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { namesDatabase } from '../config/database.ts'
import { ConfigError } from '../config.ts'
import { reach } from '../database.ts'
import { type Database, openDatabase } from '../db/open.ts'
import { explain } from '../explain.ts'
import { checkAll, type Finding } from './invariants/check-all.ts'
import { readSettings } from './settings.ts'

const help = `Looks whether everything in a database is as it must be, and changes nothing.

  npm run check -- postgres://user:password@host:5432/name
      looks into this database; it may be in use meanwhile
  npm run check
      looks into that of the settings, DATABASE_URL or else the folder DATA_DIR; stop a service on the folder first

It prints a line for each rule, and ends with 1 when one is broken. A few places where it is are named, by their ids.
In the image: node dist/commands/check.js`

// A reader such as `head` closes the pipe early. The exit code must still report the result.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

try {
  const { values, positionals } = parse(process.argv.slice(2))
  if (values.help) console.log(help)
  else await check(positionals)
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } }, allowPositionals: true })
  } catch (error) {
    throw new ConfigError(`${(error as Error).message.split('. ', 1)[0]}. See: npm run check -- --help`)
  }
}

async function check(words: string[]) {
  const findings: Finding[] = []
  const db = await open(words)
  const start = performance.now()
  try {
    await checkAll(db, {
      begins: rule => process.stdout.write(`${rule} … `),
      found: finding => {
        findings.push(finding)
        print(finding)
      },
    })
  } finally {
    await db.destroy()
  }
  const broken = findings.filter(({ wrong }) => wrong > 0).length
  const time = seconds(performance.now() - start)
  if (broken === 0) return console.log(`\nAll ${findings.length} rules hold. ${time}`)
  console.error(
    `\n${broken} of ${findings.length} rules that were looked at ${broken === 1 ? 'is' : 'are'} broken. ${time}`,
  )
  process.exitCode = 1
}

function print({ rows, wrong, examples, ms }: Finding) {
  const looked = `${rows > 0 ? `${number(rows)} rows, ` : ''}${seconds(ms)}`
  if (wrong === 0) return console.log(`ok (${looked})`)
  console.log(`BROKEN: ${number(wrong)} (${looked})`)
  for (const example of examples) console.log(`    ${example}`)
  if (wrong > examples.length) console.log('    …')
}

function number(value: number): string {
  return value.toLocaleString('en')
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** Opens the database without migrating it, unlike the service. */
async function open([word, ...more]: string[]): Promise<Database> {
  if (more.length > 0) throw new ConfigError('Name one database. See: npm run check -- --help')
  if (word !== undefined) return openServer(urlIn(word), 'the address that you gave')
  const { databaseUrl, dataDir } = readSettings()
  if (databaseUrl) return openServer(databaseUrl)
  if (!existsSync(join(dataDir, 'postgres'))) throw new ConfigError(`There is no database in ${dataDir}.`)
  return openDatabase({ dataDir })
}

function urlIn(word: string): string {
  if (/^postgres(ql)?:\/\//.test(word) && URL.canParse(word) && namesDatabase(word)) return word
  throw new ConfigError('Name a Postgres database, as postgres://user:password@host:5432/name.')
}

async function openServer(url: string, setting?: string): Promise<Database> {
  // Each statement runs only once, and a transaction pooler may not support prepared statements.
  const db = await openDatabase({ url, prepare: false, isPatient: true })
  try {
    await reach(db, url, setting)
    return db
  } catch (error) {
    await db.destroy()
    throw error
  }
}
