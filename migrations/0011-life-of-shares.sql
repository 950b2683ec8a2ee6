-- The life of a share: its terms, what its guest answers, and all that happened to it.

alter table people add column asks_first boolean not null default false;
comment on column people.asks_first is 'Shares with this person wait for their yes.';

alter table shares
  add column scripting boolean not null default false,
  add column note text not null default '',
  add column starts_at timestamptz,
  add column paused_at timestamptz,
  add column warned_at timestamptz,
  add column resent_at timestamptz;
create index shares_ending on shares (expires_at) where expires_at is not null;
comment on column shares.scripting is 'The guest may use the sensor in automations.';
comment on column shares.note is 'What the owner wrote to the guest about it.';
comment on column shares.starts_at is 'Before this instant the share gives nothing; null: from the beginning.';
comment on column shares.paused_at is 'Since then the share gives nothing, until the owner resumes it; null: it is not paused.';
comment on column shares.warned_at is 'When its owner and guest were told that it will expire; null: not yet, or its end was moved since.';
comment on column shares.resent_at is 'When its letter was last sent anew.';

-- In key order, for lists that are read page by page.
create index sensors_of_owner on sensors (owner_id, id);
drop index sensors_owner;
create index shares_of_guest on shares (guest_id, sensor_id);
drop index shares_guest;

create table declines (
  owner_id bigint not null references people on delete cascade,
  guest text collate "C" not null,
  at timestamptz not null default now(),
  primary key (owner_id, guest)
);
create index declines_at on declines (at);
comment on table declines is 'Who declined a share of whom: for 30 days they cannot be invited again by the same owner. By address, as it works without an account.';

-- Tells how a guest stands to a sensor and its owner at this instant, which a statement that waited for the sensor's lock
-- cannot see by itself: its snapshot is older than the lock. Volatile, so that every call looks with fresh eyes. An expired
-- share does not count, whether or not the statement has already removed it.
drop function guest_now(text, text);
create function guest_now(
  the_sensor text, the_email text, the_owner bigint,
  out id bigint, out joined boolean, out shared boolean, out asks_first boolean, out declined_at timestamptz
)
language plpgsql volatile as $$
begin
  select
    people.id, people.joined_at is not null, shares.guest_id is not null, coalesce(people.asks_first, false), declines.at
  into id, joined, shared, asks_first, declined_at
  from (values (the_email)) as asked (email)
  left join people on people.email = asked.email
  left join shares on shares.sensor_id = the_sensor and shares.guest_id = people.id
    and (shares.expires_at > now()) is not false
  left join declines on declines.owner_id = the_owner and declines.guest = the_email
    and declines.at > now() - interval '30 days';
end
$$;

-- The history holds sensors, too: what concerns nobody but the owner, and all guests alike, names no guest.
alter table share_events rename to events;
alter sequence share_events_id_seq rename to events_id_seq;
alter index share_events_pkey rename to events_pkey;
alter table events drop constraint share_events_action_check;
alter table events add constraint events_action_check check (
  action in (
    'shared', 'unshared', 'left', 'declined', 'expired', 'unclaimed', 'contested',
    'accepted', 'changed', 'paused', 'resumed', 'resent',
    'claimed', 'released', 'lost', 'updated'
  )
);
alter table events
  alter column guest_id drop not null,
  add constraint events_guest_check check ((guest_id is null) = (action in ('claimed', 'released', 'lost', 'updated'))),
  add column data jsonb not null default '{}',
  add column tx xid8 not null default '0';
alter table events alter column tx set default pg_current_xact_id();
comment on table events is 'Who did what to which share or sensor, and when. It outlives the share, the sensor and the people, so it refers to none of them. Only added to.';
comment on column events.action is 'Of shares: shared, then until it ends changed, paused, resumed, accepted, resent; it ends as unshared, left, declined, expired, unclaimed (the owner gave the sensor up) or contested (somebody else proved to have it). Of sensors: claimed, released, lost (to somebody who proved to have it), updated.';
comment on column events.guest_id is 'Null: it is about the sensor.';
comment on column events.data is '{"name"}: what the owner called the sensor then; with shared and changed also the terms that were set, as openapi.yaml writes them, but for the note.';
comment on column events.tx is 'The transaction that wrote it: what tells that nothing older can still appear. 0: of old, or from another server.';

-- Read page by page, backwards as history and forwards by who comes back to the stream; tx stands in them to be looked at there.
create index events_of_owner on events (owner_id, id, tx);
create index events_of_guest on events (guest_id, id, tx) where guest_id is not null;
create index events_of_sensor on events (sensor_id, id, tx);
create index events_tx on events (tx);

create function refuse_change_of_history() returns trigger language plpgsql as $$
begin
  raise exception 'what happened cannot be changed';
end
$$;
create trigger events_are_kept before delete or update of id, at, action, sensor_id, owner_id, guest_id, actor_id, data on events
for each statement execute function refuse_change_of_history();
create trigger events_are_not_emptied before truncate on events
for each statement execute function refuse_change_of_history();

-- Tells the processes whose callers follow what happens.
create function tell_events() returns trigger language plpgsql as $$
begin
  if exists (select from happened) then perform pg_notify('events', ''); end if;
  return null;
end
$$;
create trigger events_told after insert on events referencing new table as happened
for each statement execute function tell_events();

create table kept_answers (
  person_id bigint not null references people on delete cascade,
  key text collate "C" not null,
  request bytea not null,
  status integer not null,
  answer json not null,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);
create index kept_answers_created on kept_answers (created_at);
comment on table kept_answers is 'Answers to calls that came with an Idempotency-Key: given again for 24 hours in place of doing it twice.';
comment on column kept_answers.answer is 'As it was written, so that it is the same letter for letter.';
comment on column kept_answers.request is 'The hash of what was asked: the same key must not come with something else.';

alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check check (
  kind in ('invitation', 'shared', 'unshared', 'left', 'declined', 'unclaimed', 'contested', 'expiring', 'code', 'deletion')
);
comment on column letters.kind is 'invitation: shared with someone who has not joined; left: a guest gave a share back; declined: a guest did not want it; unclaimed: the sensor of a guest has no owner any more, or another one; contested: to the former owner, somebody else proved to have the sensor; expiring: shares end soon; code: to sign in with; deletion: to confirm the deletion of an account.';
comment on column letters.content is 'What it is about. Of shares: {"sensors": [{"id", "name"}]}, named as they were then, in the order of the call; also "note", what the sharer wrote; "asked": true, if the guest has to say yes; "startsAt" and "expiresAt"; and of their end "guest". Of a code: {"code", "link"}, the code sealed with a key that is not in the database. Of a deletion: {"person"}. Empty when the letter is finished: of codes and deletions at once, of others after 30 days.';
