-- Settings of sensors belong to the sensor's owner, and codes for plans are short enough for the apps.

-- Only the owner's settings are kept: guests never saw those, and now read them instead of their own.
delete from sensor_settings
where not exists (select from sensors where sensors.id = sensor_settings.sensor_id and owner_id = person_id);
drop index sensor_settings_sensor;
alter table sensor_settings
  drop constraint sensor_settings_pkey,
  drop column person_id,
  add primary key (sensor_id, name);
comment on table sensor_settings is 'What an app keeps about a sensor. Its owner writes it, and its guests read it.';

alter table plan_codes add column is_keyed boolean not null default false;
comment on column plan_codes.is_keyed is 'It is a short code: its hash is keyed with a secret that is not in the database.';
comment on column plan_codes.hash is 'The code, without dashes and in upper case, hashed: with a key if it is short (is_keyed), as plain SHA-256 if it is too long to try all.';

create table pictures (
  id uuid primary key,
  sensor_id text collate "C" not null references sensors on delete cascade,
  guest_id bigint,
  type text collate "C" not null check (type in ('image/jpeg', 'image/png')),
  content bytea not null check (length(content) <= 1048576),
  created_at timestamptz not null default now(),
  foreign key (sensor_id, guest_id) references shares on delete cascade
);
create index pictures_sensor on pictures (sensor_id, guest_id);
-- It is packed already.
alter table pictures alter column content set storage external;
comment on table pictures is 'Pictures that people uploaded. One goes with its sensor or share, and as soon as that names another picture.';
comment on column pictures.id is 'Random, and part of the picture''s address: whoever knows it may load the picture.';
comment on column pictures.guest_id is 'The guest whose picture of the sensor it is; null: the owner''s, which guests get with the share.';
comment on column pictures.content is 'A JPEG or PNG without metadata.';

-- Guests who still have the owner's picture get the new one.
create function forget_pictures_of_owner() returns trigger language plpgsql as $$
begin
  update shares set picture = new.picture
  where sensor_id = new.id and picture = old.picture and exists (
    select from pictures where sensor_id = new.id and guest_id is null and position(id::text in old.picture) > 0
  );
  delete from pictures where sensor_id = new.id and guest_id is null and position(id::text in new.picture) = 0;
  return null;
end
$$;
create trigger sensors_forget_pictures after update of picture on sensors
for each row when (old.picture is distinct from new.picture) execute function forget_pictures_of_owner();

create function forget_pictures_of_guest() returns trigger language plpgsql as $$
begin
  delete from pictures
  where sensor_id = new.sensor_id and guest_id = new.guest_id and position(id::text in new.picture) = 0;
  return null;
end
$$;
create trigger shares_forget_pictures after update of picture on shares
for each row when (old.picture is distinct from new.picture) execute function forget_pictures_of_guest();
