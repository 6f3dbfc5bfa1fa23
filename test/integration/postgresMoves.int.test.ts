// Rows that are written while what they lie with is moved to another portfolio: two transactions of a real PostgreSQL.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#server/db/db';
import { house, type Seen, scopeOf, seenBy } from '#server/db/seenBy';
import { keepClients, placeQueues } from '#server/repositories/portfolios';
import { migrated } from '../support/beginnings.ts';
import { aboutCustomers, addCustomer, idOf, insertionOf, type Table } from '../support/crossings.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { openTestDatabase } from '../support/testDatabase.ts';
import { until } from '../support/until.ts';

let postgres: Postgres;
let db: Db;
beforeAll(async () => {
  postgres = await startPostgres();
  db = await openTestDatabase(migrated, postgres.url);
  await seenBy(db.query, house, async (tx) => {
    await keepClients(tx, 'Prova', [
      { id: 'aurora', name: 'Aurora' },
      { id: 'borea', name: 'Borea' },
    ]);
  });
});
afterAll(async () => {
  await db.close();
  await postgres.stop();
});

/** `write` is done and not yet over when `move` begins; resolves when both are over. */
async function meanwhile(write: (tx: Seen) => Promise<unknown>, move: (tx: Seen) => Promise<unknown>): Promise<void> {
  const writing = await db.query.startTransaction().execute();
  await sql`select set_config('cornetta.scope', ${scopeOf(house)}, true)`.execute(writing);
  await write(writing as unknown as Seen);
  let isOver = false;
  const moving = seenBy(db.query, house, move).finally(() => {
    isOver = true;
  });
  await until('the move is over, or waits', async () => {
    const { rows } =
      await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        db.query,
      );
    return isOver || rows.length > 0;
  });
  await writing.commit().execute();
  await moving;
}

const whatGoesAlong: readonly Table[] = [
  'customer_phones',
  'cases',
  'contacts',
  'notes',
  'field_changes',
  ...aboutCustomers,
  'import_rows',
  'attachments',
  'attachment_parts',
  'duplicate_pairs',
];

test.each(whatGoesAlong.map((table, n) => ({ table, letter: String.fromCharCode(65 + n) })))(
  'of $table nothing stays behind with those who see the customer no more',
  async ({ table, letter }) => {
    const customer = idOf(`C${letter}`);
    const put = (tx: Seen, what: Table, id: string) => insertionOf(what, customer, 'aurora', id).execute(tx);
    await seenBy(db.query, house, async (tx) => {
      await addCustomer(tx, customer, 'aurora');
      await put(tx, 'imports', customer);
      if (table !== 'cases') await put(tx, 'cases', idOf(`K${letter}`));
      if (table === 'attachment_parts') await put(tx, 'attachments', customer);
    });
    await meanwhile(
      (tx) => put(tx, table, table === 'cases' ? idOf(`K${letter}`) : customer),
      (tx) => sql`update customers set portfolio_id = 'borea' where id = ${customer}`.execute(tx),
    );
    const { rows } = await seenBy(db.query, house, (tx) =>
      sql`select from ${sql.table(table)} where portfolio_id = 'aurora'`.execute(tx),
    );
    expect(rows).toEqual([]);
  },
);

test.each([
  ['closed', { id: 'disputes', client: 'aurora', closed: true }],
  ['given to another company', { id: 'support', client: 'borea', closed: true }],
])('of a queue that is %s, what it works on meanwhile lies where it lies', async (_how, queue) => {
  const customer = idOf(queue.id.slice(0, 2).toUpperCase());
  await seenBy(db.query, house, async (tx) => {
    await addCustomer(tx, customer, queue.client);
    await sql`insert into queues (id, position, number, language, name, about, client_id)
      values (${queue.id}, 0, ${queue.id}, 'it', '{}', '{}', 'aurora')`.execute(tx);
  });
  await meanwhile(
    (tx) =>
      sql`insert into contacts (id, customer_id, queue_id, at, channel, direction, agent_name, note)
        values (${customer}, ${customer}, ${queue.id}, now(), 'call', 'incoming', 'Prova', '')`.execute(tx),
    (tx) => placeQueues(tx, [queue]),
  );
  const { rows } = await seenBy(db.query, house, (tx) =>
    sql`select portfolio_id from contacts where id = ${customer}`.execute(tx),
  );
  expect(rows).toEqual([{ portfolio_id: queue.id }]);
});
