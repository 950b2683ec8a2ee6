-- Emails and account events about addresses for phones that forward.

alter table account_events drop constraint account_events_action_check;
alter table account_events add constraint account_events_action_check check (action in (
  'signedIn', 'codesFailed', 'keyMade', 'keyDisabled', 'keyEnabled', 'keyRevoked', 'passkeyAdded', 'passkeyRemoved',
  'phoneAdded', 'phoneRevoked', 'sessionEnded', 'othersEnded', 'signedOutEverywhere', 'planSet'
));
comment on column account_events.data is 'By action. codesFailed: day, count. Keys: key, name. Passkeys and phones: name. Sessions and keys that ended: how many of each. planSet: plan, days.';

alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check check (
  kind in (
    'invitation', 'shared', 'unshared', 'left', 'declined', 'unclaimed', 'contested', 'expiring', 'code', 'deletion',
    'newSignIn', 'newKey', 'newPasskey', 'newPhone', 'accepted'
  )
);
