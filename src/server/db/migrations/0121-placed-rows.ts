// Every customer, and whatever belongs to one, lies in exactly one portfolio: the customer's, or the one of the closed queue that
// works on it, where both are of the same client company. Kept by triggers, so that whoever writes a row (this server, an import, an administrator) has it placed.

/** As in step 30. */
const folded = (text: string) => `regexp_replace(normalize(lower(${text}), NFD), '[\\u0300-\\u036f]', '', 'g')`;

const placed = `text collate "C" not null default 'company'`;

export const placedRows = {
  number: 121,
  name: 'placed-rows',
  statements: [
    `alter table customers add column portfolio_id ${placed} references portfolios`,
    `alter table customer_phones add column portfolio_id ${placed}`,
    ...['cases', 'contacts'].map(
      (table) => `alter table ${table}
        add column queue_id text references queues on delete set null,
        add column portfolio_id ${placed}`,
    ),
    // A queue that is closed later takes with it what it has worked on until now. Versions stay: no cache has to fetch it again.
    'alter table contacts disable trigger user',
    `update contacts set queue_id = queues.id
      from interactions join queues on queues.id = interactions.queue_id where interactions.id = contacts.id`,
    'alter table contacts enable trigger user',
    'create index on customers (portfolio_id)',
    'create index on cases (queue_id) where queue_id is not null',
    'create index on contacts (queue_id) where queue_id is not null',

    // The words of names, as a table of their own: a condition that an index answers below row-level security has to be one whose
    // operator leaks nothing (^@ is; @@ of full-text search is not, and would read every customer).
    `create table customer_words (
      word text collate "C" not null,
      customer_id text collate "C" not null,
      portfolio_id text collate "C" not null,
      primary key (word, customer_id) include (portfolio_id)
    )`,
    `create function words_of(name text) returns setof text language sql immutable as $$
      select distinct word from regexp_split_to_table(${folded('name')}, '[\\s[:punct:]‘’“”«»–—]+') as word where word <> ''
    $$`,
    `insert into customer_words (customer_id, word, portfolio_id)
      select id, word, portfolio_id from customers cross join words_of(name) as word`,
    'create index on customer_words (customer_id)',
    `create function keep_words() returns trigger language plpgsql as $$
      begin
        if tg_op <> 'INSERT' then
          delete from customer_words where customer_id = old.id;
        end if;
        if tg_op = 'UPDATE' then
          insert into customer_words (customer_id, word, portfolio_id)
          select new.id, word, new.portfolio_id from words_of(new.name) as word;
        elsif tg_op = 'INSERT' then
          insert into customer_words (customer_id, word, portfolio_id)
          select id, word, portfolio_id from fresh cross join words_of(name) as word;
        end if;
        return null;
      end
    $$`,
    `create trigger worded after insert on customers referencing new table as fresh
      for each statement execute function keep_words()`,
    `create trigger reworded after update on customers for each row
      when (old.name is distinct from new.name) execute function keep_words()`,
    'create trigger unworded after delete on customers for each row execute function keep_words()',
    'alter table customers drop column name_words',

    `create function place_row() returns trigger language plpgsql as $$
      begin
        if new.queue_id is null then
          select portfolio_id into new.portfolio_id from customers where id = new.customer_id;
          return new;
        end if;
        select coalesce(queues.portfolio_id, customers.portfolio_id) into new.portfolio_id
          from customers join portfolios on portfolios.id = customers.portfolio_id
            left join queues on queues.id = new.queue_id and queues.client_id = portfolios.client_id
          where customers.id = new.customer_id;
        return new;
      end
    $$`,
    ...['cases', 'contacts'].map(
      (table) => `create trigger placed before insert or update of customer_id, queue_id on ${table}
        for each row execute function place_row()`,
    ),
    `create function place_phone() returns trigger language plpgsql as $$
      begin
        select portfolio_id into new.portfolio_id from customers where id = new.customer_id;
        return new;
      end
    $$`,
    `create trigger placed before insert or update of customer_id on customer_phones
      for each row execute function place_phone()`,
    // Closed, or open again: what the queue has worked on goes to where it belongs now.
    `create function place_queue() returns trigger language plpgsql as $$
      begin
        update cases set queue_id = queue_id where queue_id = new.id;
        update contacts set queue_id = queue_id where queue_id = new.id;
        return null;
      end
    $$`,
    `create trigger replaced after update on queues for each row
      when ((old.portfolio_id, old.client_id) is distinct from (new.portfolio_id, new.client_id))
      execute function place_queue()`,

    // A row that leaves a portfolio leaves a tombstone there, for those who see no other; one that comes back takes its own away.
    'alter table tombstones add column portfolio_id text collate "C" not null default \'company\'',
    `alter table tombstones drop constraint tombstones_pkey, add primary key (entity, id, portfolio_id)`,
    `create or replace function stamp_change() returns trigger language plpgsql as $$
      declare
        buried_version int;
      begin
        new.tx := pg_current_xact_id();
        if tg_op = 'UPDATE' then
          new.version := old.version + 1;
        else
          select max(version) into buried_version from tombstones where entity = tg_argv[0] and id = new.id;
          new.version := coalesce(buried_version, 0) + 1;
        end if;
        if tg_op = 'INSERT' or old.portfolio_id is distinct from new.portfolio_id then
          delete from tombstones where entity = tg_argv[0] and id = new.id and portfolio_id = new.portfolio_id;
        end if;
        return new;
      end
    $$`,
    // Moved: its tombstone has the version at which it was seen there last, so that for whoever sees both places the row is newer.
    `create or replace function bury() returns trigger language plpgsql as $$
      begin
        insert into tombstones (entity, id, portfolio_id, version)
        values (tg_argv[0], old.id, old.portfolio_id, case tg_op when 'DELETE' then old.version + 1 else old.version end)
        on conflict (entity, id, portfolio_id) do update
          set version = excluded.version, tx = pg_current_xact_id(), at = now();
        return null;
      end
    $$`,
    ...Object.entries({ customers: 'customer', cases: 'case', contacts: 'contact' }).map(
      ([table, entity]) => `create trigger moved after update on ${table} for each row
        when (old.portfolio_id is distinct from new.portfolio_id) execute function bury('${entity}')`,
    ),
    `create function move_along() returns trigger language plpgsql as $$
      begin
        update cases set customer_id = customer_id where customer_id = new.id;
        update contacts set customer_id = customer_id where customer_id = new.id;
        update customer_phones set customer_id = customer_id where customer_id = new.id;
        update customer_words set portfolio_id = new.portfolio_id where customer_id = new.id;
        return null;
      end
    $$`,
    `create trigger moved_along after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_along()`,
  ],
} as const;
