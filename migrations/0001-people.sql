-- People, what their plan allows them, and the sessions that their tokens name.

create table plans (
  name text collate "C" primary key,
  max_claims integer not null check (max_claims >= 0),
  max_shares integer not null check (max_shares >= 0),
  max_shares_per_sensor integer not null check (max_shares_per_sensor >= 0),
  max_history_days integer not null check (max_history_days > 0)
);
comment on table plans is 'How much an owner may claim, share and look back.';
comment on column plans.max_shares is 'Shares that an owner may give over all sensors, pending ones included; 0: this plan cannot share.';
comment on column plans.max_shares_per_sensor is 'Guests of one sensor, pending ones included.';

insert into plans (name, max_claims, max_shares, max_shares_per_sensor, max_history_days) values
  ('Basic', 25, 40, 10, 90),
  ('Pro', 25, 40, 10, 731),
  ('Business', 50, 80, 10, 1096);

create table people (
  id bigint generated always as identity primary key,
  email text collate "C" not null unique check (email = lower(email) and length(email) <= 254),
  joined_at timestamptz,
  plan text collate "C" not null default 'Basic' references plans,
  share_count integer not null default 0 check (share_count >= 0),
  created_at timestamptz not null default now()
);
comment on table people is 'E-mail addresses that the service knows, whether or not anyone has proved to own them.';
comment on column people.email is 'Lower case, always.';
comment on column people.joined_at is 'When the person proved that the address is theirs; null: only ever invited.';
comment on column people.share_count is 'Rows of shares of sensors that this person owns. Changed in the statement that changes those rows, under this row''s lock.';

create table sessions (
  id uuid primary key default gen_random_uuid(),
  person_id bigint not null references people on delete cascade,
  created_at timestamptz not null default now()
);
create index sessions_person on sessions (person_id);
comment on table sessions is 'Sign-ins. A token that names a session works only while its row is here.';

-- Finds a person by address or makes them known, and returns their id. Volatile, so that it sees people who were
-- committed after the calling statement began; the caller passes addresses in order, so that two callers never wait for each other.
create function known_person(the_email text) returns bigint language plpgsql volatile as $$
declare
  found_id bigint;
begin
  loop
    select people.id into found_id from people where people.email = the_email;
    if found then return found_id; end if;
    insert into people (email) values (the_email) on conflict (email) do nothing returning people.id into found_id;
    if found then return found_id; end if;
  end loop;
end
$$;
