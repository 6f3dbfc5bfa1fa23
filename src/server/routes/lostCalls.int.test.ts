// Callers who gave up: one line for each, taken by one, settled by a call back or by their ringing again.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boardSchema } from '#shared/protocol/board';
import { problemUrn } from '#shared/protocol/errors';
import { type LostCall, lostCallListSchema } from '#shared/protocol/lostCalls';
import { createModelBridge, type ModelBridge } from '#test/support/modelBridge';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';

let bridge: ModelBridge;
let server: TestServer;
let [giulia, luca, sara]: Ask[] = [];
beforeEach(async () => {
  bridge = createModelBridge();
  server = await startTestServer({ customers: 0, bridge });
  giulia = await server.as('giulia');
  luca = await server.as('luca');
  sara = await server.as('sara');
});
afterEach(() => server.stop());

const mario = '+390000000101';
const later = (seconds: number) => new Date(server.deps.clock().getTime() + seconds * 1_000);
const as = (ask: Ask | undefined): Ask => {
  if (ask === undefined) throw new Error('not signed in');
  return ask;
};
async function listOf(ask: Ask | undefined): Promise<LostCall[]> {
  return lostCallListSchema.parse((await as(ask)({ url: '/v1/lost-calls' })).json()).lostCalls;
}
const untilListed = (ask: Ask | undefined, expected: object[]) =>
  untilHolds(async () => expect(await listOf(ask)).toMatchObject(expected));
let waits = 0;
function waited(queue: string, seconds: number, end: 'answered' | 'abandoned', number?: string): void {
  const id = `wait-${++waits}`;
  bridge.joins(id, queue, later(0), number);
  bridge.leaves(id, queue, later(seconds), end);
}
const change = (ask: Ask | undefined, { id }: LostCall, what: string, payload?: object) =>
  as(ask)({ method: 'POST', url: `/v1/lost-calls/${id}/${what}`, ...(payload && { payload }) });

/** One that everybody in Support sees. */
async function lost(): Promise<LostCall> {
  waited('support', 40, 'abandoned', mario);
  await untilListed(giulia, [{ number: mario }]);
  const [call] = await listOf(giulia);
  if (call === undefined) throw new Error('nothing is listed');
  return call;
}

test('who gives up is listed with queue, time, wait and the customers with that number', async () => {
  const call = await lost();
  const rows = await server.write((tx) => tx.selectFrom('customer_phones').selectAll().execute());
  const owners = rows.filter(({ e164 }) => e164 === mario).map(({ customer_id }) => customer_id);
  expect(owners.length).toBeGreaterThan(0);
  expect(call).toMatchObject({
    queueId: 'support',
    at: later(40).toISOString(),
    waitedSeconds: 40,
    attempts: 1,
    state: { kind: 'open' },
  });
  expect([...call.customerIds].sort()).toEqual([...new Set(owners)].sort());
});

test('who gives up at once, or is a colleague, is no lost call; a withheld number is', async () => {
  waited('support', 4, 'abandoned', mario);
  waited('support', 60, 'abandoned', '1002');
  waited('support', 30, 'abandoned');
  await untilListed(giulia, [{ number: null, waitedSeconds: 30, customerIds: [] }]);
  expect(await listOf(giulia)).toHaveLength(1);
});

test('how soon is at once is said by the company’s list, for the board and the lost calls alike', async () => {
  await server.write((tx) =>
    sql`update lists set body = jsonb_set(body, '{shortAbandonSeconds}', '10') where code = 'figures'`.execute(tx),
  );
  waited('support', 7, 'abandoned', mario);
  waited('support', 10, 'abandoned');
  await untilListed(giulia, [{ number: null, waitedSeconds: 10 }]);
  expect(await listOf(giulia)).toHaveLength(1);
  const { queues } = boardSchema.parse((await as(sara)({ url: '/v1/board' })).json());
  expect(queues.find(({ queueId }) => queueId === 'support')?.today).toMatchObject({ offered: 1, abandoned: 1 });
});

test('who gives up again is the same line, however the number is written', async () => {
  await lost();
  waited('support', 15, 'abandoned', mario.replace('+39', '0039'));
  await untilListed(giulia, [{ attempts: 2, waitedSeconds: 15 }]);
  expect(await listOf(giulia)).toHaveLength(1);
});

test('each sees those of their own queues; a lead sees all', async () => {
  waited('welcome', 10, 'abandoned', '+390000000102');
  waited('complaints', 11, 'abandoned', '+390000000103');
  await untilListed(sara, [{ queueId: 'complaints' }, { queueId: 'welcome' }]);
  expect((await listOf(giulia)).map(({ queueId }) => queueId)).toEqual(['welcome']);
  const [complaint] = await listOf(luca);
  expect(complaint?.queueId).toBe('complaints');
  if (complaint === undefined) throw new Error('nothing is listed');
  expect((await change(giulia, complaint, 'take')).statusCode).toBe(404);
});

test('one takes it and the others see it taken; who comes second is told who has it', async () => {
  const call = await lost();
  expect((await change(giulia, call, 'take')).statusCode).toBe(204);
  expect((await change(giulia, call, 'take')).statusCode).toBe(204);
  const second = await change(luca, call, 'take');
  expect(second.statusCode).toBe(409);
  expect(second.json()).toMatchObject({
    type: problemUrn('taken'),
    current: { state: { by: { name: 'Giulia Serra' } } },
  });
  expect(await listOf(luca)).toMatchObject([{ state: { kind: 'taken', by: { name: 'Giulia Serra' } } }]);
  expect((await change(luca, call, 'release')).statusCode).toBe(409);
  expect((await change(luca, call, 'done', { outcome: 'reached' })).statusCode).toBe(409);
  expect((await change(giulia, call, 'release')).statusCode).toBe(204);
  expect((await change(luca, call, 'take')).statusCode).toBe(204);
});

test('of many who take it at once, one has it', async () => {
  const call = await lost();
  const answers = await Promise.all([giulia, luca, sara].map((ask) => change(ask, call, 'take')));
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 409, 409]);
});

test('a lead gives back what somebody left behind', async () => {
  const call = await lost();
  await change(giulia, call, 'take');
  expect((await change(luca, call, 'release')).statusCode).toBe(409);
  expect((await change(sara, call, 'release')).statusCode).toBe(204);
  expect(await listOf(luca)).toMatchObject([{ state: { kind: 'open' } }]);
});

test('called back it is done, stays in sight until midnight, and a new attempt is a new line', async () => {
  const call = await lost();
  await change(giulia, call, 'take');
  expect((await change(giulia, call, 'done', { outcome: 'notReached' })).statusCode).toBe(204);
  expect(await listOf(luca)).toMatchObject([{ state: { kind: 'done', outcome: 'notReached' } }]);
  expect((await change(luca, call, 'take')).statusCode).toBe(409);
  waited('support', 12, 'abandoned', mario);
  await untilListed(luca, [{ attempts: 1, state: { kind: 'open' } }, { state: { kind: 'done' } }]);
  server.pass(24 * 3_600_000);
  expect(await listOf(await server.as('luca'))).toMatchObject([{ state: { kind: 'open' } }]);
});

test('a number is not called while the data of all who have it may not be used, and is where one of them may be called', async () => {
  const call = await lost();
  const restrict = (customerId: string | undefined) =>
    server.write((tx) =>
      sql`insert into restrictions (id, customer_id, since, why, by_agent)
        values (${`R ${customerId}`}, ${customerId}, now(), 'Prova', 'Prova')`.execute(tx),
    );
  const other = await server.write(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into customer_phones (customer_id, position, raw, e164, tail, kind, portfolio_id)
      select id, 9, ${mario}, ${mario}, ${mario.slice(-9)}, 'other', portfolio_id from customers
      where id <> all (${call.customerIds}) limit 1 returning customer_id as id`.execute(tx);
    return rows[0]?.id;
  });
  for (const owner of call.customerIds) await restrict(owner);
  expect(await listOf(luca)).toMatchObject([{ number: mario, barred: null }]);
  await restrict(other);
  expect(await listOf(luca)).toMatchObject([{ number: null, barred: 'restricted' }]);
  expect((await change(luca, call, 'take')).statusCode).toBe(423);
});

test('who rings again and is answered has recovered: nobody calls back', async () => {
  const call = await lost();
  waited('welcome', 5, 'answered', mario);
  await untilListed(luca, [{ state: { kind: 'recovered' } }]);
  expect((await change(luca, call, 'take')).statusCode).toBe(409);
});
