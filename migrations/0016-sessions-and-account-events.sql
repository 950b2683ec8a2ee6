-- Sessions that people recognize, signing out everywhere, and what happened to an account.

alter table sessions
  add column device text collate "C" not null default 'Unknown device',
  add column network text collate "C";
create index sessions_last_accessed on sessions (last_accessed_at);
comment on column sessions.device is 'In a few plain words what signed in, like Firefox on Windows; made of the user agent, which is not kept.';
comment on column sessions.network is 'Where it was used when last_accessed_at was written. Null: not known.';
comment on column sessions.last_accessed_at is 'When its token was last used; written at most once an hour, after the answer. After 90 days without use a session has ended.';

alter table people add column tokens_from bigint;
comment on column people.tokens_from is 'Tokens without a session count only if they were issued in this second (since 1970) or later. Null: all count.';

comment on table known_networks is 'Where people signed in, or used a session. Codes asked for there have limits of their own, so that strangers elsewhere cannot use them up. The newest 20 of each person.';
comment on column known_networks.signed_in_at is 'When that was last; a year later the row is deleted.';

create table known_devices (
  person_id bigint not null references people on delete cascade,
  device text collate "C" not null,
  signed_in_at timestamptz not null default now(),
  primary key (person_id, device)
);
comment on table known_devices is 'What people signed in with. A sign-in with anything else sends them an email.';
comment on column known_devices.signed_in_at is 'The last time; a year later the row is deleted.';

-- Streams of whoever lost their session or key end at once, in every process.
create function tell_ended() returns trigger language plpgsql as $$
begin
  perform pg_notify('ended', person_id::text) from (select distinct person_id from gone) as people;
  return null;
end
$$;
create trigger sessions_ended after delete on sessions referencing old table as gone
  for each statement execute function tell_ended();
create trigger access_keys_ended after delete on access_keys referencing old table as gone
  for each statement execute function tell_ended();

create table account_events (
  id bigint generated always as identity primary key,
  person_id bigint not null references people on delete cascade,
  at timestamptz not null default now(),
  action text collate "C" not null check (action in (
    'signedIn', 'codesFailed', 'keyMade', 'keyRevoked', 'sessionEnded', 'othersEnded', 'signedOutEverywhere', 'planSet'
  )),
  network text collate "C",
  device text collate "C",
  data jsonb not null default '{}'
);
create index account_events_person on account_events (person_id, id);
create unique index account_events_codes_failed on account_events (person_id, (data ->> 'day')) where action = 'codesFailed';
comment on table account_events is 'What happened to an account: only its person reads it. Unlike events it tells of nobody else, so it goes with its person.';
comment on column account_events.action is 'codesFailed: wrong codes of a day, in one row; planSet: by the operator.';
comment on column account_events.data is 'Of codesFailed: {"day", "count"}. Of a key: {"key", "name"}. Of sessions and keys that ended: {"sessions", "keys"}. Of a plan: {"plan", "days"}.';

alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check check (
  kind in (
    'invitation', 'shared', 'unshared', 'left', 'declined', 'unclaimed', 'contested', 'expiring', 'code', 'deletion',
    'newSignIn', 'newKey'
  )
);
