import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemUrn } from '#shared/protocol/errors';
import { type Change, type ChangesPage, changesPageSchema } from '#shared/protocol/sync';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { feedNow } from '#test/support/wholeSet';

let server: TestServer;
let giulia: Ask;
beforeAll(async () => {
  server = await startTestServer();
  giulia = await server.as('giulia');
});
afterAll(() => server.stop());

async function changes(cursor: string, limit = 100, ask = giulia): Promise<ChangesPage> {
  const answer = await ask({ url: '/v1/sync/changes', query: { cursor, limit: String(limit) } });
  expect(answer.statusCode).toBe(200);
  return changesPageSchema.parse(answer.json());
}

/** Where the feed stands now. */
const now = () => feedNow(giulia);

const keyOf = (change: Change) =>
  change.kind === 'tombstone' ? `gone ${change.entity} ${change.id}` : `${change.kind} ${change.row.id}`;

const rename = (id: string, name: string) =>
  server.write((tx) => tx.updateTable('customers').set({ name }).where('id', '=', id).execute());
const customers = () => server.write((tx) => tx.selectFrom('customers').select('id').orderBy('id').execute());

test('changes come once, in pages, each row as it is now', async () => {
  const from = await now();
  const ids = (await customers()).slice(0, 5).map(({ id }) => id);
  for (const id of ids) await rename(id, 'First');
  await rename(ids[0] ?? '', 'Second');
  const seen: Change[] = [];
  let cursor = from;
  let more = true;
  while (more) {
    const next = await changes(cursor, 2);
    expect(next.changes.length).toBeLessThanOrEqual(2);
    seen.push(...next.changes);
    ({ next: cursor, more } = next);
  }
  expect(seen.map((change) => (change.kind === 'customer' ? change.row.name : change.kind))).toEqual([
    'First',
    'First',
    'First',
    'First',
    'Second',
  ]);
  expect(await changes(cursor)).toMatchObject({ changes: [], portfolios: ['company'] });
});

test('versions grow with every change', async () => {
  const from = await now();
  const id = (await customers())[6]?.id ?? '';
  const version = async () => {
    const [change] = (await changes(from)).changes;
    return change?.kind === 'customer' ? change.row.version : null;
  };
  await rename(id, 'One');
  const before = await version();
  await rename(id, 'Two');
  expect(await version()).toBe((before ?? 0) + 1);
});

test('a deletion is a tombstone, of everything that went with it; who comes back goes on counting', async () => {
  const carlo = await server.write((tx) =>
    tx.selectFrom('customers').selectAll().where('code', '=', 'AU-10003').executeTakeFirstOrThrow(),
  );
  const from = await now();
  await server.write((tx) => tx.deleteFrom('customers').where('id', '=', carlo.id).execute());
  const gone = await changes(from);
  expect(gone.changes.map(keyOf)).toContain(`gone customer ${carlo.id}`);
  expect(gone.changes.map((change) => change.kind === 'tombstone' && change.entity).sort()).toEqual([
    'case',
    'contact',
    'contact',
    'contact',
    'customer',
  ]);
  await server.write((tx) =>
    sql`insert into customers (id, code, kind, name, language, updated_at)
      values (${carlo.id}, 'AU-10003', 'person', 'Carlo Bassi', 'it', now())`.execute(tx),
  );
  const back = await changes(gone.next);
  expect(back.changes.map((change) => change.kind === 'customer' && change.row.version)).toEqual([carlo.version + 2]);
});

test.each(['nonsense', 'WyJjIiwiNzYzIiwiIl0.ZtF85q_i01X-3ZLS1aCMQA', '.'])(
  'a cursor that this backend has not made (%s) has expired',
  async (cursor) => {
    for (const url of ['/v1/sync/changes', '/v1/sync/manifest']) {
      const answer = await giulia({ url, query: { cursor } });
      expect(answer.statusCode).toBe(410);
      expect(answer.json()).toMatchObject({ type: problemUrn('cursor-expired') });
    }
  },
);

test("another agent's cursor has expired for me", async () => {
  const luca = await server.as('luca');
  expect((await luca({ url: '/v1/sync/changes', query: { cursor: await now() } })).statusCode).toBe(410);
});

test.each(['', 'abc', '0', '5000'])('a limit of "%s" is refused', async (limit) => {
  const answer = await giulia({ url: '/v1/sync/changes', query: { cursor: 'x', limit } });
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors).toMatchObject([{ field: 'limit' }]);
});
