// PostgreSQL by its address: a pool for queries, and one connection apart that listens.
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import { retryDelayMs } from '#shared/lib/retryPolicy';
import type { Db, Listening } from './db.ts';
import { saysEyes } from './seenBy.ts';
import { takeServerRole } from './serverRole.ts';
import type { Tables } from './tables.ts';

const reconnect = { baseMs: 200, capMs: 10_000 };

export interface PostgresOptions {
  /** `postgres://user@host/database` */
  readonly url: string;
  readonly maxConnections: number;
  readonly onError: (error: Error) => void;
}

/** Connects when first used. An idle connection that is lost is reported to `onError` and replaced. */
export function openPostgres(options: PostgresOptions): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'cornetta',
    // Many small statements with many subqueries: compiled to machine code some take seconds in place of milliseconds.
    options: '-c jit=off',
    // Before it is first used; where it fails, the connection is not.
    verify: (client, done) => void takeServerRole((statement) => client.query(statement)).then(() => done(), done),
  });
  // A connection at work that is lost says so itself, and nobody else hears it: unheard, it would end the program.
  pool.on('connect', (client) => client.on('error', options.onError));
  // The pool repeats what idle ones say.
  pool.on('error', () => undefined);
  return {
    query: new Kysely<Tables>({ dialect: new OneTripDialect(pool) }),
    listen: (channel, listening) => listen(options, channel, listening),
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

/** PostgreSQL, but that a transaction begins in the same round trip in which it is said whose eyes it has. */
class OneTripDialect extends PostgresDialect {
  readonly #pool: pg.Pool;
  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }
  override createDriver(): PostgresDriver {
    return new OneTripDriver({ pool: this.#pool });
  }
}

class OneTripDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begin = `begin isolation level ${settings.isolationLevel ?? 'read committed'} ${settings.accessMode ?? 'read write'}`;
    const execute = connection.executeQuery;
    // For the first statement alone.
    connection.executeQuery = async (query, options) => {
      connection.executeQuery = execute;
      if (saysEyes(query))
        return execute.call(connection, CompiledQuery.raw(`${begin}; ${query.sql}`), options) as never;
      await execute.call(connection, CompiledQuery.raw(begin));
      return execute.call(connection, query, options) as never;
    };
  }
}

/** LISTEN on a connection that is made again whenever it is lost, for as long as it takes. */
async function listen(options: PostgresOptions, channel: string, listening: Listening): Promise<() => Promise<void>> {
  let stopped = false;
  let current: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: options.url,
      keepAlive: true,
      application_name: 'cornetta listener',
    });
    client.on('error', options.onError);
    client.on('notification', (notification) => listening.heard(notification.payload ?? ''));
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    if (stopped) return client.end();
    current = client;
    client.on('end', () => {
      if (!stopped) again(0);
    });
  }

  function again(attempt: number): void {
    timer = setTimeout(
      () => {
        connect()
          .then(listening.missed)
          .catch((error: Error) => {
            options.onError(error);
            if (!stopped) again(attempt + 1);
          });
      },
      retryDelayMs(reconnect, attempt, Math.random()),
    );
  }

  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await current?.end();
  };
}
