/** The letters, written out. */
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Letter } from '../../src/mail/letters/letter.ts'
import { write } from '../../src/mail/letters/write.ts'
import { each, hard, links } from '../support/samples.ts'

// Beside the other fixtures, not in a folder at the top.
t.snapshotFile = fileURLToPath(new URL('../fixtures/letters.cjs', import.meta.url))

const all = Object.entries({ ...each, ...hard })

t.test('their subject and text', async t => {
  for (const [title, letter] of all) {
    const { subject, text } = write(letter, links)
    t.matchSnapshot(`Subject: ${subject}\n\n${text}`, title)
  }
})

t.test('a subject is one short line', async t => {
  for (const [title, letter] of all) {
    const { subject } = write(letter, links)
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
  const expected = elements(write(each.shared, links).html)
  const alike = Object.entries(hard).filter(([, { kind, content }]) => kind === 'shared' && !('asked' in content))
  t.ok(alike.length > 10)
  for (const [title, letter] of alike) {
    const { html } = write(letter, links)
    t.notMatch(html, /\\n|<(script|img|link|iframe|form|input)|\son\w+=\w|url\(|@import/i, title)
    t.equal(elements(html).replace('<li class="more"></li>', ''), expected, `${title}: the same elements`)
  }
})

t.test('every link is ours, and stands in the text, in the HTML and among the links', async t => {
  for (const [title, letter] of all) {
    const { text, html, links: named } = write(letter, links)
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
    const { text, html } = write(hard[title] as Letter, links)
    const chosen = [...text.matchAll(/“.*”|^> .*/gm), ...html.matchAll(/<(bdi|li)>.*?<\/\1>/g)].join('\n')
    t.ok(chosen.length > 100)
    t.notMatch(chosen, /:\/\/|[\w-]\.[a-z]|@\w|javascript:\w/i, title)
  }
})

t.test('the link of a letter is for its purpose', async t => {
  const purposes = Object.entries(each).map(([kind, letter]) => [kind, write(letter, links).links])
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
    deletion: { deletion: links.deletion(17) },
  })
})

t.test('an answer goes to the person whose doing it tells of, and never back to oneself', async t => {
  t.equal(write(each.shared, links).replyTo, 'olivia@example.com')
  t.equal(write(each.left, links).replyTo, 'gary@example.com')
  for (const letter of [each.code, each.contested, hard['expiring, to its owner']]) {
    t.notOk(letter && 'replyTo' in write(letter, links), `${letter?.kind}`)
  }
})

t.test('a code stands in no subject, which notifications and logs show', async t => {
  t.notMatch(write(each.code, links).subject, /K7QM/)
})

t.test('a letter stays small, whatever is in it', async t => {
  for (const [title, letter] of all) {
    const { text, html } = write(letter, links)
    // Gmail cuts a letter off after 102 kB.
    t.ok(Buffer.byteLength(html) < 100_000 && Buffer.byteLength(text) < 100_000, title)
  }
})
