-- What sensors measure, who brings it, and what people keep about sensors.

alter table people add column claim_count integer not null default 0 check (claim_count >= 0);
comment on column people.claim_count is 'Sensors that this person owns. Changed in the statement that changes those rows, under this row''s lock.';
update people set claim_count = (select count(*) from sensors where owner_id = people.id);

alter table sensors add column updated_at timestamptz not null default now();
comment on column sensors.updated_at is 'When its name, picture, offsets or publicity were last set, by the clock of whoever set them.';

alter table shares
  add column name text not null default '',
  add column picture text not null default '',
  add column updated_at timestamptz not null default now(),
  add column channels text[];
update shares set name = sensors.name, picture = sensors.picture from sensors where sensors.id = shares.sensor_id;
comment on column shares.name is 'What the guest calls the sensor: the owner''s name of it at first, the guest''s own from then on.';
comment on column shares.picture is 'As the name.';
comment on column shares.updated_at is 'When the name or picture was last set, by the clock of whoever set it.';
comment on column shares.channels is 'What the guest may see; null: everything, also what is added later.';

alter table share_events drop constraint share_events_action_check;
alter table share_events add constraint share_events_action_check
  check (action in ('shared', 'unshared', 'left', 'expired', 'unclaimed', 'contested'));

alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check
  check (kind in ('invitation', 'shared', 'unshared', 'left', 'unclaimed', 'contested', 'code', 'deletion'));
comment on column letters.kind is 'invitation: shared with someone who has not joined; left: a guest gave a share back; unclaimed: the sensor of a guest has no owner any more, or another one; contested: to the former owner, somebody else proved to have the sensor; code: to sign in with; deletion: to confirm the deletion of an account.';

-- Ends a statement that finds, under its locks, that it must not happen; all that it did is undone.
create function refuse(reason text) returns boolean language plpgsql volatile as $$
begin
  raise exception using errcode = 'SHARE', message = reason;
end
$$;

create index people_invited on people (id) where joined_at is null;

create table sensor_secrets (
  sensor_id text collate "C" primary key,
  hash bytea not null,
  registered_at timestamptz not null default now()
);
comment on table sensor_secrets is 'What proves that somebody has a sensor in their hands, whoever claimed it.';
comment on column sensor_secrets.hash is 'The secret, keyed with a secret that is not in the database.';

create table person_settings (
  person_id bigint not null references people on delete cascade,
  name text collate "C" not null,
  value text not null,
  updated_at timestamptz not null default now(),
  primary key (person_id, name)
);
comment on table person_settings is 'What an app keeps for a person, by a name of its own.';
comment on column person_settings.updated_at is 'By the clock of whoever set it.';

create table sensor_settings (
  person_id bigint not null references people on delete cascade,
  sensor_id text collate "C" not null references sensors on delete cascade,
  name text collate "C" not null,
  value text not null,
  updated_at timestamptz not null default now(),
  primary key (person_id, sensor_id, name)
);
create index sensor_settings_sensor on sensor_settings (sensor_id);
comment on table sensor_settings is 'What an app keeps for a person about a sensor that they see. It is shown while they see it.';
comment on column sensor_settings.updated_at is 'By the clock of whoever set it.';

create table gateways (
  id text collate "C" primary key,
  sealed_secret text,
  first_seen_at timestamptz,
  last_seen_at timestamptz,
  coordinates text not null default '',
  report jsonb,
  reported_at timestamptz
);
create index gateways_unknown on gateways (last_seen_at) where sealed_secret is null;
comment on table gateways is 'Devices that post measurements, and those that tried to.';
comment on column gateways.sealed_secret is 'What it signs its posts with, sealed with a key that is not in the database; null: it is not on the white list.';
comment on column gateways.report is 'Its last report of itself, as sent.';

create table histories (
  sensor_id text collate "C" primary key,
  owner_id bigint references people on delete set null,
  begins_at bigint not null default 0,
  thinned_until bigint not null default 0
);
create index histories_owner on histories (owner_id);
create index histories_thinned on histories (thinned_until);
comment on table histories is 'Whose the measurements of a sensor are. They stay when its owner gives it up, for them to come back to; nobody else sees them.';
comment on column histories.owner_id is 'Who claimed the sensor last; null: nobody, or somebody who has left the service.';
comment on column histories.begins_at is 'Measurements before this second are nobody''s: unseen at once, and removed by housekeeping.';
comment on column histories.thinned_until is 'Up to this second housekeeping has thinned it out.';

create table measurements (
  sensor_id text collate "C" not null,
  at bigint not null check (at > 0),
  rssi integer not null,
  gateway_id text collate "C" not null,
  coordinates text not null default '',
  is_maskable boolean not null,
  data text collate "C" not null,
  primary key (sensor_id, at)
);
comment on table measurements is 'What sensors sent, one a second and sensor. It refers to no sensor: a gateway hears sensors that nobody has claimed yet.';
comment on column measurements.at is 'Seconds since 1970.';
comment on column measurements.gateway_id is 'The gateway that heard it first.';
comment on column measurements.is_maskable is 'The format is one in which channels can be hidden; others never reach a guest who may see some channels only.';
comment on column measurements.data is 'The advertisement in hex, as it was sent.';
