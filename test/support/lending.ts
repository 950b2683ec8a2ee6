/** The calls of remote.it's mutation, as a program makes them, and devices to make them about. */
import { claimDevice } from '../../src/sensors/claim/claim-device.ts'
import type { House, Person } from './house.ts'

export type Told = { message: string; extensions: { code: string; sub_code?: string } }
export type Graph = { status: number; data?: Record<string, unknown> | null; errors?: Told[] }

/** Sends an operation; returns the status and the answer in one object. */
export async function graph(
  { app }: Pick<House, 'app'>,
  { token }: Person,
  query: string,
  variables: object = {},
  url = '/graphql/v1',
): Promise<Graph> {
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: JSON.stringify({ query, variables }),
  })
  return { status: answer.statusCode, ...answer.json() }
}

export type Named = { serviceId: string; action?: string }
export type Arguments = {
  deviceId?: string
  deviceIds?: string[]
  email?: string | string[]
  scripting?: boolean | null
  notify?: boolean | null
  action?: string
  services?: Named[] | null | undefined
}

const document = `
  mutation ($deviceId: String, $deviceIds: [String!], $email: [String!]!, $scripting: Boolean, $notify: Boolean,
    $action: SharingAction! = ADD, $services: [ServiceSharingOptions!]) {
    share(deviceId: $deviceId, deviceIds: $deviceIds, email: $email, scripting: $scripting, notify: $notify, action: $action, services: $services)
  }`

/** Calls `share`. */
export const lend = (house: Pick<House, 'app'>, who: Person, wanted: Arguments) => graph(house, who, document, wanted)

/** What an answer comes to: true, or the code of its refusal. Whatever is neither fails the test. */
export function outcomeOf({ status, data, errors }: Graph): true | string {
  if (status !== 200) throw new Error(`it answered ${status}: ${JSON.stringify(errors)}`)
  const [error, ...more] = errors ?? []
  if (!error && data && Object.values(data).every(value => value !== null)) return true
  if (!error || more.length > 0 || data !== null)
    throw new Error(`a strange answer: ${JSON.stringify({ data, errors })}`)
  return error.extensions.code
}

/** The id of the nth device, and of its services, which are called by letters. */
export const deviceOf = (n: number) => `80:00:00:00:00:${pairs(n)}:00`
export const serviceOf = (n: number, letter: string) => `80:00:00:00:00:${pairs(n)}:${letter}0`
const pairs = (n: number) =>
  n
    .toString(16)
    .toUpperCase()
    .padStart(4, '0')
    .replace(/..(?!$)/, '$&:')

/** Claims the nth device, with services for these letters of A to F. */
export async function device({ db }: House, owner: Person, n: number, letters = ''): Promise<string> {
  const services = [...letters].map(letter => ({ channel: serviceOf(n, letter), name: `Service ${letter}` }))
  await claimDevice(db, owner, { sensor: deviceOf(n), name: 'Router', services })
  return deviceOf(n)
}
