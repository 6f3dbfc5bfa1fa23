// The queues' journal: who answers which, every wait and how it ended, callers to call back, requests for help.

export const queues = {
  number: 60,
  name: 'queues',
  statements: [
    `create table agent_queues (
      agent_id text not null references agents on delete cascade,
      queue_id text not null references queues on delete cascade,
      primary key (agent_id, queue_id)
    )`,
    `create table queue_waits (
      call_id text not null,
      queue_id text not null,
      joined_at timestamptz not null,
      left_at timestamptz,
      ended text check (ended in ('answered', 'abandoned', 'passedOn', 'unseen')),
      check ((left_at is null) = (ended is null)),
      primary key (call_id, queue_id, joined_at)
    )`,
    // A call waits in one queue at a time.
    'create unique index queue_waits_going_on on queue_waits (call_id) where left_at is null',
    'create index on queue_waits (joined_at)',
    `create table journal_keeper (
      only_row boolean primary key default true check (only_row),
      holder text not null,
      until timestamptz not null
    )`,
    `create table lost_calls (
      id text collate "C" primary key,
      queue_id text not null,
      number text,
      e164 text,
      at timestamptz not null,
      waited_seconds int not null,
      attempts int not null default 1,
      taken_by text references agents on delete set null,
      taken_at timestamptz,
      outcome text check (outcome in ('reached', 'notReached')),
      done_at timestamptz,
      recovered_at timestamptz,
      check ((outcome is null) = (done_at is null))
    )`,
    'create index on lost_calls (at)',
    'create index on lost_calls (coalesce(e164, number)) where done_at is null and recovered_at is null',
    `create table help_requests (
      interaction_id text collate "C" primary key,
      agent_id text not null references agents on delete cascade,
      words text not null,
      asked_at timestamptz not null,
      answered_by text references agents on delete set null,
      answered_at timestamptz,
      manner text check (manner in ('whisper', 'barge')),
      over_at timestamptz,
      cancelled_at timestamptz
    )`,
    'create index on help_requests (asked_at)',
  ],
} as const;
