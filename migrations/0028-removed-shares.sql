-- Shares that their owner ended a moment ago, so that all of a removal can be undone at once.

create table removed_shares (
  removal_id uuid not null,
  sensor_id text collate "C" not null,
  guest_id bigint not null references people on delete cascade,
  owner_id bigint not null references people on delete cascade,
  letter_id bigint not null,
  was jsonb not null,
  at timestamptz not null default now(),
  primary key (removal_id, sensor_id, guest_id)
);
create index removed_shares_guest on removed_shares (guest_id);
create index removed_shares_owner on removed_shares (owner_id);
create index removed_shares_at on removed_shares (at);
comment on table removed_shares is 'Shares that ended together and can be restored for a minute. Restoring deletes the rows, so it can happen only once.';
comment on column removed_shares.letter_id is 'The guest''s email about the end, if one is owed.';
comment on column removed_shares.was is 'The row of the share, without its key and without nulls.';
comment on column removed_shares.at is 'The time of the event about the end: if the pair has a newer event, the share is not restored.';
