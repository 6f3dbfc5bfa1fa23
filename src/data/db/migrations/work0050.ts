// work.db, step 50: chats that are one's own, as they were told last, and what is on its way to their visitors.
import type { Migration } from '../migrate.ts';

export const work0050: Migration = {
  version: 50,
  sql: `
    CREATE TABLE chat (id TEXT PRIMARY KEY, agent_id TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE chat_message (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      chat_id TEXT NOT NULL,
      agent_id TEXT NOT NULL,
      text TEXT NOT NULL,
      canned TEXT,
      state TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX chat_message_of ON chat_message (chat_id, seq);
  `,
};
