import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { problemUrn } from '#shared/protocol/errors';
import { type Change, changesPageSchema, type Row } from '#shared/protocol/sync';
import { blocksIn } from '#test/support/segmentBlocks';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { manifestOf, segmentOf, wholeSet } from '#test/support/wholeSet';
import { grantPortfolios, keepClients, placeQueues } from '../repositories/portfolios.ts';

let server: TestServer;
let giulia: Ask;
beforeAll(async () => {
  const segments = { hours: 24, drift: 0.05, customers: 10, recentCustomers: 2, recentDays: 30 };
  server = await startTestServer({ customers: 60, config: { segments } });
  giulia = await server.as('giulia');
  await server.write(async (tx) => {
    await keepClients(tx, 'Aurora Servizi S.p.A.', [{ id: 'borea', name: 'Borea' }]);
    await placeQueues(tx, [{ id: 'support', client: 'company', closed: true }]);
    // What Giulia sees is what she is granted.
    await tx.deleteFrom('agent_queues').execute();
  });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.write(async (tx) => {
    await tx.deleteFrom('generations').execute();
    await grantPortfolios(tx, [{ username: 'giulia', portfolios: ['company'] }]);
  });
});

const grant = (...portfolios: string[]) =>
  server.write((tx) => grantPortfolios(tx, [{ username: 'giulia', portfolios }]));
const keyOf = ({ kind, row }: Row) => `${kind} ${row.id} ${row.version}`;
/** What lies in these portfolios, whoever sees them. */
const lyingIn = (...portfolios: string[]) =>
  server.write(async (tx) => {
    const { rows } = await sql<{ key: string }>`
      select key from (
        select concat('customer ', id, ' ', version) as key, portfolio_id from customers
        union all select concat('case ', id, ' ', version), portfolio_id from cases
        union all select concat('contact ', id, ' ', version), portfolio_id from contacts) as lying
      where portfolio_id = any (${portfolios}) order by key`.execute(tx);
    return rows.map(({ key }) => key);
  });
const changesFrom = async (cursor: string): Promise<Change[]> => {
  const answer = await giulia({ url: '/v1/sync/changes', query: { cursor, limit: '2000' } });
  expect(answer.statusCode).toBe(200);
  return changesPageSchema.parse(answer.json()).changes;
};
const someCustomers = (count: number) =>
  server.write((tx) => tx.selectFrom('customers').select('id').orderBy('id', 'desc').limit(count).execute());
const rename = (id: string, name: string) =>
  server.write((tx) => tx.updateTable('customers').set({ name }).where('id', '=', id).execute());

test('the segments hold everything that one sees, and the manifest says how many come', async () => {
  const { rows, manifest } = await wholeSet(giulia);
  expect([...new Set(rows.map(keyOf))].sort()).toEqual(await lyingIn('company'));
  const customers = rows.filter(({ kind }) => kind === 'customer').length;
  expect(manifest.segments.reduce((sum, segment) => sum + segment.customers, 0)).toBe(customers);
  expect(Math.max(...manifest.segments.map((segment) => segment.customers))).toBeLessThanOrEqual(10);
  expect(manifest.portfolios.find(({ id }) => id === 'company')?.client.name).toBe('Aurora Servizi S.p.A.');
});

test('whoever was spoken to last comes first, each with what belongs to them', async () => {
  const { rows } = await wholeSet(giulia);
  const { rows: latest } = await server.write((tx) =>
    sql<{ id: string }>`select customer_id as id from contacts where portfolio_id = 'company' group by 1
      order by max(at) desc, 1 limit 3`.execute(tx),
  );
  const customers = rows.flatMap(({ kind, row }) => (kind === 'customer' ? [row.id] : []));
  expect(customers.slice(0, 3)).toEqual(latest.map(({ id }) => id));
  let of = '';
  for (const { kind, row } of rows) {
    if (kind === 'customer') of = row.id;
    else expect(row.customerId).toBe(of);
  }
});

test('a segment is gone on with from any byte, whatever is asked for at once', async () => {
  const [first] = (await manifestOf(giulia)).segments;
  const whole = await segmentOf(giulia, must(first, 'a segment'));
  expect(whole.statusCode).toBe(200);
  expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', 'content-type': 'application/vnd.cornetta.segment' });
  const { length } = whole.rawPayload;
  const etag = String(whole.headers.etag);
  for (const from of [0, 1, 7, 8, 9, length >> 1, length - 1]) {
    const rest = await segmentOf(giulia, must(first, 'a segment'), { range: `bytes=${from}-`, 'if-range': etag });
    expect(rest.statusCode).toBe(206);
    expect(rest.headers['content-range']).toBe(`bytes ${from}-${length - 1}/${length}`);
    expect(rest.rawPayload).toEqual(whole.rawPayload.subarray(from));
  }
  const middle = await segmentOf(giulia, must(first, 'a segment'), { range: 'bytes=3-5' });
  expect(middle.rawPayload).toEqual(whole.rawPayload.subarray(3, 6));
});

test('asked to go on with other bytes, or in a way that no app has, it is given whole; beyond its end there is nothing', async () => {
  const [first] = (await manifestOf(giulia)).segments;
  const whole = await segmentOf(giulia, must(first, 'a segment'));
  for (const headers of [
    { range: 'bytes=4-', 'if-range': '"0123456789abcdef"' },
    { range: 'bytes=-4' },
    { range: 'bytes=0-1,3-4' },
    { range: 'bytes=5-3' },
    { range: 'rows=1-' },
  ]) {
    const answer = await segmentOf(giulia, must(first, 'a segment'), headers);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload).toEqual(whole.rawPayload);
  }
  const beyond = await segmentOf(giulia, must(first, 'a segment'), { range: `bytes=${whole.rawPayload.length}-` });
  expect(beyond.statusCode).toBe(416);
  expect(beyond.headers['content-range']).toBe(`bytes */${whole.rawPayload.length}`);
});

test('what changes after the manifest comes with the changes, whether its segment has been made or not', async () => {
  const manifest = await manifestOf(giulia);
  const [last, other] = await someCustomers(2);
  await rename(must(last, 'a customer').id, 'Before Its Segment');
  const made = await Promise.all(manifest.segments.map((segment) => segmentOf(giulia, segment)));
  await rename(must(other, 'a customer').id, 'After Its Segment');
  const names = new Map<string, string>();
  const rows: (Row | Change)[] = [
    ...made.flatMap(({ rawPayload }) => blocksIn(rawPayload).flat()),
    ...(await changesFrom(manifest.changes)),
  ];
  for (const change of rows) if (change.kind === 'customer') names.set(change.row.id, change.row.name);
  expect([names.get(must(last, 'a customer').id), names.get(must(other, 'a customer').id)]).toEqual([
    'Before Its Segment',
    'After Its Segment',
  ]);
});

test('whoever comes after the manifest is in a segment or in the changes', async () => {
  const manifest = await manifestOf(giulia);
  const id = '01ZZZZZZZZZZZZZZZZZZZZZZZZ';
  await server.write((tx) =>
    sql`insert into customers (id, code, kind, name, language, updated_at)
      values (${id}, 'ZZ-9999', 'person', 'Zita Zeta', 'it', now())`.execute(tx),
  );
  const last = must(manifest.segments.at(-1), 'a segment');
  expect(
    blocksIn((await segmentOf(giulia, last)).rawPayload)
      .flat()
      .map(({ row }) => row.id),
  ).toContain(id);
  expect((await changesFrom(manifest.changes)).map((change) => change.kind === 'customer' && change.row.id)).toContain(
    id,
  );
  await server.write((tx) => tx.deleteFrom('customers').where('id', '=', id).execute());
});

test('asked for twice, also at once, a generation and its bytes are made once', async () => {
  const [one, other] = await Promise.all([manifestOf(giulia), manifestOf(giulia)]);
  expect(one.segments).toEqual(other.segments);
  expect((await manifestOf(giulia)).segments).toEqual(one.segments);
  const first = must(one.segments[0], 'a segment');
  const [here, there] = await Promise.all([segmentOf(giulia, first), segmentOf(giulia, first)]);
  expect(here.headers.etag).toBe(there.headers.etag);
  await rename(must((await someCustomers(60)).at(-1), 'a customer').id, 'Not In There');
  expect((await segmentOf(giulia, first)).rawPayload).toEqual(here.rawPayload);
});

test('a generation is given out for a day, or until too much has changed', async () => {
  const generation = async () => (await manifestOf(giulia)).segments[0]?.generation;
  const first = await generation();
  for (const { id } of await someCustomers(10)) await rename(id, 'Few Enough');
  expect(await generation()).toBe(first);
  await rename(must((await someCustomers(11)).at(-1), 'a customer').id, 'One Too Many');
  const second = await generation();
  expect(second).not.toBe(first);
  server.pass(23 * 3_600_000);
  const giuliaLater = await server.as('giulia');
  expect((await manifestOf(giuliaLater)).segments[0]?.generation).toBe(second);
  server.pass(2 * 3_600_000);
  giulia = await server.as('giulia');
  expect(await generation()).not.toBe(second);
});

test('of a right that is gained only its portfolio is loaded, from where the rows reach that are there', async () => {
  const { cursor } = await wholeSet(giulia);
  const [moving, changing] = (await someCustomers(2)).map(({ id }) => id);
  await server.write((tx) =>
    tx.updateTable('customers').set({ portfolio_id: 'borea' }).where('id', '=', must(moving, 'a customer')).execute(),
  );
  const reached = changesPageSchema.parse((await giulia({ url: '/v1/sync/changes', query: { cursor } })).json());
  await rename(must(changing, 'a customer'), 'Changed Meanwhile');
  await grant('borea', 'company');
  const page = changesPageSchema.parse(
    (await giulia({ url: '/v1/sync/changes', query: { cursor: reached.next } })).json(),
  );
  expect(page.portfolios).toEqual(['borea', 'company']);
  const gained = await wholeSet(giulia, { cursor: page.next, portfolios: 'borea' });
  expect(new Set(gained.rows.map(({ row }) => row.portfolioId))).toEqual(new Set(['borea']));
  expect(gained.rows.map(({ row }) => row.id)).toContain(moving);
  // From the earlier of both places: nothing of the other portfolios is passed by.
  const early = await wholeSet(giulia, { cursor: reached.next, portfolios: 'borea' });
  expect((await changesFrom(early.cursor)).map((change) => change.kind === 'customer' && change.row.name)).toContain(
    'Changed Meanwhile',
  );
  await server.write((tx) =>
    tx.updateTable('customers').set({ portfolio_id: 'company' }).where('id', '=', must(moving, 'a customer')).execute(),
  );
});

test('a closed queue’s segments hold what it has worked on, and no customer', async () => {
  const { rows } = await server.write((tx) =>
    sql<{ id: string }>`update contacts set queue_id = 'support'
      where id = (select min(id) from contacts) returning id`.execute(tx),
  );
  await grant('support');
  const seen = await wholeSet(giulia);
  expect(seen.rows.map(({ kind, row }) => [kind, row.id])).toEqual([['contact', rows[0]?.id]]);
  await server.write((tx) => sql`update contacts set queue_id = null where queue_id is not null`.execute(tx));
});

test('who sees nothing loads nothing', async () => {
  await grant();
  expect(await wholeSet(giulia)).toMatchObject({ rows: [], manifest: { portfolios: [], segments: [] } });
});

test('the segments of a portfolio that is not, or no longer, one’s own are gone', async () => {
  const manifest = await manifestOf(giulia);
  const [begun, other] = [must(manifest.segments[0], 'a segment'), must(manifest.segments[1], 'another')];
  expect((await segmentOf(giulia, begun)).statusCode).toBe(200);
  await grant('borea');
  for (const segment of [begun, other, { generation: '01ZZZZZZZZZZZZZZZZZZZZZZZZ', number: 0 }]) {
    const answer = await segmentOf(giulia, segment);
    expect(answer.statusCode).toBe(410);
    expect(answer.json()).toMatchObject({ type: problemUrn('cursor-expired') });
  }
  const empty = (await manifestOf(giulia)).segments;
  expect(empty).toMatchObject([{ portfolioId: 'borea', number: 0, customers: 0 }]);
  expect((await segmentOf(giulia, must(empty[0], 'an empty one'))).rawPayload).toHaveLength(0);
});

test('whoever is deleted is in no kept bytes any more', async () => {
  const { rows, manifest } = await wholeSet(giulia);
  const gone = must(
    rows.find((row) => row.kind === 'customer'),
    'a customer',
  ).row.id;
  const etags = async () =>
    Promise.all(manifest.segments.map(async (segment) => (await segmentOf(giulia, segment)).headers.etag));
  const before = await etags();
  await server.write((tx) => tx.deleteFrom('customers').where('id', '=', gone).execute());
  const kept = await server.write((tx) => tx.selectFrom('segments').select(['bytes']).orderBy('number').execute());
  expect(kept.filter(({ bytes }) => bytes === null)).toHaveLength(2);
  const again = await Promise.all(manifest.segments.map((segment) => segmentOf(giulia, segment)));
  expect(again.flatMap(({ rawPayload }) => blocksIn(rawPayload).flat()).map(({ row }) => row.id)).not.toContain(gone);
  expect((await etags()).filter((etag, place) => etag !== before[place])).toHaveLength(2);
});

test('whom the trigger had to pass over is given out no more either', async () => {
  const { rows, manifest } = await wholeSet(giulia);
  const gone = must(
    rows.find((row) => row.kind === 'customer'),
    'a customer',
  ).row.id;
  await server.write(async (tx) => {
    await sql`alter table customers disable trigger forgotten`.execute(tx);
    await tx.deleteFrom('customers').where('id', '=', gone).execute();
    await sql`alter table customers enable trigger forgotten`.execute(tx);
  });
  const again = await Promise.all(manifest.segments.map((segment) => segmentOf(giulia, segment)));
  const given = again.flatMap(({ rawPayload }) => blocksIn(rawPayload).flat());
  expect(given.flatMap(({ kind, row }) => (kind === 'customer' ? row.id : row.customerId))).not.toContain(gone);
});

test('what a closed queue has worked on for somebody who is deleted is in no kept bytes any more', async () => {
  const { rows } = await server.write((tx) =>
    sql<{ customer: string }>`update contacts set queue_id = 'support'
      where id = (select min(id) from contacts) returning customer_id as customer`.execute(tx),
  );
  await grant('support');
  const { manifest } = await wholeSet(giulia);
  await server.write((tx) =>
    tx.deleteFrom('customers').where('id', '=', must(rows[0], 'a contact').customer).execute(),
  );
  const kept = await server.write((tx) =>
    tx.selectFrom('segments').select('bytes').where('portfolio_id', '=', 'support').execute(),
  );
  expect(kept).toEqual([{ bytes: null }]);
  expect((await segmentOf(giulia, must(manifest.segments[0], 'a segment'))).rawPayload).toHaveLength(0);
});

test('a cursor that is no longer good is no place to load from', async () => {
  const answer = await giulia({ url: '/v1/sync/manifest', query: { cursor: 'nonsense' } });
  expect(answer.statusCode).toBe(410);
});
