-- Which emails people want, emails about accepted invitations, and how guests learn that their access has ended.

alter table people
  add column emails_off text[] collate "C" not null default '{}'
    check (emails_off <@ array['shared', 'answered', 'ended', 'endsSoon'] collate "C"),
  add column endings_read bigint not null default 0;
comment on column people.emails_off is 'The kinds of emails that this person has switched off; src/mail/email-settings.ts says which letters are of which kind.';
comment on column people.endings_read is 'The newest event about the end of their own access that this person has dismissed.';

alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check check (
  kind in (
    'invitation', 'shared', 'unshared', 'left', 'declined', 'unclaimed', 'contested', 'expiring', 'code', 'deletion',
    'newSignIn', 'newKey', 'newPasskey', 'accepted'
  )
);

-- The number of waiting invitations is in the navigation of every page.
create index shares_waiting on shares (guest_id) where asked and accepted_at is null;
create index events_of_ends on events (guest_id, id) where action in ('unshared', 'unclaimed', 'contested', 'expired');
