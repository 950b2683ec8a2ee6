-- What lets a secret of JWT_SECRET be replaced by another one without ending sessions.

alter table sessions
  add column token_digest bytea,
  add column token_secret text collate "C";
comment on column sessions.token_digest is 'The keyed hash of its token, written when the token is used while an older secret signed it. From then on the token counts without that secret.';
comment on column sessions.token_secret is 'Which secret keys token_digest, or signed its token if there is no digest: its id in signing_secrets. Null: not known.';

create table signing_secrets (
  id text collate "C" primary key,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now()
);
comment on table signing_secrets is 'Which secrets processes sign with. Of a secret there is a short hash, from which it cannot be found.';
comment on column signing_secrets.last_at is 'When a process last said that it signs with it; each does at its start and every ten minutes.';

comment on column sensor_secrets.registered_at is 'When it was registered, or last hashed anew because somebody used it.';
