-- The outbox: letters that are owed, written in the statement that owes them.

create table letters (
  id bigint generated always as identity primary key,
  kind text collate "C" not null check (kind in ('invitation', 'shared', 'unshared', 'left')),
  recipient_id bigint not null references people on delete cascade,
  sender_id bigint not null references people on delete cascade,
  sensors jsonb not null check (jsonb_typeof(sensors) = 'array'),
  created_at timestamptz not null default now()
);
comment on table letters is 'E-mails that are owed to someone.';
comment on column letters.kind is 'invitation: shared with someone who has not joined; left: a guest gave a share back.';
comment on column letters.sender_id is 'The person whose doing the letter tells of.';
comment on column letters.sensors is 'The sensors that it is about, [{id, name}], named as they were then, in the order of the call.';
