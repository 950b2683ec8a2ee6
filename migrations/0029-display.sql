-- Pages show values and times as a person's settings say, and whoever identifies the person reads those with them.

alter table people add column display jsonb;
comment on column people.display is 'A copy of the settings in which pages show values and times, kept by a trigger; null: none are set.';

create function copy_display_settings() returns trigger language plpgsql as $$
begin
  update people set display = (
    select jsonb_object_agg(name, left(value, 64)) from person_settings
    where person_id = new.person_id and name in ('UNIT_TEMPERATURE', 'UNIT_HUMIDITY', 'UNIT_PRESSURE', 'TIME_ZONE')
  )
  where id = new.person_id;
  return null;
end
$$;
create trigger person_settings_display after insert or update on person_settings
for each row when (new.name in ('UNIT_TEMPERATURE', 'UNIT_HUMIDITY', 'UNIT_PRESSURE', 'TIME_ZONE'))
execute function copy_display_settings();

update people set display = chosen.settings
from (
  select person_id, jsonb_object_agg(name, left(value, 64)) as settings from person_settings
  where name in ('UNIT_TEMPERATURE', 'UNIT_HUMIDITY', 'UNIT_PRESSURE', 'TIME_ZONE')
  group by person_id
) as chosen
where people.id = chosen.person_id;
