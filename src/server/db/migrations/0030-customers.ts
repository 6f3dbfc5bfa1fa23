// Customers, their numbers, cases and past contacts, and the feed of what changed among them.
// The feed is kept by triggers, so that whoever writes a row (this server, an import, an administrator) is in it.

/** Lower case without accents: "Niccolò" is found by "niccolo". */
const folded = (text: string) => `regexp_replace(normalize(lower(${text}), NFD), '[\\u0300-\\u036f]', '', 'g')`;

const sequenced = `version int not null default 1,
      tx xid8 not null default pg_current_xact_id()`;

const fed = (table: string, entity: string): string[] => [
  `create index on ${table} (tx, id)`,
  `create trigger stamped before insert or update on ${table}
    for each row execute function stamp_change('${entity}')`,
  `create trigger buried after delete on ${table}
    for each row execute function bury('${entity}')`,
  `create trigger poked after insert or update or delete on ${table}
    for each statement execute function poke_changes()`,
];

export const customers = {
  number: 30,
  name: 'customers',
  statements: [
    `create table customers (
      id text collate "C" primary key,
      code text not null unique,
      kind text not null check (kind in ('person', 'company')),
      name text not null,
      language text not null check (language in ('it', 'en')),
      birth_date date,
      tax_code text,
      iban text,
      email text,
      street text,
      postcode text,
      city text,
      preference text,
      contracts jsonb not null default '[]',
      updated_at timestamptz not null,
      ${sequenced},
      name_words tsvector not null generated always as (to_tsvector('simple', ${folded('name')})) stored
    )`,
    'create index on customers using gin (name_words)',
    'create index on customers (code text_pattern_ops)',
    `create table customer_phones (
      customer_id text collate "C" not null references customers on delete cascade,
      position int not null,
      raw text not null,
      e164 text,
      tail text not null,
      kind text not null check (kind in ('mobile', 'landline', 'other')),
      primary key (customer_id, position)
    )`,
    'create index on customer_phones (e164)',
    'create index on customer_phones (tail)',
    `create table cases (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customers on delete cascade,
      number text not null unique,
      title text not null,
      reason_code text not null,
      status text not null check (status in ('open', 'inProgress', 'waiting', 'closed')),
      opened_at timestamptz not null,
      reminders int not null default 0,
      ${sequenced}
    )`,
    'create index on cases (customer_id)',
    `create table contacts (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customers on delete cascade,
      at timestamptz not null,
      channel text not null check (channel in ('call', 'chat', 'email')),
      direction text not null check (direction in ('incoming', 'outgoing')),
      agent_name text not null,
      reason_code text,
      outcome_code text,
      note text not null,
      ${sequenced}
    )`,
    'create index on contacts (customer_id, at)',
    `create table tombstones (
      entity text not null,
      id text collate "C" not null,
      version int not null,
      tx xid8 not null default pg_current_xact_id(),
      at timestamptz not null default now(),
      primary key (entity, id)
    )`,
    'create index on tombstones (tx, id)',
    'create index on tombstones (at)',
    `create table forgotten (
      only_row boolean primary key default true check (only_row),
      up_to xid8 not null
    )`,
    `insert into forgotten (up_to) values ('0')`,

    // A row that comes back after its deletion goes on counting, so that nobody takes it for an older one.
    `create function stamp_change() returns trigger language plpgsql as $$
      declare
        buried_version int;
      begin
        new.tx := pg_current_xact_id();
        if tg_op = 'UPDATE' then
          new.version := old.version + 1;
        else
          delete from tombstones where entity = tg_argv[0] and id = new.id returning version into buried_version;
          new.version := coalesce(buried_version, 0) + 1;
        end if;
        return new;
      end
    $$`,
    `create function bury() returns trigger language plpgsql as $$
      begin
        insert into tombstones (entity, id, version) values (tg_argv[0], old.id, old.version + 1)
        on conflict (entity, id) do update
          set version = excluded.version, tx = pg_current_xact_id(), at = now();
        return null;
      end
    $$`,
    `create function poke_changes() returns trigger language plpgsql as $$
      begin
        perform pg_notify('cornetta', '{"kind":"changes"}');
        return null;
      end
    $$`,
    ...fed('customers', 'customer'),
    ...fed('cases', 'case'),
    ...fed('contacts', 'contact'),

    `create view changes as
      select tx, id, 'customer' as entity, version, false as gone from customers
      union all select tx, id, 'case', version, false from cases
      union all select tx, id, 'contact', version, false from contacts
      union all select tx, id, entity, version, true from tombstones`,

    // Transaction numbers mean nothing on another cluster, in another database of it, or after going back in time.
    `create function feed_epoch() returns text language sql volatile as $$
      select concat_ws('.',
        (select system_identifier from pg_control_system()),
        (select oid from pg_database where datname = current_database()),
        substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))
    $$`,
  ],
} as const;
