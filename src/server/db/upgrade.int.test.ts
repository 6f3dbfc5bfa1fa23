// A database of an earlier version, made by the superuser that PGlite lets everybody be: its rows are placed, and out of sight from then on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '#test/support/memoryDatabase';
import { search } from '../repositories/customers.ts';
import { placeQueues } from '../repositories/portfolios.ts';
import type { Db } from './db.ts';
import { migrate, migrations } from './migrate.ts';
import { openPGlite } from './pglite.ts';
import { house, seenBy } from './seenBy.ts';
import type { Tables } from './tables.ts';

const beforePortfolios = migrations.filter(({ number }) => number < 120);
const [customer, known, unknown] = [
  '01JZZZZZZZZZZZZZZZZZZZZZZC',
  '01JZZZZZZZZZZZZZZZZZZZZZZK',
  '01JZZZZZZZZZZZZZZZZZZZZZZU',
];

let folder: string;
let db: Db;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-upgrade-'));
  const pglite = await PGlite.create({ dataDir: join(folder, 'pgdata'), loadDataDir: await emptyDatabase() });
  const query = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  await migrate(
    { query, listen: () => Promise.reject(new Error('nobody listens')), connections: null, close: async () => {} },
    beforePortfolios,
  );
  await pglite.exec(`
    insert into company (name, country, practice, greeting, feature_codes) values ('Prova S.r.l.', 'IT', false, '{}', '{}');
    insert into agents (id, username, password_hash, name, given_name, role, language)
      values ('ada', 'ada', '', 'Ada Prova', 'Ada', 'agent', 'it');
    insert into queues (id, position, number, language, name, about) values ('desk', 0, '900', 'it', '{}', '{}');
    insert into reason_groups (code, position, labels) values ('REC', 0, '{}');
    insert into reasons (code, group_code, position, labels, priority, desk) values ('REC-04', 'REC', 0, '{}', 'P1', '');
    insert into outcome_groups (code, position, labels) values ('INO', 0, '{}');
    insert into outcomes (code, group_code, position, labels) values ('INO-3', 'INO', 0, '{}');
    insert into customers (id, code, kind, name, language, updated_at)
      values ('${customer}', 'PR-1000', 'person', 'Niccolò D’Amico-Rossi', 'it', now());
    insert into customer_phones (customer_id, position, raw, tail, kind) values ('${customer}', 0, '0', '0', 'other');
    insert into contacts (id, customer_id, at, channel, direction, agent_name, note) values
      ('${known}', '${customer}', now(), 'call', 'incoming', 'Ada Prova', ''),
      ('${unknown}', '${customer}', now(), 'call', 'incoming', 'Ada Prova', '');
    insert into interactions (id, agent_id, direction, channel, caller, queue_id, customer_id, started_at, closed_at,
        reason_code, outcome_code, note, events, received_at, version)
      select id, 'ada', 'incoming', 'call', '{}', case id when '${known}' then 'desk' else 'long-gone' end, customer_id,
        now(), now(), 'REC-04', 'INO-3', '', '[]', now(), 1 from contacts;
  `);
  await pglite.close();
  db = await openPGlite(folder);
  await migrate(db);
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const contacts = () =>
  seenBy(db.query, house, (tx) =>
    tx.selectFrom('contacts').select(['id', 'queue_id', 'portfolio_id', 'version']).orderBy('id').execute(),
  );

test('whoever was there sees everything as before; without anybody’s eyes there is nothing', async () => {
  expect(await db.query.selectFrom('agents').select('portfolios').execute()).toEqual([{ portfolios: ['company'] }]);
  const ada = { kind: 'agent' as const, portfolios: ['company'] };
  const seen = await seenBy(db.query, ada, async (tx) => ({
    phones: await tx.selectFrom('customer_phones').select('portfolio_id').execute(),
    contacts: (await tx.selectFrom('contacts').select('id').execute()).length,
    clients: await tx.selectFrom('clients').select(['id', 'name']).execute(),
  }));
  expect(seen).toEqual({
    phones: [{ portfolio_id: 'company' }],
    contacts: 2,
    clients: [{ id: 'company', name: 'Prova S.r.l.' }],
  });
  expect(await db.query.selectFrom('customers').select('id').execute()).toEqual([]);
});

test('the tables are the server’s, who is no superuser, and stay so when it is opened again', async () => {
  for (const _again of [1, 2]) {
    const { rows } = await sql`
      select current_user as role, rolsuper or rolbypassrls as above,
        (select count(*)::int from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
          and relowner <> current_user::regrole) as others
      from pg_roles where rolname = current_user`.execute(db.query);
    expect(rows).toEqual([{ role: 'cornetta_server', above: false, others: 0 }]);
    await db.close();
    db = await openPGlite(folder);
  }
});

test('names are found by the beginnings of their words, as before', async () => {
  const found = async (text: string) =>
    (await seenBy(db.query, house, (tx) => search(tx, text, { restricted: false }))).map(({ id }) => id);
  for (const text of ['nicco', 'rossi amic', 'D’Amico', 'Niccolo D amico Rossi']) {
    expect(await found(text)).toEqual([customer]);
  }
  expect(await found('mico')).toEqual([]);
  await seenBy(db.query, house, (tx) => tx.updateTable('customers').set({ name: 'Anna Verdi' }).execute());
  expect(await found('rossi')).toEqual([]);
  expect(await found('verdi anna')).toEqual([customer]);
});

test('contacts know their queue, without a new version; closed later, it takes along what it had worked on', async () => {
  expect(await contacts()).toEqual([
    { id: known, queue_id: 'desk', portfolio_id: 'company', version: 1 },
    { id: unknown, queue_id: null, portfolio_id: 'company', version: 1 },
  ]);
  await placeQueues(db.query, [{ id: 'desk', client: 'company', closed: true }]);
  expect(await contacts()).toMatchObject([{ portfolio_id: 'desk', version: 2 }, { portfolio_id: 'company' }]);
  await placeQueues(db.query, [{ id: 'desk', client: 'company', closed: false }]);
  expect(await contacts()).toMatchObject([{ portfolio_id: 'company', version: 3 }, { portfolio_id: 'company' }]);
});
