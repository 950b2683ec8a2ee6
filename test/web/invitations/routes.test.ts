import { sql } from 'kysely'
import t from 'tap'
import { browse } from '../../support/browse.ts'
import { checkBooks, openHouse } from '../../support/house.ts'

async function asked(t: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(t, { askFirst: true })
  const [olivia, gary, nina] = [await house.person('olivia'), await house.person('gary'), await house.person('nina')]
  const [boat, cabin] = [await house.sensor(gary, 'Boat'), await house.sensor(gary, '<b>Cabin</b>')]
  const terms = { users: [olivia.email], note: '<i>Hello</i>', channels: ['temperature'] }
  await house.post('/shares', { sensors: [boat, cabin], ...terms }, gary.token)
  const states = async () =>
    (await house.db.selectFrom('shares').select(['sensor_id', 'accepted_at']).orderBy('sensor_id').execute()).map(
      ({ sensor_id, accepted_at }) => [sensor_id, accepted_at !== null],
    )
  return { house, olivia, gary, nina, boat, cabin, states }
}

t.test('200 what waits for my yes, with its terms and what was written', async t => {
  const { house, olivia, nina } = await asked(t)
  const page = await browse(house, olivia).open('/app/invitations')
  t.match(
    page.text,
    /gary@example.com shares 2 sensors with you gary@example.com wrote: <i>Hello<\/i> Boat Only temperature/,
  )
  t.match(page.text, /If you decline, the owner is told and cannot share with you again for 30 days/)
  t.notMatch(page.html, /<i>|<b>/)
  const empty = await browse(house, nina).open('/app/invitations')
  t.match(empty.text, /No pending invitations.* No pending replies/)
})

t.test('one is accepted, or all of one owner at once', async t => {
  const { house, olivia, boat, cabin, states } = await asked(t)
  const pages = browse(house, olivia)
  const page = await pages.open('/app/invitations')
  const one = await page.submit('Accept Boat')
  t.match(one, { path: '/app/invitations' })
  t.match(one.text, /You accepted 1 sensor. It is in your list of sensors now/)
  t.strictSame(await states(), [
    [boat, true],
    [cabin, false],
  ])
  t.match((await page.submit('Accept all 2')).text, /You accepted 2 sensors/)
  t.strictSame(await states(), [
    [boat, true],
    [cabin, true],
  ])
  await checkBooks(t, house.db)
})

t.test('declining asks first, and ends it', async t => {
  const { house, olivia, gary, boat, cabin, states } = await asked(t)
  const page = await browse(house, olivia).open('/app/invitations')
  const question = await page.submit('Decline Boat')
  t.match(question, { status: 200, title: 'Decline?' })
  t.match(
    question.text,
    /Boat gary@example.com gary@example.com is told that you declined it, and cannot share anything with you/,
  )
  t.strictSame(
    await states(),
    [
      [boat, false],
      [cabin, false],
    ],
    'the question alone changes nothing',
  )
  t.match((await question.submit('Decline')).text, /You declined 1 sensor/)
  t.strictSame(await states(), [[cabin, false]])
  t.match((await question.submit('Decline')).text, /That is no longer shared with you/)
  t.match(await house.share(gary, boat, olivia.email), { status: 403 }, 'they cannot ask again')
  await checkBooks(t, house.db)
})

t.test('of more than a thousand invitations each can be declined', async t => {
  const { house, olivia, gary, boat } = await asked(t)
  await sql`
    insert into sensors (id, owner_id)
    select '00:00:00:00:' || upper(regexp_replace(lpad(to_hex(n), 4, '0'), '^..', '\\&:')), ${gary.id}
    from generate_series(1, 1000) as n`.execute(house.db)
  await sql`
    insert into shares (sensor_id, guest_id, asked)
    select id, ${olivia.id}, true from sensors where id like '00:00:00:00:%'`.execute(house.db)
  const question = await browse(house, olivia).open(`/app/invitations/decline?sensor=${boat}`)
  t.match(question, { status: 200, title: 'Decline?' })
  t.match(question.text, 'Boat gary@example.com')
  const { rows } = await sql<{ before: number }>`
    select count(*)::int as before from shares where guest_id = ${olivia.id} and sensor_id < ${boat}`.execute(house.db)
  t.ok((rows[0]?.before ?? 0) >= 1_000, 'a thousand come before it')
})

t.test('what others have not answered: the fate of the letter, sent again, taken back', async t => {
  const { house, gary, states, cabin } = await asked(t)
  const pages = browse(house, gary)
  const page = await pages.open('/app/invitations')
  t.match(page.text, /From you olivia@example.com · Boat Only temperature.* The email will be sent in a moment/)
  const again = 'Send again olivia@example.com, Boat'
  t.match((await page.submit(again)).text, /The email to olivia@example.com will be sent again/)
  t.match((await page.submit(again)).text, /You can send it again in 60 minutes/)
  const question = await page.submit('Remove access olivia@example.com, Boat')
  t.match(question, { status: 200, title: 'Remove access?' })
  t.match((await question.submit('Remove access')).text, /Removed the access of olivia@example.com/)
  t.strictSame(await states(), [[cabin, false]])
  t.match((await question.submit('Remove access')).text, /You no longer share that with them/)
  t.match((await page.submit(again)).text, /You no longer share that with them/)
  t.match((await page.submit('Remove access olivia@example.com, Boat')).text, /You no longer share that with them/)
  await checkBooks(t, house.db)
})

t.test('nobody answers, sends or takes back what is another’s', async t => {
  const { house, olivia, nina, boat, cabin, states } = await asked(t)
  await house.share(nina, await house.sensor(nina), olivia.email)
  const theirs = browse(house, nina)
  const token = (await theirs.open('/app/invitations')).fields('Sign out')
  const send = async (path: string, fields: Record<string, string>) => {
    const cookie = [...theirs.cookies].map(pair => pair.join('=')).join('; ')
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const payload = new URLSearchParams([...token, ...Object.entries(fields)]).toString()
    return (await house.app.inject({ method: 'POST', url: `/app/invitations/${path}`, headers, payload })).statusCode
  }
  for (const path of ['accept', 'decline']) t.equal(await send(path, { sensor: boat }), 303)
  for (const path of ['resend', 'cancel']) {
    t.equal(await send(path, { sensor: boat, person: olivia.email }), 303)
    t.equal(await send(path, { sensor: 'x', person: olivia.email }), 404)
    t.equal(await send(path, { sensor: boat, person: '<b>' }), 404)
  }
  t.equal(await send('cancel', { sensor: boat, person: nina.email }), 404)
  t.equal(await send('accept', { sensor: boat, _csrf: 'x' }), 403)
  const those = (await states()).filter(([id]) => id === boat || id === cabin)
  t.strictSame(those, [
    [boat, false],
    [cabin, false],
  ])
  const resent = await house.db.selectFrom('shares').select('resent_at').where('resent_at', 'is not', null).execute()
  t.strictSame(resent, [])
})
