/** Which emails people want, as the claim of the courier judges them. */
import { sql } from 'kysely'
import t from 'tap'
import { readPreferences, savePreferences } from '../../../src/accounts/preferences.ts'
import { emailSettings, settingOf } from '../../../src/mail/email-settings.ts'
import { openOffice } from '../../support/post-office.ts'
import { each } from '../../support/samples.ts'

const [gary, olivia] = ['gary@example.com', 'olivia@example.com']

async function furnish(t: Parameters<typeof openOffice>[0]) {
  const office = await openOffice(t)
  const { rows } = await sql<{ id: number }>`
    insert into people (email, joined_at) values (${gary}, now()) returning id`.execute(office.db)
  return { ...office, person: { id: rows[0]?.id ?? 0, email: gary } }
}

t.test('a kind that is off is not sent, all others are; on again, it does not come late', async t => {
  const { db, person, server, courier, owe, stateOf, allDone } = await furnish(t)
  await savePreferences(db, person, { emails: { ended: false } })
  const [unshared = 0, left = 0, declined = 0, other = 0, contested = 0] = await owe([
    { recipient: gary, sender: olivia },
    { recipient: gary, sender: olivia, kind: 'left' },
    { recipient: gary, sender: olivia, kind: 'declined' },
    { recipient: olivia, sender: gary },
    { recipient: gary, kind: 'contested' },
  ])
  courier()
  await allDone()
  for (const id of [unshared, left])
    t.match(await stateOf(id), { state: 'obsolete', reason: 'switchedOff', attempts: 0 })
  for (const id of [declined, other, contested]) t.match(await stateOf(id), { state: 'sent' })
  await savePreferences(db, person, { emails: { ended: true } })
  const [again = 0] = await owe([{ recipient: gary, sender: olivia }])
  await allDone()
  t.match(await stateOf(again), { state: 'sent' })
  t.match(await stateOf(unshared), { state: 'obsolete' })
  t.equal(server.messages.length, 4)
})

t.test('what is off when the letter is due counts, not when it was written', async t => {
  const { db, person, courier, owe, stateOf, allDone } = await furnish(t)
  const [id = 0] = await owe([{ recipient: gary, sender: olivia }])
  await savePreferences(db, person, { emails: { ended: false } })
  courier()
  await allDone()
  t.match(await stateOf(id), { state: 'obsolete', reason: 'switchedOff' })
})

t.test('codes, alerts and lost sensors are sent with everything off', async t => {
  const { db, person, courier, owe, stateOf, allDone } = await furnish(t)
  const off = Object.fromEntries(emailSettings.map(setting => [setting, false]))
  await savePreferences(db, person, { emails: off })
  const always = Object.values(each).filter(({ kind }) => !settingOf(kind) && kind !== 'code')
  const kinds = ['contested', 'deletion', 'newKey', 'newPasskey', 'newPhone', 'newSignIn']
  t.strictSame(always.map(({ kind }) => kind).sort(), kinds)
  const ids = await owe(always.map(({ kind, content }) => ({ kind, content, recipient: gary })))
  courier()
  await allDone()
  for (const id of ids) t.match(await stateOf(id), { state: 'sent' })
})

t.test('two changes at once both count', async t => {
  const { db, person } = await furnish(t)
  await Promise.all(emailSettings.map(setting => savePreferences(db, person, { emails: { [setting]: false } })))
  const { emails, askFirst } = await readPreferences(db, person)
  t.strictSame(emails, { shared: false, answered: false, ended: false, endsSoon: false })
  t.equal(askFirst, false)
  await t.rejects(sql`update people set emails_off = '{code}'`.execute(db), 'no other kind')
})
