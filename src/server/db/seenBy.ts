// Whose eyes a transaction sees with. Without any, row-level security (migration 0122) shows no row of a portfolio.
import { sql } from 'kysely';
import type { Query } from './db.ts';

/** `portfolios` in order: two viewers who see the same are written the same. */
export interface AgentViewer {
  readonly kind: 'agent';
  readonly portfolios: readonly string[];
  /** Whose queues count, and what they have promised; left out: nobody's. */
  readonly agentId?: string;
}

export type Viewer =
  | AgentViewer
  /** Whoever writes from a web page: one chat, and nothing else. */
  | { readonly kind: 'visitor'; readonly chatId: string }
  /** The server's own work: seeding, housekeeping, the feed's edge. Never chosen by what a request says. */
  | { readonly kind: 'house' };

export const house: Viewer = { kind: 'house' };

declare const seen: unique symbol;
/** A transaction that sees with somebody's eyes. Whatever touches rows of a portfolio takes one, so that none can be forgotten. */
export type Seen = Query & { readonly [seen]: true };

export interface Seeing {
  readonly readOnly?: boolean;
  /** All its queries see the database as it was at the first. */
  readonly oneMoment?: boolean;
}

/** What the setting says: ids by commas, or all. An id is never "*" (checked by the tables). */
export const scopeOf = (viewer: Viewer): string =>
  viewer.kind === 'house' ? '*' : viewer.kind === 'agent' ? viewer.portfolios.join(',') : '';

/** One transaction that sees, and writes, with these eyes. What it would put out of their sight the database refuses (42501). */
export function seenBy<T>(
  db: Query,
  viewer: Viewer,
  work: (tx: Seen) => Promise<T>,
  { readOnly = false, oneMoment = false }: Seeing = {},
): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel(oneMoment ? 'repeatable read' : 'read committed')
    .setAccessMode(readOnly ? 'read only' : 'read write')
    .execute(async (tx) => {
      await eyesOf(viewer).execute(tx);
      return work(tx as Query as Seen);
    });
}

/** Without parameters, and with an answer that nobody reads: PostgreSQL takes it along with the transaction's beginning. */
const eyesOf = (viewer: Viewer) => {
  const agent = viewer.kind === 'agent' ? (viewer.agentId ?? '') : '';
  const chat = viewer.kind === 'visitor' ? viewer.chatId : '';
  return sql`${sql.raw(sayingEyes)}${sql.lit(scopeOf(viewer))}, true), set_config('cornetta.agent', ${sql.lit(agent)}, true),
    set_config('cornetta.chat', ${sql.lit(chat)}, true)`;
};
const sayingEyes = "select set_config('cornetta.scope', ";

/** Whether that is all that the statement does. */
export const saysEyes = ({
  sql,
  parameters,
}: {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}): boolean => parameters.length === 0 && sql.startsWith(sayingEyes);

/** Within a transaction: the house's eyes for one piece of work, then the former ones again. */
export async function asHouse<T>(tx: Seen, work: (tx: Seen) => Promise<T>): Promise<T> {
  const { rows } = await sql<{ former: string }>`
    select current_setting('cornetta.scope') as former, set_config('cornetta.scope', ${scopeOf(house)}, true)`.execute(
    tx,
  );
  const giveBack = () => sql`set local cornetta.scope = ${sql.lit(rows[0]?.former ?? '')}`.execute(tx);
  try {
    const result = await work(tx);
    await giveBack();
    return result;
  } catch (error) {
    // Where the database has refused something, nothing more can be read in this transaction anyway.
    await giveBack().catch(() => undefined);
    throw error;
  }
}

/** What row-level security says to a row that its writer would not see. */
export const isOutOfSight = (error: Error): boolean =>
  'code' in error && error.code === '42501' && error.message.includes('row-level security');
