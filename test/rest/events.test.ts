/** GET /events over real HTTP. */
import t from 'tap'
import { openHouse } from '../house.ts'
import { follow, listen } from '../sharing/stream.ts'

t.test('ready, then what happens', async t => {
  const house = await openHouse(t)
  const [olivia, gary, stranger] = [await house.person('olivia'), await house.person('gary'), await house.person('sam')]
  const sauna = await house.sensor(olivia)
  const home = await listen(house.app)
  const [owner, guest, other] = [
    await follow(t, home, olivia.token),
    await follow(t, home, gary.token),
    await follow(t, home, stranger.token),
  ]
  for (const client of [owner, guest, other]) await client.hears('ready')
  await house.share(olivia, sauna, gary.email)
  await guest.hears('shared')
  await owner.hears('shared')
  await house.post('/update', { sensor: sauna, name: 'Steam' }, olivia.token)
  await guest.hears('updated')
  await house.unshare(olivia, sauna, gary.email)
  await guest.hears('unshared')
  await house.post('/update', { sensor: sauna, name: 'Hot' }, olivia.token)
  await house.post('/unclaim', { sensor: sauna }, olivia.token)
  await owner.hears('released')
  t.strictSame(owner.names(), ['ready', 'shared', 'updated', 'unshared', 'updated', 'released'])
  t.strictSame(guest.names(), ['ready', 'shared', 'updated', 'unshared'])
  t.strictSame(other.names(), ['ready'])
  t.equal(guest.heard[1]?.data.words, 'olivia@example.com shared “Sauna” with you.')
})
