// work.db, step 30: files of cases whose bytes lie sealed in files of their own beside it: what is to be sent, and what was fetched.
import type { Migration } from '../migrate.ts';

export const work0030: Migration = {
  version: 30,
  sql: `
    CREATE TABLE attachment (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      agent_id TEXT NOT NULL,
      case_id TEXT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      -- sent: the backend has it, and its case does not tell yet. fetched: the backend's, kept here as long as there is room.
      state TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'sent', 'fetching', 'fetched')),
      refusal TEXT,
      at TEXT NOT NULL,
      used_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX attachment_of_agent ON attachment (agent_id, state, seq);
  `,
};
