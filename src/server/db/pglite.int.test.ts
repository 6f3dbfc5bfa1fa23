import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openMemoryDatabase } from '#test/support/memoryDatabase';
import type { Db } from './db.ts';

let db: Db;
beforeAll(async () => {
  db = await openMemoryDatabase();
  await sql`create table notes (text text)`.execute(db.query);
});
beforeEach(() => sql`truncate notes`.execute(db.query));
afterAll(() => db.close());

const write = (query: Db['query'], text: string) => sql`insert into notes values (${text})`.execute(query);
const texts = async () =>
  (await sql<{ text: string }>`select text from notes`.execute(db.query)).rows.map((row) => row.text);

test('what is written beside a transaction is not rolled back with it', async () => {
  let beside: Promise<unknown> = Promise.resolve();
  const failing = db.query.transaction().execute(async (tx) => {
    await write(tx, 'inside');
    beside = write(db.query, 'beside');
    await write(tx, 'inside too');
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  await beside;
  expect(await texts()).toEqual(['beside']);
});

test('transactions that begin together run one after the other', async () => {
  const running: string[] = [];
  const transaction = (name: string) =>
    db.query.transaction().execute(async (tx) => {
      running.push(`${name} begins`);
      await write(tx, name);
      running.push(`${name} ends`);
    });
  await Promise.all([transaction('one'), transaction('two'), transaction('three')]);
  expect(running).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends']);
  expect(await texts()).toEqual(['one', 'two', 'three']);
});

test('a query that fails gives the connection back', async () => {
  await expect(sql`select nonsense`.execute(db.query)).rejects.toThrow('nonsense');
  expect(await texts()).toEqual([]);
});

test('what one notifies is heard', async () => {
  const heard = new Promise<string>((resolve) => {
    void db
      .listen('channel', { heard: resolve, missed: () => {} })
      .then(() => db.query.transaction().execute((tx) => sql`select pg_notify('channel', 'something')`.execute(tx)));
  });
  expect(await heard).toBe('something');
});
