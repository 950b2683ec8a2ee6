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
  /** An instant, as ISO 8601 writes it: 2026-11-21T12:00:00.000Z. */
  DateTime: { input: string; output: string; }
};

/** What can be asked. */
export type Query = {
  /** The person who is calling. */
  login: Login;
};

/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type Mutation = {
  /**
   * Shares devices with people, changes what they may use of them, or ends that. All of it is done, or nothing.
   *
   * - ADD shares a device: all of it, or the services that are named with ADD. To somebody who has it already it adds these services and takes those away
   *   that are named with REMOVE; services that are not named stay as they are, and so does `scripting` when it is left out. A share of which nothing is left ends.
   * - REMOVE takes the named services away; without services it ends the share. With your own address you leave a device that is shared with you.
   * - LEAVE gives back what is shared with you. The address is your own.
   */
  share: Scalars['Boolean']['output'];
  /** Answers a share that waits for your yes. Declining ends it, and its owner cannot ask you again for 30 days. */
  answerShare: Scalars['Boolean']['output'];
  /** Changes the terms of a share that `share` does not know of. What is left out stays as it is. */
  changeShare: Access;
  /** Makes you the owner of a device that nobody owns, or of a Ruuvi sensor. */
  claimDevice: Device;
  /** Renames a device of yours; or what you call one that is shared with you, for nobody else. */
  renameDevice: Device;
  /** Gives a device up: all its shares end, and anybody can claim it. One that is shared with you is left. */
  deleteDevice: Scalars['Boolean']['output'];
  /** Adds a service to a device of yours, or renames it. Whoever has the whole device has the new service too. */
  addService: Service;
  /** Removes a service from a device of yours, and from its shares. A share of which nothing is left ends. */
  removeService: Scalars['Boolean']['output'];
  /** Makes a key for a program of yours to sign its requests with. Its secret is shown this once. */
  createAccessKey: NewAccessKey;
  /** Takes a key back: what is signed with it is refused from now on. */
  revokeAccessKey: Scalars['Boolean']['output'];
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationShareArgs = {
  deviceId?: InputMaybe<Scalars['String']['input']>;
  deviceIds?: InputMaybe<Array<Scalars['String']['input']>>;
  email: Array<Scalars['String']['input']>;
  scripting?: InputMaybe<Scalars['Boolean']['input']>;
  notify?: InputMaybe<Scalars['Boolean']['input']>;
  action: SharingAction;
  services?: InputMaybe<Array<ServiceSharingOptions>>;
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationAnswerShareArgs = {
  deviceId: Scalars['String']['input'];
  accept: Scalars['Boolean']['input'];
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationChangeShareArgs = {
  deviceId: Scalars['String']['input'];
  email: Scalars['String']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  paused?: InputMaybe<Scalars['Boolean']['input']>;
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationClaimDeviceArgs = {
  deviceId: Scalars['String']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  services?: InputMaybe<Array<ServiceInput>>;
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationRenameDeviceArgs = {
  deviceId: Scalars['String']['input'];
  name: Scalars['String']['input'];
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationDeleteDeviceArgs = {
  deviceId: Scalars['String']['input'];
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationAddServiceArgs = {
  deviceId: Scalars['String']['input'];
  id: Scalars['String']['input'];
  name: Scalars['String']['input'];
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationRemoveServiceArgs = {
  deviceId: Scalars['String']['input'];
  serviceId: Scalars['String']['input'];
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationCreateAccessKeyArgs = {
  name: Scalars['String']['input'];
};


/** What can be done. What is refused comes back in `errors`, with a sentence as its `message` and a code in `extensions.code`. */
export type MutationRevokeAccessKeyArgs = {
  id: Scalars['String']['input'];
};

/** What to do with a share. */
export type SharingAction =
  /** Share, or widen what is shared. */
  | 'ADD'
  /** End a share, or take services away. */
  | 'REMOVE'
  /** Give back what is shared with you. */
  | 'LEAVE';

/** A service of a device, and what to do with it. */
export type ServiceSharingOptions = {
  /** As the device lists it. */
  serviceId: Scalars['String']['input'];
  /** ADD or REMOVE. */
  action: SharingAction;
};

/** A service of a device that is claimed. */
export type ServiceInput = {
  /** Eight octets, as 80:00:00:00:12:34:56:79. */
  id: Scalars['String']['input'];
  /** What to call it. */
  name: Scalars['String']['input'];
};

/** A person, as others see them. */
export type User = {
  /** Follows from the address, and stays the same. */
  id: Scalars['String']['output'];
  /** The e-mail address. */
  email: Scalars['String']['output'];
};

/** The person who is calling. */
export type Login = {
  /** Follows from the address, and stays the same. */
  id: Scalars['String']['output'];
  /** The e-mail address. */
  email: Scalars['String']['output'];
  /** Your account, by its id or by default; there is no other for you. */
  account: Account;
  /** Devices by their ids. One that is neither yours nor shared with you is not in the list, as if it were not there. */
  device: Array<Device>;
  /** The people whom you share or have shared with, the most recent first, 1,000 at most. */
  contacts: Array<User>;
  /** The keys of your programs, the newest first. */
  accessKeys: Array<AccessKey>;
};


/** The person who is calling. */
export type LoginAccountArgs = {
  id?: InputMaybe<Scalars['String']['input']>;
};


/** The person who is calling. */
export type LoginDeviceArgs = {
  id: Array<Scalars['String']['input']>;
};

/** What belongs to a person. */
export type Account = {
  /** The id of its person. */
  id: Scalars['String']['output'];
  /** The e-mail address of its person. */
  email: Scalars['String']['output'];
  /** Your devices, and those that are shared with you, a page of them. */
  devices: DeviceList;
  /** The people whom you share with now, and what they have of you. */
  guest: Array<Guest>;
  /** What happened to your devices and shares, and to those that you have of others; the newest first. */
  events: EventList;
};


/** What belongs to a person. */
export type AccountDevicesArgs = {
  size?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['Int']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  state?: InputMaybe<Scalars['String']['input']>;
  sort?: InputMaybe<Scalars['String']['input']>;
  owner?: InputMaybe<Scalars['Boolean']['input']>;
};


/** What belongs to a person. */
export type AccountEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  size?: InputMaybe<Scalars['Int']['input']>;
  minDate?: InputMaybe<Scalars['DateTime']['input']>;
  maxDate?: InputMaybe<Scalars['DateTime']['input']>;
  types?: InputMaybe<Array<EventType>>;
};

/** A page of devices. */
export type DeviceList = {
  /** How many there are on all pages. */
  total: Scalars['Int']['output'];
  /** Whether there are more after this page. */
  hasMore: Scalars['Boolean']['output'];
  /** The id of the last one here. */
  last: Maybe<Scalars['String']['output']>;
  /** The devices of this page. */
  items: Array<Device>;
};

/** A sensor, or another thing with services that can be shared. */
export type Device = {
  /** Six octets, the MAC address of a Ruuvi sensor; or eight. */
  id: Scalars['String']['output'];
  /** What you call it. */
  name: Scalars['String']['output'];
  /** When it was claimed; of one that is shared with you, when that began. */
  created: Scalars['DateTime']['output'];
  /** Whose it is. */
  owner: User;
  /** What you may do with it. */
  permissions: Array<Permission>;
  /** `active`: it has measured in the last hour; else `inactive`. */
  state: Scalars['String']['output'];
  /** Who has it. If it is not yours, only you. */
  access: Array<Access>;
  /** Who will have it: they have not joined or not answered yet, or the share is paused or has not begun. If it is not yours, nobody. */
  pending: Array<Access>;
  /** What it offers; of one that is shared with you, what you may use. */
  services: Array<Service>;
};

/** What a person may do with a device. */
export type Permission =
  /** See that it is there. */
  | 'VIEW'
  /** Use its services: read what it measures. */
  | 'CONNECT'
  /** Use it in automations. */
  | 'SCRIPTING'
  /** Change it and its services. */
  | 'MANAGE'
  /** Share it and give it up. */
  | 'ADMIN';

/** A share of a device: with whom, and on what terms. */
export type Access = {
  /** The person. */
  user: User;
  /** Their address. */
  email: Scalars['String']['output'];
  /** Whether they may use it in automations. */
  scripting: Scalars['Boolean']['output'];
  /** How it stands. */
  state: ShareState;
  /** The ids of the services that they may use; null: all, also what is added later. */
  serviceIds: Maybe<Array<Scalars['String']['output']>>;
  /** What the owner wrote to them. */
  note: Scalars['String']['output'];
  /** When it was shared. */
  since: Scalars['DateTime']['output'];
  /** When it begins; null: at once. */
  startsAt: Maybe<Scalars['DateTime']['output']>;
  /** When it ends; null: when it is taken back. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** How its letter fares; null: none was written, or it is not your device. */
  letter: Maybe<Scalars['String']['output']>;
};

/** How a share stands. */
export type ShareState =
  /** Its guest has not joined, or not answered. */
  | 'PENDING'
  /** The owner has paused it. */
  | 'PAUSED'
  /** It has not begun. */
  | 'SCHEDULED'
  /** It gives what its terms say. */
  | 'LIVE';

/** A part of a device that can be shared on its own: a service, or what a sensor measures. */
export type Service = {
  /** Eight octets; or the sensor's id, a dot and what is measured, as C6:F1:E7:D3:DA:11.temperature. */
  id: Scalars['String']['output'];
  /** What it is called. */
  name: Scalars['String']['output'];
  /** Who may use it. If the device is not yours, only you. */
  access: Array<Access>;
};

/** Somebody whom you share with. */
export type Guest = {
  /** The person. */
  user: User;
  /** What they have of you. */
  devices: Array<Device>;
};

/** A page of what happened. */
export type EventList = {
  /** How many there are on all pages. */
  total: Scalars['Int']['output'];
  /** Whether there are more after this page. */
  hasMore: Scalars['Boolean']['output'];
  /** The `after` of the next page. */
  last: Maybe<Scalars['String']['output']>;
  /** What happened, the newest first. */
  items: Array<Event>;
};

/** What kind of thing happened. */
export type EventType =
  /** A share began, changed or ended. */
  | 'DEVICE_SHARE'
  /** A device was claimed, renamed or given up. */
  | 'DEVICE';

/** Something that happened. */
export type Event = {
  /** Later ones have greater numbers. */
  id: Scalars['String']['output'];
  /** What kind of thing it was. */
  type: EventType;
  /** When. */
  timestamp: Scalars['DateTime']['output'];
  /** `add`, `update` or `remove`. */
  action: Scalars['String']['output'];
  /** What exactly, as the history of the REST API names it: `shared`, `paused`, `left` … */
  what: Scalars['String']['output'];
  /** The same in a sentence to you. */
  words: Scalars['String']['output'];
  /** Who did it; null: time did, or somebody who has left or is not named to you. */
  actor: Maybe<User>;
  /** The guests whom it concerns. */
  users: Array<User>;
  /** The devices that it happened to. */
  devices: Array<EventDevice>;
};

/** A device as it was when something happened to it. */
export type EventDevice = {
  /** The id of the device. */
  id: Scalars['String']['output'];
  /** What its owner called it then. */
  name: Scalars['String']['output'];
};

/** Something that happened to a share. */
export type DeviceShareEvent = Event & {
  /** Later ones have greater numbers. */
  id: Scalars['String']['output'];
  /** DEVICE_SHARE. */
  type: EventType;
  /** When. */
  timestamp: Scalars['DateTime']['output'];
  /** `add`, `update` or `remove`. */
  action: Scalars['String']['output'];
  /** What exactly, as the history of the REST API names it: `shared`, `paused`, `left` … */
  what: Scalars['String']['output'];
  /** The same in a sentence to you. */
  words: Scalars['String']['output'];
  /** Who did it; null: time did, or somebody who has left or is not named to you. */
  actor: Maybe<User>;
  /** The guest. */
  users: Array<User>;
  /** The device that was shared. */
  devices: Array<EventDevice>;
  /** Whether automations were allowed by it; null: it was not about that. */
  scripting: Maybe<Scalars['Boolean']['output']>;
};

/** Something that happened to a device. */
export type DeviceEvent = Event & {
  /** Later ones have greater numbers. */
  id: Scalars['String']['output'];
  /** DEVICE. */
  type: EventType;
  /** When. */
  timestamp: Scalars['DateTime']['output'];
  /** `add`, `update` or `remove`. */
  action: Scalars['String']['output'];
  /** What exactly, as the history of the REST API names it: `claimed`, `updated`, `released` or `lost`. */
  what: Scalars['String']['output'];
  /** The same in a sentence to you. */
  words: Scalars['String']['output'];
  /** Who did it; null: somebody who has left or is not named to you. */
  actor: Maybe<User>;
  /** Nobody: it concerns the device. */
  users: Array<User>;
  /** The device. */
  devices: Array<EventDevice>;
};

/** A key that a program signs its requests with, in your name. */
export type AccessKey = {
  /** What the program names in `keyId`. */
  id: Scalars['String']['output'];
  /** What you call it. */
  name: Scalars['String']['output'];
  /** When it was made. */
  created: Scalars['DateTime']['output'];
  /** When it last signed a request, to the minute; null: never. */
  lastUsed: Maybe<Scalars['DateTime']['output']>;
};

/** A key, with the secret that is shown this once. */
export type NewAccessKey = {
  /** What the program names in `keyId`. */
  id: Scalars['String']['output'];
  /** What you call it. */
  name: Scalars['String']['output'];
  /** When it was made. */
  created: Scalars['DateTime']['output'];
  /** The secret, in base64. The program signs with the bytes that it stands for. */
  secret: Scalars['String']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

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
    | ( DeviceShareEvent )
    | ( DeviceEvent )
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
  Login: ResolverTypeWrapper<Pick<Login, 'id' | 'email'>>;
  Account: ResolverTypeWrapper<Pick<Account, 'id' | 'email'>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DeviceList: ResolverTypeWrapper<Omit<DeviceList, 'items'> & { items: Array<ResolversTypes['Device']> }>;
  Device: ResolverTypeWrapper<Omit<Device, 'access' | 'pending' | 'services'> & {
    access: () => Promise<Device['access']>;
    pending: () => Promise<Device['pending']>;
    services: (none: unknown, context: unknown, info: GraphQLResolveInfo) => Promise<Device['services']>;
  }>;
  Permission: Permission;
  Access: ResolverTypeWrapper<Access>;
  ShareState: ShareState;
  Service: ResolverTypeWrapper<Service>;
  Guest: ResolverTypeWrapper<Omit<Guest, 'devices'> & { devices: Array<ResolversTypes['Device']> }>;
  EventList: ResolverTypeWrapper<Omit<EventList, 'total' | 'items'> & {
    total: () => Promise<EventList['total']>;
    items: Array<ResolversParentTypes['Event']>;
  }>;
  EventType: EventType;
  Event: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Event']>;
  EventDevice: ResolverTypeWrapper<EventDevice>;
  DeviceShareEvent: ResolverTypeWrapper<DeviceShareEvent>;
  DeviceEvent: ResolverTypeWrapper<DeviceEvent>;
  AccessKey: ResolverTypeWrapper<AccessKey>;
  NewAccessKey: ResolverTypeWrapper<NewAccessKey>;
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
  Login: Pick<Login, 'id' | 'email'>;
  Account: Pick<Account, 'id' | 'email'>;
  Int: Scalars['Int']['output'];
  DeviceList: Omit<DeviceList, 'items'> & { items: Array<ResolversParentTypes['Device']> };
  Device: Omit<Device, 'access' | 'pending' | 'services'> & {
    access: () => Promise<Device['access']>;
    pending: () => Promise<Device['pending']>;
    services: (none: unknown, context: unknown, info: GraphQLResolveInfo) => Promise<Device['services']>;
  };
  Access: Access;
  Service: Service;
  Guest: Omit<Guest, 'devices'> & { devices: Array<ResolversParentTypes['Device']> };
  EventList: Omit<EventList, 'total' | 'items'> & {
    total: () => Promise<EventList['total']>;
    items: Array<ResolversParentTypes['Event']>;
  };
  Event: ResolversInterfaceTypes<ResolversParentTypes>['Event'];
  EventDevice: EventDevice;
  DeviceShareEvent: DeviceShareEvent;
  DeviceEvent: DeviceEvent;
  AccessKey: AccessKey;
  NewAccessKey: NewAccessKey;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type QueryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  login?: Resolver<ResolversTypes['Login'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = any, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  share?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationShareArgs, 'email' | 'notify' | 'action'>>;
  answerShare?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationAnswerShareArgs, 'deviceId' | 'accept'>>;
  changeShare?: Resolver<ResolversTypes['Access'], ParentType, ContextType, RequireFields<MutationChangeShareArgs, 'deviceId' | 'email'>>;
  claimDevice?: Resolver<ResolversTypes['Device'], ParentType, ContextType, RequireFields<MutationClaimDeviceArgs, 'deviceId'>>;
  renameDevice?: Resolver<ResolversTypes['Device'], ParentType, ContextType, RequireFields<MutationRenameDeviceArgs, 'deviceId' | 'name'>>;
  deleteDevice?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteDeviceArgs, 'deviceId'>>;
  addService?: Resolver<ResolversTypes['Service'], ParentType, ContextType, RequireFields<MutationAddServiceArgs, 'deviceId' | 'id' | 'name'>>;
  removeService?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRemoveServiceArgs, 'deviceId' | 'serviceId'>>;
  createAccessKey?: Resolver<ResolversTypes['NewAccessKey'], ParentType, ContextType, RequireFields<MutationCreateAccessKeyArgs, 'name'>>;
  revokeAccessKey?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRevokeAccessKeyArgs, 'id'>>;
};

export type UserResolvers<ContextType = any, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LoginResolvers<ContextType = any, ParentType extends ResolversParentTypes['Login'] = ResolversParentTypes['Login']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  account?: Resolver<ResolversTypes['Account'], ParentType, ContextType, Partial<LoginAccountArgs>>;
  device?: Resolver<Array<ResolversTypes['Device']>, ParentType, ContextType, RequireFields<LoginDeviceArgs, 'id'>>;
  contacts?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  accessKeys?: Resolver<Array<ResolversTypes['AccessKey']>, ParentType, ContextType>;
};

export type AccountResolvers<ContextType = any, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  devices?: Resolver<ResolversTypes['DeviceList'], ParentType, ContextType, RequireFields<AccountDevicesArgs, 'size' | 'from' | 'sort'>>;
  guest?: Resolver<Array<ResolversTypes['Guest']>, ParentType, ContextType>;
  events?: Resolver<ResolversTypes['EventList'], ParentType, ContextType, RequireFields<AccountEventsArgs, 'size'>>;
};

export type DeviceListResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceList'] = ResolversParentTypes['DeviceList']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  last?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['Device']>, ParentType, ContextType>;
};

export type DeviceResolvers<ContextType = any, ParentType extends ResolversParentTypes['Device'] = ResolversParentTypes['Device']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  created?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  permissions?: Resolver<Array<ResolversTypes['Permission']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  access?: Resolver<Array<ResolversTypes['Access']>, ParentType, ContextType>;
  pending?: Resolver<Array<ResolversTypes['Access']>, ParentType, ContextType>;
  services?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
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
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  access?: Resolver<Array<ResolversTypes['Access']>, ParentType, ContextType>;
};

export type GuestResolvers<ContextType = any, ParentType extends ResolversParentTypes['Guest'] = ResolversParentTypes['Guest']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['Device']>, ParentType, ContextType>;
};

export type EventListResolvers<ContextType = any, ParentType extends ResolversParentTypes['EventList'] = ResolversParentTypes['EventList']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  last?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['Event']>, ParentType, ContextType>;
};

export type EventResolvers<ContextType = any, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  __resolveType: TypeResolveFn<'DeviceShareEvent' | 'DeviceEvent', ParentType, ContextType>;
};

export type EventDeviceResolvers<ContextType = any, ParentType extends ResolversParentTypes['EventDevice'] = ResolversParentTypes['EventDevice']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeviceShareEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceShareEvent'] = ResolversParentTypes['DeviceShareEvent']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  scripting?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeviceEventResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeviceEvent'] = ResolversParentTypes['DeviceEvent']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  devices?: Resolver<Array<ResolversTypes['EventDevice']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccessKeyResolvers<ContextType = any, ParentType extends ResolversParentTypes['AccessKey'] = ResolversParentTypes['AccessKey']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  created?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastUsed?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type NewAccessKeyResolvers<ContextType = any, ParentType extends ResolversParentTypes['NewAccessKey'] = ResolversParentTypes['NewAccessKey']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  created?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = any> = {
  DateTime?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Login?: LoginResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  DeviceList?: DeviceListResolvers<ContextType>;
  Device?: DeviceResolvers<ContextType>;
  Access?: AccessResolvers<ContextType>;
  Service?: ServiceResolvers<ContextType>;
  Guest?: GuestResolvers<ContextType>;
  EventList?: EventListResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventDevice?: EventDeviceResolvers<ContextType>;
  DeviceShareEvent?: DeviceShareEventResolvers<ContextType>;
  DeviceEvent?: DeviceEventResolvers<ContextType>;
  AccessKey?: AccessKeyResolvers<ContextType>;
  NewAccessKey?: NewAccessKeyResolvers<ContextType>;
};


