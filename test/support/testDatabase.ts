// A database for one test file: PGlite in memory, or one made for the occasion on the PostgreSQL that TEST_DATABASE_URL names.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Db } from '#server/db/db';
import { openPostgres } from '#server/db/postgres';
import { type Beginning, imageOf, migrated } from './beginnings.ts';
import { openMemoryDatabase } from './memoryDatabase.ts';

/** `beginning`: null for nothing at all. Closing it also removes what was made. */
export async function openTestDatabase(
  beginning: Beginning | null = migrated,
  server = process.env.TEST_DATABASE_URL,
): Promise<Db> {
  if (server === undefined || server === '') return openMemoryDatabase(beginning);
  const { url, drop } = await createDatabase(server, beginning);
  const db = openPostgres({ url, maxConnections: 5, onError: () => {} });
  return {
    ...db,
    async close() {
      await db.close();
      await drop();
    },
  };
}

/** A new database on that server. `beginning`: null for nothing at all. */
export async function createDatabase(
  server: string,
  beginning: Beginning | null,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `cornetta_test_${randomBytes(6).toString('hex')}`;
  await asked(server, async (client) => {
    const template = beginning === null ? 'template0' : await image(client, server, beginning);
    await client.query(`create database ${name} template ${template} encoding 'UTF8'`);
  });
  const drop = () => asked(server, (client) => client.query(`drop database ${name} with (force)`));
  return { url: urlOf(server, name), drop };
}

/** The database from which those begin that begin with that; made by whoever needs it first. */
async function image(client: pg.Client, server: string, beginning: Beginning): Promise<string> {
  const { maker, image } = imageOf(beginning);
  // Each role its own: who made the tables owns them.
  const prefix = `cornetta_image_of_${client.user}_`;
  const name = `${prefix}${image}`;
  await client.query("select pg_advisory_lock(hashtextextended('cornetta_image', 0))");
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [prefix],
  );
  if (!rows.some(({ datname }) => datname === name)) {
    // Those of an earlier program, or of another day, and what did not get ready.
    const others = rows.filter(({ datname }) => !datname.startsWith(`${prefix}${maker}`));
    for (const { datname } of others) await client.query(`drop database ${datname} with (force)`);
    const unfinished = `${prefix}unfinished`;
    await client.query(`create database ${unfinished} template template0 encoding 'UTF8'`);
    const db = openPostgres({ url: urlOf(server, unfinished), maxConnections: 5, onError: () => {} });
    await beginning.fill(db);
    await db.close();
    await client.query(`alter database ${unfinished} rename to ${name}`);
  }
  await client.query("select pg_advisory_unlock(hashtextextended('cornetta_image', 0))");
  return name;
}

async function asked(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
