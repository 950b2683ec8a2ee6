/** In which language a letter is written: decided by the settings of the moment when the courier claims it. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import { saveSettings } from '../../../src/accounts/settings.ts'
import { claimLetters } from '../../../src/mail/courier/claim-letters.ts'
import { nameSetting } from '../../../src/people/display-name.ts'
import { languageSetting } from '../../../src/people/language.ts'
import { zoneSetting } from '../../../src/people/time-zone.ts'
import { addressKey } from '../../support/house.ts'
import { openOffice } from '../../support/post-office.ts'
import { eventually } from '../../support/service.ts'

const [gary, olivia] = ['gary@example.com', 'olivia@example.com']

const subjects = {
  en: 'olivia@example.com removed your access to “Sauna”',
  fi: 'olivia@example.com poisti käyttöoikeutesi: ”Sauna”',
  de: 'olivia@example.com hat deinen Zugriff auf „Sauna“ entfernt',
  sv: 'olivia@example.com tog bort din åtkomst till ”Sauna”',
}

/** Opens an office in which both have accounts. `choose` saves a language, as a page or an app would. */
async function furnish(t: Test) {
  const statements: string[] = []
  const office = await openOffice(t, { onStatement: name => statements.push(name ?? '') })
  const { db, server } = office
  const { rows } = await sql<{ id: number; email: string }>`
    insert into people (email, joined_at) values (${gary}, now()), (${olivia}, now()) returning id, email`.execute(db)
  const idOf = (email: string) => rows.find(row => row.email === email)?.id ?? 0
  const save = (email: string, settings: Record<string, string>) =>
    saveSettings(db, { id: idOf(email), email }, settings)
  return {
    ...office,
    statements,
    idOf,
    save,
    choose: (email: string, language: string) => save(email, { [languageSetting]: language }),
    toGary: (content?: object) => office.owe([{ recipient: gary, sender: olivia, ...(content && { content }) }]),
    lastSubject: () => server.messages.at(-1)?.Subject,
  }
}

t.test('the choice of the recipient counts, else that of the sender, else English', async t => {
  const { choose, toGary, courier, allDone, lastSubject } = await furnish(t)
  courier()
  const sent = async () => {
    await toGary()
    await allDone()
    return lastSubject()
  }
  t.equal(await sent(), subjects.en)
  await choose(olivia, 'fi')
  t.equal(await sent(), subjects.fi)
  await choose(gary, 'de-AT')
  t.equal(await sent(), subjects.de)
  await choose(gary, 'fr')
  t.equal(await sent(), subjects.fi, 'one that we don’t have is none')
  await choose(gary, 'sv')
  await choose(olivia, '')
  t.equal(await sent(), subjects.sv)
  await choose(gary, '<script>')
  t.equal(await sent(), subjects.en)
})

t.test('somebody without an account reads the language of the sender', async t => {
  const { choose, owe, courier, server, allDone } = await furnish(t)
  await choose(olivia, 'sv')
  courier()
  await owe([{ recipient: 'nina@example.com', sender: olivia }])
  await allDone()
  t.match(server.messages[0], { To: 'nina@example.com', Subject: subjects.sv, HtmlBody: /<html lang="sv">/ })
})

t.test('a code is in the language of the request, unless its reader has chosen one', async t => {
  const { choose, owe, courier, server, allDone } = await furnish(t)
  const code = (language?: unknown) => ({
    recipient: gary,
    kind: 'deletion',
    content: { person: 1, ...(language !== undefined && { language }) },
  })
  await owe([code('fi'), code('sv-SE'), code(), code('xx'), code(7), code({ de: 'de' }), code('__proto__')])
  courier()
  await allDone()
  const shown = () => server.messages.map(({ HtmlBody }) => /lang="(..)"/.exec(HtmlBody)?.[1])
  t.strictSame(shown().sort(), ['en', 'en', 'en', 'en', 'en', 'fi', 'sv'])
  await choose(gary, 'de')
  await owe([code('fi')])
  await allDone()
  t.equal(shown().at(-1), 'de')
})

t.test('times are in the time zone of the recipient, never in that of the sender', async t => {
  const { save, owe, courier, server, allDone } = await furnish(t)
  await save(olivia, { [zoneSetting]: 'Asia/Tokyo' })
  const content = { person: 1, network: '203.0.113.0/24', device: 'Firefox on Windows', at: '2027-01-31T17:30:00.000Z' }
  const letter = { recipient: gary, sender: olivia, kind: 'newSignIn', content }
  courier()
  for (const [zone, time] of [
    ['', '17:30 UTC'],
    ['Europe/Helsinki', '19:30'],
    ['Nowhere/Land', '17:30 UTC'],
  ] as const) {
    await save(gary, { [zoneSetting]: zone })
    await owe([letter])
    await allDone()
    t.match(server.messages.at(-1)?.TextBody, `Time: 31 January 2027, ${time}\n`)
  }
})

t.test(
  'a choice that changes while a letter waits counts; once the letter is claimed, only for another try',
  async t => {
    const { choose, toGary, courier, server, tried, clock, allDone, lastSubject } = await furnish(t)
    await choose(gary, 'fi')
    const [id = 0] = await toGary()
    await choose(gary, 'de')
    server.behave({ status: 500 })
    courier()
    await tried(id, 1)
    t.equal(server.messages.length, 0)
    await choose(gary, 'sv')
    clock.skipped += 3_600_000
    await allDone()
    t.equal(lastSubject(), subjects.sv)
  },
)

t.test(
  'what a claim has read is what the letter is written in, however often the choice changes meanwhile',
  async t => {
    const { db, choose, toGary } = await furnish(t)
    await choose(gary, 'fi')
    await Promise.all(Array.from({ length: 10 }, () => toGary()))
    const [claimed] = await Promise.all([
      claimLetters(db, randomUUID(), 100, new Date(Date.now() + 60_000).toISOString()),
      ...['de', 'sv', 'de', 'sv'].map(language => choose(gary, language)),
    ])
    t.equal(claimed.length, 10)
    const read = new Set(claimed.map(({ display }) => display?.[languageSetting]))
    t.equal(read.size, 1, 'one statement reads one choice')
    t.match([...read][0], /^(fi|de|sv)$/)
  },
)

t.test('the choice goes with the account', async t => {
  const { db, idOf, choose, toGary, courier, allDone, lastSubject } = await furnish(t)
  await choose(gary, 'fi')
  await choose(olivia, 'de')
  await deletePerson(db, addressKey, idOf(gary))
  await toGary()
  courier()
  await allDone()
  t.equal(lastSubject(), subjects.de)
  await deletePerson(db, addressKey, idOf(olivia))
  await toGary()
  await allDone()
  t.equal(lastSubject(), subjects.en)
})

t.test('the language costs no statement of its own', async t => {
  const { choose, toGary, courier, statements, allDone } = await furnish(t)
  const namesOf = async () => {
    await toGary()
    statements.length = 0
    const opened = courier({ pollMs: 3_600_000 })
    await allDone()
    await eventually('stored', async () => statements.includes('note-outcomes'))
    await opened.close()
    return [...new Set(statements.filter(name => name && !/poll|any-letter/.test(name)))].sort()
  }
  const before = await namesOf()
  await choose(gary, 'fi')
  await choose(olivia, 'de')
  t.strictSame(await namesOf(), before)
})

t.test('the name of the sender is that of the moment of the claim, and goes with the account', async t => {
  const { db, idOf, save, toGary, courier, server, allDone } = await furnish(t)
  courier()
  const sent = async () => {
    await toGary()
    await allDone()
    const { From, TextBody, ReplyTo } = server.messages.at(-1) ?? {}
    t.equal(ReplyTo, olivia)
    return [From, TextBody?.split('\n')[0]]
  }
  const nameless = ['a@example.com', 'olivia@example.com removed your access to a sensor']
  t.strictSame(await sent(), nameless)
  await save(olivia, { [nameSetting]: 'Olivia Ojala' })
  const named = '“Olivia Ojala” (olivia@example.com) removed your access to a sensor'
  t.strictSame(await sent(), ['"Olivia Ojala (sensor-share)" <a@example.com>', named])
  for (const odd of ['', 'evil.com', 'x" <evil@example.com>', 'a\r\nBcc: b@example.com', '__proto__']) {
    await save(olivia, { [nameSetting]: odd })
    t.strictSame(await sent(), nameless, JSON.stringify(odd))
  }
  await save(olivia, { [nameSetting]: 'Olivia' })
  await deletePerson(db, addressKey, idOf(olivia))
  t.strictSame(await sent(), nameless)
})
