-- What gateways sign with after their first post.

alter table gateways add column sealed_key text;
comment on column gateways.sealed_key is 'A key of its own that it got after a post signed with its Device ID, sealed like the secret, together with a digest of the Device ID that it is for. It stays when the gateway is taken off the white list: a gateway keeps its key until it restarts.';
