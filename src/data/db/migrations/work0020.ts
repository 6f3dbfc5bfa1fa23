// work.db, step 20: the outbox takes entries of every kind; which there are is said in outboxTable.ts alone.
import type { Migration } from '../migrate.ts';

export const work0020: Migration = {
  version: 20,
  sql: `
    CREATE TABLE outbox_of_any_kind (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      agent_id TEXT NOT NULL,
      kind TEXT NOT NULL,
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
    INSERT INTO outbox_of_any_kind SELECT * FROM outbox ORDER BY seq;
    DROP TABLE outbox;
    ALTER TABLE outbox_of_any_kind RENAME TO outbox;
    CREATE INDEX outbox_to_send ON outbox (agent_id, seq) WHERE state IN ('waiting', 'inFlight');
    CREATE INDEX outbox_of_target ON outbox (agent_id, target, seq);
    CREATE INDEX outbox_state ON outbox (agent_id, state, kind);
  `,
};
