-- Other proofs than a code: passkeys, and what may be answered once.

create table passkeys (
  id text collate "C" primary key,
  person_id bigint not null references people on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_person on passkeys (person_id);
comment on table passkeys is 'Passkeys that sign people in. The private key never leaves the person''s devices.';
comment on column passkeys.id is 'The credential id that the authenticator chose, in base64url.';
comment on column passkeys.name is 'What its person calls it.';
comment on column passkeys.public_key is 'In COSE, as the authenticator sent it.';
comment on column passkeys.counter is 'The last signature count. 0: the authenticator does not count; otherwise a smaller one tells of a copy.';

create table used_challenges (
  hash bytea primary key,
  expires_at timestamptz not null
);
create index used_challenges_expires on used_challenges (expires_at);
comment on table used_challenges is 'Challenges of sign-ins that were answered: each counts once. Until they are too old to be taken anyway.';
