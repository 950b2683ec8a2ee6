-- What an access key may do, with which sensors, and until when.

alter table access_keys
  add column scope text collate "C" not null default 'all' check (scope in ('read', 'share', 'all')),
  add column sensors text[],
  add column expires_at timestamptz;
create index access_keys_expires on access_keys (expires_at) where expires_at is not null;
comment on column access_keys.scope is 'read: only read. share: also share sensors, change and end shares. all: all that a program may do. It never changes.';
comment on column access_keys.sensors is 'The only sensors that it may see and change. Null: all. It never changes; a sensor that its person has no access to is not visible to it either.';
comment on column access_keys.expires_at is 'From then on it is refused like an unknown key. Null: never. Housekeeping deletes it 30 days later.';
