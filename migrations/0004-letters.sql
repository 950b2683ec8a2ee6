-- The outbox: letters that are owed, written in the statement that owes them.

create table letters (
  id bigint generated always as identity primary key,
  kind text collate "C" not null check (kind in ('invitation', 'shared', 'unshared', 'left')),
  recipient text collate "C" not null,
  sender text collate "C" not null,
  content jsonb not null,
  created_at timestamptz not null default now()
);
comment on table letters is 'E-mails that are owed to someone. A row holds all that the letter needs, and refers to nothing that could be gone when it is sent.';
comment on column letters.kind is 'invitation: shared with someone who has not joined; left: a guest gave a share back.';
comment on column letters.recipient is 'The address that it goes to.';
comment on column letters.sender is 'The address of the person whose doing it tells of.';
comment on column letters.content is 'What it is about. Of every kind until now: {"sensors": [{"id", "name"}]}, named as they were then, in the order of the call.';
