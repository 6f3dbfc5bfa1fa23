// The database as the rest of the server sees it: PostgreSQL, or PGlite, which is PostgreSQL inside this process.
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Runs queries: the database itself, or a transaction on it. */
export type Query = Kysely<Tables>;

export interface Listening {
  /** Called for each notification on the channel, in order. */
  readonly heard: (payload: string) => void;
  /** Called when notifications may have been missed (the connection was lost and is back). */
  readonly missed: () => void;
}

export interface Db {
  readonly query: Query;
  /** LISTEN: hears what any instance on this database notifies. Resolves, once it listens, to the function that stops. */
  listen(channel: string, listening: Listening): Promise<() => Promise<void>>;
  /** How many connections there are, how many of them have nothing to do, and how many queries wait for one; null: there are none. */
  readonly connections: (() => { readonly open: number; readonly idle: number; readonly waiting: number }) | null;
  close(): Promise<void>;
}
