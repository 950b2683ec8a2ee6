-- Shares as they stand, and the history of those that were.

create table shares (
  sensor_id text collate "C" not null references sensors,
  guest_id bigint not null references people,
  asked boolean not null default false,
  accepted_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (sensor_id, guest_id)
);
create index shares_guest on shares (guest_id);
create index shares_expiring on shares (sensor_id) where expires_at is not null;
comment on table shares is 'Sensors lent to people. Rows of a sensor come and go only under the lock of that sensor''s row. Ended shares are not here; share_events remembers them.';
comment on column shares.asked is 'The guest is asked first: pending until accepted_at is set.';
comment on column shares.expires_at is 'From this instant on the share gives nothing; null: until it is taken back.';

create table share_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  action text collate "C" not null check (action in ('shared', 'unshared', 'left', 'expired')),
  sensor_id text collate "C" not null,
  owner_id bigint not null,
  guest_id bigint not null,
  actor_id bigint
);
comment on table share_events is 'Who did what to which share, and when. It outlives the share, the sensor and the people, so it refers to none of them.';
comment on column share_events.actor_id is 'The person who did it; null: time did.';

-- Tells how a guest stands to a sensor at this instant, which a statement that waited for the sensor's lock cannot see
-- by itself: its snapshot is older than the lock. Volatile, so that every call looks with fresh eyes. An expired share
-- does not count, whether or not the statement has already removed it.
create function guest_now(the_sensor text, the_email text, out id bigint, out joined boolean, out shared boolean)
language plpgsql volatile as $$
begin
  select people.id, people.joined_at is not null, shares.guest_id is not null into id, joined, shared
  from people
  left join shares on shares.sensor_id = the_sensor and shares.guest_id = people.id
    and (shares.expires_at > now()) is not false
  where people.email = the_email;
  joined := coalesce(joined, false);
  shared := coalesce(shared, false);
end
$$;
