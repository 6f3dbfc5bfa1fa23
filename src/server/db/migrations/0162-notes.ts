// What agents write down about a customer outside of any contact: in the feed like contacts, and where the customer lies.
import { digested } from '../digested.ts';

export const notes = {
  number: 162,
  name: 'notes',
  statements: [
    `create table notes (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customers on delete cascade,
      portfolio_id text collate "C" not null default 'company',
      text text not null,
      agent_id text collate "C" references agents on delete set null,
      agent_name text not null,
      at timestamptz not null,
      edited_at timestamptz,
      version int not null default 1,
      tx xid8 not null default pg_current_xact_id()
    )`,
    'create index on notes (customer_id, at)',
    'create index on notes (at)',
    'create index on notes (tx, id)',
    'create trigger placed before insert or update of customer_id on notes for each row execute function place_phone()',
    `create trigger stamped before insert or update on notes for each row execute function stamp_change('note')`,
    `create trigger buried after delete on notes for each row execute function bury('note')`,
    'create trigger poked after insert or update or delete on notes for each statement execute function poke_changes()',
    `create trigger moved after update on notes for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function bury('note')`,
    `create function move_notes() returns trigger language plpgsql as $$
      begin
        update notes set customer_id = customer_id where customer_id = new.id;
        return null;
      end
    $$`,
    `create trigger moved_notes after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_notes()`,
    // As in step 210, which makes the function that stamps rows what it is.
    `create function note_is_back() returns trigger language plpgsql as $$
      begin
        if not exists (select from tombstones join fresh using (id) where entity = 'note') then
          return null;
        end if;
        update notes set version = buried.version + 1
          from (select id, max(tombstones.version) as version from tombstones join fresh using (id)
            where entity = 'note' group by id) as buried
          where notes.id = buried.id and notes.version <= buried.version;
        delete from tombstones using notes join fresh using (id)
          where entity = 'note' and tombstones.id = notes.id and tombstones.portfolio_id = notes.portfolio_id;
        return null;
      end
    $$`,
    `create trigger back after insert on notes referencing new table as fresh
      for each statement execute function note_is_back()`,
    'alter table notes enable row level security',
    'alter table notes force row level security',
    `create policy scope on notes using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    `create or replace view changes with (security_invoker = true) as
      select tx, id, 'customer' as entity, version, false as gone from customers
      union all select tx, id, 'case', version, false from cases
      union all select tx, id, 'contact', version, false from contacts
      union all select tx, id, 'note', version, false from notes
      union all select tx, id, entity, version, true from tombstones`,
    ...digested('notes', 'note'),
  ],
} as const;
