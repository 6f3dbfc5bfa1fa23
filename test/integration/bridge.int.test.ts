// The backend's bridge on our own switchboard: what agents and leads see of its queues, and what they do there.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorBridge } from '#server/pbx/simulator';
import { must } from '#shared/lib/must';
import type { MemberState } from '#shared/protocol/board';
import { openControl } from '#simulator/control/server';
import { type Backend, startBackend } from '../support/backend.ts';
import { type BoardView, boardView, showStates } from '../support/boardView.ts';
import { askEverybody, keysGiven } from '../support/keySurveys.ts';
import { connectSilentPhone, type SilentPhone } from '../support/silentPhone.ts';
import { steadyPort } from '../support/steadyPort.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../support/switchboard.ts';
import { until, untilHolds } from '../support/until.ts';

let board: TestSwitchboard;
let control: Awaited<ReturnType<typeof openControl>>;
let backend: Backend;
let giulia: BoardView;
let sara: BoardView;
const phones: SilentPhone[] = [];

beforeEach(async () => {
  board = await startTestSwitchboard();
  control = await openControl(board, await steadyPort());
  backend = await startBackend({
    customers: 0,
    pbxUrl: board.url,
    bridge: createSimulatorBridge({ controlUrl: control.url, now: () => new Date(), log: () => {} }),
  });
  await showStates(backend);
  giulia = await boardView(backend.url, 'giulia');
  sara = await boardView(backend.url, 'sara');
  await until('the bridge is there', async () => (await sara.board()).bridge === 'connected');
});
afterEach(async () => {
  await backend.stop();
  for (const phone of phones.splice(0)) await phone.close();
  await control.close();
  await board.stop();
});

const mario = '+390000000101';
const phoneOf = async (extension: string) => {
  const phone = await connectSilentPhone(board.url, board.domain, extension);
  phones.push(phone);
  return phone;
};
const setState = (view: BoardView, offer: boolean) =>
  view.wish('PUT', '/v1/agents/me/state', { offer, reason: offer ? null : 'pausa' });
const untilQueue = (id: string, what: string, isSo: (queue: Awaited<ReturnType<BoardView['queue']>>) => boolean) =>
  until(what, async () => isSo(await sara.queue(id)));
const untilState = (what: string, state: MemberState) =>
  until(what, async () => (await sara.stateOf(giulia.agentId)) === state);

test('an agent is ready by the bridge, answers who waits, and the board follows', async () => {
  const phone = await phoneOf('1001');
  await untilState('the agent is there', 'notReady');
  board.ring({ number: mario, queue: 'welcome', waitedSeconds: 10 });
  await untilQueue('welcome', 'the customer is seen', ({ now }) => now?.waiting === 1);
  expect(await setState(giulia, true)).toEqual({ status: 200, body: { agreed: true } });
  const call = await phone.nextCall();
  await untilQueue('welcome', 'the customer still waits while it rings', ({ now }) => now?.waiting === 1);
  await call.answer();
  await untilState('they talk', 'inCall');
  await untilQueue('welcome', 'the customer waits no longer', ({ now }) => now?.waiting === 0);
  await untilQueue('welcome', 'it is counted', ({ today }) => today.answered === 1 && today.answeredInTime === 1);
  expect(await setState(giulia, false)).toMatchObject({ body: { agreed: true } });
  await call.hangUp();
  await untilState('the agent is not ready', 'notReady');
});

test('a lead in no queue is told that the PBX has not agreed', async () => {
  expect(await setState(sara, true)).toEqual({ status: 200, body: { agreed: false } });
});

test('who gives up is a lost call; who rings again and is answered has recovered', async () => {
  const customer = board.ring({ number: mario, queue: 'welcome', waitedSeconds: 30 });
  await untilQueue('welcome', 'he is seen', ({ now }) => now?.waiting === 1);
  customer.hangUp();
  await until('he is listed', async () => (await giulia.lostCalls())[0]?.number === mario);
  expect((await giulia.lostCalls())[0]).toMatchObject({ queueId: 'welcome', state: { kind: 'open' } });
  await untilQueue('welcome', 'he is counted', ({ today }) => today.offered === 1 && today.abandoned === 1);

  const phone = await phoneOf('1001');
  await setState(giulia, true);
  board.ring({ number: mario, queue: 'support' });
  await (await phone.nextCall()).answer();
  await until('he has recovered', async () => (await giulia.lostCalls())[0]?.state.kind === 'recovered');
});

test('a lead sees who waits, moves them, and takes them to the lead’s own phone', async () => {
  board.ring({ number: mario, queue: 'welcome' });
  await until('the lead sees him', async () => (await sara.board()).callers?.[0]?.number === mario);
  const [caller] = (await sara.board()).callers ?? [];
  expect(await sara.wish('POST', `/v1/board/callers/${caller?.id}/move`, { queueId: 'complaints' })).toMatchObject({
    status: 204,
  });
  await until('he waits there', async () => (await sara.board()).callers?.[0]?.queueId === 'complaints');
  expect((await giulia.wish('POST', `/v1/board/callers/${caller?.id}/take`)).status).toBe(403);

  const phone = await phoneOf('1100');
  expect((await sara.wish('POST', `/v1/board/callers/${caller?.id}/take`)).status).toBe(204);
  const call = await phone.nextCall();
  expect(call.header('X-Customer-Number')).toBe(mario);
  await call.answer();
  await untilQueue('complaints', 'nobody waits', ({ now }) => now?.waiting === 0);
  expect((await sara.wish('POST', `/v1/board/callers/${caller?.id}/take`)).status).toBe(404);
  expect((await sara.queue('complaints')).today).toMatchObject({ answered: 0, abandoned: 0 });
});

test('a lead who does not answer leaves the customer first in the queue', async () => {
  board.ring({ number: mario, queue: 'welcome' });
  await until('the lead sees him', async () => (await sara.board()).callers?.length === 1);
  const [caller] = (await sara.board()).callers ?? [];
  const phone = await phoneOf('1100');
  await sara.wish('POST', `/v1/board/callers/${caller?.id}/take`);
  await (await phone.nextCall()).decline(486);
  await until('he waits again', async () => (await sara.board()).callers?.[0]?.queueId === 'welcome');
  expect(await sara.lostCalls()).toEqual([]);
});

test('a lead takes over the call of an agent who asked for help', async () => {
  const [agent, lead] = [await phoneOf('1001'), await phoneOf('1100')];
  await setState(giulia, true);
  board.ring({ number: mario, queue: 'welcome' });
  const call = await agent.nextCall();
  await call.answer();
  await untilState('they talk', 'inCall');
  const interactionId = '01JHXP000000000000000000P1';
  expect((await giulia.wish('POST', '/v1/help', { interactionId, words: '' })).status).toBe(204);
  expect((await sara.wish('POST', `/v1/help/${interactionId}/take-over`)).status).toBe(204);
  const taken = await lead.nextCall();
  expect(taken.header('X-Customer-Number')).toBe(mario);
  await taken.answer();
  await call.ended;
});

test('while the switchboard is away the backend says so, and sees it again by itself', async () => {
  const port = Number(new URL(control.url).port);
  await control.close();
  await until('it is away', async () => (await sara.board()).bridge === 'away');
  expect((await setState(giulia, true)).status).toBe(503);
  board.ring({ number: mario, queue: 'welcome', waitedSeconds: 5 });
  control = await openControl(board, port);
  await until('it is there again', async () => (await sara.board()).bridge === 'connected');
  await untilQueue('welcome', 'who waited meanwhile is seen', ({ now }) => now?.waiting === 1);
  await untilQueue('welcome', 'and counted', ({ today }) => today.offered === 1);
});

/** The agent says goodbye to that customer. */
async function goodbye(request: Parameters<TestSwitchboard['ring']>[0]) {
  await askEverybody(backend);
  const phone = await phoneOf('1001');
  await untilState('the agent is there', 'notReady');
  await setState(giulia, true);
  const customer = board.ring(request);
  const call = await phone.nextCall();
  await call.answer();
  await untilState('they talk', 'inCall');
  await call.hangUp();
  return customer;
}

test('a customer whom the agent has let go of rates the service by keys, and the agent is free meanwhile', async () => {
  const customer = await goodbye({ scenario: 'SIM-01' });
  await untilState('the agent is free', 'ready');
  expect(customer.state().kind).toBe('released');
  await untilHolds(async () =>
    expect(await keysGiven(backend)).toEqual([{ language: 'it', scores: { csat: 4, fcr: 1 } }]),
  );
  await until('the call is over', () => board.calls().length === 0);
});

test('whoever is not asked is let go at once, and whoever hangs up first is not asked', async () => {
  const customer = await goodbye({ number: '+390000000299', queue: 'welcome' });
  await until('nobody knows them: the call is over', () => customer.state().kind === 'ended');
  const other = board.ring({ scenario: 'SIM-01' });
  const call = await must(phones[0], 'a phone').nextCall();
  await call.answer();
  await untilState('they talk', 'inCall');
  other.hangUp();
  await call.ended;
  await untilState('the agent is free', 'ready');
  expect(await keysGiven(backend)).toEqual([]);
});
