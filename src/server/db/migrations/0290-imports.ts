// Customers brought in from files: the file while it is worked on, what was refused, and what it has changed, so that it can be undone.
const scoped = ['imports', 'import_parts', 'import_refusals', 'import_rows'];
const placed = 'portfolio_id text collate "C" not null references portfolios on delete cascade';
const ofImport = 'import_id text collate "C" not null references imports on delete cascade';

export const imports = {
  number: 290,
  name: 'imports',
  statements: [
    `create table imports (
      id text collate "C" primary key,
      ${placed},
      name text not null,
      agent_id text collate "C" references agents on delete set null,
      by_name text not null,
      at timestamptz not null,
      kind text not null default 'csv' check (kind in ('csv', 'vcard')),
      encoding text not null default 'utf-8',
      columns jsonb not null default '[]',
      bytes int not null default 0,
      state text not null default 'arriving' check (state in ('arriving', 'ready', 'running', 'done', 'undone')),
      options jsonb,
      counts jsonb not null default '{"created":0,"updated":0,"skipped":0,"refused":0,"unreadNumbers":0}',
      lines_done int not null default 0,
      bytes_done int not null default 0,
      moved_at timestamptz,
      ended_at timestamptz,
      stayed int not null default 0
    )`,
    `create table import_parts (
      ${ofImport},
      ${placed},
      number int not null,
      bytes bytea not null,
      primary key (import_id, number)
    )`,
    `create table import_refusals (
      id bigint generated always as identity primary key,
      ${ofImport},
      ${placed},
      line int not null,
      column_name text,
      why text not null,
      was text not null,
      cells jsonb not null
    )`,
    'create index on import_refusals (import_id, id)',
    `create table import_rows (
      id bigint generated always as identity primary key,
      ${ofImport},
      portfolio_id text collate "C" not null default 'company',
      customer_id text collate "C" not null references customers on delete cascade,
      changes jsonb
    )`,
    'create index on import_rows (import_id, id)',
    'create index on import_rows (customer_id)',
    // Where the customer lies, and moved along with them.
    `create trigger placed before insert or update of customer_id on import_rows
      for each row execute function place_phone()`,
    `create function move_import_rows() returns trigger language plpgsql as $$
      begin
        update import_rows set customer_id = customer_id where customer_id = new.id;
        return null;
      end
    $$`,
    `create trigger moved_import_rows after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_import_rows()`,
    'create sequence given_codes',
    'create index on customers (tax_code) where tax_code is not null',
    ...scoped.flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      // As in step 122.
      `create policy scope on ${table} using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    ]),
  ],
} as const;
