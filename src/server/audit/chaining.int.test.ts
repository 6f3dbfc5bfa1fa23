import { type RawBuilder, sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetOld } from '#server/repositories/housekeeping';
import { auditProofSchema } from '#shared/protocol/audit';
import { startTestServer, type TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';
import { audit } from './audit.ts';
import { chainSome, startChaining } from './chaining.ts';
import { prove } from './proof.ts';

let server: TestServer;
beforeAll(async () => {
  // Chained by the tests, when they want it.
  server = await startTestServer({ config: { auditChainMs: 3_600_000 } });
});
afterAll(() => server.stop());

const write = (count: number) =>
  server.write(async (tx) => {
    for (let place = 0; place < count; place++) {
      const detail = { interaction: `prova ${place}` };
      await audit(tx, { by: null, at: server.deps.clock(), action: 'interactionReported', subject: null, detail });
    }
  });
const proof = () => server.write((tx) => prove(tx, { most: 1_000_000 }));

/** Somebody with the database in their hands, in whose way no trigger stands; undone afterwards. */
async function tampered<T>(how: RawBuilder<unknown>, look: () => Promise<T>): Promise<T> {
  const run = (statement: RawBuilder<unknown>) => server.write((tx) => statement.execute(tx));
  const free = sql`alter table audit_entries disable trigger user`;
  await run(sql`create table kept_entries as select * from audit_entries`);
  await run(free);
  try {
    await run(how);
    return await look();
  } finally {
    await run(sql`delete from audit_entries`);
    await run(sql`insert into audit_entries overriding system value select * from kept_entries`);
    await run(sql`alter table audit_entries enable trigger user`);
    await run(sql`drop table kept_entries`);
  }
}

beforeEach(async () => {
  await write(5);
  while ((await server.write(chainSome)) > 0);
});

test('what nobody has touched is proved to its end, and goes on where it ended', async () => {
  const first = await proof();
  expect(first).toMatchObject({ brokenAt: null, isWhole: true });
  await write(3);
  expect(await server.write(chainSome)).toBe(3);
  const next = await server.write((tx) => prove(tx, { from: first.to, most: 1_000_000 }));
  expect(next).toMatchObject({ from: first.to, to: { seq: first.to.seq + 3 }, brokenAt: null, isWhole: true });
  // In the order in which they were written.
  const places = await server.write((tx) =>
    sql<{ inOrder: boolean }>`select bool_and(seq = place) as "inOrder" from (
      select seq, row_number() over (order by id) as place from audit_entries) as placed`.execute(tx),
  );
  expect(places.rows).toEqual([{ inOrder: true }]);
});

test.each([
  ['changed', sql`update audit_entries set actor = 'another' where seq = 3`, 3],
  ['changed in its detail alone', sql`update audit_entries set detail = '{"interaction":"1"}' where seq = 3`, 3],
  [
    'changed with a hash made for it',
    sql`update audit_entries set actor = 'another', hash = sha256('prova') where seq = 3`,
    3,
  ],
  ['missing', sql`delete from audit_entries where seq = 3`, 3],
  ['missing at the beginning', sql`delete from audit_entries where seq = 1`, 1],
  [
    'swapped with the next',
    sql`with those as (select seq, lead(id) over (order by seq) as next, lag(id) over (order by seq) as last from audit_entries where seq in (3, 4))
      update audit_entries set action = other.action, detail = other.detail, at = other.at, actor = other.actor from audit_entries as other, those
      where those.seq = audit_entries.seq and other.id = coalesce(those.next, those.last)`,
    3,
  ],
])('an entry that was %s is found', async (_how, statement, place) => {
  await expect(tampered(statement, proof)).resolves.toMatchObject({ brokenAt: place, isWhole: false });
  expect(await proof()).toMatchObject({ brokenAt: null, isWhole: true });
});

test('entries that are missing at the end are missed', async () => {
  const { to } = await proof();
  const without = sql`delete from audit_entries where seq > ${to.seq - 2}`;
  expect(await tampered(without, proof)).toMatchObject({ brokenAt: to.seq - 1, isWhole: false });
});

test('what was kept long enough is cut off, and the rest is proved from there', async () => {
  const { to: before } = await proof();
  server.pass(1_000);
  const since = server.deps.clock();
  await write(2);
  while ((await server.write(chainSome)) > 0);
  const long = new Date(0);
  const kept = { idempotency: long, failedSignIns: long, tombstones: long, generations: long, help: long };
  await forgetOld(server.deps.db, { ...kept, audit: since, gaps: long, now: since });
  expect(await proof()).toMatchObject({ from: before, brokenAt: null, isWhole: true });
  const oldest = await server.write((tx) =>
    tx.selectFrom('audit_entries').select(['action', 'at']).orderBy('id').execute(),
  );
  expect(oldest.every(({ at }) => at >= since)).toBe(true);
  expect(oldest.at(-1)).toMatchObject({ action: 'auditCut' });
  // Whoever goes on from a place that is not there any more begins where it begins now.
  const from = { seq: 1, hash: new Uint8Array(32) };
  const rest = await server.write((tx) => prove(tx, { from, most: 1_000_000 }));
  expect(rest).toMatchObject({ from: before, brokenAt: null, isWhole: true });
});

test('the privacy officer proves it piece by piece, and nobody else', async () => {
  await server.write((tx) =>
    tx.updateTable('agents').set({ role: 'privacy' }).where('username', '=', 'sara').execute(),
  );
  const [sara, giulia] = [await server.as('sara'), await server.as('giulia')];
  expect((await giulia({ url: '/v1/audit/proof' })).statusCode).toBe(403);
  const whole = auditProofSchema.parse((await sara({ url: '/v1/audit/proof' })).json());
  expect(whole).toMatchObject({ brokenAt: null, isWhole: true });
  const rest = auditProofSchema.parse((await sara({ url: '/v1/audit/proof', query: { after: whole.upTo } })).json());
  expect(rest).toMatchObject({ after: whole.upTo, brokenAt: null, isWhole: true });
  const lie = `${whole.upTo.split(':')[0]}:${'0'.repeat(64)}`;
  expect((await sara({ url: '/v1/audit/proof', query: { after: lie } })).json()).toMatchObject({ isWhole: false });
  const proofs = await server.write((tx) =>
    tx.selectFrom('audit_entries').select('detail').where('action', '=', 'auditProved').orderBy('id').execute(),
  );
  const upTo = Number(whole.upTo.split(':')[0]);
  const brokenAt = upTo + 1;
  expect(proofs.map(({ detail }) => detail)).toEqual([
    { upTo, brokenAt: null },
    { upTo, brokenAt: null },
    { upTo, brokenAt },
  ]);
});

test('whoever keeps the server’s log has the chain’s end once an hour, to compare it with', async () => {
  const lines: { audit?: string }[] = [];
  const logger = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
  const chaining = startChaining({ ...server.deps, logger, config: { ...server.deps.config, auditChainMs: 20 } });
  const told = () => lines.flatMap((line) => line.audit ?? []);
  try {
    await untilHolds(() => expect(told()).toHaveLength(1));
    const { to } = await proof();
    expect(told()).toEqual([`${to.seq}:${Buffer.from(to.hash).toString('hex')}`]);
    await write(3);
    await untilHolds(async () => expect((await proof()).to.seq).toBe(to.seq + 3));
  } finally {
    await chaining.stop();
  }
  expect(told()).toHaveLength(1);
});

test('the server chains by itself, a moment after', async () => {
  const other = await startTestServer({ config: { auditChainMs: 20 } });
  try {
    await other.as('giulia');
    await untilHolds(async () => {
      const { to, isWhole } = await other.write((tx) => prove(tx, { most: 1_000 }));
      expect(isWhole && to.seq > 0).toBe(true);
    });
  } finally {
    await other.stop();
  }
});
