-- The first steps that the list of sensors shows to people who have just begun.

alter table people add column steps_hidden_at timestamptz;
comment on column people.steps_hidden_at is 'When this person hid the first steps; null: they are shown until all are done.';
