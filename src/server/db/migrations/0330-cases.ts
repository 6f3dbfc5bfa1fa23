// What is done to cases: the file that acts have left, their log, and numbers that are given out before there is a case. A file and its log
// belong to their case: the feed, segments and losing a right know it already, and whoever writes them writes the case last.

export const caseActs = {
  number: 330,
  name: 'case-acts',
  statements: [
    // file: null while nothing has been done to it here. step: for who looks for those that stand there.
    `alter table cases
      add column file jsonb,
      add column step text generated always as (file #>> '{stage,step}') stored`,
    `create index on cases (step) where step = 'answered'`,
    // id: the act's own, so that none counts twice. seq: acts of one moment stay in their order.
    `create table case_log (
      id text collate "C" primary key,
      case_id text collate "C" not null references cases on delete cascade,
      portfolio_id text collate "C" not null default 'company',
      at timestamptz not null,
      agent_id text collate "C" references agents on delete set null,
      by_name text not null,
      act text not null,
      step text,
      text text not null,
      was jsonb not null default '{}',
      told text,
      contact_id text collate "C",
      seq bigint generated always as identity
    )`,
    'create index on case_log (case_id, seq)',
    'create index on case_log (contact_id) where contact_id is not null',
    // As files of cases are placed (step 170), and kept there while they are written (step 311).
    `create trigger placed before insert or update of case_id on case_log
      for each row execute function place_attachment()`,
    `create function move_case_log() returns trigger language plpgsql as $$
      begin
        update case_log set case_id = case_id where case_id = new.id;
        return null;
      end
    $$`,
    `create trigger moved_case_log after update on cases for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_case_log()`,
    // Whoever writes: what was said stays as it was said.
    `create function log_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'the log of a case is only added to' using errcode = 'P4091';
      end
    $$`,
    `create trigger stays before update on case_log for each row
      when ((old.id, old.at, old.by_name, old.act, old.step, old.text, old.was, old.told, old.contact_id)
        is distinct from (new.id, new.at, new.by_name, new.act, new.step, new.text, new.was, new.told, new.contact_id))
      execute function log_stays()`,
    'alter table case_log enable row level security',
    'alter table case_log force row level security',
    `create policy scope on case_log using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    // Numbers name nobody. next: the first of that year that nobody has been given.
    `create table case_number_years (year int primary key, next int not null)`,
    `create table case_numbers (
      number text collate "C" primary key,
      agent_id text collate "C" not null references agents on delete cascade,
      given_at timestamptz not null,
      used boolean not null default false
    )`,
    // Besides those who answer its queue or have its role.
    `create table agent_back_offices (
      agent_id text collate "C" not null references agents on delete cascade,
      back_office text not null,
      primary key (agent_id, back_office)
    )`,
  ],
} as const;
