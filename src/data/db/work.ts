// work.db open: interactions, the outbox, what is kept by name. A commit here has reached the disk.
import { existsSync, rmSync } from 'node:fs';
import type { Log } from '../log.ts';
import { type AttachmentTable, createAttachmentTable } from './attachmentTable.ts';
import { type ChatTable, createChatTable } from './chatTable.ts';
import { type Db, openDb } from './driver.ts';
import { createInteractionTable, type InteractionTable } from './interactionTable.ts';
import { migrate } from './migrate.ts';
import { createOutboxTable, type OutboxTable } from './outboxTable.ts';
import { workSchema } from './schemas.ts';

type KeptName =
  | 'session'
  | 'callbacks'
  | 'lists'
  | 'caseNumbers'
  | 'day'
  | 'letterDrafts'
  | 'reportDrafts'
  | 'preferences';

export interface Work {
  readonly interactions: InteractionTable;
  readonly outbox: OutboxTable;
  readonly attachments: AttachmentTable;
  readonly chats: ChatTable;
  kept(name: KeptName): unknown;
  /** Null takes it away. */
  keep(name: KeptName, value: unknown): void;
  transact<T>(work: () => T): T;
  readonly db: Db;
  close(): void;
}

/** Throws the driver's errors and those of `migrate`. A copy stays beside the file before each migration. */
export function openWork(file: string, key: string, log: Log): Work {
  const db = openDb({ file, key, synchronous: 'FULL', log });
  try {
    migrate(db, workSchema, (version) => backUp(db, `${file}.before-${version}`));
    if (db.pragma('quick_check') !== 'ok') throw new DamagedFile();
    return tablesOf(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A file that opens, with pages that cannot be read. */
export class DamagedFile extends Error {}

function backUp(db: Db, copy: string): void {
  if (existsSync(copy)) rmSync(copy);
  db.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`);
}

function tablesOf(db: Db): Work {
  const kept = db.query<{ body: string }>('kept.get', 'SELECT body FROM kept WHERE name = ?');
  const keep = db.query(
    'kept.put',
    'INSERT INTO kept (name, body) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body',
  );
  const forget = db.query('kept.remove', 'DELETE FROM kept WHERE name = ?');
  return {
    interactions: createInteractionTable(db),
    outbox: createOutboxTable(db),
    attachments: createAttachmentTable(db),
    chats: createChatTable(db),
    kept(name) {
      const row = kept.get(name);
      return row === undefined ? null : (JSON.parse(row.body) as unknown);
    },
    keep(name, value) {
      if (value === null) forget.run(name);
      else keep.run(name, JSON.stringify(value));
    },
    transact: (work) => db.transact(work),
    db,
    close: () => db.close(),
  };
}
