// What agents send: finished interactions, handovers, and the keys that keep a repeated request from landing twice.

export const work = {
  number: 40,
  name: 'work',
  statements: [
    `create table interactions (
      id text collate "C" primary key,
      agent_id text not null references agents,
      direction text not null,
      channel text not null,
      caller jsonb not null,
      queue_id text,
      language text,
      continues text,
      customer_id text collate "C" references customers on delete set null,
      started_at timestamptz not null,
      answered_at timestamptz,
      ended_at timestamptz,
      closed_at timestamptz not null,
      reason_code text not null references reasons,
      outcome_code text not null references outcomes,
      note text not null,
      events jsonb not null,
      received_at timestamptz not null,
      version int not null
    )`,
    'create index on interactions (agent_id, closed_at)',
    'create index on interactions (customer_id)',
    `create table handovers (
      id text collate "C" primary key,
      agent_id text not null references agents,
      request jsonb not null,
      version int not null
    )`,
    `create table idempotency_keys (
      agent_id text not null references agents on delete cascade,
      key text not null,
      fingerprint text not null,
      status int not null,
      answer jsonb not null,
      at timestamptz not null,
      primary key (agent_id, key)
    )`,
    'create index on idempotency_keys (at)',
  ],
} as const;
