-- Signing in by code: where a person signed in before, and how often codes may be guessed at.

create table known_networks (
  person_id bigint not null references people on delete cascade,
  network text collate "C" not null,
  signed_in_at timestamptz not null default now(),
  primary key (person_id, network)
);
comment on table known_networks is 'Where people signed in. Codes asked for there have limits of their own, so that strangers elsewhere cannot use them up.';
comment on column known_networks.signed_in_at is 'The last time; a year later the row is deleted.';

create table guess_budgets (
  network text collate "C" primary key,
  full_at timestamptz not null default now(),
  free_at timestamptz not null default now(),
  ends_at timestamptz not null
);
create index guess_budgets_ends on guess_budgets (ends_at);
comment on table guess_budgets is 'How many wrong codes may still be compared: a row for each network that asked for a code, and one for all of them, everywhere.';
comment on column guess_budgets.full_at is 'When the whole budget is there again. Each wrong comparison moves it on, and a network may not move it further than its budget lasts.';
comment on column guess_budgets.free_at is 'When the network may again make one comparison that the budget for everywhere is not charged for.';
comment on column guess_budgets.ends_at is 'Until then codes that the network asked for may be valid.';

create index sign_in_codes_newest on sign_in_codes (network, created_at desc);
drop index sign_in_codes_network;
