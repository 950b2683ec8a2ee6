-- Sensors and who owns them.

create table sensors (
  id text collate "C" primary key check (id ~ '^[0-9A-F]{2}(:[0-9A-F]{2}){5}((:[0-9A-F]{2}){2})?$'),
  owner_id bigint not null references people,
  name text not null default '',
  share_count integer not null default 0 check (share_count >= 0),
  claimed_at timestamptz not null default now()
);
create index sensors_owner on sensors (owner_id);
comment on table sensors is 'Claimed sensors: a row is a claim, and the key decides who claims first.';
comment on column sensors.id is '6 octets (a Ruuvi MAC) or 8 (a remote.it device), upper case, colons.';
comment on column sensors.share_count is 'Rows of shares of this sensor. Changed in the statement that changes those rows, under this row''s lock.';
