// work.db, step 10: what exists nowhere else until the backend has it. Row numbers everywhere, so that a damaged file can be read row by row.
import type { Migration } from '../migrate.ts';

export const work0010: Migration = {
  version: 10,
  sql: `
    -- The session and other things kept whole, by name.
    CREATE TABLE kept (
      seq INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      body TEXT NOT NULL
    ) STRICT;

    CREATE TABLE interaction (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      agent_id TEXT NOT NULL,
      stage TEXT NOT NULL CHECK (stage IN ('ringing', 'live', 'wrapUp', 'closed', 'unanswered')),
      started_at TEXT NOT NULL,
      facts TEXT NOT NULL,
      draft TEXT NOT NULL,
      handover TEXT
    ) STRICT;
    CREATE INDEX interaction_open ON interaction (agent_id, seq) WHERE stage IN ('ringing', 'live', 'wrapUp');

    CREATE TABLE interaction_event (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      interaction_id TEXT NOT NULL,
      at TEXT NOT NULL,
      kind TEXT NOT NULL,
      detail TEXT
    ) STRICT;
    CREATE INDEX event_of_interaction ON interaction_event (interaction_id, seq);

    -- In order of seq, never of the ULID: a clock that was set back must not change the order.
    CREATE TABLE outbox (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      agent_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('interaction', 'customerPatch', 'handover')),
      target TEXT NOT NULL,
      base_version INTEGER,
      base TEXT,
      body TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER NOT NULL DEFAULT 0,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'inFlight', 'setAside', 'done')),
      version INTEGER,
      failure TEXT,
      created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outbox_to_send ON outbox (agent_id, seq) WHERE state IN ('waiting', 'inFlight');
    CREATE INDEX outbox_of_target ON outbox (agent_id, target, seq);
    CREATE INDEX outbox_state ON outbox (agent_id, state, kind);
  `,
};
