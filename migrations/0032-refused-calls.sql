-- Calls in the name of a gateway on the white list that prove nothing: they must not change how the gateway looks.

alter table gateways
  add column refused_at timestamptz,
  add column refused_from text;
comment on column gateways.last_seen_at is 'When it last called. While it is on the white list, only calls with its secret or the token count.';
comment on column gateways.refused_at is 'When somebody last called as this gateway without its secret, since it was put on the white list; written at most once a minute.';
comment on column gateways.refused_from is 'The network of that call.';
