import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import { exportPerson } from '../../../src/accounts/export.ts'
import { takeBack } from '../../../src/sharing/end/take-back.ts'
import { restore } from '../../../src/sharing/grant/restore.ts'
import { addressKey, checkBooks, type House, openHouse, type Person } from '../../support/house.ts'
import { placedJpeg, placedPng, png, secrets } from '../../support/pictures.ts'

const bytesType = { 'content-type': 'application/octet-stream' }

async function furnish(t: Parameters<typeof openHouse>[0], choices: Parameters<typeof openHouse>[1] = {}) {
  const house = await openHouse(t, choices)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia, 'Sauna')
  return { house, olivia, gary, sauna, db: house.db }
}

type Offer = { status: number; data: { uploadURL: string; guid: string } }
const ask = (house: House, who: Person, sensor: string, more: object = { type: 'image/png' }) =>
  house.post('/upload', { sensor, ...more }, who.token) as Promise<Offer>

const put = (house: House, { data }: Offer, payload: Buffer, headers: Record<string, string> = bytesType) =>
  house.inject({ method: 'PUT', url: new URL(data.uploadURL).pathname, headers, payload })

/** Uploads a picture; returns its address. */
async function upload(house: House, who: Person, sensor: string, picture = png()): Promise<string> {
  const offer = await ask(house, who, sensor)
  const answer = await put(house, offer, picture)
  if (answer.statusCode !== 200) throw new Error(answer.payload)
  return `http://localhost:80/pictures/${offer.data.guid}`.replace(':80', '')
}

const load = async (house: House, address: string) => house.inject({ url: new URL(address).pathname })

async function pictureOf(house: House, { token }: Person, sensor: string): Promise<string> {
  const answer = await house.inject({ url: `/sensors-dense?sensor=${sensor}`, headers: { authorization: token } })
  return answer.json().data.sensors[0].picture
}

t.test('200 a picture with a place comes back without it, to everybody who knows its address', async t => {
  const { house, olivia, sauna } = await furnish(t)
  for (const [type, picture] of [
    ['image/png', placedPng()],
    ['image/jpeg', placedJpeg()],
  ] as const) {
    const offer = await ask(house, olivia, sauna.toLowerCase(), { type })
    t.match(offer, {
      status: 200,
      data: { uploadURL: /^http:\/\/localhost.*\/upload\/[\w-]{100,}$/, guid: /^[0-9a-f-]{36}$/ },
    })
    t.match((await put(house, offer, picture, { 'content-type': type })).json(), { result: 'success' })
    const address = await pictureOf(house, olivia, sauna)
    t.match(address, new RegExp(`^http://localhost(:80)?/pictures/${offer.data.guid}$`))
    const shown = await load(house, address)
    t.equal(shown.statusCode, 200)
    t.match(shown.headers, {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=3600',
    })
    t.equal(shown.rawPayload.length, Number(shown.headers['content-length']))
    t.ok(shown.rawPayload.length > 50)
    for (const secret of secrets) t.notOk(shown.rawPayload.includes(secret), secret)
  }
  await checkBooks(t, house.db)
})

t.test('PUBLIC_URL is where pictures are', async t => {
  const { house, olivia, sauna } = await furnish(t, { publicUrl: 'https://sensors.example.com' })
  const offer = await ask(house, olivia, sauna)
  t.match(offer.data.uploadURL, /^https:\/\/sensors\.example\.com\/upload\//)
  await put(house, offer, png())
  t.equal(await pictureOf(house, olivia, sauna), `https://sensors.example.com/pictures/${offer.data.guid}`)
})

t.test('what is refused changes nothing', async t => {
  const { house, olivia, gary, sauna, db } = await furnish(t)
  const kept = await upload(house, olivia, sauna)
  const offer = await ask(house, olivia, sauna)
  const code = 'ER_INVALID_FORMAT'

  await t.test('400 a script that says it is a picture, and a bomb', async t => {
    const script = Buffer.from('<script>alert(document.domain)</script>')
    for (const bytes of [
      script,
      Buffer.concat([png().subarray(0, 8), script]),
      Buffer.from('ffd8', 'hex'),
      Buffer.alloc(0),
    ]) {
      const answer = await put(house, offer, bytes, { 'content-type': 'image/png' })
      t.match({ status: answer.statusCode, ...answer.json() }, { status: 400, code })
    }
    t.equal((await put(house, offer, png({ width: 50_000, height: 50_000, packed: Buffer.alloc(9) }))).statusCode, 400)
    const none = await house.inject({ method: 'PUT', url: new URL(offer.data.uploadURL).pathname })
    t.equal(none.statusCode, 400, 'no body')
  })
  await t.test('413 more than 1 MiB, and not a byte less', async t => {
    const size = 1024 * 1024
    const filled = (length: number) => png({ after: Buffer.alloc(length - png().length) })
    t.equal((await put(house, offer, filled(size + 1))).statusCode, 413)
    t.equal((await put(house, await ask(house, gary, await house.sensor(gary)), filled(size))).statusCode, 200)
  })
  await t.test('403 an address that is none, that has ended, or that was used', async t => {
    const used = await ask(house, gary, await house.sensor(gary))
    t.equal((await put(house, used, png())).statusCode, 200)
    t.match((await put(house, used, png())).json(), { code: 'ER_FORBIDDEN', sub_code: 'ER_TOKEN_EXPIRED' })
    await db.updateTable('sensors').set({ picture: '' }).where('owner_id', '=', gary.id).execute()
    t.match(
      (await put(house, used, png())).json(),
      { sub_code: 'ER_TOKEN_EXPIRED' },
      'nor after its picture was removed',
    )
    for (const uploadURL of ['http://x/upload/nonsense', `${offer.data.uploadURL}x`, 'http://x/upload/%00']) {
      t.equal((await put(house, { ...offer, data: { uploadURL, guid: '' } }, png())).statusCode, 403, uploadURL)
    }
  })
  await t.test('403 a sensor that the caller cannot see, whether or not it exists', async t => {
    const refusal = await ask(house, gary, sauna)
    t.match(refusal, { status: 403, code: 'ER_FORBIDDEN' })
    t.strictSame(await ask(house, gary, 'AA:AA:AA:AA:AA:AA'), refusal)
    t.strictSame(await ask(house, gary, sauna, { action: 'reset' }), refusal)
    await sql`update sensors set is_public = true where id = ${sauna}`.execute(db)
    t.strictSame(await ask(house, gary, sauna), refusal, 'nor a public one')
    t.equal((await house.post('/upload', { sensor: sauna })).status, 401)
    t.equal((await house.post('/upload', { sensor: 'x' }, olivia.token)).status, 400)
    t.equal((await house.post('/upload', { sensor: sauna, action: 'eat' }, olivia.token)).status, 400)
  })
  await t.test('403 access that ended before the picture came', async t => {
    await house.share(olivia, sauna, gary.email)
    const late = await ask(house, gary, sauna)
    await house.unshare(olivia, sauna, gary.email)
    t.equal((await put(house, late, png())).statusCode, 403)
  })
  t.equal((await load(house, kept)).statusCode, 200)
  t.equal(new URL(await pictureOf(house, olivia, sauna)).pathname, new URL(kept).pathname)
  t.equal((await load(house, 'http://x/pictures/00000000-0000-4000-8000-000000000000')).statusCode, 404)
  t.equal((await load(house, 'http://x/pictures/x')).statusCode, 400)
  await checkBooks(t, db)
})

t.test('whose picture it is', async t => {
  const { house, olivia, gary, sauna, db } = await furnish(t)
  const peter = await house.person('peter')
  const first = await upload(house, olivia, sauna)
  for (const guest of [gary, peter]) await house.share(olivia, sauna, guest.email)
  const path = (address: string) => address && new URL(address).pathname
  const shown = async () =>
    (await Promise.all([olivia, gary, peter].map(who => pictureOf(house, who, sauna)))).map(path)
  t.strictSame(await shown(), Array(3).fill(path(first)), 'guests get it with the share')

  const own = await upload(house, gary, sauna)
  t.strictSame(await shown(), [path(first), path(own), path(first)], "a guest's is for that guest alone")
  const second = await upload(house, olivia, sauna)
  t.strictSame(await shown(), [path(second), path(own), path(second)])
  t.equal((await load(house, first)).statusCode, 404, 'the one before is gone')
  t.equal((await load(house, own)).statusCode, 200)

  t.match(await exportPerson(db, gary), {
    pictures: [{ sensor: sauna, isOwners: false, type: 'image/png', readAt: path(own) }],
  })
  t.match((await exportPerson(db, olivia)).pictures, [{ sensor: sauna, isOwners: true, readAt: path(second) }])
  t.same((await exportPerson(db, peter)).pictures, [])
  await checkBooks(t, db)

  await t.test("a guest whose share ends loses theirs, and gets the owner's if it is put back", async t => {
    const { id } = await takeBack(db, olivia, [{ sensor: sauna, guest: gary.email }])
    t.equal((await load(house, own)).statusCode, 404)
    await restore(db, olivia, id ?? '', undefined)
    t.strictSame(await shown(), Array(3).fill(path(second)))
  })

  await t.test("a guest's picture elsewhere is put back, also where its address looks like one of ours", async t => {
    const elsewhere = 'https://pictures.example/pictures/0f8fad5b-d9cb-469f-a165-70867728950e'
    await house.post('/update', { sensor: sauna, picture: elsewhere }, gary.token)
    const { id } = await takeBack(db, olivia, [{ sensor: sauna, guest: gary.email }])
    await restore(db, olivia, id ?? '', 'https://sensors.example.com')
    t.equal(await pictureOf(house, gary, sauna), elsewhere)
    const ours = elsewhere.replace('pictures.example', 'sensors.example.com')
    await house.post('/update', { sensor: sauna, picture: ours }, gary.token)
    const again = await takeBack(db, olivia, [{ sensor: sauna, guest: gary.email }])
    await restore(db, olivia, again.id ?? '', 'https://sensors.example.com')
    t.strictSame(await shown(), Array(3).fill(path(second)), 'one of ours that is gone is not')
  })

  await t.test('reset takes it away, from guests too; it may be repeated', async t => {
    for (let i = 0; i < 2; i++) t.match(await ask(house, olivia, sauna, { action: 'reset' }), { status: 200, data: {} })
    t.strictSame(await shown(), ['', '', ''])
    t.equal((await load(house, second)).statusCode, 404)
  })

  await t.test('another picture by /update takes it away', async t => {
    const third = await upload(house, olivia, sauna)
    await house.post('/update', { sensor: sauna, name: 'Sauna 2' }, olivia.token)
    t.equal((await load(house, third)).statusCode, 200, 'another name does not')
    await house.post('/update', { sensor: sauna, picture: 'sauna.jpg' }, olivia.token)
    t.equal((await load(house, third)).statusCode, 404)
  })
  t.same(await db.selectFrom('pictures').select('id').execute(), [])
  await checkBooks(t, db)
})

t.test('gone with the sensor, with contest and with the account', async t => {
  const { house, olivia, gary, db } = await furnish(t, { internalSecret: 'i'.repeat(32) })
  const sensors: string[] = []
  for (let i = 0; i < 3; i++) sensors.push(await house.sensor(olivia))
  const [given, lost, left] = sensors as [string, string, string]
  const of = await Promise.all(sensors.map(sensor => upload(house, olivia, sensor)))
  for (const sensor of sensors) await house.share(olivia, sensor, gary.email)
  const ofGary = await Promise.all(sensors.map(sensor => upload(house, gary, sensor)))
  const gone = async (...addresses: (string | undefined)[]) => {
    for (const address of addresses) t.equal((await load(house, address ?? '')).statusCode, 404)
  }
  t.match(await house.post('/unclaim', { sensor: given }, olivia.token), { status: 200 })
  await gone(of[0], ofGary[0])

  const registered = await house.inject({
    method: 'POST',
    url: '/register-sensor',
    headers: { 'x-internal-secret': 'i'.repeat(32) },
    payload: { sensor: lost, secret: 'engraved-on-the-back' },
  })
  t.equal(registered.statusCode, 200)
  const peter = await house.person('peter')
  t.match(await house.post('/contest-sensor', { sensor: lost, secret: 'engraved-on-the-back' }, peter.token), {
    status: 200,
  })
  await gone(of[1], ofGary[1])
  t.equal(await pictureOf(house, peter, lost), '')

  await deletePerson(db, addressKey, gary.id)
  await gone(ofGary[2])
  t.equal((await load(house, of[2] ?? '')).statusCode, 200)
  await deletePerson(db, addressKey, olivia.id)
  await gone(of[2])
  t.ok(left)
  t.same(await db.selectFrom('pictures').select('id').execute(), [])
  await checkBooks(t, db)
})

t.test('many at once: one is left, and it is the one that is shown', async t => {
  const { house, olivia, sauna, db } = await furnish(t)
  const offers = await Promise.all(Array.from({ length: 12 }, () => ask(house, olivia, sauna)))
  const resets = Array.from({ length: 4 }, () => ask(house, olivia, sauna, { action: 'reset' }))
  const statuses = (await Promise.all(offers.map(offer => put(house, offer, png())))).map(answer => answer.statusCode)
  await Promise.all(resets)
  t.strictSame(new Set(statuses), new Set([200]))
  t.ok((await db.selectFrom('pictures').select('id').execute()).length <= 1)
  await checkBooks(t, db)
})

t.test('429 by network, for loading and for sending', async t => {
  const { house, olivia, sauna } = await furnish(t, { rateLimit: true })
  const offer = await ask(house, olivia, sauna)
  for (let i = 0; i < 60; i++) await load(house, 'http://x/pictures/00000000-0000-4000-8000-000000000000')
  t.equal((await put(house, offer, png())).statusCode, 429)
  t.equal((await load(house, 'http://x/pictures/00000000-0000-4000-8000-000000000000')).statusCode, 429)
})
