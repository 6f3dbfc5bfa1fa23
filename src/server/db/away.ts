// Tells "the database cannot be reached" from every other error: the first is worth trying again.
import { sql } from 'kysely';
import type { Query } from './db.ts';

/**
 * SQLSTATE classes 08 (connection), 53 (out of resources), 57 (shut down), 40 (give way to another transaction), and 55000, by which a
 * database that is closed for maintenance (`allow_connections false`) turns a new connection away.
 */
const awayStates = /^(08|53|57P|40|55000)/;
const awaySystemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'EPIPE']);

export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    awaySystemCodes.has(code) ||
    awayStates.test(code) ||
    /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
      error.message,
    )
  );
}

/** Whether it answers just now. */
export const isDatabaseThere = (query: Query): Promise<boolean> =>
  sql`select 1`.execute(query).then(
    () => true,
    () => false,
  );
