import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Customer } from '#shared/model/customer';
import { customerIdSchema } from '#shared/model/ids';
import { duplicatesSchema, type OpenPairs, openPairsSchema } from '#shared/protocol/merges';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from '../deps.ts';
import { findDuplicates } from './duplicates.ts';
import { grantPortfolios, keepClients } from './portfolios.ts';

let server: TestServer;
let giulia: Ask;
let sara: Ask;
beforeAll(async () => {
  server = await startTestServer({ customers: 0 });
  [giulia, sara] = [await server.as('giulia'), await server.as('sara')];
});
afterAll(() => server.stop());
beforeEach(() => server.write((tx) => sql`delete from customers`.execute(tx)));

let made = 0;
async function add(
  name: string,
  {
    taxCode = null,
    phone = null,
    portfolio = 'company',
  }: {
    taxCode?: string | null;
    phone?: string | null;
    portfolio?: string;
  },
): Promise<Customer['id']> {
  const id = customerIdSchema.parse(newId(server.deps));
  made += 1;
  await server.write(async (tx) => {
    await sql`insert into customers (id, code, kind, name, language, updated_at, tax_code, portfolio_id)
      values (${id}, ${`PR-${1000 + made}`}, 'person', ${name}, 'it', now(), ${taxCode}, ${portfolio})`.execute(tx);
    if (phone === null) return;
    await sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind)
      values (${id}, 0, ${phone}, ${phone}, ${phone.slice(-9)}, 'mobile')`.execute(tx);
  });
  return id;
}

/** As housekeeping does it, in slices. */
async function refresh(limit = 2): Promise<void> {
  while (await server.write((tx) => findDuplicates(tx, server.deps.clock(), limit)));
}
const open = async (): Promise<OpenPairs> => openPairsSchema.parse((await sara({ url: '/v1/duplicates' })).json());
const namesOf = ({ pairs }: OpenPairs) => pairs.map(({ one, other }) => [one.name, other.name].sort());
const of = async (id: string, ask = giulia) =>
  duplicatesSchema.parse((await ask({ url: `/v1/customers/${id}/duplicates` })).json()).pairs;
const say = (what: 'report' | 'not-same', one: string, other: string, ask: Ask) =>
  ask({
    method: 'POST',
    url: `/v1/duplicates/${what}`,
    headers: { 'idempotency-key': newId(server.deps) },
    payload: { one, other },
  });

test('likely pairs are listed with the reason, the likeliest first, and shown on both cards', async () => {
  const carlo = await add('Carlo Bassi', { phone: '+390000000501' });
  const basi = await add('Carlo Basi', { phone: '+390000000501' });
  const anna = await add('Anna Conti', { taxCode: 'CNTNNA80A41F205X' });
  const conti = await add('Conti Anna', { taxCode: 'cntnna80a41f205x' });
  await add('Marta Bassi', { phone: '+390000000501' });
  await refresh();
  const found = await open();
  expect(found.total).toBe(2);
  expect(found.pairs.map(({ reasons }) => reasons)).toEqual([['sameTaxCode'], ['sameNumber']]);
  expect(namesOf(found)).toEqual([
    ['Anna Conti', 'Conti Anna'],
    ['Carlo Basi', 'Carlo Bassi'],
  ]);
  expect((await of(carlo)).map(({ customer, reasons }) => [customer.id, reasons])).toEqual([[basi, ['sameNumber']]]);
  expect((await of(conti)).map(({ customer }) => customer.id)).toEqual([anna]);
});

test('a list that is longer than a page is read to its end, each pair once, whatever is dealt with meanwhile', async () => {
  const ids = await server.write(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into customers (id, code, kind, name, language, updated_at)
      select '01JYYYYYYYYYYYYYYYYYYY' || lpad(n::text, 4, '0'), 'LP-' || (1000 + n), 'person', 'Carlo Bassi', 'it', now()
      from generate_series(1, 240) as n returning id`.execute(tx);
    // Many as likely as one another, some reported.
    await sql`insert into duplicate_pairs (one, other, reasons, score, found_at, reported_at)
      select one.id, other.id, '["sameTaxCode"]', (1000 - n / 40) / 1000.0, now(), case when n % 37 = 0 then now() end
      from generate_series(1, 120) as n
      join customers as one on one.code = 'LP-' || (1000 + n) join customers as other on other.code = 'LP-' || (1120 + n)`.execute(
      tx,
    );
    return rows.map(({ id }) => id);
  });
  const page = async (after: string | null): Promise<OpenPairs> =>
    openPairsSchema.parse((await sara({ url: '/v1/duplicates', ...(after !== null && { query: { after } }) })).json());
  const seen: string[] = [];
  let next: string | null = null;
  const sizes: number[] = [];
  let first: OpenPairs['pairs'][number] | undefined;
  do {
    const found: OpenPairs = await page(next);
    sizes.push(found.pairs.length);
    expect(found.total).toBe(sizes.length === 1 ? 120 : 119);
    seen.push(...found.pairs.map(({ one, other }) => `${one.id} ${other.id}`));
    first ??= found.pairs[0];
    // Whatever is taken out of what was read already moves nothing of what comes.
    if (sizes.length === 1 && first !== undefined) await say('not-same', first.one.id, first.other.id, sara);
    next = found.next;
  } while (next !== null);
  expect(sizes).toEqual([50, 50, 20]);
  expect(new Set(seen).size).toBe(120);
  expect((await sara({ url: '/v1/duplicates', query: { after: 'nowhere' } })).statusCode).toBe(422);
  await server.write((tx) => sql`delete from customers where id = any (${ids}::text[])`.execute(tx));
});

test('what agrees no longer is no pair any more, on the card at once and in the list when it was looked for again', async () => {
  const carlo = await add('Carlo Bassi', { taxCode: 'BSSCRL70A01F205X' });
  const other = await add('Carlo Bassi', { taxCode: 'BSSCRL70A01F205X' });
  await refresh();
  expect((await open()).total).toBe(1);
  await server.write((tx) => sql`update customers set tax_code = null where id = ${other}`.execute(tx));
  expect(await of(carlo)).toEqual([]);
  await refresh();
  expect((await open()).total).toBe(0);
});

test('who has been said not to be the same is not asked about again', async () => {
  const carlo = await add('Carlo Bassi', { taxCode: 'BSSCRL70A01F205X' });
  const other = await add('Carlo Bassi', { taxCode: 'BSSCRL70A01F205X' });
  await refresh();
  expect((await say('not-same', other, carlo, giulia)).statusCode).toBe(403);
  expect((await say('not-same', other, carlo, sara)).statusCode).toBe(200);
  expect((await open()).total).toBe(0);
  expect(await of(carlo)).toEqual([]);
  await server.write((tx) => sql`update customers set preference = 'sera' where id = ${carlo}`.execute(tx));
  await refresh();
  expect((await say('report', carlo, other, giulia)).statusCode).toBe(200);
  expect((await open()).total).toBe(0);
});

test('a pair that an agent has reported comes first, says who, and stays though nothing else speaks for it', async () => {
  await add('Anna Conti', { taxCode: 'CNTNNA80A41F205X' });
  await add('Conti Anna', { taxCode: 'CNTNNA80A41F205X' });
  const [carlo, ferri] = [await add('Carlo Bassi', {}), await add('Anna Ferri', {})];
  await refresh();
  expect((await say('report', carlo, ferri, giulia)).statusCode).toBe(200);
  await server.write((tx) => sql`update customers set preference = 'sera'`.execute(tx));
  await refresh();
  const { pairs } = await open();
  expect(pairs.map(({ reportedBy, reasons }) => ({ reportedBy, reasons }))).toEqual([
    { reportedBy: 'Giulia Serra', reasons: [] },
    { reportedBy: null, reasons: ['sameTaxCode'] },
  ]);
  expect(await of(carlo)).toMatchObject([{ customer: { id: ferri }, reported: true }]);
});

test('a number with hundreds of owners pairs nobody, and the owners of others are found without reading everybody', async () => {
  const ids = await server.write(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into customers (id, code, kind, name, language, updated_at)
      select '01JZZZZZZZZZZZZZZZZZZZ' || lpad(n::text, 4, '0'), 'SW-' || (1000 + n), 'person', 'Carlo Bassi', 'it', now()
      from generate_series(1, 500) as n returning id`.execute(tx);
    await sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind)
      select id, 0, '+390000000500', '+390000000500', '000000500', 'mobile' from customers`.execute(tx);
    return rows.map(({ id }) => id);
  });
  await refresh(200);
  expect((await open()).total).toBe(0);
  expect(await of(ids[0] ?? '')).toEqual([]);
});

test.each(['tax_key', 'iban_key', 'email_key', 'street_key', 'birth_key'])(
  'below row-level security, who agrees in %s is found by an index',
  async (key) => {
    const plan = await server.write(async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select theirs.id from customers as mine
        join lateral (select id from customers as owner where owner.${sql.ref(key)} = mine.${sql.ref(key)} limit 21) as theirs on true
        where mine.id = 'x'`.execute(tx);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(new RegExp(`Index Cond: \\(\\(?${key} = mine.${key}`));
  },
);

test('nobody is paired with another company’s customer, nor told of one', async () => {
  await server.write(async (tx) => {
    await keepClients(tx, 'Aurora', [{ id: 'borea', name: 'Borea' }]);
    await grantPortfolios(tx, [{ username: 'sara', portfolios: ['borea', 'company'] }]);
  });
  const own = await add('Carlo Bassi', { taxCode: 'BSSCRL70A01F205X' });
  const theirs = await add('Carlo Bassi', { taxCode: 'BSSCRL70A01F205X', portfolio: 'borea' });
  const second = await add('Bassi Carlo', { taxCode: 'BSSCRL70A01F205X', portfolio: 'borea' });
  await refresh();
  expect((await open()).pairs.map(({ one, other }) => [one.id, other.id].sort())).toEqual([[theirs, second].sort()]);
  expect(await of(own)).toEqual([]);
  expect((await of(theirs, sara)).map(({ customer }) => customer.id)).toEqual([second]);
  expect((await giulia({ url: `/v1/customers/${theirs}/duplicates` })).statusCode).toBe(404);
  expect((await say('report', own, theirs, giulia)).statusCode).toBe(404);
  // Moved to where the first is: parted from who stays, until it is looked for again.
  await server.write((tx) => sql`update customers set portfolio_id = 'company' where id = ${second}`.execute(tx));
  expect((await open()).total).toBe(0);
  await refresh();
  expect((await open()).pairs.map(({ one, other }) => [one.id, other.id].sort())).toEqual([[own, second].sort()]);
});

test('of whom processing is restricted nothing is compared, whatever somebody has reported, until they may be', async () => {
  // Of a number alone: it is shown of whom nothing else is.
  const [carlo, other] = [
    await add('Carlo Bassi', { phone: '+390000000502' }),
    await add('Carlo Bassi', { phone: '+390000000502' }),
  ];
  const reported = await add('Anna Ferri', {});
  await refresh();
  expect((await say('report', reported, other, giulia)).statusCode).toBe(200);
  await server.write((tx) =>
    sql`insert into restrictions (id, customer_id, since, why, by_agent)
      values ('R', ${other}, now(), 'Prova', 'Prova')`.execute(tx),
  );
  expect(await open()).toEqual({ pairs: [], total: 0, next: null });
  for (const id of [carlo, other, reported]) expect(await of(id)).toEqual([]);
  await refresh();
  const kept = await server.write((tx) => tx.selectFrom('duplicate_pairs').select('reported_at').execute());
  expect(kept.map(({ reported_at }) => reported_at !== null)).toEqual([true]);
  await server.write((tx) => sql`update restrictions set lifted_at = now()`.execute(tx));
  await refresh();
  expect((await open()).total).toBe(2);
  for (const [id, others] of [
    [carlo, 1],
    [other, 2],
    [reported, 1],
  ] as const)
    expect(await of(id)).toHaveLength(others);
});
