-- Pages and emails are in the language that a person has chosen: here, or in an app, which stores it as a setting.

create or replace function copy_display_settings() returns trigger language plpgsql as $$
begin
  update people set display = (
    select jsonb_object_agg(name, left(value, 64)) from person_settings
    where person_id = new.person_id
      and name in ('UNIT_TEMPERATURE', 'UNIT_HUMIDITY', 'UNIT_PRESSURE', 'TIME_ZONE', 'PROFILE_LANGUAGE_CODE')
  )
  where id = new.person_id;
  return null;
end
$$;
drop trigger person_settings_display on person_settings;
create trigger person_settings_display after insert or update on person_settings
for each row when (new.name in ('UNIT_TEMPERATURE', 'UNIT_HUMIDITY', 'UNIT_PRESSURE', 'TIME_ZONE', 'PROFILE_LANGUAGE_CODE'))
execute function copy_display_settings();
comment on column people.display is 'A copy of the settings in which pages and emails are shown (units, time zone, language), kept by a trigger; null: none are set.';

update people set display = coalesce(display, '{}') || jsonb_build_object(name, left(value, 64))
from person_settings
where person_id = people.id and name = 'PROFILE_LANGUAGE_CODE';
