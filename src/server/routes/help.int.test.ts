// Help in a call, from asking to its end: who may see it, who may answer it, and that it never stays open by itself.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HelpList, helpListSchema } from '#shared/protocol/help';
import { createModelBridge, type ModelBridge } from '#test/support/modelBridge';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from '../deps.ts';

let bridge: ModelBridge;
let server: TestServer;
let giulia: Ask;
let luca: Ask;
let sara: Ask;
let interactionId: string;
beforeEach(async () => {
  bridge = createModelBridge();
  server = await startTestServer({ customers: 0, bridge });
  giulia = await server.as('giulia');
  luca = await server.as('luca');
  sara = await server.as('sara');
  interactionId = newId(server.deps);
});
afterEach(() => server.stop());

const listOf = async (ask: Ask): Promise<HelpList['help']> =>
  helpListSchema.parse((await ask({ url: '/v1/help' })).json()).help;
const askForHelp = (ask: Ask, words = '') =>
  ask({ method: 'POST', url: '/v1/help', payload: { interactionId, words } });
const then = (ask: Ask, what: string, payload?: object) =>
  ask({ method: 'POST', url: `/v1/help/${interactionId}/${what}`, ...(payload && { payload }) });
const whisper = { manner: 'whisper' };

test('a lead sees who asks, from which extension and about what; a colleague does not', async () => {
  expect((await askForHelp(giulia, 'rimborso oltre il limite')).statusCode).toBe(204);
  expect(await listOf(sara)).toMatchObject([
    { agent: { name: 'Giulia Serra' }, extension: '1001', words: 'rimborso oltre il limite', state: { kind: 'open' } },
  ]);
  expect(await listOf(luca)).toEqual([]);
  expect(await listOf(giulia)).toHaveLength(1);
});

test('one lead answers, the agent sees who and how, and then it is over', async () => {
  await askForHelp(giulia);
  expect((await then(luca, 'answer', whisper)).statusCode).toBe(403);
  expect((await then(sara, 'answer', whisper)).statusCode).toBe(204);
  // The PBX lets her in on that call, and nobody who was not asked.
  expect(bridge.wishes).toEqual([['permitEntry', 'help', '1100', '1001']]);
  expect(await listOf(giulia)).toMatchObject([
    { state: { kind: 'answered', manner: 'whisper', by: { name: 'Sara Conti' } } },
  ]);
  // From whispering to speaking with the customer too.
  expect((await then(sara, 'answer', { manner: 'barge' })).statusCode).toBe(204);
  // There is none that he sees.
  expect((await then(luca, 'over')).statusCode).toBe(404);
  expect((await then(sara, 'over')).statusCode).toBe(204);
  expect(await listOf(sara)).toEqual([]);
  expect(await listOf(giulia)).toMatchObject([{ state: { kind: 'over' } }]);
  expect((await then(sara, 'answer', whisper)).statusCode).toBe(409);
});

test('the agent takes it back; asked again it is open again', async () => {
  await askForHelp(giulia);
  expect((await then(sara, 'cancel')).statusCode).toBe(403);
  expect((await then(giulia, 'cancel')).statusCode).toBe(204);
  expect(await listOf(sara)).toEqual([]);
  await askForHelp(giulia, 'ancora');
  expect(await listOf(sara)).toMatchObject([{ words: 'ancora', state: { kind: 'open' } }]);
});

test('asking twice is asking once; nobody asks in another’s call', async () => {
  await askForHelp(giulia, 'prima');
  await then(sara, 'answer', whisper);
  expect((await askForHelp(giulia, 'prima')).statusCode).toBe(204);
  expect(await listOf(giulia)).toMatchObject([{ state: { kind: 'answered' } }]);
  // Nor does a lead, who sees it.
  for (const ask of [luca, sara]) expect((await askForHelp(ask)).statusCode).toBe(403);
  await then(giulia, 'cancel');
  expect((await askForHelp(sara)).statusCode).toBe(403);
});

test('a closed interaction needs no help', async () => {
  await askForHelp(giulia);
  const at = server.deps.clock().toISOString();
  const report = {
    ...{ id: interactionId, channel: 'call', direction: 'incoming', caller: { kind: 'withheld' }, queueId: 'welcome' },
    ...{ language: 'it', continues: null, customerId: null, startedAt: at, answeredAt: at, endedAt: at, closedAt: at },
    ...{ reasonCode: 'TEC-01', outcomeCode: 'RIS-1', note: '', events: [] },
  };
  const headers = { 'idempotency-key': interactionId };
  expect((await giulia({ method: 'POST', url: '/v1/interactions', headers, payload: report })).statusCode).toBe(201);
  expect(await listOf(sara)).toEqual([]);
});

test('a lead takes the call over: the customer rings at the lead’s phone', async () => {
  await askForHelp(giulia);
  expect((await then(giulia, 'take-over')).statusCode).toBe(403);
  bridge.answer = false;
  expect((await then(sara, 'take-over')).statusCode).toBe(404);
  expect(await listOf(sara)).toHaveLength(1);
  bridge.answer = true;
  expect((await then(sara, 'take-over')).statusCode).toBe(204);
  expect(bridge.wishes.at(-1)).toEqual(['takeOver', '1001', '1100']);
  expect(await listOf(giulia)).toMatchObject([{ state: { kind: 'over' } }]);
});

test('nobody comes in who was not asked', async () => {
  interactionId = newId(server.deps);
  expect((await then(sara, 'answer', whisper)).statusCode).toBe(404);
  expect((await then(sara, 'take-over')).statusCode).toBe(404);
});
