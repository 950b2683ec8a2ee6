-- The mailbox: where letters go while no mail is set up.

create table mailbox_messages (
  id bigint generated always as identity primary key,
  letter bigint not null unique,
  kind text collate "C" not null,
  recipient text collate "C" not null,
  subject text not null,
  body text not null,
  html text not null,
  links jsonb not null,
  sent_at timestamptz not null default now()
);
create index mailbox_messages_recipient on mailbox_messages (recipient);
comment on table mailbox_messages is 'Letters as they were written out, readable in the browser; only the newest 1,000.';
comment on column mailbox_messages.letter is 'The letter''s id; the letter itself may be gone already.';
comment on column mailbox_messages.body is 'Its plain text.';
comment on column mailbox_messages.links is 'Its links by purpose: {"signIn": "https://…"}. They sign people in, as in any mailbox.';
