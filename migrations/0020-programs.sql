-- What programs need: access keys that can be switched off for a while, and signatures that don't cover the body.

alter table access_keys add column disabled_at timestamptz;
comment on column access_keys.disabled_at is 'Its person switched it off: it is refused like an unknown key until they switch it on again.';

-- A key that is switched off ends the streams that it opened, as a revoked one does: see tell_ended.
create function tell_disabled() returns trigger language plpgsql as $$
begin
  perform pg_notify('ended', new.person_id::text);
  return null;
end
$$;
create trigger access_keys_disabled after update of disabled_at on access_keys
  for each row when (old.disabled_at is null and new.disabled_at is not null) execute function tell_disabled();

alter table account_events drop constraint account_events_action_check;
alter table account_events add constraint account_events_action_check check (action in (
  'signedIn', 'codesFailed', 'keyMade', 'keyDisabled', 'keyEnabled', 'keyRevoked', 'sessionEnded', 'othersEnded',
  'signedOutEverywhere', 'planSet'
));

alter table used_signatures add column used_at timestamptz not null default now();
comment on table used_signatures is 'Signed requests that have come: each counts once. Until their date is too old to be taken anyway.';
comment on column used_signatures.hash is 'The signature, if it covers the body; else a hash of signature and body.';
comment on column used_signatures.used_at is 'The first time. For ten seconds a request that only reads may come again.';
