// Listening to a call: not without an agreement, not before the agent's screen has said so, and never off the record.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { helpListSchema } from '#shared/protocol/help';
import { workstationSchema } from '#shared/protocol/workstation';
import { createModelBridge, type ModelBridge } from '#test/support/modelBridge';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';

const agreement = {
  legalReference: 'Accordo sindacale n. 14 del 12 marzo 2026',
  impactAssessment: 'DPIA-2026-03',
  until: '2027-12-31',
  listening: true,
};

let bridge: ModelBridge;
let server: TestServer;
let giulia: Ask;
let luca: Ask;
let sara: Ask;
let agentId: string;
beforeEach(async () => {
  bridge = createModelBridge();
  server = await startTestServer({ customers: 0, bridge });
  [giulia, luca, sara] = [await server.as('giulia'), await server.as('luca'), await server.as('sara')];
  agentId = (await query().selectFrom('agents').select('id').where('username', '=', 'giulia').executeTakeFirstOrThrow())
    .id;
  await decide(agreement);
  bridge.tell({ kind: 'phone', extension: '1001', use: 'inUse' });
});
afterEach(() => server.stop());

const query = () => server.deps.db.query;
/** As the company file says it, from then on. */
const decide = (supervision: object | null) =>
  query()
    .updateTable('company')
    .set({
      policy: JSON.stringify({ supervision }),
      feature_codes: JSON.stringify({ pause: '*73', resume: '*74', listen: '*75' }),
    })
    .execute();

const askToListen = async (ask: Ask) =>
  (await ask({ method: 'POST', url: '/v1/listening', payload: { agentId } })).statusCode;
const listOf = async (ask: Ask) => helpListSchema.parse((await ask({ url: '/v1/help' })).json()).listening;
const then = async (ask: Ask, id: string, what: 'seen' | 'over') =>
  (await ask({ method: 'POST', url: `/v1/listening/${id}/${what}` })).statusCode;
const codesOf = async (ask: Ask) =>
  workstationSchema.parse((await ask({ url: '/v1/workstation' })).json()).pbx.featureCodes;

/** Sara has asked, and Giulia's app has heard of it. */
async function asked(): Promise<string> {
  expect(await askToListen(sara)).toBe(204);
  const [heard] = await listOf(giulia);
  if (heard === undefined) throw new Error('Giulia has heard of nothing');
  return heard.id;
}

test.each([
  ['no agreement', null],
  ['an agreement about states alone', { ...agreement, listening: false, namedStates: true }],
  ['an agreement that has run out', { ...agreement, until: '2026-02-28' }],
])('with %s nobody listens, and no lead is told the code', async (_, supervision) => {
  await decide(supervision);
  expect(await askToListen(sara)).toBe(403);
  expect(await codesOf(sara)).not.toHaveProperty('listen');
});

test('the code is told to leads alone', async () => {
  expect(await codesOf(sara)).toMatchObject({ listen: '*75' });
  expect(await codesOf(giulia)).not.toHaveProperty('listen');
  expect(await askToListen(luca)).toBe(403);
});

test('the lead is let in when the screen of the agent has said so, and not before', async () => {
  const id = await asked();
  expect(await listOf(giulia)).toMatchObject([{ lead: { name: 'Sara Conti' }, seenAt: null }]);
  expect(await listOf(luca)).toEqual([]);
  expect(bridge.wishes).toEqual([]);
  // There is none that he sees.
  expect(await then(luca, id, 'seen')).toBe(404);
  expect(await then(sara, id, 'seen')).toBe(403);
  expect(await then(giulia, id, 'seen')).toBe(204);
  expect(bridge.wishes).toEqual([['permitEntry', 'listen', '1100', '1001']]);
  expect(await listOf(sara)).toMatchObject([{ extension: '1001', seenAt: expect.any(String) }]);
});

test('it is over for both when either says so, and stays on record with the agreement', async () => {
  const id = await asked();
  await then(giulia, id, 'seen');
  expect(await then(luca, id, 'over')).toBe(204);
  await query().updateTable('agents').set({ role: 'lead' }).where('username', '=', 'luca').execute();
  expect(await then(luca, id, 'over')).toBe(403);
  expect(await listOf(sara)).toHaveLength(1);
  expect(await then(sara, id, 'over')).toBe(204);
  expect([await listOf(sara), await listOf(giulia)]).toEqual([[], []]);
  expect(await then(giulia, id, 'seen')).toBe(404);
  expect(await then(giulia, id, 'over')).toBe(204);
  const record = await server.write((tx) => tx.selectFrom('listening').selectAll().execute());
  expect(record).toMatchObject([{ agent_id: agentId, legal_reference: agreement.legalReference }]);
  expect(record[0]?.over_at).not.toBeNull();
});

test('who is in no call, or is listened to already, is not listened to', async () => {
  await asked();
  expect(await askToListen(sara)).toBe(409);
  bridge.tell({ kind: 'phone', extension: '1001', use: 'free' });
  expect(await askToListen(sara)).toBe(404);
});

test('nobody listens to themselves', async () => {
  await query().updateTable('agents').set({ role: 'lead' }).where('username', '=', 'giulia').execute();
  expect(await askToListen(giulia)).toBe(404);
});

test('an app that does not show it within twenty seconds is not there: nobody listens, and it can be asked again, by whatever lead', async () => {
  await asked();
  await query().updateTable('agents').set({ role: 'lead' }).where('username', '=', 'luca').execute();
  for (const [ask, lead] of [
    [sara, 'Sara Conti'],
    [luca, 'Luca Moro'],
  ] as const) {
    server.pass(21_000);
    expect(await listOf(giulia)).toEqual([]);
    expect(await askToListen(ask)).toBe(204);
    expect(await listOf(giulia)).toMatchObject([{ lead: { name: lead } }]);
  }
});

test('a PBX that lets nobody in ends it', async () => {
  const id = await asked();
  bridge.answer = false;
  expect(await then(giulia, id, 'seen')).toBe(204);
  expect(await listOf(sara)).toEqual([]);
});
