-- Emails and account events about passkeys; account events end after a year.

alter table account_events drop constraint account_events_action_check;
alter table account_events add constraint account_events_action_check check (action in (
  'signedIn', 'codesFailed', 'keyMade', 'keyDisabled', 'keyEnabled', 'keyRevoked', 'passkeyAdded', 'passkeyRemoved',
  'sessionEnded', 'othersEnded', 'signedOutEverywhere', 'planSet'
));
comment on column account_events.data is 'By action. codesFailed: day, count. Keys: key, name. Passkeys: name. Sessions and keys that ended: how many of each. planSet: plan, days.';
comment on column account_events.at is 'A year later the row is deleted.';
create index account_events_at on account_events (at);

alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check check (
  kind in (
    'invitation', 'shared', 'unshared', 'left', 'declined', 'unclaimed', 'contested', 'expiring', 'code', 'deletion',
    'newSignIn', 'newKey', 'newPasskey'
  )
);
