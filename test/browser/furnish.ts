/** People, sensors and shares of every kind, and all pages that show them. */
import { sql } from 'kysely'
import { savePreferences } from '../../src/accounts/preferences.ts'
import { rememberWeek, someone } from '../../src/commands/furnish.ts'
import type { Database } from '../../src/db/open.ts'
import { makeForwardToken } from '../../src/gateways/forward-tokens.ts'
import type { Links } from '../../src/mail/letters/letter.ts'
import { readMailbox } from '../../src/mail/transports/mailbox.ts'
import { claim } from '../../src/sensors/claim/claim.ts'
import { claimDevice } from '../../src/sensors/claim/claim-device.ts'
import { changeShare } from '../../src/sharing/change/change.ts'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { share } from '../../src/sharing/grant/share.ts'

const greenhouse = 'C6:F1:E7:D3:DA:11'
const sauna = 'C6:F1:E7:D3:DA:12'
const attic = 'C6:F1:E7:D3:DA:13'
const boat = 'D2:A0:4B:19:7C:01'
const device = '80:00:00:00:12:34:56:78'
const router = '80:00:00:00:12:34:56:79'
const bare = '80:00:00:00:12:34:56:80'
const shell = '80:00:00:00:12:34:56:01'
const wonder = 'wonder.at.this.very.long.address@and-its-long-host.example.com'

/** Who looks at a page. */
export type Who = 'olivia' | 'gary' | 'peter' | 'nobody'

export const addresses = { olivia: 'olivia@example.com', gary: 'gary@example.com', peter: 'peter@example.com' }

/** Furnishes a house; what people write ends in `ending`, and the address of one begins with `beginning`. */
export async function furnish(db: Database, { ending = '', beginning = 'nina' } = {}) {
  const nina = `${beginning}@example.com`
  const [olivia, gary, peter] = await Promise.all(Object.values(addresses).map(email => someone(db, email)))
  if (!olivia || !gary || !peter) throw new Error('somebody is missing')
  const mira = await someone(db, `${beginning}.mira@example.com`)
  await db.updateTable('people').set({ plan: 'Pro', operates_since: new Date() }).where('id', '=', olivia.id).execute()
  const own = [
    [olivia, greenhouse, `Greenhouse${ending}`],
    [olivia, sauna, `Sauna by the lake, with a name that goes on and on${ending}`],
    [olivia, attic, ` ${ending}`],
    [gary, boat, `Boat${ending}`],
    [mira, 'D2:A0:4B:19:7C:02', `Cellar${ending}`],
  ] as const
  for (const [who, sensor, name] of own) await claim(db, who, { sensor, name })
  const services = [
    { channel: shell, name: `Shell${ending}` },
    { channel: '80:00:00:00:12:34:56:02', name: `Pictures of the yard, as a page that goes on and on${ending}` },
  ]
  await claimDevice(db, olivia, { sensor: device, name: `Raspberry${ending}`, services })
  await claimDevice(db, olivia, { sensor: router, name: `Router${ending}`, services })
  await claimDevice(db, olivia, { sensor: bare, name: `Door${ending}`, services: [] })
  await remember(db, greenhouse, 19)
  await remember(db, boat, 11)
  await remember(db, 'D2:A0:4B:19:7C:02', 8)
  const note = `For the summer.\nWater when it gets hot.${ending}`
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const only = { channels: ['temperature', 'pressure'], scripting: true, expiresAt: inDays(9) }
  await share(db, olivia, [
    { sensor: greenhouse, guest: gary.email, ...only, note },
    { sensor: greenhouse, guest: nina, note },
    { sensor: greenhouse, guest: wonder, startsAt: inDays(1) },
    { sensor: greenhouse, guest: peter.email },
    { sensor: sauna, guest: gary.email },
    { sensor: sauna, guest: nina },
    { sensor: router, guest: gary.email, channels: [shell] },
    { sensor: router, guest: nina },
    { sensor: attic, guest: peter.email },
  ])
  await unshare(db, olivia, [{ sensor: attic, guest: peter.email }])
  await changeShare(db, olivia, { sensor: greenhouse, guest: peter.email }, { paused: true })
  await share(db, mira, [{ sensor: 'D2:A0:4B:19:7C:02', guest: olivia.email, note }])
  await savePreferences(db, gary, { askFirst: true })
  await share(db, olivia, [
    { sensor: attic, guest: gary.email, note },
    { sensor: device, guest: gary.email },
  ])
  await savePreferences(db, gary, { askFirst: false })
  await db.updateTable('sensors').set({ is_public: true }).where('id', '=', boat).execute()
  await db.insertInto('mutes').values({ recipient: olivia.email, sender: wonder }).execute()
  await rememberGateways(db, ending)
  await makeForwardToken(db, olivia, `Phone${ending}`, { mayStill: async () => true, tell: async () => {} })
  return { nina }
}

const gateway = 'F0:E1:D2:C3:B4:A5'

/** A gateway in every state. */
async function rememberGateways(db: Database, ending: string) {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  const times = { first_seen_at: ago(20_000), last_seen_at: ago(1) }
  const allowed = { ...times, sealed_secret: 'x', allowed_at: ago(9_000) }
  const report = {
    ESP_FW: `v1.15.0${ending}`,
    ACTIVE_SENSORS: [
      { MAC: sauna, COUNTER: '1' },
      { MAC: greenhouse, COUNTER: '2' },
      { MAC: 'E3:75:CF:37:4E:23', COUNTER: '3' },
    ],
  }
  const rows = [
    { ...times, id: 'F0:E1:D2:C3:B4:A1' },
    { ...allowed, id: gateway, admitted_at: ago(1), heard: 3, report },
    { ...allowed, id: 'F0:E1:D2:C3:B4:A2', admitted_at: null },
    { ...times, id: 'F0:E1:D2:C3:B4:A3', admitted_at: ago(1), heard: 1 },
    {
      ...{ ...allowed, id: 'F0:E1:D2:C3:B4:A4', last_seen_at: ago(2), allowed_at: ago(1) },
      ...{ refused_at: ago(1), refused_from: '192.168.1.0/24' },
    },
  ]
  for (const row of rows) await db.insertInto('gateways').values(row).execute()
}

/** Gives a sensor a week of measurements, around some °C. */
export const remember = (db: Database, sensor: string, temperature: number) =>
  rememberWeek(db, sensor, { temperature, swing: 7, humidity: 60, wander: 0.4 })

/** All pages of a furnished house: what each is called, who looks at it, and where it is. */
export async function pagesOf(
  db: Database,
  links: Links,
  nina: string,
): Promise<[name: string, who: Who, path: string][]> {
  const here = (sensor: string, action = '') => `/app/sensors/${sensor}${action}`
  const guest = `guest=${encodeURIComponent(nina)}`
  const person = `person=${encodeURIComponent(nina)}`
  const path = (link: string) => link.slice(links.home.length)
  const { rows: letters } = await sql<{ id: number; person: number }>`
    select letters.id, people.id as person from letters join people on people.email = recipient
    where recipient = ${addresses.gary} and kind = 'shared' order by letters.id limit 1`.execute(db)
  const { rows: invitations } = await sql<{ id: number }>`
    select id from letters where recipient = ${nina} and kind = 'invitation' order by id limit 1`.execute(db)
  const [letter] = letters
  const [invitation] = invitations
  const [mail] = await readMailbox(db)
  if (!letter || !invitation || !mail) throw new Error('there is no letter')
  return [
    ['sign-in', 'nobody', '/app/sign-in'],
    ['sign-in-link-ended', 'nobody', '/app/sign-in/link?token=x'],
    ['sign-in-stop', 'nobody', path(links.stopCodes('0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9'))],
    ['sign-in-stop-ended', 'nobody', '/app/sign-in/stop?token=x'],
    ['list', 'olivia', '/app'],
    ['list-of-guest', 'gary', '/app'],
    ['list-nothing-found', 'olivia', '/app?q=nowhere'],
    ['list-empty', 'peter', '/app'],
    ['claim', 'olivia', '/app/claim'],
    ['rename', 'olivia', `/app/rename?sensor=${greenhouse}`],
    ['rename-which', 'olivia', `/app/rename?sensor=${greenhouse}&sensor=${sauna}`],
    ['rename-nothing', 'olivia', '/app/rename'],
    ['sensor', 'olivia', here(greenhouse)],
    ['sensor-week', 'olivia', here(greenhouse, '?span=week')],
    ['sensor-silent', 'olivia', here(sauna)],
    ['sensor-open', 'olivia', here(greenhouse, '/open')],
    ['sensor-of-guest', 'gary', here(greenhouse)],
    ['public-sensor', 'nobody', `/app/public/${boat}`],
    ['sensor-public', 'gary', here(boat)],
    ['device', 'olivia', here(device)],
    ['device-without', 'olivia', here(bare)],
    ['device-of-guest', 'gary', here(router)],
    ['add-service', 'olivia', here(router, '/add-service')],
    ['rename-service', 'olivia', here(router, `/rename-service?service=${shell}`)],
    ['remove-service', 'olivia', here(router, `/remove-service?service=${shell}`)],
    ['change', 'olivia', here(greenhouse, `/change?${guest}`)],
    ['unshare-one', 'olivia', here(greenhouse, `/unshare?${guest}`)],
    ['give-up', 'olivia', here(greenhouse, '/give-up')],
    [
      'share',
      'olivia',
      `/app/share?sensor=${greenhouse}&sensor=${sauna}&sensor=${device}&sensor=${bare}&sensor=D2:A0:4B:19:7C:02`,
    ],
    ['share-device', 'olivia', `/app/share?sensor=${router}&what-${router}=some`],
    ['share-all', 'olivia', `/app/share?${person}`],
    ['unshare', 'olivia', `/app/unshare?sensor=${greenhouse}&sensor=${sauna}&sensor=D2:A0:4B:19:7C:02`],
    ['leave', 'gary', `/app/leave?sensor=${greenhouse}&sensor=${boat}`],
    ['contacts', 'olivia', '/app/contacts'],
    ['contacts-none', 'gary', '/app/contacts'],
    ['contact', 'olivia', `/app/contacts/person?${person}`],
    ['contact-end', 'olivia', `/app/contacts/end?${person}`],
    ['invitations', 'olivia', '/app/invitations'],
    ['invitations-got', 'gary', '/app/invitations'],
    ['decline', 'gary', `/app/invitations/decline?sensor=${attic}&sensor=${device}`],
    ['cancel', 'olivia', `/app/invitations/cancel?sensor=${greenhouse}&${person}`],
    ['history', 'olivia', '/app/history'],
    ['gateways', 'olivia', '/app/gateways'],
    ['gateway-remove', 'olivia', `/app/gateways/remove?gateway=${gateway}`],
    ['forward-revoke', 'olivia', '/app/gateways/phones/revoke?phone=1'],
    ['account', 'olivia', '/app/account'],
    ['not-found', 'olivia', '/app/nowhere'],
    ['letter-invitation', 'nobody', path(links.invitation(letter.id))],
    ['letter-sign-up', 'nobody', path(links.signUp(invitation.id))],
    ['letter-deletion', 'nobody', path(links.deletion(letter.person))],
    ['mailbox', 'nobody', '/mailbox'],
    ['mail', 'nobody', `/mailbox/${mail.id}`],
  ]
}
