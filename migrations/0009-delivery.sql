-- Delivering letters: where each of them stands, what was tried, and who gets none.

alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check check (
  kind in ('invitation', 'shared', 'unshared', 'left', 'unclaimed', 'contested', 'expiring', 'code', 'deletion')
);
comment on column letters.kind is 'invitation: shared with someone who has not joined; left: a guest gave a share back; unclaimed: the sensor of a guest has no owner any more, or another one; contested: to the former owner, somebody else proved to have the sensor; expiring: shares end soon; code: to sign in with; deletion: to confirm the deletion of an account.';
comment on column letters.content is 'What it is about. Of shares: {"sensors": [{"id", "name"}]}, named as they were then, in the order of the call; also "note", what the sharer wrote, and "expiresAt". Of a code: {"code", "link"}, the code sealed with a key that is not in the database. Of a deletion: {"person"}. Empty when the letter is finished: of codes and deletions at once, of others after 30 days.';

alter table letters
  add column state text collate "C" not null default 'queued' check (
    state in (
      'queued', 'held', 'sending',
      'sent', 'delivered', 'bounced', 'complained', 'suppressed', 'muted', 'obsolete', 'given up'
    )
  ),
  add column due_at timestamptz not null default now(),
  add column claim uuid,
  add column attempts integer not null default 0,
  add column is_unsure boolean not null default false,
  add column counted_at timestamptz,
  add column message_id text collate "C",
  add column reason text collate "C";
comment on column letters.state is 'queued: to be sent when due; held: over a limit, looked at again when due; sending: in the hands of a courier; the others are final: sent, and what was heard of it then (delivered, bounced, complained: taken for spam); suppressed: the address gets no mail; muted: the recipient wants none from this sender; obsolete: its reason is gone; given up: no mailer took it.';
comment on column letters.due_at is 'When it is to be looked at next: to be sent (queued, held), to be taken over from a courier that must be dead (sending), or to be forgotten (final).';
comment on column letters.claim is 'The batch of a courier that had it last.';
comment on column letters.attempts is 'How often a courier took it up to send it.';
comment on column letters.is_unsure is 'It may have gone out already: the mailer is asked before it is sent again.';
comment on column letters.counted_at is 'When it was counted against the limits of its sender and recipient; once, however often it is tried.';
comment on column letters.message_id is 'The id that the mailer gave it.';
comment on column letters.reason is 'Why it stands as it does, in a word or in a type of bounce.';

create index letters_due on letters (due_at) where state in ('queued', 'held', 'sending');
create index letters_finished on letters (due_at) where state not in ('queued', 'held', 'sending');
create index letters_sender on letters (sender, counted_at) where attempts > 0;
drop index letters_recipient;
create index letters_recipient on letters (recipient, counted_at);

create table letter_attempts (
  letter_id bigint not null references letters on delete cascade,
  number integer not null,
  at timestamptz not null default now(),
  outcome text collate "C" not null,
  detail text not null default '',
  primary key (letter_id, number)
);
comment on table letter_attempts is 'What became of each attempt to send a letter.';
comment on column letter_attempts.number is 'Which attempt it was, from 1.';
comment on column letter_attempts.outcome is 'sent, refused, failed, unknown, stopped: as the mailer said; found: it had gone out before; not asked: whether it had gone out could not be found out; unwritable: it could not be written; cut off: its courier died or was cut off.';
comment on column letter_attempts.detail is 'What the mailer said, without addresses.';

create table suppressed_addresses (
  email text collate "C" primary key,
  reason text collate "C" not null,
  at timestamptz not null,
  is_lifted boolean not null default false
);
create index suppressed_addresses_lifted on suppressed_addresses (at) where is_lifted;
comment on table suppressed_addresses is 'Addresses that get no mail: it came back, or was taken for spam. It outlives the person: whoever deletes an account must not get mail again by that.';
comment on column suppressed_addresses.reason is 'bounced, complained, or inactive: the mailer refuses it, because of something before.';
comment on column suppressed_addresses.at is 'When that happened, or was lifted: older news change nothing any more.';
comment on column suppressed_addresses.is_lifted is 'It gets mail again. Kept for a while, for old news that come late.';

create table mutes (
  recipient text collate "C" not null,
  sender text collate "C" not null,
  created_at timestamptz not null default now(),
  primary key (recipient, sender)
);
comment on table mutes is 'Whose doings a person wants no letters about. They refer to addresses: it works without an account, and a new account changes nothing.';

-- Not a foreign key: with one, half as many shares went through in a second.
alter table shares add column letter_id bigint;
create index shares_letter on shares (letter_id) where letter_id is not null;
comment on column shares.letter_id is 'The letter that tells the guest of it; null: none was written. The letter may have been forgotten since.';

-- Counts the letters that one person caused another to get since an instant. Volatile, so that every call looks with
-- fresh eyes: the courier asks while it holds the lock of all couriers, which it may have waited for.
create function letters_since(
  the_sender text, the_recipient text, since timestamptz,
  out by_sender bigint, out to_recipient bigint, out of_pair bigint
)
language plpgsql volatile as $$
begin
  -- What was counted was tried. Asked about so, the index cannot serve the other question: planned while nothing was counted
  -- yet, that would read all of it, as it is so small.
  select count(*) into by_sender from letters where sender = the_sender and counted_at > since and attempts > 0;
  select count(*), count(*) filter (where sender = the_sender) into to_recipient, of_pair
  from letters where recipient = the_recipient and counted_at > since;
end
$$;

-- Wakes the couriers of all processes.
create function wake_couriers() returns trigger language plpgsql as $$
begin
  if exists (select from owed) then perform pg_notify('letters', ''); end if;
  return null;
end
$$;
create trigger letters_owed after insert on letters referencing new table as owed
for each statement execute function wake_couriers();
