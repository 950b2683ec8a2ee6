import t from 'tap'
import { browse } from '../../support/browse.ts'
import { checkBooks, type House, openHouse, type Person } from '../../support/house.ts'

const guestsOf = async (house: House, owner: Person) =>
  (await house.inject({ url: '/shares?direction=given', headers: { authorization: owner.token } }))
    .json()
    .data.shares.map(({ sensor, guest }: { sensor: string; guest: string }) => `${sensor} ${guest}`)

t.test('taking back: a question with everybody ticked, then what became of each', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, attic] = [await house.sensor(olivia, '<u>Sauna'), await house.sensor(olivia, 'Attic')]
  const boat = await house.sensor(gary, 'Boat')
  await house.share(gary, boat, olivia.email)
  for (const guest of [gary.email, 'nina@example.com']) await house.share(olivia, sauna, guest)
  await house.share(olivia, attic, gary.email)
  const list = await browse(house, olivia).open('/app')

  const question = await list.submit('Remove access …', { sensor: [sauna, attic, boat] })
  t.match(question, { status: 200, title: 'Remove access?' })
  t.match(question.text, /<u>Sauna/)
  t.match(question.text, /nina@example.com invited/)
  t.match(question.text, /gary@example.com shares it with you. You can leave it/)
  const pairs = question.fields('Remove access').filter(([name]) => name === 'pair')
  t.strictSame(pairs.map(([, pair]) => pair).sort(), await guestsOf(house, olivia), 'all at first')

  const nobody = await question.submit('Remove access', { pair: [] })
  t.match(nobody.text, /Nothing has changed. Choose whose access to remove/)
  t.equal(nobody.fields('Remove access').filter(([name]) => name === 'pair').length, 0)
  t.equal((await guestsOf(house, olivia)).length, 3)

  const some = await question.submit('Remove access', { pair: [`${sauna} ${gary.email}`, `${attic} ${gary.email}`] })
  t.match(some, { path: '/app', text: /Removed the access of gary@example.com to 2 sensors\. Undo/ })
  t.match(some.html, /<div class="notice toast" role="status">/)
  t.strictSame(await guestsOf(house, olivia), [`${sauna} nina@example.com`])

  const again = await question.submit('Remove access')
  t.match(again.text, /gary@example.com: You do not share this sensor with that person\./)
  t.match(again.text, /nina@example.com no longer has access\./)
  t.strictSame(await guestsOf(house, olivia), [])
  t.match(await again.submit('Undo'), { path: '/app', text: /nina@example.com has access again, as before\./ })
  t.match((await some.submit('Undo')).text, /gary@example.com has access again, as before\./)
  t.strictSame((await guestsOf(house, olivia)).sort(), pairs.map(([, pair]) => pair).sort(), 'all as before')
  t.match((await some.submit('Undo')).text, /This can no longer be undone/)

  const both = await question.submit('Remove access')
  t.match(both.text, /Removed the access of 2 people to 2 sensors\. Undo/)
  await house.share(olivia, attic, gary.email)
  t.match((await both.submit('Undo')).text, /2 of 3 have access again\. The others were changed since/)
  t.equal((await guestsOf(house, olivia)).length, 3)
  const all = await question.submit('Remove access')
  for (const [sensor, guest] of [
    [sauna, gary.email],
    [sauna, 'nina@example.com'],
    [attic, gary.email],
  ] as const) {
    await house.share(olivia, sensor, guest)
  }
  t.match((await all.submit('Undo')).text, /Nothing was restored\. It was shared anew or changed since\./)
  await question.submit('Remove access')
  t.match(
    (await list.submit('Remove access …', { sensor: [sauna] })).text,
    /None of these are shared.*Nobody else has access/,
  )

  const back = await question.follow('Leave …')
  t.match(back.title, 'Leave Boat?')
  await checkBooks(t, house.db)
})

t.test('giving back: a question, then it is gone; what is pending, too', async t => {
  const house = await openHouse(t, { askFirst: true })
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(gary, 'Boat')]
  await house.share(olivia, sauna, gary.email)
  const browser = browse(house, gary)
  const question = await browser.open(`/app/leave?sensor=${sauna}&sensor=${boat}&sensor=00:00:00:00:00:99`)
  t.match(question.title, 'Leave Sauna?')
  t.match(
    question.text,
    /Something you chose is no longer there.*Sauna.*shared by olivia@example.com.*Boat.*You own it/,
  )
  const done = await question.submit('Leave')
  t.match(done, { path: '/app', text: /You left 1 sensor\./ })
  t.strictSame(await guestsOf(house, olivia), [])
  const again = await question.submit('Leave')
  t.match(again.text, /This sensor is not shared with you\./)
  t.match((await browser.open(`/app/leave?sensor=${sauna}`)).buttons, ['Sign out'], 'nothing to press')
  await checkBooks(t, house.db)
})

t.test('nobody takes back what is not theirs, or learns of it', async t => {
  const house = await openHouse(t)
  const [olivia, gary, sam] = [await house.person('olivia'), await house.person('gary'), await house.person('sam')]
  const sauna = await house.sensor(olivia, 'Sauna')
  await house.share(olivia, sauna, gary.email)
  const question = await browse(house, olivia).open(`/app/unshare?sensor=${sauna}`)
  const other = browse(house, sam)
  const seen = await other.open(`/app/unshare?sensor=${sauna}`)
  t.notMatch(seen.html, /gary|Sauna/)
  const token = seen.fields('Sign out')[0]?.[1] ?? ''
  const cookie = [...other.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = (pair: string) =>
    house.app.inject({
      method: 'POST',
      url: '/app/unshare',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ _csrf: token, pair }).toString(),
    })
  const [real, unknown] = [
    await send(`${sauna} ${gary.email}`),
    await send(`${sauna.replace('C6', 'C7')} x@example.com`),
  ]
  for (const answer of [real, unknown]) t.match(answer.payload, /Only the owner of this sensor can do this/)
  for (const odd of ['', 'x', `${sauna}`, `${sauna} `, `${sauna} x`, `x ${gary.email}`, `${sauna}\0 a@b.c`]) {
    t.equal((await send(odd)).statusCode, 200, JSON.stringify(odd))
  }
  t.equal((await guestsOf(house, olivia)).length, 1)
  t.match((await question.submit('Remove access')).text, /Removed the access of gary@example.com to 1 sensor/)
})
