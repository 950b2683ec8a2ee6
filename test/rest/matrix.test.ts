/** Who may do what: everybody tries everything on every kind of sensor. */
import t from 'tap'
import { checkBooks, openHouse, type Person } from '../support/house.ts'

const callers = ['stranger', 'owner', 'guest', 'pending guest', 'former guest'] as const
const sensors = ['existing', 'foreign', 'unknown'] as const
type Row = Record<(typeof sensors)[number], number>

const none = (status: number): Row => ({ existing: status, foreign: status, unknown: status })
const only = (status: number, otherwise: number): Row => ({ ...none(otherwise), existing: status })

const matrix: Record<string, Record<(typeof callers)[number], Row>> = {
  'share with somebody new': {
    stranger: none(403),
    owner: only(200, 403),
    guest: none(403),
    'pending guest': none(403),
    'former guest': none(403),
  },
  'share with the other guest': {
    stranger: none(403),
    owner: only(409, 403),
    guest: none(403),
    'pending guest': none(403),
    'former guest': none(403),
  },
  'share with oneself': {
    stranger: none(400),
    owner: none(400),
    guest: none(400),
    'pending guest': none(400),
    'former guest': none(400),
  },
  'unshare from the other guest': {
    stranger: none(403),
    owner: only(200, 403),
    guest: none(403),
    'pending guest': none(403),
    'former guest': none(403),
  },
  'unshare from somebody without a share': {
    stranger: none(403),
    owner: only(404, 403),
    guest: none(403),
    'pending guest': none(403),
    'former guest': none(403),
  },
  'leave without a name': {
    stranger: none(404),
    owner: none(404),
    guest: only(200, 404),
    'pending guest': only(200, 404),
    'former guest': none(404),
  },
  'leave with an empty name': {
    stranger: none(404),
    owner: none(404),
    guest: only(200, 404),
    'pending guest': only(200, 404),
    'former guest': none(404),
  },
  'leave by the own address': {
    stranger: none(404),
    owner: none(404),
    guest: only(200, 404),
    'pending guest': only(200, 404),
    'former guest': none(404),
  },
}

t.test('matrix', async t => {
  const house = await openHouse(t)
  const { db, person, sensor, share, unshare, post } = house
  const people = {
    stranger: await person('stranger'),
    owner: await person('owner'),
    guest: await person('guest'),
    'pending guest': await person('pending'),
    'former guest': await person('former'),
  }
  const other = await person('other')
  const neighbour = await person('neighbour')
  const foreign = await sensor(neighbour, 'Neighbour')
  await db.updateTable('plans').set({ max_shares: 100_000 }).execute()

  /** A sensor with a guest, a pending guest, a former guest and one more guest. */
  async function existing(): Promise<string> {
    const id = await sensor(people.owner)
    for (const guest of [people.guest, people['pending guest'], people['former guest'], other]) {
      await share(people.owner, id, guest.email)
    }
    await db
      .updateTable('shares')
      .set({ asked: true })
      .where('sensor_id', '=', id)
      .where('guest_id', '=', people['pending guest'].id)
      .execute()
    await unshare(people['former guest'], id)
    return id
  }

  const acts: Record<string, (who: Person, sensor: string) => Promise<{ status: number }>> = {
    'share with somebody new': (who, sensor) => share(who, sensor, 'new@example.com'),
    'share with the other guest': (who, sensor) => share(who, sensor, other.email),
    'share with oneself': (who, sensor) => share(who, sensor, who.email),
    'unshare from the other guest': (who, sensor) => unshare(who, sensor, other.email),
    'unshare from somebody without a share': (who, sensor) => unshare(who, sensor, neighbour.email),
    'leave without a name': (who, sensor) => unshare(who, sensor),
    'leave with an empty name': (who, sensor) => post('/unshare', { sensor, user: '' }, who.token),
    'leave by the own address': (who, sensor) => unshare(who, sensor, who.email.toUpperCase()),
  }

  for (const [act, rows] of Object.entries(matrix)) {
    t.test(act, async t => {
      for (const caller of callers) {
        for (const kind of sensors) {
          const id = { existing, foreign: () => foreign, unknown: () => 'FF:FF:FF:FF:FF:FF' }[kind]
          const answer = await acts[act]?.(people[caller], await id())
          t.equal(answer?.status, rows[caller][kind], `${caller}, ${kind} sensor`)
        }
      }
    })
  }

  t.test('nobody learns which sensors exist', async t => {
    for (const act of Object.values(acts)) {
      t.strictSame(await act(people.stranger, foreign), await act(people.stranger, 'FF:FF:FF:FF:FF:FF'))
    }
  })

  t.test('the books are right', t => checkBooks(t, db))
})
