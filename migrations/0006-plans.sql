-- Plans: how fine they let someone look back, since and until when somebody has one, and codes that hand them out.

alter table plans add column max_resolution_minutes integer not null default 15 check (max_resolution_minutes > 0);
update plans set max_resolution_minutes = 1 where name in ('Pro', 'Business');
comment on column plans.max_resolution_minutes is 'How many minutes lie between two measurements of a thinned history.';

alter table people
  add column plan_started_at timestamptz,
  add column plan_changed_at timestamptz,
  add column plan_ends_at timestamptz;
comment on column people.plan is 'The plan that was given last. It counts until plan_ends_at; from then on Basic does.';
comment on column people.plan_started_at is 'Since when they have it; null: since the row was made.';
comment on column people.plan_changed_at is 'When it was last given or lengthened; null: never.';
comment on column people.plan_ends_at is 'From this instant on it gives nothing; null: it has no end.';

create table plan_codes (
  hash bytea primary key,
  plan text collate "C" not null references plans,
  days integer check (days > 0),
  created_at timestamptz not null default now(),
  used_at timestamptz,
  used_by bigint references people on delete set null
);
create index plan_codes_used_by on plan_codes (used_by) where used_by is not null;
comment on table plan_codes is 'Codes that give whoever hands them in a plan, once. Used ones stay.';
comment on column plan_codes.hash is 'SHA-256 of the code, without dashes and in upper case. It needs no key and no salt: 99 random bits are too many to try.';
comment on column plan_codes.days is 'How long it gives the plan for; null: without an end.';
comment on column plan_codes.used_by is 'Null although used_at is set: that person has left the service.';
