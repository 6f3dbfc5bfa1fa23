// The law on customers' data: what is processed and why, how long it is kept, what holds it back, what people have asked for and
// agreed to, breaches. Periods, purposes and texts are rows: whoever answers for privacy changes them, no program does.

const placed = `text collate "C" not null default 'company' references portfolios`;

/** Tables of what is about one customer: they lie where the customer does. */
const ofCustomers = ['legal_holds', 'consents', 'restrictions', 'privacy_requests', 'disclosures'];

export const privacy = {
  number: 240,
  name: 'privacy',
  statements: [
    // confirmed_*: null while it is the proposal that came with the program, and nobody has said that it holds here.
    `create table processings (
      code text primary key,
      position int not null,
      purpose jsonb not null,
      basis text not null check (basis in ('contract', 'legalObligation', 'legitimateInterest', 'consent')),
      subjects jsonb not null,
      categories jsonb not null,
      recipients jsonb not null,
      transfers jsonb not null,
      confirmed_by text,
      confirmed_at timestamptz
    )`,
    `create table retention_rules (
      code text primary key,
      position int not null,
      what text not null,
      portfolio_id text collate "C" references portfolios on delete cascade,
      reason_group text,
      kept_for text not null check (kept_for ~ '^P[1-9][0-9]{0,3}[DMY]$'),
      basis text not null check (basis in ('contract', 'legalObligation', 'legitimateInterest', 'consent')),
      why jsonb not null,
      in_force boolean not null default false,
      confirmed_by text,
      confirmed_at timestamptz
    )`,
    // One rule for each case: where none has a portfolio or a group, null counts as a value.
    `create unique index on retention_rules (what, coalesce(portfolio_id, ''), coalesce(reason_group, ''))`,
    // report: null while it is under way, or was cut off.
    `create table purge_runs (
      id text collate "C" primary key,
      at timestamptz not null,
      dry boolean not null,
      by_agent text,
      report jsonb
    )`,
    'create index on purge_runs (at)',
    `create table consent_texts (
      purpose text not null,
      edition text not null,
      position int not null,
      name jsonb not null,
      text jsonb not null,
      from_day date not null,
      primary key (purpose, edition)
    )`,
    `create table legal_holds (
      id text collate "C" primary key,
      customer_id text collate "C" not null,
      portfolio_id ${placed},
      reason text not null,
      reference text not null,
      placed_by text not null,
      placed_at timestamptz not null,
      review_on date not null,
      lifted_by text,
      lifted_at timestamptz,
      check ((lifted_by is null) = (lifted_at is null))
    )`,
    // Append-only: the last of a purpose stands.
    `create table consents (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customers on delete cascade,
      portfolio_id ${placed},
      purpose text not null,
      given boolean not null,
      channel text not null,
      edition text not null,
      interaction_id text collate "C",
      agent_id text,
      at timestamptz not null
    )`,
    `create table restrictions (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customers on delete cascade,
      portfolio_id ${placed},
      since timestamptz not null,
      why text not null,
      by_agent text not null,
      lifted_at timestamptz,
      lifted_by text
    )`,
    'create unique index on restrictions (customer_id) where lifted_at is null',
    // Kept when the customer is gone: it shows what was asked, and that it was answered.
    `create table privacy_requests (
      id text collate "C" primary key,
      customer_id text collate "C",
      portfolio_id ${placed},
      kind text not null check (kind in ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection')),
      received_at timestamptz not null,
      channel text not null,
      identified text not null,
      words text not null,
      taken_by text not null,
      due_on date not null,
      prolonged_to date,
      prolonged_why text,
      state text not null default 'open' check (state in ('open', 'done', 'refused')),
      decision text,
      decided_by text,
      done_at timestamptz,
      check ((state = 'open') = (done_at is null))
    )`,
    'create index on privacy_requests (due_on) where done_at is null',
    // Who was given something of a customer's, and has to be told of what is corrected or erased.
    `create table disclosures (
      id text collate "C" primary key,
      customer_id text collate "C" not null,
      portfolio_id ${placed},
      recipient text not null,
      what text not null,
      at timestamptz not null
    )`,
    `create table breaches (
      id text collate "C" primary key,
      found_at timestamptz not null,
      reported_at timestamptz not null,
      reported_by text not null,
      facts jsonb not null,
      risk text check (risk in ('none', 'risk', 'high')),
      why text not null default '',
      authority_told_at timestamptz,
      persons_told_at timestamptz,
      closed_at timestamptz,
      lessons text not null default ''
    )`,
    // A hash of the id of whom has been erased, to be applied again to a database that was restored from before.
    'create table erased (hash text primary key, at timestamptz not null)',

    // From when a closed case is counted. Of those that were closed before this, only that it was before today is known.
    'alter table cases add column closed_at timestamptz',
    'alter table cases disable trigger user',
    `update cases set closed_at = now() where status = 'closed'`,
    'alter table cases enable trigger user',
    `create function note_closing() returns trigger language plpgsql as $$
      begin
        new.closed_at := case when new.status = 'closed' then coalesce(new.closed_at, now()) end;
        return new;
      end
    $$`,
    `create trigger closing before insert or update of status on cases
      for each row execute function note_closing()`,

    // What has run out is found without reading what has not.
    'create index on contacts (at)',
    'create index on interactions (closed_at)',
    'create index on cases (closed_at) where closed_at is not null',

    // How a number is found, whichever way it is written. What is kept by a number alone is asked for when its owner is to be forgotten.
    `create function number_tail(number text) returns text language sql immutable as $$
      select right(regexp_replace(number, '[^0-9]', '', 'g'), 9) $$`,
    `create index interactions_of_strangers on interactions (number_tail(coalesce(caller->>'e164', caller->>'number')))
      where customer_id is null and caller->>'kind' = 'number'`,

    // Of somebody who is gone, or was never known here: it stays where it is.
    `create function place_by_customer() returns trigger language plpgsql as $$
      begin
        new.portfolio_id := coalesce((select portfolio_id from customers where id = new.customer_id), new.portfolio_id);
        return new;
      end
    $$`,
    ...ofCustomers.flatMap((table) => [
      `create index on ${table} (customer_id)`,
      `create trigger placed before insert or update of customer_id on ${table}
        for each row execute function place_by_customer()`,
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy scope on ${table} using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    ]),
    `create function move_what_is_asked() returns trigger language plpgsql as $$
      begin
        ${ofCustomers.map((table) => `update ${table} set customer_id = customer_id where customer_id = new.id;`).join('\n        ')}
        return null;
      end
    $$`,
    `create trigger moved_what_is_asked after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_what_is_asked()`,

    // Whoever deletes: whom a hold covers stays.
    `create function held_back() returns trigger language plpgsql as $$
      begin
        if exists (select from legal_holds where customer_id = old.id and lifted_at is null) then
          raise exception 'customer % is under a legal hold', old.id using errcode = 'P4091';
        end if;
        return old;
      end
    $$`,
    'create trigger held before delete on customers for each row execute function held_back()',
  ],
} as const;
