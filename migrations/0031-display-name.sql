-- A person's name is a setting, too, and is read with the person.

create or replace function copy_display_settings() returns trigger language plpgsql as $$
begin
  update people set display = (
    select jsonb_object_agg(name, left(value, 64)) from person_settings
    where person_id = new.person_id
      and name in ('UNIT_TEMPERATURE', 'UNIT_HUMIDITY', 'UNIT_PRESSURE', 'TIME_ZONE', 'PROFILE_LANGUAGE_CODE', 'DISPLAY_NAME')
  )
  where id = new.person_id;
  return null;
end
$$;
drop trigger person_settings_display on person_settings;
create trigger person_settings_display after insert or update on person_settings
for each row when (
  new.name in ('UNIT_TEMPERATURE', 'UNIT_HUMIDITY', 'UNIT_PRESSURE', 'TIME_ZONE', 'PROFILE_LANGUAGE_CODE', 'DISPLAY_NAME')
)
execute function copy_display_settings();
comment on column people.display is 'A copy of some settings, kept by a trigger: units, time zone and language of pages and emails, and the name that others see; null: none are set.';

update people set display = coalesce(display, '{}') || jsonb_build_object(name, left(value, 64))
from person_settings
where person_id = people.id and name = 'DISPLAY_NAME';
