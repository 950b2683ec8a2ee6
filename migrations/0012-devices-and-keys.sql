-- Devices and their services, and the keys that programs sign with.
create table services (
  sensor_id text collate "C" not null references sensors on delete cascade,
  id text collate "C" not null check (id ~ '^([0-9A-F]{2}:){7}[0-9A-F]{2}$'),
  name text not null,
  created_at timestamptz not null default now(),
  primary key (sensor_id, id)
);
comment on table services is 'What a device of 8 octets offers: its channels. Rows come, go and change only under the lock of their sensor''s row. A sensor of 6 octets has none: its channels are what Ruuvi''s formats carry.';
comment on column services.id is '8 octets, upper case, colons; it names a channel in shares.channels. Two devices may have the same.';

-- What a device offers at this instant, which a statement that waited for its lock cannot see by itself: see guest_now().
create function services_now(the_sensor text) returns text[] language plpgsql volatile as $$
begin
  return array(select id from services where sensor_id = the_sensor order by id);
end
$$;

-- The first of some services that a device does not have at this instant; null: it has all of them.
create function missing_service(the_sensor text, the_services text[]) returns text language plpgsql volatile as $$
declare
  offered text[] := services_now(the_sensor);
begin
  return (select service from unnest(the_services) with ordinality as named (service, place) where service <> all (offered) order by place limit 1);
end
$$;

create table access_keys (
  id text collate "C" primary key,
  person_id bigint not null references people on delete cascade,
  name text not null,
  sealed_secret text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index access_keys_person on access_keys (person_id);
comment on table access_keys is 'Keys that programs sign their requests with, in the name of a person.';
comment on column access_keys.name is 'What its person calls it.';
comment on column access_keys.sealed_secret is 'Sealed with a key that is not in the database: to check a signature it must be read again.';
comment on column access_keys.last_used_at is 'When it last signed a request; written at most once a minute.';

create table used_signatures (
  hash bytea primary key,
  expires_at timestamptz not null
);
create index used_signatures_expires on used_signatures (expires_at);
comment on table used_signatures is 'Signatures that have been used: each counts once. Until their date is too old to be taken anyway.';
