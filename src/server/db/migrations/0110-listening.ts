// Who has listened to whom, when, and by which agreement: the record that the agreement is kept.

export const listening = {
  number: 110,
  name: 'listening',
  statements: [
    `create table listening (
      id uuid primary key,
      lead_id text not null references agents on delete cascade,
      agent_id text not null references agents on delete cascade,
      legal_reference text not null,
      asked_at timestamptz not null,
      seen_at timestamptz,
      over_at timestamptz
    )`,
    'create unique index on listening (agent_id) where over_at is null',
    'create index on listening (lead_id) where over_at is null',
  ],
} as const;
