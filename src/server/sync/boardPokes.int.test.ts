// Hints about the queues: told to everybody, at most some two a second, and never from before what can be read.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Poke } from '#shared/protocol/sync';
import { createModelBridge, type ModelBridge } from '#test/support/modelBridge';
import { startTestServer, type TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';
import { type Pokes, startPokes } from './pokes.ts';

let bridge: ModelBridge;
let server: TestServer;
let pokes: Pokes;
beforeAll(async () => {
  bridge = createModelBridge();
  server = await startTestServer({ customers: 0, bridge, config: { boardPokeGapMs: 200 } });
  pokes = await startPokes(server.deps);
});
afterAll(async () => {
  await pokes.stop();
  await server.stop();
});

function listen() {
  const heard: Poke['kind'][] = [];
  const stop = pokes.listen({ agentId: 'a', sessionId: 's', poke: ({ kind }) => heard.push(kind), end: () => {} });
  return { heard, stop };
}

test('a hundred changes are a few hints, and one comes after the last', async () => {
  const { heard, stop } = listen();
  const began = performance.now();
  for (let change = 0; change < 100; change += 1) pokes.boardChanged();
  await untilHolds(() => expect(heard.length).toBeGreaterThan(0));
  const before = heard.length;
  pokes.boardChanged();
  await untilHolds(() => expect(heard.length).toBeGreaterThan(before));
  const mostAtThatRate = 1 + Math.ceil((performance.now() - began) / 200);
  expect(heard.length).toBeLessThanOrEqual(mostAtThatRate);
  stop();
});

test('what the journal and the agents write is told too', async () => {
  const { heard, stop } = listen();
  bridge.joins('a', 'support', server.deps.clock(), '+390000000101');
  bridge.leaves('a', 'support', new Date(server.deps.clock().getTime() + 40_000), 'abandoned');
  await untilHolds(() => expect(new Set(heard)).toEqual(new Set(['board', 'lostCalls'])));
  const giulia = await server.as('giulia');
  const payload = { interactionId: '01JHXP000000000000000000P1', words: '' };
  await giulia({ method: 'POST', url: '/v1/help', payload });
  await untilHolds(() => expect(heard).toContain('help'));
  stop();
});

test('whoever keeps what the database said forgets it before anybody is told to look', async () => {
  const order: string[] = [];
  pokes.onBoard(() => order.push('forgotten'));
  const stop = pokes.listen({ agentId: 'a', sessionId: 's', poke: ({ kind }) => order.push(kind), end: () => {} });
  pokes.boardChanged();
  // Other hints may come in between, of what was written before.
  const ofBoard = () => order.filter((what) => what === 'forgotten' || what === 'board');
  await untilHolds(() => expect(ofBoard().slice(0, 2)).toEqual(['forgotten', 'board']));
  stop();
});
