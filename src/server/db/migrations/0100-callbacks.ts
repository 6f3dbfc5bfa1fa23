// Callbacks promised to customers, each by the interaction in which it was promised.

export const callbacks = {
  number: 100,
  name: 'callbacks',
  statements: [
    `create table callbacks (
      id text collate "C" primary key,
      promised_by text not null references agents on delete cascade,
      queue_id text,
      number text not null,
      due_at timestamptz not null,
      customer_id text collate "C" references customers on delete set null,
      reason_code text not null,
      about text not null,
      taken_by text references agents on delete set null,
      taken_at timestamptz,
      outcome text check (outcome in ('reached', 'notReached')),
      done_at timestamptz,
      check ((outcome is null) = (done_at is null))
    )`,
    'create index on callbacks (due_at)',
    'create index on callbacks (customer_id)',
  ],
} as const;
