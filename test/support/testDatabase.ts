// A database for one test file: PGlite in memory, or one made for the occasion on the PostgreSQL that TEST_DATABASE_URL names.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Db } from '#server/db/db';
import { openPostgres } from '#server/db/postgres';
import { openMemoryDatabase } from './memoryDatabase.ts';

/** Closing it also removes what was made. */
export async function openTestDatabase(server = process.env.TEST_DATABASE_URL): Promise<Db> {
  if (server === undefined || server === '') return openMemoryDatabase();
  const { url, drop } = await createDatabase(server);
  const db = openPostgres({ url, maxConnections: 5, onError: () => {} });
  return {
    ...db,
    async close() {
      await db.close();
      await drop();
    },
  };
}

/** A new empty database on that server. */
export async function createDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `cornetta_test_${randomBytes(6).toString('hex')}`;
  const command = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  await command(`create database ${name} template template0 encoding 'UTF8'`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => command(`drop database ${name} with (force)`) };
}
