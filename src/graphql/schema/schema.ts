// Generated from schema.graphql by graphql-codegen. Do not change it: run npm run contract.
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in ISO 8601, like 2026-11-21T12:00:00.000Z. */
  DateTime: { input: string; output: string; }
  /** Any JSON value. */
  Object: { input: unknown; output: unknown; }
};

/** The queries. */
export type Query = {
  /** The caller. */
  login: Login;
};

/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type Mutation = {
  /**
   * Shares devices with people, changes what they may use, or ends shares. A call succeeds as a whole or not at all.
   *
   * - ADD shares a device: the whole device, or only the services listed with ADD. If the person already has the device, it adds the services listed with ADD
   *   and removes those listed with REMOVE. Other services stay unchanged, and so does `scripting` if it is omitted. A share without any service left ends.
   * - REMOVE removes the listed services; without services it ends the share. With your own address you leave a device that is shared with you.
   * - LEAVE leaves a device that is shared with you. The address must be your own.
   *
   * A share that has ended before is no mistake: REMOVE of a device of yours, and leaving one that was shared with you, are done then.
   */
  share: Scalars['Boolean']['output'];
  /** Gives devices to another owner. Not possible yet: it is always refused. */
  transfer: Scalars['Boolean']['output'];
  /** Accepts or declines a share that waits for your answer. Declining ends it, and its owner cannot share with you for 30 days. */
  answerShare: Scalars['Boolean']['output'];
  /** Changes the terms of a share that `share` cannot set. Omitted terms stay unchanged. */
  changeShare: Access;
  /** Makes you the owner of a device that nobody owns, or of a Ruuvi sensor. */
  claimDevice: Device;
  /** Renames a device. If it is shared with you, only you see the new name. */
  renameDevice: Device;
  /** Gives up a device that you own: all its shares end, and anyone can claim it. If the device is shared with you, you leave it. */
  deleteDevice: Scalars['Boolean']['output'];
  /** Gives up several devices that you own, and leaves those that are shared with you: all or none. One that you gave up or left before counts as done. */
  deleteDevices: Scalars['Boolean']['output'];
  /** Renames a service of a device that you own. */
  renameService: Scalars['Boolean']['output'];
  /** Adds a service to a device that you own, or renames it. Guests who have the whole device can use the new service, too. */
  addService: Service;
  /** Removes a service from a device that you own and from its shares. A share without any service left ends. */
  removeService: Scalars['Boolean']['output'];
  /** Creates a key with which your program signs its requests. The secret is shown only in this answer. */
  createAccessKey: NewAccessKey;
  /** Switches a key off, so that requests signed with it are refused, or on again. No key can do this. */
  updateAccessKey: Scalars['Boolean']['output'];
  /** Revokes a key, like `revokeAccessKey`. No key can do this. */
  deleteAccessKey: Scalars['Boolean']['output'];
  /** Revokes a key. Requests signed with it are refused from now on. A key can revoke only itself. */
  revokeAccessKey: Scalars['Boolean']['output'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationShareArgs = {
  deviceId?: InputMaybe<Scalars['String']['input']>;
  deviceIds?: InputMaybe<Array<Scalars['String']['input']>>;
  email: Array<Scalars['String']['input']>;
  scripting?: InputMaybe<Scalars['Boolean']['input']>;
  notify?: InputMaybe<Scalars['Boolean']['input']>;
  action: SharingAction;
  services?: InputMaybe<Array<ServiceSharingOptions>>;
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationTransferArgs = {
  deviceId?: InputMaybe<Scalars['String']['input']>;
  deviceIds?: InputMaybe<Array<Scalars['String']['input']>>;
  email: Scalars['String']['input'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationAnswerShareArgs = {
  deviceId: Scalars['String']['input'];
  accept: Scalars['Boolean']['input'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationChangeShareArgs = {
  deviceId: Scalars['String']['input'];
  email: Scalars['String']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  paused?: InputMaybe<Scalars['Boolean']['input']>;
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationClaimDeviceArgs = {
  deviceId: Scalars['String']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  services?: InputMaybe<Array<ServiceInput>>;
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationRenameDeviceArgs = {
  deviceId: Scalars['String']['input'];
  name: Scalars['String']['input'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationDeleteDeviceArgs = {
  deviceId: Scalars['String']['input'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationDeleteDevicesArgs = {
  deviceIds: Array<Scalars['String']['input']>;
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationRenameServiceArgs = {
  serviceId: Scalars['String']['input'];
  name: Scalars['String']['input'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationAddServiceArgs = {
  deviceId: Scalars['String']['input'];
  id: Scalars['String']['input'];
  name: Scalars['String']['input'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationRemoveServiceArgs = {
  deviceId: Scalars['String']['input'];
  serviceId: Scalars['String']['input'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationCreateAccessKeyArgs = {
  name: Scalars['String']['input'];
  scope?: InputMaybe<KeyScope>;
  deviceIds?: InputMaybe<Array<Scalars['String']['input']>>;
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationUpdateAccessKeyArgs = {
  key: Scalars['String']['input'];
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationDeleteAccessKeyArgs = {
  key: Scalars['String']['input'];
};


/** The changes. A refusal is returned in `errors`: a sentence in `message`, a code in `extensions.code`. */
export type MutationRevokeAccessKeyArgs = {
  id: Scalars['String']['input'];
};

/** What to do with a share. */
export type SharingAction =
  /** Share a device, or add services to a share. */
  | 'ADD'
  /** End a share, or remove services from it. */
  | 'REMOVE'
  /** Leave a device that is shared with you. */
  | 'LEAVE';

/** A service of a device, and what to do with it. */
export type ServiceSharingOptions = {
  /** The id of the service, from `Device.services`. */
  serviceId: Scalars['String']['input'];
  /** ADD or REMOVE. */
  action: SharingAction;
};

/** A service of a new device. */
export type ServiceInput = {
  /** Its id of eight octets, like 80:00:00:00:12:34:56:79. */
  id: Scalars['String']['input'];
  /** Its name. */
  name: Scalars['String']['input'];
};

/** A person, as others see them. */
export type User = {
  /** Derived from the address; it never changes. */
  id: Scalars['ID']['output'];
  /** The email address. */
  email: Scalars['String']['output'];
};

/** The caller: their devices, guests, contacts, keys and history. `login` and `account` are the same. */
export type Login = {
  /** Derived from the address; it never changes. */
  id: Scalars['ID']['output'];
  /** The email address. */
  email: Scalars['String']['output'];
  /** Your account, with the same fields. You can read no other. */
  account: Login;
  /** Devices by id. Devices that you cannot see are left out, like devices that do not exist. */
  device: Array<Device>;
  /** A page of the devices that you own or that are shared with you. */
  devices: DeviceList;
  /** Your guests, each with the devices that you share with them. */
  guest: Array<Guest>;
  /** People with whom you share or shared, the most recent first; at most 1,000. */
  contacts: Array<User>;
  /** The history of your devices and of the shares that you gave or got, the newest event first. */
  events: EventList;
  /** Your access keys, the newest first. */
  accessKeys: Array<AccessKey>;
  /** Always null: tokens are the only secret of a person. */
  authhash?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  yoicsId?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  created?: Maybe<Scalars['DateTime']['output']>;
  /** Always null: events are read by `events`, or from /events. */
  eventsUrl?: Maybe<Scalars['String']['output']>;
  /** Always empty: there are no networks here. */
  networks: Array<Network>;
  /** Always null: a device is claimed by its id. */
  registrationCode?: Maybe<Scalars['String']['output']>;
  /** Always null: a device is claimed by its id. */
  registrationCommand?: Maybe<Scalars['String']['output']>;
};


/** The caller: their devices, guests, contacts, keys and history. `login` and `account` are the same. */
export type LoginAccountArgs = {
  id?: InputMaybe<Scalars['String']['input']>;
};


/** The caller: their devices, guests, contacts, keys and history. `login` and `account` are the same. */
export type LoginDeviceArgs = {
  id: Array<Scalars['String']['input']>;
};


/** The caller: their devices, guests, contacts, keys and history. `login` and `account` are the same. */
export type LoginDevicesArgs = {
  size?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['Int']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  state?: InputMaybe<Scalars['String']['input']>;
  sort?: InputMaybe<Scalars['String']['input']>;
  owner?: InputMaybe<Scalars['Boolean']['input']>;
  id?: InputMaybe<Array<Scalars['ID']['input']>>;
  tag?: InputMaybe<ListFilter>;
  application?: InputMaybe<Array<Scalars['Int']['input']>>;
  platform?: InputMaybe<Array<Scalars['Int']['input']>>;
};


/** The caller: their devices, guests, contacts, keys and history. `login` and `account` are the same. */
export type LoginEventsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  from?: InputMaybe<Scalars['Int']['input']>;
  size?: InputMaybe<Scalars['Int']['input']>;
  minDate?: InputMaybe<Scalars['DateTime']['input']>;
  maxDate?: InputMaybe<Scalars['DateTime']['input']>;
  types?: InputMaybe<Array<EventType>>;
};

/** A page of devices. */
export type DeviceList = {
  /** The number on all pages. */
  total: Scalars['Int']['output'];
  /** Whether there are more after this page. */
  hasMore: Scalars['Boolean']['output'];
  /** The id of the last device on this page. */
  last: Maybe<Scalars['ID']['output']>;
  /** The devices on this page. */
  items: Array<Device>;
};

/** A Ruuvi sensor, or another device with services that can be shared. */
export type Device = {
  /** The MAC address of a Ruuvi sensor, or an id of eight octets. */
  id: Scalars['ID']['output'];
  /** The name that you see. */
  name: Scalars['String']['output'];
  /** When you claimed it, or when it was shared with you. */
  created: Scalars['DateTime']['output'];
  /** Its owner. */
  owner: User;
  /** What you may do with it. */
  permissions: Array<Permission>;
  /** `active` if it measured in the last hour, else `inactive`. */
  state: Scalars['String']['output'];
  /** The live shares. If you are not the owner, only your own share. */
  access: Array<Access>;
  /** Shares that give no access now: the guest has not signed up or not answered, or the share is paused or has not begun. Empty if you are not the owner. */
  pending: Array<Access>;
  /** Its services; if it is shared with you, those that you may use. */
  services: Array<Service>;
  /** Whether you may change the device and its services. */
  configurable: Scalars['Boolean']['output'];
  /** Whether your programs may read it. */
  scriptable: Scalars['Boolean']['output'];
  /** Always null. */
  hardwareId?: Maybe<Scalars['String']['output']>;
  /** Always null. Whether it measured in the last hour is in `state`. */
  lastReported?: Maybe<Scalars['DateTime']['output']>;
  /** Always null: devices are not connected to here. */
  endpoint?: Maybe<Endpoint>;
  /** Always null. */
  platform?: Maybe<Scalars['Int']['output']>;
  /** Always null. */
  version?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  attributes?: Maybe<Scalars['Object']['output']>;
  /** Always empty: devices have no tags here. */
  tags: Array<Tag>;
  /** Always null. */
  license?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  notificationSettings?: Maybe<Scalars['Object']['output']>;
  /** Always null. */
  presenceAddress?: Maybe<Scalars['String']['output']>;
  /** Always empty. */
  supportedAppInstalls: Array<Scalars['String']['output']>;
  /** Always null. */
  timeSeries?: Maybe<TimeSeries>;
  /** Always null. The history of your devices is in `login.events`. */
  events?: Maybe<EventList>;
  /** Always null. */
  eventsUrl?: Maybe<Scalars['String']['output']>;
};


/** A Ruuvi sensor, or another device with services that can be shared. */
export type DeviceTimeSeriesArgs = {
  type?: InputMaybe<TimeSeriesType>;
  resolution?: InputMaybe<TimeSeriesResolution>;
  length?: InputMaybe<Scalars['Int']['input']>;
};


/** A Ruuvi sensor, or another device with services that can be shared. */
export type DeviceEventsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  from?: InputMaybe<Scalars['Int']['input']>;
  size?: InputMaybe<Scalars['Int']['input']>;
  minDate?: InputMaybe<Scalars['DateTime']['input']>;
  maxDate?: InputMaybe<Scalars['DateTime']['input']>;
  types?: InputMaybe<Array<EventType>>;
};

/** What a person may do with a device. */
export type Permission =
  /** See the device. */
  | 'VIEW'
  /** Use its services, such as reading its measurements. */
  | 'CONNECT'
  /** Read it with programs, which sign their requests with access keys. */
  | 'SCRIPTING'
  /** Change the device and its services. */
  | 'MANAGE'
  /** Share the device, and give it up. */
  | 'ADMIN';

/** A share of a device: its guest and its terms. */
export type Access = {
  /** The guest. */
  user: User;
  /** The email address of the guest. */
  email: Scalars['String']['output'];
  /** Whether the guest's programs may read it: requests signed with their access keys. */
  scripting: Scalars['Boolean']['output'];
  /** The state of the share. */
  state: ShareState;
  /** The ids of the services that the guest may use. Null: all, including those added later. */
  serviceIds: Maybe<Array<Scalars['String']['output']>>;
  /** The owner's message to the guest. */
  note: Scalars['String']['output'];
  /** When it was shared. */
  since: Scalars['DateTime']['output'];
  /** When it begins. Null: it began at once. */
  startsAt: Maybe<Scalars['DateTime']['output']>;
  /** When it ends. Null: it has no end. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The state of the email about the share. Null: there is none, or you are not the owner. */
  letter: Maybe<Scalars['String']['output']>;
};

/** The state of a share. */
export type ShareState =
  /** The guest has not signed up, or not answered. */
  | 'PENDING'
  /** The owner has paused it. */
  | 'PAUSED'
  /** It has not begun yet. */
  | 'SCHEDULED'
  /** The guest has access. */
  | 'LIVE';

/** A part of a device that can be shared alone: a service, or a measurement of a Ruuvi sensor. */
export type Service = {
  /** An id of eight octets; or the id of the sensor, a dot and the measurement, like C6:F1:E7:D3:DA:11.temperature. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** The shares that include it. If you are not the owner, only your own share. */
  access: Array<Access>;
  /** The state of its device. */
  state: Scalars['String']['output'];
  /** Always true. */
  enabled: Scalars['Boolean']['output'];
  /** What it measured last: several values for some, like three for acceleration. Empty for services of eight octets. */
  latest: Array<Value>;
  /** What it measured, the oldest first, as fine as the owner's plan allows. Empty for services of eight octets. */
  values: ValueList;
  /** Always null. */
  title?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  license?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  application?: Maybe<Scalars['Int']['output']>;
  /** Always null. */
  subdomain?: Maybe<Scalars['String']['output']>;
  /** Always null: services are not connected to here. */
  proxy?: Maybe<Scalars['String']['output']>;
  /** Always null: services are not connected to here. */
  link?: Maybe<Link>;
  /** Always null. */
  created?: Maybe<Scalars['DateTime']['output']>;
  /** Always null. */
  lastReported?: Maybe<Scalars['DateTime']['output']>;
  /** Always null. */
  port?: Maybe<Scalars['Int']['output']>;
  /** Always null. */
  host?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  type?: Maybe<Scalars['Int']['output']>;
  /** Always null. */
  protocol?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  attributes?: Maybe<Scalars['Object']['output']>;
  /** Always null. */
  presenceAddress?: Maybe<Scalars['String']['output']>;
  /** Always null. */
  timeSeries?: Maybe<TimeSeries>;
};


/** A part of a device that can be shared alone: a service, or a measurement of a Ruuvi sensor. */
export type ServiceValuesArgs = {
  since?: InputMaybe<Scalars['DateTime']['input']>;
  until?: InputMaybe<Scalars['DateTime']['input']>;
  step?: InputMaybe<Scalars['Int']['input']>;
  size?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['DateTime']['input']>;
};


/** A part of a device that can be shared alone: a service, or a measurement of a Ruuvi sensor. */
export type ServiceTimeSeriesArgs = {
  type?: InputMaybe<TimeSeriesType>;
  resolution?: InputMaybe<TimeSeriesResolution>;
  length?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of what a service measured. */
export type ValueList = {
  /** Whether the device measured more in this time; pass `last` as `after` to read on. */
  hasMore: Scalars['Boolean']['output'];
  /** When the last measurement of the page was, or when its last step begins. Null if the page is empty. */
  last: Maybe<Scalars['DateTime']['output']>;
  /** The values of this service: none of a page on which only other services of the device have some. */
  items: Array<Value>;
};

/** A measured value, or what the values of a step amount to. In °C, %, Pa, g, µg/m³, ppm, lx or dBA, if it has a unit. */
export type Value = {
  /** What was measured, like temperature or accelerationX. */
  name: Scalars['String']['output'];
  /** When it was measured, or when the step begins. */
  at: Scalars['DateTime']['output'];
  /** The value with the owner's correction; the mean of a step. */
  value: Scalars['Float']['output'];
  /** The least value of a step. */
  min: Maybe<Scalars['Float']['output']>;
  /** The largest value of a step. */
  max: Maybe<Scalars['Float']['output']>;
  /** The number of values of a step. */
  count: Maybe<Scalars['Int']['output']>;
};

/** A person with whom you share. */
export type Guest = {
  /** The person. */
  user: User;
  /** The devices that you share with them. */
  devices: Array<Device>;
  /** Always empty: there are no networks here. */
  networks: Array<Network>;
};

/** A page of events. */
export type EventList = {
  /** The number on all pages. */
  total: Scalars['Int']['output'];
  /** Whether there are more after this page. */
  hasMore: Scalars['Boolean']['output'];
  /** The `after` of the next page. */
  last: Maybe<Scalars['ID']['output']>;
  /** The events, the newest first. */
  items: Array<Event>;
  /** Always null: the history isn't cut off. */
  limited?: Maybe<Scalars['Boolean']['output']>;
};

/** The type of an event. */
export type EventType =
  /** A share began, changed or ended. */
  | 'DEVICE_SHARE'
  /** A device was claimed, renamed or given up. */
  | 'DEVICE'
  /** Never happens here. */
  | 'DEVICE_STATE'
  /** Never happens here. */
  | 'DEVICE_CONNECT'
  /** Never happens here. */
  | 'DEVICE_TRANSFER'
  /** Never happens here. */
  | 'DEVICE_JOB'
  /** Never happens here. */
  | 'LICENSE_UPDATED';

/** An event in the history. */
export type Event = {
  /** Later events have greater ids. */
  id: Scalars['ID']['output'];
  /** The type. */
  type: EventType;
  /** When it happened. */
  timestamp: Scalars['DateTime']['output'];
  /** `add`, `update` or `remove`. */
  action: Scalars['String']['output'];
  /** The action as in the history of the REST API: `shared`, `paused`, `left` … */
  what: Scalars['String']['output'];
  /** A sentence that describes the event to you. */
  words: Scalars['String']['output'];
  /** The person who did it. Null: it happened by itself (a share expired), or you may not know the person, or they have deleted their account. */
  actor: Maybe<User>;
  /** The guests concerned. */
  users: Array<User>;
  /** The devices concerned. */
  devices: Array<EventDevice>;
  /** The owner of the device at that time. Null: they have deleted their account. */
  owner: Maybe<User>;
  /** Always null: no event here concerns a state. */
  state: Maybe<Scalars['String']['output']>;
  /** Always empty: no event here concerns single services. */
  target: Array<EventTarget>;
};

/** A device at the time of an event. */
export type EventDevice = {
  /** The id of the device. */
  id: Scalars['ID']['output'];
  /** The name that its owner had given it. */
  name: Scalars['String']['output'];
};

/** An event of a share. */
export type DeviceShareEvent = Event & {
  /** Later events have greater ids. */
  id: Scalars['ID']['output'];
  /** DEVICE_SHARE. */
  type: EventType;
  /** When it happened. */
  timestamp: Scalars['DateTime']['output'];
  /** `add`, `update` or `remove`. */
  action: Scalars['String']['output'];
  /** The action as in the history of the REST API: `shared`, `paused`, `left` … */
  what: Scalars['String']['output'];
  /** A sentence that describes the event to you. */
  words: Scalars['String']['output'];
  /** The person who did it. Null: it happened by itself (a share expired), or you may not know the person, or they have deleted their account. */
  actor: Maybe<User>;
  /** The guest. */
  users: Array<User>;
  /** The device that was shared. */
  devices: Array<EventDevice>;
  /** The owner of the device at that time. Null: they have deleted their account. */
  owner: Maybe<User>;
  /** Always null: no event here concerns a state. */
  state: Maybe<Scalars['String']['output']>;
  /** Always empty: no event here concerns single services. */
  target: Array<EventTarget>;
  /** Whether the share allowed programs. Null: the event does not concern that. */
  scripting: Maybe<Scalars['Boolean']['output']>;
};

/** An event of a device. */
export type DeviceEvent = Event & {
  /** Later events have greater ids. */
  id: Scalars['ID']['output'];
  /** DEVICE. */
  type: EventType;
  /** When it happened. */
  timestamp: Scalars['DateTime']['output'];
  /** `add`, `update` or `remove`. */
  action: Scalars['String']['output'];
  /** The action as in the history of the REST API: `claimed`, `updated`, `released` or `lost`. */
  what: Scalars['String']['output'];
  /** A sentence that describes the event to you. */
  words: Scalars['String']['output'];
  /** The person who did it. Null: you may not know them, or they have deleted their account. */
  actor: Maybe<User>;
  /** Empty: the event concerns only the device. */
  users: Array<User>;
  /** The device. */
  devices: Array<EventDevice>;
  /** The owner of the device at that time. Null: they have deleted their account. */
  owner: Maybe<User>;
  /** Always null: no event here concerns a state. */
  state: Maybe<Scalars['String']['output']>;
  /** Always empty: no event here concerns single services. */
  target: Array<EventTarget>;
};

/** What a program may do with an access key. */
export type KeyScope =
  /** Read. */
  | 'READ'
  /** Also share devices, and change, answer and end shares. */
  | 'SHARE'
  /** Also everything else that you can, except create keys, end sessions and delete the account. */
  | 'ALL';

/** A key with which a program signs requests in your name. */
export type AccessKey = {
  /** The `keyId` of signatures. */
  id: Scalars['ID']['output'];
  /** The same as `id`. */
  key: Scalars['ID']['output'];
  /** The name that you gave it. */
  name: Scalars['String']['output'];
  /** When it was created. */
  created: Scalars['DateTime']['output'];
  /** When it last signed a request, to the minute. Null: never. */
  lastUsed: Maybe<Scalars['DateTime']['output']>;
  /** What a program may do with it. */
  scope: KeyScope;
  /** The only devices that it can see and share. Null: all. */
  deviceIds: Maybe<Array<Scalars['String']['output']>>;
  /** When it stops working. Null: never. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether it works: false after it has expired, and while you have switched it off. */
  enabled: Scalars['Boolean']['output'];
};

/** A new key with its secret, which is shown only once. */
export type NewAccessKey = {
  /** The `keyId` of signatures. */
  id: Scalars['ID']['output'];
  /** The same as `id`. */
  key: Scalars['ID']['output'];
  /** The name that you gave it. */
  name: Scalars['String']['output'];
  /** When it was created. */
  created: Scalars['DateTime']['output'];
  /** What a program may do with it. */
  scope: KeyScope;
  /** The only devices that it can see and share. Null: all. */
  deviceIds: Maybe<Array<Scalars['String']['output']>>;
  /** When it stops working. Null: never. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The secret in base64. The program signs with the decoded bytes. */
  secret: Scalars['String']['output'];
};

/** Where a device is connected. Never returned. */
export type Endpoint = {
  /** Never returned. */
  externalAddress: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  internalAddress: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  availability: Maybe<Scalars['Float']['output']>;
  /** Never returned. */
  instability: Maybe<Scalars['Float']['output']>;
  /** Never returned. */
  onlineSince: Maybe<Scalars['DateTime']['output']>;
  /** Never returned. */
  offlineSince: Maybe<Scalars['DateTime']['output']>;
  /** Never returned. */
  geo: Maybe<Geo>;
};

/** Where a device is. Never returned. */
export type Geo = {
  /** Never returned. */
  latitude: Maybe<Scalars['Float']['output']>;
  /** Never returned. */
  longitude: Maybe<Scalars['Float']['output']>;
  /** Never returned. */
  city: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  stateName: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  countryName: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  connectionType: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  isp: Maybe<Scalars['String']['output']>;
};

/** A tag of a device. Never returned. */
export type Tag = {
  /** Never returned. */
  name: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  color: Maybe<Scalars['Int']['output']>;
  /** Never returned. */
  created: Maybe<Scalars['DateTime']['output']>;
};

/** A permanent address of a service. Never returned. */
export type Link = {
  /** Never returned. */
  url: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  code: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  created: Maybe<Scalars['DateTime']['output']>;
  /** Never returned. */
  enabled: Maybe<Scalars['Boolean']['output']>;
  /** Never returned. */
  password: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  feature: Maybe<Scalars['Object']['output']>;
  /** Never returned. */
  web: Maybe<Scalars['Boolean']['output']>;
  /** Never returned. */
  source: Maybe<Scalars['String']['output']>;
};

/** Numbers over time. Never returned. */
export type TimeSeries = {
  /** Never returned. */
  type: Maybe<TimeSeriesType>;
  /** Never returned. */
  resolution: Maybe<TimeSeriesResolution>;
  /** Never returned. */
  start: Maybe<Scalars['DateTime']['output']>;
  /** Never returned. */
  end: Maybe<Scalars['DateTime']['output']>;
  /** Never returned. */
  time: Maybe<Array<Scalars['DateTime']['output']>>;
  /** Never returned. */
  data: Maybe<Array<Maybe<Scalars['Float']['output']>>>;
};

/** What a time series counts. */
export type TimeSeriesType =
  /** Accepted. */
  | 'AVAILABILITY'
  /** Accepted. */
  | 'ONLINE'
  /** Accepted. */
  | 'OFFLINE'
  /** Accepted. */
  | 'ONLINE_DURATION'
  /** Accepted. */
  | 'OFFLINE_DURATION'
  /** Accepted. */
  | 'CONNECT'
  /** Accepted. */
  | 'DISCONNECT'
  /** Accepted. */
  | 'CONNECT_DURATION'
  /** Accepted. */
  | 'USAGE';

/** The length of a step of a time series. */
export type TimeSeriesResolution =
  /** Accepted. */
  | 'SECOND'
  /** Accepted. */
  | 'MINUTE'
  /** Accepted. */
  | 'HOUR'
  /** Accepted. */
  | 'DAY'
  /** Accepted. */
  | 'WEEK'
  /** Accepted. */
  | 'MONTH'
  /** Accepted. */
  | 'QUARTER'
  /** Accepted. */
  | 'YEAR';

/** Which tags a device must have. */
export type ListFilter = {
  /** Whether one of them is enough. */
  operator?: InputMaybe<ListFilterOperator>;
  /** Names of tags. */
  values?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** How several tags are combined. */
export type ListFilterOperator =
  /** One is enough. */
  | 'ANY'
  /** All are needed. */
  | 'ALL';

/** A network of devices. Never returned. */
export type Network = {
  /** Never returned. */
  id: Maybe<Scalars['ID']['output']>;
  /** Never returned. */
  name: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  enabled: Maybe<Scalars['Boolean']['output']>;
  /** Never returned. */
  created: Maybe<Scalars['DateTime']['output']>;
  /** Never returned. */
  owner: Maybe<User>;
  /** Never returned. */
  permissions: Maybe<Array<Permission>>;
  /** Never returned. */
  connections: Maybe<Array<NetworkConnection>>;
  /** Never returned. */
  access: Maybe<Array<Access>>;
  /** Never returned. */
  tags: Maybe<Array<Tag>>;
};

/** A service in a network. Never returned. */
export type NetworkConnection = {
  /** Never returned. */
  service: Maybe<Service>;
  /** Never returned. */
  name: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  port: Maybe<Scalars['Int']['output']>;
  /** Never returned. */
  enabled: Maybe<Scalars['Boolean']['output']>;
};

/** A service that an event concerns. Never returned. */
export type EventTarget = {
  /** Never returned. */
  id: Maybe<Scalars['ID']['output']>;
  /** Never returned. */
  name: Maybe<Scalars['String']['output']>;
  /** Never returned. */
  application: Maybe<Scalars['Int']['output']>;
  /** Never returned. */
  device: Maybe<EventDevice>;
};

/** A device went online or offline. Never happens here. */
export type DeviceStateEvent = Event & {
  /** Later events have greater ids. */
  id: Scalars['ID']['output'];
  /** The type. */
  type: EventType;
  /** When it happened. */
  timestamp: Scalars['DateTime']['output'];
  /** The action. */
  action: Scalars['String']['output'];
  /** The action. */
  what: Scalars['String']['output'];
  /** A sentence that describes the event to you. */
  words: Scalars['String']['output'];
  /** The person who did it. */
  actor: Maybe<User>;
  /** The guests concerned. */
  users: Array<User>;
  /** The devices concerned. */
  devices: Array<EventDevice>;
  /** The owner of the device. */
  owner: Maybe<User>;
  /** The state. */
  state: Maybe<Scalars['String']['output']>;
  /** The services concerned. */
  target: Array<EventTarget>;
};

/** Somebody connected to a device. Never happens here. */
export type DeviceConnectEvent = Event & {
  /** Later events have greater ids. */
  id: Scalars['ID']['output'];
  /** The type. */
  type: EventType;
  /** When it happened. */
  timestamp: Scalars['DateTime']['output'];
  /** The action. */
  action: Scalars['String']['output'];
  /** The action. */
  what: Scalars['String']['output'];
  /** A sentence that describes the event to you. */
  words: Scalars['String']['output'];
  /** The person who did it. */
  actor: Maybe<User>;
  /** The guests concerned. */
  users: Array<User>;
  /** The devices concerned. */
  devices: Array<EventDevice>;
  /** The owner of the device. */
  owner: Maybe<User>;
  /** The state. */
  state: Maybe<Scalars['String']['output']>;
  /** The services concerned. */
  target: Array<EventTarget>;
};

/** A device got another owner. Never happens here. */
export type DeviceTransferEvent = Event & {
  /** Later events have greater ids. */
  id: Scalars['ID']['output'];
  /** The type. */
  type: EventType;
  /** When it happened. */
  timestamp: Scalars['DateTime']['output'];
  /** The action. */
  action: Scalars['String']['output'];
  /** The action. */
  what: Scalars['String']['output'];
  /** A sentence that describes the event to you. */
  words: Scalars['String']['output'];
  /** The person who did it. */
  actor: Maybe<User>;
  /** The guests concerned. */
  users: Array<User>;
  /** The devices concerned. */
  devices: Array<EventDevice>;
  /** The owner of the device. */
  owner: Maybe<User>;
  /** The state. */
  state: Maybe<Scalars['String']['output']>;
  /** The services concerned. */
  target: Array<EventTarget>;
};

/** A script ran on a device. Never happens here. */
export type DeviceJobEvent = Event & {
  /** Later events have greater ids. */
  id: Scalars['ID']['output'];
  /** The type. */
  type: EventType;
  /** When it happened. */
  timestamp: Scalars['DateTime']['output'];
  /** The action. */
  action: Scalars['String']['output'];
  /** The action. */
  what: Scalars['String']['output'];
  /** A sentence that describes the event to you. */
  words: Scalars['String']['output'];
  /** The person who did it. */
  actor: Maybe<User>;
  /** The guests concerned. */
  users: Array<User>;
  /** The devices concerned. */
  devices: Array<EventDevice>;
  /** The owner of the device. */
  owner: Maybe<User>;
  /** The state. */
  state: Maybe<Scalars['String']['output']>;
  /** The services concerned. */
  target: Array<EventTarget>;
};

/** A license changed. Never happens here. */
export type LicenseUpdatedEvent = Event & {
  /** Later events have greater ids. */
  id: Scalars['ID']['output'];
  /** The type. */
  type: EventType;
  /** When it happened. */
  timestamp: Scalars['DateTime']['output'];
  /** The action. */
  action: Scalars['String']['output'];
  /** The action. */
  what: Scalars['String']['output'];
  /** A sentence that describes the event to you. */
  words: Scalars['String']['output'];
  /** The person who did it. */
  actor: Maybe<User>;
  /** The guests concerned. */
  users: Array<User>;
  /** The devices concerned. */
  devices: Array<EventDevice>;
  /** The owner of the device. */
  owner: Maybe<User>;
  /** The state. */
  state: Maybe<Scalars['String']['output']>;
  /** The services concerned. */
  target: Array<EventTarget>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Event:
    | ( Omit<DeviceShareEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<_RefType['User']>, users: Array<_RefType['User']>, owner?: Maybe<_RefType['User']> } )
    | ( Omit<DeviceEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<_RefType['User']>, users: Array<_RefType['User']>, owner?: Maybe<_RefType['User']> } )
    | ( Omit<DeviceStateEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<_RefType['User']>, users: Array<_RefType['User']>, owner?: Maybe<_RefType['User']> } )
    | ( Omit<DeviceConnectEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<_RefType['User']>, users: Array<_RefType['User']>, owner?: Maybe<_RefType['User']> } )
    | ( Omit<DeviceTransferEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<_RefType['User']>, users: Array<_RefType['User']>, owner?: Maybe<_RefType['User']> } )
    | ( Omit<DeviceJobEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<_RefType['User']>, users: Array<_RefType['User']>, owner?: Maybe<_RefType['User']> } )
    | ( Omit<LicenseUpdatedEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<_RefType['User']>, users: Array<_RefType['User']>, owner?: Maybe<_RefType['User']> } )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  SharingAction: SharingAction;
  ServiceSharingOptions: ServiceSharingOptions;
  ServiceInput: ServiceInput;
  User: ResolverTypeWrapper<User>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Login: ResolverTypeWrapper<Pick<Login, 'id' | 'email' | 'authhash' | 'yoicsId' | 'created' | 'eventsUrl' | 'registrationCode' | 'registrationCommand'>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DeviceList: ResolverTypeWrapper<Omit<DeviceList, 'items'> & { items: Array<ResolversTypes['Device']> }>;
  Device: ResolverTypeWrapper<Omit<Device, 'access' | 'pending' | 'services'> & {
    access: () => Promise<Device['access']>;
    pending: () => Promise<Device['pending']>;
    services: (none: unknown, context: unknown, info: GraphQLResolveInfo) => Promise<Array<ResolversParentTypes['Service']>>;
  }>;
  Permission: Permission;
  Access: ResolverTypeWrapper<Omit<Access, 'user'> & { user: ResolversTypes['User'] }>;
  ShareState: ShareState;
  Service: ResolverTypeWrapper<Omit<Service, 'latest' | 'values'> & {
    latest: () => Promise<Service['latest']>;
    values: (args: ServiceValuesArgs) => Promise<Service['values']>;
  }>;
  ValueList: ResolverTypeWrapper<ValueList>;
  Value: ResolverTypeWrapper<Value>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Guest: ResolverTypeWrapper<Omit<Guest, 'devices'> & {
    devices: Array<ResolversParentTypes['Device']>;
  }>;
  EventList: ResolverTypeWrapper<Omit<EventList, 'total' | 'items'> & {
    total: () => Promise<EventList['total']>;
    items: Array<ResolversParentTypes['Event']>;
  }>;
  EventType: EventType;
  Event: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Event']>;
  EventDevice: ResolverTypeWrapper<EventDevice>;
  DeviceShareEvent: ResolverTypeWrapper<Omit<DeviceShareEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversTypes['User']>, users: Array<ResolversTypes['User']>, owner?: Maybe<ResolversTypes['User']> }>;
  DeviceEvent: ResolverTypeWrapper<Omit<DeviceEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversTypes['User']>, users: Array<ResolversTypes['User']>, owner?: Maybe<ResolversTypes['User']> }>;
  KeyScope: KeyScope;
  AccessKey: ResolverTypeWrapper<AccessKey>;
  NewAccessKey: ResolverTypeWrapper<NewAccessKey>;
  Object: ResolverTypeWrapper<Scalars['Object']['output']>;
  Endpoint: ResolverTypeWrapper<Endpoint>;
  Geo: ResolverTypeWrapper<Geo>;
  Tag: ResolverTypeWrapper<Tag>;
  Link: ResolverTypeWrapper<Link>;
  TimeSeries: ResolverTypeWrapper<TimeSeries>;
  TimeSeriesType: TimeSeriesType;
  TimeSeriesResolution: TimeSeriesResolution;
  ListFilter: ListFilter;
  ListFilterOperator: ListFilterOperator;
  Network: ResolverTypeWrapper<Omit<Network, 'owner' | 'connections'> & { owner?: Maybe<ResolversTypes['User']>, connections?: Maybe<Array<ResolversTypes['NetworkConnection']>> }>;
  NetworkConnection: ResolverTypeWrapper<Omit<NetworkConnection, 'service'> & { service?: Maybe<ResolversTypes['Service']> }>;
  EventTarget: ResolverTypeWrapper<EventTarget>;
  DeviceStateEvent: ResolverTypeWrapper<Omit<DeviceStateEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversTypes['User']>, users: Array<ResolversTypes['User']>, owner?: Maybe<ResolversTypes['User']> }>;
  DeviceConnectEvent: ResolverTypeWrapper<Omit<DeviceConnectEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversTypes['User']>, users: Array<ResolversTypes['User']>, owner?: Maybe<ResolversTypes['User']> }>;
  DeviceTransferEvent: ResolverTypeWrapper<Omit<DeviceTransferEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversTypes['User']>, users: Array<ResolversTypes['User']>, owner?: Maybe<ResolversTypes['User']> }>;
  DeviceJobEvent: ResolverTypeWrapper<Omit<DeviceJobEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversTypes['User']>, users: Array<ResolversTypes['User']>, owner?: Maybe<ResolversTypes['User']> }>;
  LicenseUpdatedEvent: ResolverTypeWrapper<Omit<LicenseUpdatedEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversTypes['User']>, users: Array<ResolversTypes['User']>, owner?: Maybe<ResolversTypes['User']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Query: Record<PropertyKey, never>;
  Mutation: Record<PropertyKey, never>;
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  ServiceSharingOptions: ServiceSharingOptions;
  ServiceInput: ServiceInput;
  User: User;
  ID: Scalars['ID']['output'];
  Login: Pick<Login, 'id' | 'email' | 'authhash' | 'yoicsId' | 'created' | 'eventsUrl' | 'registrationCode' | 'registrationCommand'>;
  Int: Scalars['Int']['output'];
  DeviceList: Omit<DeviceList, 'items'> & { items: Array<ResolversParentTypes['Device']> };
  Device: Omit<Device, 'access' | 'pending' | 'services'> & {
    access: () => Promise<Device['access']>;
    pending: () => Promise<Device['pending']>;
    services: (none: unknown, context: unknown, info: GraphQLResolveInfo) => Promise<Array<ResolversParentTypes['Service']>>;
  };
  Access: Omit<Access, 'user'> & { user: ResolversParentTypes['User'] };
  Service: Omit<Service, 'latest' | 'values'> & {
    latest: () => Promise<Service['latest']>;
    values: (args: ServiceValuesArgs) => Promise<Service['values']>;
  };
  ValueList: ValueList;
  Value: Value;
  Float: Scalars['Float']['output'];
  Guest: Omit<Guest, 'devices'> & {
    devices: Array<ResolversParentTypes['Device']>;
  };
  EventList: Omit<EventList, 'total' | 'items'> & {
    total: () => Promise<EventList['total']>;
    items: Array<ResolversParentTypes['Event']>;
  };
  Event: ResolversInterfaceTypes<ResolversParentTypes>['Event'];
  EventDevice: EventDevice;
  DeviceShareEvent: Omit<DeviceShareEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversParentTypes['User']>, users: Array<ResolversParentTypes['User']>, owner?: Maybe<ResolversParentTypes['User']> };
  DeviceEvent: Omit<DeviceEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversParentTypes['User']>, users: Array<ResolversParentTypes['User']>, owner?: Maybe<ResolversParentTypes['User']> };
  AccessKey: AccessKey;
  NewAccessKey: NewAccessKey;
  Object: Scalars['Object']['output'];
  Endpoint: Endpoint;
  Geo: Geo;
  Tag: Tag;
  Link: Link;
  TimeSeries: TimeSeries;
  ListFilter: ListFilter;
  Network: Omit<Network, 'owner' | 'connections'> & { owner?: Maybe<ResolversParentTypes['User']>, connections?: Maybe<Array<ResolversParentTypes['NetworkConnection']>> };
  NetworkConnection: Omit<NetworkConnection, 'service'> & { service?: Maybe<ResolversParentTypes['Service']> };
  EventTarget: EventTarget;
  DeviceStateEvent: Omit<DeviceStateEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversParentTypes['User']>, users: Array<ResolversParentTypes['User']>, owner?: Maybe<ResolversParentTypes['User']> };
  DeviceConnectEvent: Omit<DeviceConnectEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversParentTypes['User']>, users: Array<ResolversParentTypes['User']>, owner?: Maybe<ResolversParentTypes['User']> };
  DeviceTransferEvent: Omit<DeviceTransferEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversParentTypes['User']>, users: Array<ResolversParentTypes['User']>, owner?: Maybe<ResolversParentTypes['User']> };
  DeviceJobEvent: Omit<DeviceJobEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversParentTypes['User']>, users: Array<ResolversParentTypes['User']>, owner?: Maybe<ResolversParentTypes['User']> };
  LicenseUpdatedEvent: Omit<LicenseUpdatedEvent, 'actor' | 'users' | 'owner'> & { actor?: Maybe<ResolversParentTypes['User']>, users: Array<ResolversParentTypes['User']>, owner?: Maybe<ResolversParentTypes['User']> };
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type QueryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  login?: Resolver<ResolversTypes['Login'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = any, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  share?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationShareArgs, 'email' | 'notify' | 'action'>>;
  transfer?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationTransferArgs, 'email'>>;
  answerShare?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationAnswerShareArgs, 'deviceId' | 'accept'>>;
  changeShare?: Resolver<ResolversTypes['Access'], ParentType, ContextType, RequireFields<MutationChangeShareArgs, 'deviceId' | 'email'>>;
  claimDevice?: Resolver<ResolversTypes['Device'], ParentType, ContextType, RequireFields<MutationClaimDeviceArgs, 'deviceId'>>;
  renameDevice?: Resolver<ResolversTypes['Device'], ParentType, ContextType, RequireFields<MutationRenameDeviceArgs, 'deviceId' | 'name'>>;
  deleteDevice?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteDeviceArgs, 'deviceId'>>;
  deleteDevices?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteDevicesArgs, 'deviceIds'>>;
  renameService?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRenameServiceArgs, 'serviceId' | 'name'>>;
  addService?: Resolver<ResolversTypes['Service'], ParentType, ContextType, RequireFields<MutationAddServiceArgs, 'deviceId' | 'id' | 'name'>>;
  removeService?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRemoveServiceArgs, 'deviceId' | 'serviceId'>>;
  createAccessKey?: Resolver<ResolversTypes['NewAccessKey'], ParentType, ContextType, RequireFields<MutationCreateAccessKeyArgs, 'name' | 'scope'>>;
  updateAccessKey?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationUpdateAccessKeyArgs, 'key'>>;
  deleteAccessKey?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteAccessKeyArgs, 'key'>>;
  revokeAccessKey?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRevokeAccessKeyArgs, 'id'>>;
};

export type UserResolvers<ContextType = any, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LoginResolvers<ContextType = any, ParentType extends ResolversParentTypes['Login'] = ResolversParentTypes['Login']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  account?: Resolver<ResolversTypes['Login'], ParentType, ContextType, Partial<LoginAccountArgs>>;
  device?: Resolver<Array<ResolversTypes['Device']>, ParentType, ContextType, RequireFields<LoginDeviceArgs, 'id'>>;
  devices?: Resolver<ResolversTypes['DeviceList'], ParentType, ContextType, RequireFields<LoginDevicesArgs, 'size' | 'from' | 'sort'>>;
  guest?: Resolver<Array<ResolversTypes['Guest']>, ParentType, ContextType>;
  contacts?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  events?: Resolver<ResolversTypes['EventList'], ParentType, ContextType, RequireFields<LoginEventsArgs, 'from' | 'size'>>;
  accessKeys?: Resolver<Array<ResolversTypes['AccessKey']>, ParentType, ContextType>;
  authhash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  yoicsId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  eventsUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  networks?: Resolver<Array<ResolversTypes['Network']>, ParentType, ContextType>;
  registrationCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  registrationCommand?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeviceListResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceList'] = ResolversParentTypes['DeviceList']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  last?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['Device']>, ParentType, ContextType>;
};

export type DeviceResolvers<ContextType = any, ParentType extends ResolversParentTypes['Device'] = ResolversParentTypes['Device']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  created?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  permissions?: Resolver<Array<ResolversTypes['Permission']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  access?: Resolver<Array<ResolversTypes['Access']>, ParentType, ContextType>;
  pending?: Resolver<Array<ResolversTypes['Access']>, ParentType, ContextType>;
  services?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  configurable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  scriptable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hardwareId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastReported?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endpoint?: Resolver<Maybe<ResolversTypes['Endpoint']>, ParentType, ContextType>;
  platform?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attributes?: Resolver<Maybe<ResolversTypes['Object']>, ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['Tag']>, ParentType, ContextType>;
  license?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  notificationSettings?: Resolver<Maybe<ResolversTypes['Object']>, ParentType, ContextType>;
  presenceAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  supportedAppInstalls?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  timeSeries?: Resolver<Maybe<ResolversTypes['TimeSeries']>, ParentType, ContextType, Partial<DeviceTimeSeriesArgs>>;
  events?: Resolver<Maybe<ResolversTypes['EventList']>, ParentType, ContextType, RequireFields<DeviceEventsArgs, 'from' | 'size'>>;
  eventsUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AccessResolvers<ContextType = any, ParentType extends ResolversParentTypes['Access'] = ResolversParentTypes['Access']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scripting?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ShareState'], ParentType, ContextType>;
  serviceIds?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  note?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  letter?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ServiceResolvers<ContextType = any, ParentType extends ResolversParentTypes['Service'] = ResolversParentTypes['Service']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  access?: Resolver<Array<ResolversTypes['Access']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  enabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  latest?: Resolver<Array<ResolversTypes['Value']>, ParentType, ContextType>;
  values?: Resolver<ResolversTypes['ValueList'], ParentType, ContextType, RequireFields<ServiceValuesArgs, 'size'>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  license?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  subdomain?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  proxy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  link?: Resolver<Maybe<ResolversTypes['Link']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastReported?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  port?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  protocol?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attributes?: Resolver<Maybe<ResolversTypes['Object']>, ParentType, ContextType>;
  presenceAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  timeSeries?: Resolver<Maybe<ResolversTypes['TimeSeries']>, ParentType, ContextType, Partial<ServiceTimeSeriesArgs>>;
};

export type ValueListResolvers<ContextType = any, ParentType extends ResolversParentTypes['ValueList'] = ResolversParentTypes['ValueList']> = {
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  last?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['Value']>, ParentType, ContextType>;
};

export type ValueResolvers<ContextType = any, ParentType extends ResolversParentTypes['Value'] = ResolversParentTypes['Value']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  min?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  max?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type GuestResolvers<ContextType = any, ParentType extends ResolversParentTypes['Guest'] = ResolversParentTypes['Guest']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['Device']>, ParentType, ContextType>;
  networks?: Resolver<Array<ResolversTypes['Network']>, ParentType, ContextType>;
};

export type EventListResolvers<ContextType = any, ParentType extends ResolversParentTypes['EventList'] = ResolversParentTypes['EventList']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  last?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['Event']>, ParentType, ContextType>;
  limited?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type EventResolvers<ContextType = any, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  __resolveType: TypeResolveFn<'DeviceShareEvent' | 'DeviceEvent' | 'DeviceStateEvent' | 'DeviceConnectEvent' | 'DeviceTransferEvent' | 'DeviceJobEvent' | 'LicenseUpdatedEvent', ParentType, ContextType>;
};

export type EventDeviceResolvers<ContextType = any, ParentType extends ResolversParentTypes['EventDevice'] = ResolversParentTypes['EventDevice']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeviceShareEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceShareEvent'] = ResolversParentTypes['DeviceShareEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<Array<ResolversTypes['EventTarget']>, ParentType, ContextType>;
  scripting?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeviceEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceEvent'] = ResolversParentTypes['DeviceEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<Array<ResolversTypes['EventTarget']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccessKeyResolvers<ContextType = any, ParentType extends ResolversParentTypes['AccessKey'] = ResolversParentTypes['AccessKey']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  created?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastUsed?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['KeyScope'], ParentType, ContextType>;
  deviceIds?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  enabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NewAccessKeyResolvers<ContextType = any, ParentType extends ResolversParentTypes['NewAccessKey'] = ResolversParentTypes['NewAccessKey']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  created?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['KeyScope'], ParentType, ContextType>;
  deviceIds?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface ObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Object'], any> {
  name: 'Object';
}

export type EndpointResolvers<ContextType = any, ParentType extends ResolversParentTypes['Endpoint'] = ResolversParentTypes['Endpoint']> = {
  externalAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  internalAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  availability?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  instability?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  onlineSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  offlineSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  geo?: Resolver<Maybe<ResolversTypes['Geo']>, ParentType, ContextType>;
};

export type GeoResolvers<ContextType = any, ParentType extends ResolversParentTypes['Geo'] = ResolversParentTypes['Geo']> = {
  latitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  longitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stateName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  countryName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  connectionType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isp?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TagResolvers<ContextType = any, ParentType extends ResolversParentTypes['Tag'] = ResolversParentTypes['Tag']> = {
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  color?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type LinkResolvers<ContextType = any, ParentType extends ResolversParentTypes['Link'] = ResolversParentTypes['Link']> = {
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  enabled?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  password?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  feature?: Resolver<Maybe<ResolversTypes['Object']>, ParentType, ContextType>;
  web?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TimeSeriesResolvers<ContextType = any, ParentType extends ResolversParentTypes['TimeSeries'] = ResolversParentTypes['TimeSeries']> = {
  type?: Resolver<Maybe<ResolversTypes['TimeSeriesType']>, ParentType, ContextType>;
  resolution?: Resolver<Maybe<ResolversTypes['TimeSeriesResolution']>, ParentType, ContextType>;
  start?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  end?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  time?: Resolver<Maybe<Array<ResolversTypes['DateTime']>>, ParentType, ContextType>;
  data?: Resolver<Maybe<Array<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
};

export type NetworkResolvers<ContextType = any, ParentType extends ResolversParentTypes['Network'] = ResolversParentTypes['Network']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  enabled?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  created?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  permissions?: Resolver<Maybe<Array<ResolversTypes['Permission']>>, ParentType, ContextType>;
  connections?: Resolver<Maybe<Array<ResolversTypes['NetworkConnection']>>, ParentType, ContextType>;
  access?: Resolver<Maybe<Array<ResolversTypes['Access']>>, ParentType, ContextType>;
  tags?: Resolver<Maybe<Array<ResolversTypes['Tag']>>, ParentType, ContextType>;
};

export type NetworkConnectionResolvers<ContextType = any, ParentType extends ResolversParentTypes['NetworkConnection'] = ResolversParentTypes['NetworkConnection']> = {
  service?: Resolver<Maybe<ResolversTypes['Service']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  port?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  enabled?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type EventTargetResolvers<ContextType = any, ParentType extends ResolversParentTypes['EventTarget'] = ResolversParentTypes['EventTarget']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  application?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  device?: Resolver<Maybe<ResolversTypes['EventDevice']>, ParentType, ContextType>;
};

export type DeviceStateEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceStateEvent'] = ResolversParentTypes['DeviceStateEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<Array<ResolversTypes['EventTarget']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeviceConnectEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceConnectEvent'] = ResolversParentTypes['DeviceConnectEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<Array<ResolversTypes['EventTarget']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeviceTransferEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceTransferEvent'] = ResolversParentTypes['DeviceTransferEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<Array<ResolversTypes['EventTarget']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeviceJobEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceJobEvent'] = ResolversParentTypes['DeviceJobEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<Array<ResolversTypes['EventTarget']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LicenseUpdatedEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['LicenseUpdatedEvent'] = ResolversParentTypes['LicenseUpdatedEvent']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  target?: Resolver<Array<ResolversTypes['EventTarget']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = any> = {
  DateTime?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Login?: LoginResolvers<ContextType>;
  DeviceList?: DeviceListResolvers<ContextType>;
  Device?: DeviceResolvers<ContextType>;
  Access?: AccessResolvers<ContextType>;
  Service?: ServiceResolvers<ContextType>;
  ValueList?: ValueListResolvers<ContextType>;
  Value?: ValueResolvers<ContextType>;
  Guest?: GuestResolvers<ContextType>;
  EventList?: EventListResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventDevice?: EventDeviceResolvers<ContextType>;
  DeviceShareEvent?: DeviceShareEventResolvers<ContextType>;
  DeviceEvent?: DeviceEventResolvers<ContextType>;
  AccessKey?: AccessKeyResolvers<ContextType>;
  NewAccessKey?: NewAccessKeyResolvers<ContextType>;
  Object?: GraphQLScalarType;
  Endpoint?: EndpointResolvers<ContextType>;
  Geo?: GeoResolvers<ContextType>;
  Tag?: TagResolvers<ContextType>;
  Link?: LinkResolvers<ContextType>;
  TimeSeries?: TimeSeriesResolvers<ContextType>;
  Network?: NetworkResolvers<ContextType>;
  NetworkConnection?: NetworkConnectionResolvers<ContextType>;
  EventTarget?: EventTargetResolvers<ContextType>;
  DeviceStateEvent?: DeviceStateEventResolvers<ContextType>;
  DeviceConnectEvent?: DeviceConnectEventResolvers<ContextType>;
  DeviceTransferEvent?: DeviceTransferEventResolvers<ContextType>;
  DeviceJobEvent?: DeviceJobEventResolvers<ContextType>;
  LicenseUpdatedEvent?: LicenseUpdatedEventResolvers<ContextType>;
};


