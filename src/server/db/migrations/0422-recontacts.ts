// Customers who, having rated the service low, want to be called back: who and when, and nothing of what they have answered or of whom they spoke to.
const scoped = 'coalesce(portfolio_id = any ((select reader_scope())::text[]), true)';
const leads = `(select reader_scope()) is null or exists (select from agents where id = (select reader_agent()) and role = 'lead')`;

export const recontacts = {
  number: 422,
  name: 'recontacts',
  statements: [
    `create table recontacts (
      id text collate "C" primary key,
      portfolio_id text collate "C" not null,
      queue_id text,
      survey text not null,
      customer_id text collate "C" not null references customers on delete cascade,
      number text not null,
      asked_on date not null,
      due_on date not null,
      taken_by text collate "C" references agents on delete set null,
      taken_at timestamptz,
      outcome text check (outcome in ('reached', 'notReached')),
      done_at timestamptz,
      check ((outcome is null) = (done_at is null))
    )`,
    'create index on recontacts (customer_id)',
    'alter table recontacts enable row level security',
    'alter table recontacts force row level security',
    // For leads alone: agents see nobody who was not satisfied.
    `create policy scope on recontacts using (${scoped} and (${leads}))`,
    // How many of those who were asked on that day wanted a call, and how many of them were reached.
    'alter table survey_days add column wanted int not null default 0, add column reached int not null default 0',
  ],
} as const;
