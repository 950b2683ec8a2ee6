-- Remembers deleted accounts without their addresses, and limits what previews tell owners about unknown addresses.

create table departures (
  hash bytea primary key,
  at timestamptz not null
);
create index departures_at on departures (at);
comment on table departures is 'Accounts that were deleted: a token that was issued before cannot bring them back. Kept as long as such a token may live.';
comment on column departures.hash is 'The address, keyed with a secret that is not in the database.';

-- Whether an address was deleted at or after an instant. Volatile, so that a statement that waited for the deletion sees it.
create function departed_since(the_hashes bytea[], the_instant timestamptz) returns boolean language plpgsql volatile as $$
begin
  return exists (select from departures where hash = any (the_hashes) and at >= the_instant);
end
$$;

create table suppressed_hashes (
  hash bytea primary key,
  reason text collate "C" not null,
  at timestamptz not null
);
comment on table suppressed_hashes is 'Suppressed addresses that nobody here has any more. When an email is owed to one, it becomes a row of suppressed_addresses again.';
comment on column suppressed_hashes.hash is 'The address, keyed with a secret that is not in the database.';
comment on table suppressed_addresses is 'Addresses that get no mail: it came back, or was taken for spam. Of addresses without a person it is moved to suppressed_hashes.';

create table previewed_addresses (
  owner_id bigint not null references people on delete cascade,
  hash bytea not null,
  at timestamptz not null default now(),
  primary key (owner_id, hash)
);
create index previewed_addresses_at on previewed_addresses (at);
comment on table previewed_addresses is 'Of which strange addresses a preview told an owner whether they have an account: few within a day. Rows of an owner come only under the lock of the owner''s row.';
comment on column previewed_addresses.hash is 'The address, keyed with a secret that is not in the database.';

alter table letters add column is_farewell boolean not null default false;
comment on column letters.is_farewell is 'It names somebody who deleted their account: a day after it is finished its sender and content are removed.';
create index letters_farewell on letters (due_at) where is_farewell;
-- With letters_sender: all letters of a sender.
create index letters_unsent on letters (sender) where attempts = 0;
create index letters_guest on letters ((content ->> 'guest')) where content ->> 'guest' is not null;
create index mutes_sender on mutes (sender);
create index declines_guest on declines (guest);

-- The history may forget what an owner called a sensor, and nothing else.
drop trigger events_are_kept on events;
create trigger events_are_kept before delete or update of id, at, action, sensor_id, owner_id, guest_id, actor_id on events
for each statement execute function refuse_change_of_history();
create trigger events_keep_their_data before update of data on events
for each row when (new.data is distinct from old.data - 'name') execute function refuse_change_of_history();
comment on column events.data is '{"name"}: what the owner called the sensor then, until they delete their account; with shared and changed also the terms that were set, as openapi.yaml writes them, but for the note.';

-- Those who deleted their accounts before.
update letters set
  is_farewell = state in ('queued', 'held', 'sending'),
  content = case when state in ('queued', 'held', 'sending') then content else '{}' end,
  sender = case when state in ('queued', 'held', 'sending') then sender end
where sender is not null and not exists (select from people where email = sender);
delete from mutes where not exists (select from people where email = sender);
update events set data = data - 'name'
where data ? 'name' and not exists (select from people where people.id = owner_id);
