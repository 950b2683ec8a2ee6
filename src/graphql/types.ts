/** The types of schema.graphql in TypeScript; test/graphql/schema.test.ts compares the two. */
import type { GraphQLResolveInfo } from 'graphql'

export type SharingAction = 'ADD' | 'REMOVE' | 'LEAVE'
export type Permission = 'VIEW' | 'CONNECT' | 'SCRIPTING' | 'MANAGE' | 'ADMIN'
export type ShareState = 'PENDING' | 'PAUSED' | 'SCHEDULED' | 'LIVE'
export type EventType = 'DEVICE_SHARE' | 'DEVICE'

export type ServiceSharingOptions = { serviceId: string; action: SharingAction }
export type ServiceInput = { id: string; name: string }

/** Arguments of fields that take any, named after the field. Optional arguments may also be null. */
export type ShareArguments = {
  deviceId?: string | null
  deviceIds?: string[] | null
  email: string[]
  scripting?: boolean | null
  notify?: boolean | null
  action: SharingAction
  services?: ServiceSharingOptions[] | null
}
export type AnswerShareArguments = { deviceId: string; accept: boolean }
export type ChangeShareArguments = {
  deviceId: string
  email: string
  note?: string | null
  startsAt?: string | null
  expiresAt?: string | null
  paused?: boolean | null
}
export type ClaimDeviceArguments = { deviceId: string; name?: string | null; services?: ServiceInput[] | null }
export type RenameDeviceArguments = { deviceId: string; name: string }
export type DeleteDeviceArguments = { deviceId: string }
export type AddServiceArguments = { deviceId: string; id: string; name: string }
export type RemoveServiceArguments = { deviceId: string; serviceId: string }
export type CreateAccessKeyArguments = { name: string }
export type RevokeAccessKeyArguments = { id: string }
export type AccountArguments = { id?: string | null }
export type DeviceArguments = { id: string[] }
export type DevicesArguments = {
  size?: number | null
  from?: number | null
  name?: string | null
  state?: string | null
  sort?: string | null
  owner?: boolean | null
}
export type EventsArguments = {
  after?: string | null
  size?: number | null
  minDate?: string | null
  maxDate?: string | null
  types?: EventType[] | null
}

/**
 * Return values of resolvers, without the fields that have their own resolver. A function is called if its field is
 * selected.
 */
export type User = { id: string; email: string }
export type Login = { id: string; email: string }
export type Account = { id: string; email: string }
export type DeviceList = { total: number; hasMore: boolean; last: string | null; items: Device[] }
export type Device = {
  id: string
  name: string
  created: string
  owner: User
  permissions: Permission[]
  state: string
  access: () => Promise<Access[]>
  pending: () => Promise<Access[]>
  /** Has the parameters of every resolver. */
  services: (none: unknown, context: unknown, info: GraphQLResolveInfo) => Promise<Service[]>
}
export type Access = {
  user: User
  email: string
  scripting: boolean
  state: ShareState
  serviceIds: string[] | null
  note: string
  since: string
  startsAt: string | null
  expiresAt: string | null
  letter: string | null
}
export type Service = { id: string; name: string; access: Access[] }
export type Guest = { user: User; devices: Device[] }
export type EventList = { total: () => Promise<number>; hasMore: boolean; last: string | null; items: Event[] }
export type EventDevice = { id: string; name: string }
export type Event = DeviceShareEvent | DeviceEvent
export type DeviceShareEvent = DeviceEvent & { scripting: boolean | null }
export type DeviceEvent = {
  id: string
  type: EventType
  timestamp: string
  action: string
  what: string
  words: string
  actor: User | null
  users: User[]
  devices: EventDevice[]
}
export type AccessKey = { id: string; name: string; created: string; lastUsed: string | null }
export type NewAccessKey = { id: string; name: string; created: string; secret: string }
