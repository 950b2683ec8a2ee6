-- What gateways sign with after their first post.

alter table gateways add column sealed_key text;
comment on column gateways.sealed_key is 'A key of its own that it got after a post signed with its Device ID, sealed like the secret, together with a digest of the Device ID that it is for. It stays when the gateway is taken off the white list: a gateway keeps its key until it restarts.';

-- What the operator sees of gateways, and who the operator is.

alter table gateways
  add column allowed_at timestamptz,
  add column admitted_at timestamptz,
  add column heard integer;
update gateways set allowed_at = now(), admitted_at = last_seen_at where sealed_secret is not null;
comment on column gateways.allowed_at is 'Since when it is on the white list; null: it is not.';
comment on column gateways.admitted_at is 'When a call of it was last let in, by whatever proof; written at most once a minute. Null: none since it was last allowed or taken off the list.';
comment on column gateways.heard is 'How many sensors were in its last post that was let in.';

alter table people add column operates_since timestamptz;
create index people_operators on people (id) where operates_since is not null;
comment on column people.operates_since is 'Since when they operate this server, because they signed in through the link that its start printed; null: they do not.';

-- Addresses that phones forward to.

create table forward_tokens (
  id bigint generated always as identity primary key,
  hash bytea not null unique,
  person_id bigint not null references people on delete cascade,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index forward_tokens_person on forward_tokens (person_id);
comment on table forward_tokens is 'Secrets in addresses that phones forward to, for the sensors of one person. All they allow is to add measurements.';
comment on column forward_tokens.hash is 'SHA-256 of the token, which has 256 random bits. The token itself is kept nowhere.';
comment on column forward_tokens.last_used_at is 'Written at most once a minute.';
comment on column measurements.gateway_id is 'The gateway that heard it first; empty: a phone forwarded it.';
