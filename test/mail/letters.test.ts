/** The letters, written out. */
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Letter } from '../../src/mail/letters/letter.ts'
import { type Manner, write } from '../../src/mail/letters/write.ts'
import { languages } from '../../src/people/language.ts'
import { each, hard, inEnglish, links } from '../support/samples.ts'

// Beside the other fixtures, not in a folder at the top.
t.snapshotFile = fileURLToPath(new URL('../fixtures/letters.cjs', import.meta.url))

const all = Object.entries({ ...each, ...hard })
const manners: Manner[] = languages.map(language => ({ language, zone: 'UTC' }))

/** Every letter in every language. */
const everywhere = manners.flatMap(manner =>
  all.map(([title, letter]) => ({ title: `${title}, ${manner.language}`, letter, manner })),
)
/** The quotation marks of all languages: around what somebody chose, and nothing else. */
const quoted = /[“„”].*[”“]|^> .*/gm

t.test('their subject and text', async t => {
  for (const [title, letter] of all) {
    const { subject, text } = write(letter, links, inEnglish)
    t.matchSnapshot(`Subject: ${subject}\n\n${text}`, title)
  }
})

t.test('their subject and text in the other languages', async t => {
  const wordy = Object.entries(hard).filter(([title]) => /an end|expiring|wants it|and one/.test(title))
  for (const { language, zone } of manners.slice(1)) {
    for (const [title, letter] of [...Object.entries(each), ...wordy]) {
      const { subject, text } = write(letter, links, { language, zone })
      t.matchSnapshot(`Subject: ${subject}\n\n${text}`, `${title}, ${language}`)
    }
  }
})

t.test('no text of English is left in another language', async t => {
  const texts = (language: Manner['language'], letter: Letter) =>
    write(letter, links, { language, zone: 'UTC' })
      .text.split('\n')
      .filter(line => line.length > 4 && !/^https:|^ {2}\* |^> |^ {4}K7QM/.test(line))
  for (const language of languages.slice(1)) {
    for (const [title, letter] of Object.entries(each)) {
      const english = texts('en', letter)
      t.strictSame(
        texts(language, letter).filter(line => english.includes(line)),
        [],
        `${title}, ${language}`,
      )
    }
  }
})

t.test('one sensor and several: with the forms of the language', async t => {
  const letter = (count: number): Letter =>
    ({
      ...each.unshared,
      ...{ content: { sensors: Array.from({ length: count }, (_, index) => ({ id: `${index}`, name: 'Sauna' })) } },
    }) as Letter
  const subjects = (count: number) => manners.map(manner => write(letter(count), links, manner).subject)
  t.strictSame(subjects(1), [
    'olivia@example.com removed your access to “Sauna”',
    'olivia@example.com poisti käyttöoikeutesi: ”Sauna”',
    'olivia@example.com hat deinen Zugriff auf „Sauna“ entfernt',
    'olivia@example.com tog bort din åtkomst till ”Sauna”',
  ])
  t.strictSame(subjects(2), [
    'olivia@example.com removed your access to 2 sensors',
    'olivia@example.com poisti käyttöoikeutesi: 2 anturia',
    'olivia@example.com hat deinen Zugriff auf 2 Sensoren entfernt',
    'olivia@example.com tog bort din åtkomst till 2 sensorer',
  ])
})

t.test('times are those of the reader, in the format of the language; UTC is marked', async t => {
  const line = (language: Manner['language'], zone: string) =>
    write(each.newSignIn, links, { language, zone }).text.split('\n\n')[3]
  t.equal(line('en', 'UTC'), 'Time: 31 January 2027, 17:30 UTC')
  t.equal(line('en', 'America/Lima'), 'Time: 31 January 2027, 12:30')
  t.equal(line('fi', 'Europe/Helsinki'), 'Aika: 31. tammikuuta 2027 klo 19.30')
  t.equal(line('de', 'Europe/Berlin'), 'Zeit: 31. Januar 2027, 18:30')
  t.equal(line('sv', 'Asia/Tokyo'), 'Tid: 1 februari 2027 kl. 02:30')
  const { subject } = write(each.expiring, links, { language: 'sv', zone: 'Asia/Tokyo' })
  t.match(subject, /1 februari 2027$/, 'the day is that of the reader, too')
})

t.test('a subject is one short line', async t => {
  for (const { title, letter, manner } of everywhere) {
    const { subject } = write(letter, links, manner)
    t.notMatch(subject, /[\p{Cc}\p{Zl}\p{Zp}]/u, title)
    t.ok([...new Intl.Segmenter().segment(subject)].length < 110, title)
  }
})

t.test('whatever the names are: no markup, no images, no scripts, nothing fetched', async t => {
  const item = '<li></li>'
  const elements = (html: string) =>
    (html.match(/<[^>]*>/g) ?? [])
      .join('')
      .replace(/letter-\d+/, '')
      .replace(/see\/[^"]+/, '')
      .replaceAll(new RegExp(`(${item})+`, 'g'), item)
  const expected = elements(write(each.shared, links, inEnglish).html)
  const alike = Object.entries(hard).filter(([, { kind, content }]) => kind === 'shared' && !('asked' in content))
  t.ok(alike.length > 10)
  for (const [title, letter] of alike) {
    const { html } = write(letter, links, inEnglish)
    t.notMatch(html, /\\n|<(script|img|link|iframe|form|input)|\son\w+=\w|url\(|@import/i, title)
    t.equal(elements(html).replace('<li class="more"></li>', ''), expected, `${title}: the same elements`)
  }
})

t.test('every link is ours, and stands in the text, in the HTML and among the links', async t => {
  for (const { title, letter, manner } of everywhere) {
    const { text, html, links: named } = write(letter, links, manner)
    t.match(html, `<html lang="${manner.language}">`)
    const ours = Object.values(named).sort()
    t.ok(ours.length)
    const linked = [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url?.replaceAll('&#61;', '='))
    t.strictSame(linked.sort(), ours, title)
    t.strictSame(text.match(/^https:\S+$/gm)?.sort(), ours, title)
    t.equal((html.match(/class="button/g) ?? []).length, 1, `${title}: one button`)
  }
})

t.test('a mail program finds no link in what somebody chose', async t => {
  for (const title of ['links in a name', 'a note that is not ours', 'line breaks in a name']) {
    for (const manner of manners) {
      const { text, html } = write(hard[title] as Letter, links, manner)
      const chosen = [...text.matchAll(quoted), ...html.matchAll(/<(bdi|li)>.*?<\/\1>/g)].join('\n')
      t.ok(chosen.length > 100)
      t.notMatch(chosen, /:\/\/|[\w-]\.[a-z]|@\w|javascript:\w/i, `${title}, ${manner.language}`)
    }
  }
})

t.test('the link of a letter is for its purpose', async t => {
  const purposes = Object.entries(each).map(([kind, letter]) => [kind, write(letter, links, inEnglish).links])
  const { home, settings } = links
  t.strictSame(Object.fromEntries(purposes), {
    code: { signIn: links.signIn('0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9') },
    invitation: { invitation: links.signUp(2) },
    shared: { sensors: links.see('gary@example.com', 'C6:F1:E7:D3:DA:01'), invitation: links.invitation(3), settings },
    unshared: { home, settings },
    left: { home, settings },
    unclaimed: { home, settings },
    contested: { home },
    expiring: { home, settings },
    accepted: { home, settings },
    declined: { home, settings },
    newSignIn: { signOut: links.signOut(17) },
    newKey: { signOut: links.signOut(17) },
    newPasskey: { signOut: links.signOut(17) },
    newPhone: { signOut: links.signOut(17) },
    deletion: { deletion: links.deletion(17) },
  })
})

t.test('an answer goes to the person whose doing it tells of, and never back to oneself', async t => {
  t.equal(write(each.shared, links, inEnglish).replyTo, 'olivia@example.com')
  t.equal(write(each.left, links, inEnglish).replyTo, 'gary@example.com')
  for (const letter of [each.code, each.contested, hard['expiring, to its owner']]) {
    t.notOk(letter && 'replyTo' in write(letter, links, inEnglish), `${letter?.kind}`)
  }
})

t.test('the name of a sender is quoted, in the heading alone, with the address beside it', async t => {
  const named = (letter: Letter, senderName = 'Olivia Ojala'): Letter => ({ ...letter, senderName })
  t.strictSame(
    manners.map(manner => write(named(each.shared), links, manner).text.split('\n')[0]),
    [
      '“Olivia Ojala” (olivia@example.com) shares a sensor with you',
      '”Olivia Ojala” (olivia@example.com) jakaa kanssasi anturin',
      '„Olivia Ojala“ (olivia@example.com) teilt einen Sensor mit dir',
      '”Olivia Ojala” (olivia@example.com) delar en sensor med dig',
    ],
  )
  for (const [kind, letter] of Object.entries(each)) {
    const [plain, shown] = [write(letter, links, inEnglish), write(named(letter), links, inEnglish)]
    t.equal(shown.subject, plain.subject, `${kind}: the subject has the address`)
    t.equal(shown.text.split('\n').slice(1).join('\n'), plain.text.split('\n').slice(1).join('\n'), kind)
    t.equal(shown.fromName, letter.sender ? 'Olivia Ojala (sensor-share)' : undefined, kind)
    t.equal(shown.replyTo, plain.replyTo, kind)
  }
  const toOneself = write(named(hard['expiring, to its owner'] as Letter), links, inEnglish)
  t.notOk('fromName' in toOneself, 'nobody needs their own name')
  t.match(write(named(each.shared, 'אוליביה'), links, inEnglish).text, '“\u2068אוליביה\u2069” (olivia@example.com)')
})

t.test('a code stands in no subject, which notifications and logs show', async t => {
  for (const manner of manners) t.notMatch(write(each.code, links, manner).subject, /K7QM/)
})

t.test('a letter stays small, whatever is in it', async t => {
  for (const { title, letter, manner } of everywhere) {
    const { text, html } = write(letter, links, manner)
    // Gmail cuts a letter off after 102 kB.
    t.ok(Buffer.byteLength(html) < 100_000 && Buffer.byteLength(text) < 100_000, title)
  }
})
