-- Events of a sensor are told in the order of their locks, also when the later transaction got its number first.

-- Volatile, so that it sees what has ended while its statement waited for a lock.
create function place_of_event() returns xid8 language plpgsql volatile as $$
begin
  return greatest(pg_current_xact_id(), ((pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)::text)::xid8);
end
$$;
comment on function place_of_event() is 'At least the number of this transaction, and of every one that has ended: whoever waited for a lock comes after who held it.';
alter table events alter column tx set default place_of_event();
comment on column events.tx is 'Its place among transactions: nothing older can still appear once all up to it have ended. 0: of old, or from another server.';
