import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { claimLetters } from '../../../src/mail/courier/claim-letters.ts'
import { call, happened, list, resend, setShare, shareUrl } from '../../support/calls.ts'
import { checkBooks, openHouse } from '../../support/house.ts'

const done = { status: 200, result: 'success', data: {} }
const notOwner = { status: 403, code: 'ER_FORBIDDEN' }
const noSuchGuest = { status: 404, code: 'ER_USER_NOT_FOUND' }

t.test('POST /shares/{sensor}/{guest}/resend', async t => {
  const house = await openHouse(t)
  const { db } = house
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const ida = await house.person('ida', { joined: false })
  const sauna = await house.sensor(olivia, 'Sauna')
  for (const { email } of [gary, ida]) await house.share(olivia, sauna, email)
  await setShare(db, sauna, ida, `note = 'Hi Ida'`)
  const lettersTo = ({ email }: { email: string }) =>
    db
      .selectFrom('letters')
      .select(['id', 'kind', 'sender', 'content', 'state'])
      .where('recipient', '=', email)
      .orderBy('id')
      .execute()
  const wait = async (t: Test) => {
    const { statusCode, headers } = await house.inject({
      method: 'POST',
      url: `${shareUrl(sauna, gary.email)}/resend`,
      headers: { authorization: `Bearer ${olivia.token}` },
    })
    t.equal(statusCode, 429)
    return Number(headers['retry-after'])
  }

  await t.test('200 a new letter, with the note, of the kind that fits', async t => {
    t.strictSame(await resend(house, olivia, sauna.toLowerCase(), 'GARY@example.com'), done)
    t.strictSame(await resend(house, olivia, sauna, ida.email), done)
    const sensors = [{ id: sauna, name: 'Sauna' }]
    const [, toGary] = await lettersTo(gary)
    t.match(toGary, { kind: 'shared', sender: olivia.email, state: 'queued' })
    t.strictSame(toGary?.content, { sensors })
    const [, toIda] = await lettersTo(ida)
    t.match(toIda, { kind: 'invitation', sender: olivia.email })
    t.strictSame(toIda?.content, { sensors, note: 'Hi Ida' })
    const event = {
      action: 'resent',
      sensor_id: sauna,
      owner_id: olivia.id,
      actor_id: olivia.id,
      data: { name: 'Sauna' },
    }
    t.strictSame(await happened(db), [
      { ...event, guest_id: gary.id },
      { ...event, guest_id: ida.id },
    ])
  })

  await t.test('the one before is obsolete, if it still waits', async t => {
    const claimed = await claimLetters(db, randomUUID(), 10, null)
    for (const { email } of [gary, ida]) {
      const states = claimed.filter(({ recipient }) => recipient === email).sort((one, other) => one.id - other.id)
      t.match(states, [{ state: 'obsolete' }, { state: 'sending' }])
    }
    t.match((await list(house, olivia)).shares, [{ letter: 'queued' }, { letter: 'queued' }])
  })

  await t.test('429 within an hour, with the seconds that are left; then 200', async t => {
    const before = (await lettersTo(gary)).length
    const seconds = await wait(t)
    t.ok(seconds > 3_500 && seconds <= 3_600, `${seconds} s`)
    await setShare(db, sauna, gary, `resent_at = now() - interval '59 minutes'`)
    const fewer = await wait(t)
    t.ok(fewer > 0 && fewer <= 60, `${fewer} s`)
    t.match(await resend(house, olivia, sauna, gary.email), { code: 'ER_THROTTLED', error: /in \d+ seconds?\./ })
    t.equal((await lettersTo(gary)).length, before)
    t.equal((await happened(db)).length, 2)
    await setShare(db, sauna, gary, `resent_at = now() - interval '1 hour'`)
    t.strictSame(await resend(house, olivia, sauna, gary.email), done)
    t.equal((await lettersTo(gary)).length, before + 1)
  })

  await t.test('200 also where no letter was wanted, or it is forgotten', async t => {
    const boat = await house.sensor(olivia, 'Boat')
    await house.share(olivia, boat, gary.email)
    await setShare(db, boat, gary, 'letter_id = null')
    t.strictSame(await resend(house, olivia, boat, gary.email), done)
    await setShare(db, boat, gary, 'asked = true, resent_at = null')
    t.strictSame(await resend(house, olivia, boat, gary.email), done)
    await setShare(db, boat, gary, 'accepted_at = now(), resent_at = null')
    t.strictSame(await resend(house, olivia, boat, gary.email), done)
    const asked = (await lettersTo(gary)).slice(-3).map(({ content }) => (content as { asked?: true }).asked)
    t.strictSame(asked, [undefined, true, undefined], 'who is asked learns that from it')
    await house.unshare(olivia, boat, gary.email)
  })

  await t.test('403 whoever is not the owner, whether or not there is such a sensor', async t => {
    t.match(await resend(house, gary, sauna, gary.email), notOwner)
    t.match(await resend(house, olivia, '00:00:00:00:00:01', gary.email), notOwner)
  })

  await t.test('404 a person whom it is not shared with, or no more', async t => {
    for (const guest of ['nobody@example.com', olivia.email]) {
      t.match(await resend(house, olivia, sauna, guest), noSuchGuest)
    }
    await setShare(db, sauna, ida, `expires_at = now(), resent_at = null`)
    t.match(await resend(house, olivia, sauna, ida.email), noSuchGuest)
  })

  await t.test('400 and 401', async t => {
    t.match(await resend(house, olivia, 'x', gary.email), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await call(house, olivia, 'POST', `/shares/${sauna}/x/resend`), { code: 'ER_INVALID_EMAIL_ADDRESS' })
    const url = `${shareUrl(sauna, gary.email)}/resend`
    t.equal((await house.inject({ method: 'POST', url })).statusCode, 401)
  })
  await checkBooks(t, db)
})
