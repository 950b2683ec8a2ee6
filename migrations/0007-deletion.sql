-- Deleting an account.

alter table letters drop constraint letters_kind_check;
alter table letters add constraint letters_kind_check
  check (kind in ('invitation', 'shared', 'unshared', 'left', 'code', 'deletion'));
create index letters_recipient on letters (recipient);
comment on column letters.kind is 'invitation: shared with someone who has not joined; left: a guest gave a share back; code: to sign in with; deletion: to confirm the deletion of an account.';
comment on column letters.content is 'What it is about. Of shares: {"sensors": [{"id", "name"}]}, named as they were then, in the order of the call. Of a code: {"code", "link"}, the code sealed with a key that is not in the database. Of a deletion: {"person"}.';
