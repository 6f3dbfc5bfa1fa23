// Connectors to other CRMs: what each is, how far it has read, who of there is who here, what did not fit, and calls to be written there.
// All of it is the house's own: agents' eyes see none of it.

const tables = ['connectors', 'crm_links', 'crm_refusals', 'crm_calls'];

export const connectors = {
  number: 280,
  name: 'connectors',
  statements: [
    // secrets: sealed; the key is not in the database. holder: the instance that reads it now.
    `create table connectors (
      id text collate "C" primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
      kind text not null,
      name text not null,
      portfolio_id text collate "C" not null references portfolios,
      address text not null,
      settings jsonb not null,
      secrets text not null,
      active boolean not null,
      writes_calls boolean not null,
      reading jsonb not null,
      last_read jsonb,
      may_lose_many boolean not null default false,
      holder text,
      held_until timestamptz
    )`,
    // customer_id: null where the customer was erased here; they are not taken over again. marks: what each field was there last, as hashes.
    `create table crm_links (
      connector_id text collate "C" not null references connectors on delete cascade,
      remote_id text collate "C" not null,
      customer_id text collate "C" references customers on delete cascade,
      marks jsonb not null,
      round int not null,
      primary key (connector_id, remote_id)
    )`,
    'create index on crm_links (customer_id)',
    'create index on crm_links (connector_id, round)',
    `create table crm_refusals (
      connector_id text collate "C" not null references connectors on delete cascade,
      remote_id text collate "C" not null,
      field text not null,
      why text not null,
      at timestamptz not null,
      primary key (connector_id, remote_id)
    )`,
    `create table crm_calls (
      connector_id text collate "C" not null references connectors on delete cascade,
      interaction_id text collate "C" not null references interactions on delete cascade,
      state text not null default 'waiting' check (state in ('waiting', 'written', 'refused')),
      tries int not null default 0,
      next_at timestamptz not null default 'epoch',
      status int,
      primary key (connector_id, interaction_id)
    )`,
    "create index on crm_calls (connector_id, next_at) where state = 'waiting'",
    'create sequence crm_customer_codes start 100000',
    // In the transaction that keeps the report: a call that is kept is also to be written.
    `create function log_call_in_crm() returns trigger language plpgsql as $$
      begin
        insert into crm_calls (connector_id, interaction_id)
        select connector_id, new.id from crm_links join connectors on connectors.id = connector_id
          where customer_id = new.customer_id and active and writes_calls
        on conflict do nothing;
        return null;
      end
    $$`,
    `create trigger logged_in_crm after insert or update of customer_id on interactions for each row
      when (new.customer_id is not null) execute function log_call_in_crm()`,
    ...tables.flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      // As in step 122: the house, and triggers.
      `create policy house on ${table} using (reader_scope() is null)`,
    ]),
  ],
} as const;
