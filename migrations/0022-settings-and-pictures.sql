-- Settings of sensors belong to the sensor's owner, and codes for plans are short enough for the apps.

-- Of what people kept for themselves the owner's stays: the others never saw it, and must not find their own changed.
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
