-- Signing in: codes, what limits guessing them, and when a session was last used.

alter table sessions add column last_accessed_at timestamptz not null default now();
comment on column sessions.last_accessed_at is 'When its token was last used; written at most once a minute.';

create table sign_in_codes (
  hash bytea primary key,
  link_id uuid not null unique default gen_random_uuid(),
  email text collate "C" not null,
  network text collate "C" not null,
  wrong_tries integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '15 minutes'
);
create index sign_in_codes_email on sign_in_codes (email);
create index sign_in_codes_network on sign_in_codes (network);
create index sign_in_codes_expires on sign_in_codes (expires_at);
comment on table sign_in_codes is 'Codes that were sent and not used yet. Using one deletes it; the wrong tries of the others are remembered for a day.';
comment on column sign_in_codes.hash is 'The code, keyed with a secret that is not in the database: four characters alone would soon be found.';
comment on column sign_in_codes.link_id is 'Names the code in the signed link of its letter, which counts from any network.';
comment on column sign_in_codes.network is 'The network address that asked for it: the first 24 bits of an IPv4 address, 56 of an IPv6 one.';
comment on column sign_in_codes.wrong_tries is 'Wrong codes that could have been this one; five, and it does not count any more.';

create table throttles (
  key text collate "C" primary key,
  tries integer not null,
  ends_at timestamptz not null
);
create index throttles_ends on throttles (ends_at);
comment on table throttles is 'What was tried how often, where the limit guards a secret or a stranger''s mailbox: counted here, so that all processes agree.';
comment on column throttles.ends_at is 'From then on it counts from 0 again.';

alter table letters alter column sender drop not null;
alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check check (kind in ('invitation', 'shared', 'unshared', 'left', 'code'));
comment on column letters.kind is 'invitation: shared with someone who has not joined; left: a guest gave a share back; code: to sign in with.';
comment on column letters.sender is 'The address of the person whose doing it tells of; null: it comes from the service.';
comment on column letters.content is 'What it is about. Of shares: {"sensors": [{"id", "name"}]}, named as they were then, in the order of the call. Of a code: {"code", "link"}, the code sealed with a key that is not in the database.';

alter table sensors
  add column picture text not null default '',
  add column is_public boolean not null default false,
  add column offset_temperature double precision not null default 0,
  add column offset_humidity double precision not null default 0,
  add column offset_pressure double precision not null default 0;
comment on column sensors.picture is 'A file name or an https URL; empty: none.';
comment on column sensors.is_public is 'Everybody may see it.';
