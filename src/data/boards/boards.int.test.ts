// The queues as the desk knows them: fetched on hints, old when the backend is away, and what is asked of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InteractionId } from '#shared/model/ids';
import { emptyDraft } from '#shared/model/interaction';
import { type Board, boardSchema, nobodyCame } from '#shared/protocol/board';
import { callbackListSchema } from '#shared/protocol/callbacks';
import { helpListSchema } from '#shared/protocol/help';
import { lostCallListSchema } from '#shared/protocol/lostCalls';
import { fact, ringingCall } from '#test/support/calls';
import { createPatientClock, type Rig, startRig } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend, modelCustomer } from '#test/support/modelBackend';
import { modelWorkstation } from '#test/support/modelWorkstation';

const anna = modelCustomer(1, { name: 'Anna Colombo' });
const lostCallId = '01JKSTCA000000000000000001';
const luca = { id: '01HZZZZZZZZZZZZZZZZZZZZZZB', name: 'Luca Moro' };

const few = { kind: 'fewer', than: 5 };
/** As the backend's clock has it, which is a minute behind this PC's. */
const board = (waiting: number): Board =>
  boardSchema.parse({
    asOf: '2026-03-02T07:59:00.000Z',
    bridge: 'connected',
    queues: [
      {
        queueId: 'welcome',
        now: {
          waiting,
          longestSince: '2026-03-02T07:58:30.000Z',
          talking: few,
          ready: few,
          notReady: few,
          free: false,
        },
        today: { ...nobodyCame, offered: 12, withinSeconds: 20 },
      },
    ],
    halfHours: null,
    colleagues: [{ id: luca.id, reachable: true }],
    callers: null,
  });

const lostCalls = (state: object) =>
  lostCallListSchema.parse({
    asOf: '2026-03-02T08:00:00.000Z',
    lostCalls: [
      {
        id: lostCallId,
        queueId: 'welcome',
        number: '+390000001001',
        at: '2026-03-02T07:59:00.000Z',
        waitedSeconds: 42,
        attempts: 2,
        customerIds: [anna.id, modelCustomer(99).id],
        state,
      },
    ],
  });

let folder: string;
let backend: ModelBackend;
let data: Rig;
const wishes: [string, unknown][] = [];
let status = 204;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-boards-'));
  backend = createModelBackend();
  backend.put(anna);
  wishes.length = 0;
  status = 204;
  backend.onWish = (path, body) => {
    wishes.push([path, body]);
    return status;
  };
  data = await startRig({ folder, fetch: backend.fetch, clock: createPatientClock() });
});
afterEach(async () => {
  await data.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function signedIn(): Promise<void> {
  await data.signIn();
  await data.until('the board is here', () => data.state().boards.current);
}
const waiting = () => data.state().boards.board?.queues[0]?.now?.waiting;

test('the board is there after signing in, and again on each hint', async () => {
  backend.boards.board = board(1);
  await signedIn();
  expect(waiting()).toBe(1);
  backend.boards.board = board(3);
  backend.poke({ kind: 'board' });
  await data.until('the new one is here', () => waiting() === 3);
  expect(data.refused).toEqual([]);
});

test('waits are told in the time of this PC, whatever the backend’s clock says', async () => {
  backend.boards.board = board(1);
  await signedIn();
  const known = data.state().boards.board;
  const since = known?.queues[0]?.now?.longestSince ?? '';
  expect(Date.parse(known?.asOf ?? '') - Date.parse(since)).toBe(30_000);
  expect(Date.parse(known?.asOf ?? '')).toBeGreaterThanOrEqual(Date.parse('2026-03-02T08:00:00.000Z'));
});

test('many hints at once are few requests', async () => {
  await signedIn();
  const before = backend.asked.filter((asked) => asked === 'GET /v1/board').length;
  for (let hint = 0; hint < 20; hint += 1) backend.poke({ kind: 'board' });
  backend.boards.board = board(7);
  backend.poke({ kind: 'board' });
  await data.until('the last is here', () => waiting() === 7);
  expect(backend.asked.filter((asked) => asked === 'GET /v1/board').length - before).toBeLessThan(4);
});

test('while the backend is away the last known stays and is marked as old; it is current again by itself', async () => {
  backend.boards.board = board(2);
  await signedIn();
  backend.fate = () => 'lost';
  backend.cutStreams();
  await data.until('it is old', () => !data.state().boards.current);
  expect(waiting()).toBe(2);
  backend.boards.board = board(4);
  backend.fate = () => 'arrives';
  await data.until('it is current', () => data.state().boards.current && waiting() === 4);
});

test('what one agent saw is not shown to the next', async () => {
  backend.boards.board = board(2);
  await signedIn();
  await data.desk.signOut(null);
  expect(data.state().boards).toEqual({
    current: false,
    board: null,
    parked: [],
    lostCalls: null,
    callbacks: null,
    ringing: [],
    help: null,
  });
});

test('a lost call has the names that this PC knows', async () => {
  backend.boards.lostCalls = lostCalls({ kind: 'open' });
  await signedIn();
  await data.until('the cache is loaded', () => data.state().sync.load.kind === 'complete');
  backend.poke({ kind: 'lostCalls' });
  await data.until('it is here', () => data.state().boards.lostCalls?.lostCalls[0]?.customers.length === 1);
  expect(data.state().boards.lostCalls?.lostCalls[0]).toMatchObject({
    attempts: 2,
    customers: [{ id: anna.id, name: 'Anna Colombo' }],
  });
});

test('a lost call is taken once: who comes late is told, and sees who has it', async () => {
  backend.boards.lostCalls = lostCalls({ kind: 'open' });
  await signedIn();
  const id = lostCallListSchema.parse(backend.boards.lostCalls).lostCalls[0]?.id;
  if (id === undefined) throw new Error('no lost call');
  const who = { list: 'lostCalls', id } as const;
  expect(await data.desk.takeToCall(who)).toBe('taken');
  status = 409;
  backend.boards.lostCalls = lostCalls({ kind: 'taken', by: luca, at: '2026-03-02T08:00:00.000Z' });
  expect(await data.desk.takeToCall(who)).toBe('late');
  await data.until('it is seen', () => data.state().boards.lostCalls?.lostCalls[0]?.state.kind === 'taken');
  status = 204;
  await data.desk.finishToCall({ who, outcome: 'reached' });
  expect(wishes.at(-1)).toEqual([`/v1/lost-calls/${lostCallId}/done`, { outcome: 'reached' }]);
  backend.fate = () => 'lost';
  await expect(data.desk.takeToCall(who)).rejects.toMatchObject({ failure: { code: 'backend.unreachable' } });
});

/** A conversation with Anna in which a call is promised, closed. */
async function promised(at: string): Promise<InteractionId> {
  const call = ringingCall('+390000001001');
  const { interactionId } = call;
  await data.phone.callArrived({ call, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId, event: fact('answered') });
  await data.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  const callback = { at, number: '+390000001001', purpose: null, owner: null };
  await data.desk.saveDraft({ interactionId, draft: { callback } });
  await data.desk.closeInteraction({
    interactionId,
    draft: { ...emptyDraft, ...{ reasonCode: 'TEC-01', outcomeCode: 'RIS-1', customerId: anna.id, callback } },
  });
  return interactionId;
}
const callbacks = () => data.state().boards.callbacks?.callbacks ?? [];
/** The promised call is made, and classified. */
async function calledBack(id: InteractionId): Promise<void> {
  const call = ringingCall('+390000001001', {
    direction: 'outgoing',
    callsBack: id,
    phase: { kind: 'dialling', progress: 'sent' },
  });
  const { interactionId } = call;
  await data.phone.callArrived({ call, event: fact('dialled') });
  await data.phone.recordEvent({ interactionId, event: fact('ended', 'notAnswered') });
  const draft = { ...emptyDraft, reasonCode: 'TEC-01', outcomeCode: 'RIS-1' };
  await data.desk.closeInteraction({ interactionId, draft });
}

test('a promised call is in the list at once while the backend is away, and told to it once when it is back', async () => {
  await signedIn();
  await data.until('the cache is loaded', () => data.state().sync.load.kind === 'complete');
  backend.fate = () => 'lost';
  const id = await promised('2026-03-02T10:00:00.000Z');
  expect(callbacks()).toMatchObject([
    {
      ...{ id, number: '+390000001001', dueAt: '2026-03-02T10:00:00.000Z', queueId: 'welcome', reasonCode: 'TEC-01' },
      ...{ promisedBy: { name: 'Giulia Serra' }, customers: [{ name: 'Anna Colombo' }], state: { kind: 'open' } },
    },
  ]);
  // The app is started anew, and the backend is still away.
  await data.stop();
  data = await startRig({ folder, fetch: backend.fetch });
  expect(callbacks()).toMatchObject([{ id }]);
  let first = true;
  backend.fate = ({ path }) => {
    if (path !== '/v1/interactions' || !first) return 'arrives';
    first = false;
    return 'unheard';
  };
  await data.until('it is sent', () => data.state().sync.outbox.waiting === 0);
  expect(backend.reports).toMatchObject([{ id, callback: { at: '2026-03-02T10:00:00.000Z' } }]);
});

test('one is done when its call is classified, whether anybody answered or not, with the backend away too', async () => {
  await signedIn();
  backend.fate = () => 'lost';
  const id = await promised('2026-03-02T10:00:00.000Z');
  await calledBack(id);
  expect(callbacks()).toMatchObject([{ id, state: { kind: 'done', outcome: 'notReached' } }]);
  backend.fate = () => 'arrives';
  await data.until('both are sent', () => backend.reports.length === 2);
  expect(backend.reports[1]).toMatchObject({ callsBack: id, answeredAt: null });
});

test('what the backend told of promised calls is there after a start without it; another agent’s is not', async () => {
  const told = {
    ...{ id: lostCallId, queueId: 'welcome', number: '+390000001001', dueAt: '2026-03-02T10:00:00.000Z' },
    ...{ promisedBy: luca, customerId: anna.id, reasonCode: 'TEC-01', about: 'Il tecnico', state: { kind: 'open' } },
  };
  backend.boards.callbacks = callbackListSchema.parse({ asOf: '2026-03-02T08:00:00.000Z', callbacks: [told] });
  await signedIn();
  await data.until('they are here', () => callbacks().length === 1);
  backend.fate = () => 'lost';
  await data.stop();
  data = await startRig({ folder, fetch: backend.fetch });
  expect(callbacks()).toMatchObject([{ id: told.id, about: 'Il tecnico' }]);
  backend.fate = () => 'arrives';
  backend.workstation.agent = { ...backend.workstation.agent, id: luca.id as never };
  backend.boards.callbacks = callbackListSchema.parse({ asOf: '2026-03-02T08:00:00.000Z', callbacks: [] });
  await data.desk.signOut(null);
  await data.signIn();
  expect(callbacks()).toEqual([]);
});

test('a backend that knows no promised calls leaves the rest as it is', async () => {
  backend.fate = ({ path }) => (path === '/v1/callbacks' ? { status: 404 } : 'arrives');
  await signedIn();
  expect(data.state().boards).toMatchObject({ current: true, callbacks: null });
});

test('help is asked for, and is over when the call is', async () => {
  await signedIn();
  const call = ringingCall('+390000001001');
  await data.phone.callArrived({ call, event: fact('ringing') });
  await data.desk.askForHelp({ interactionId: call.interactionId, words: 'rimborso' });
  expect(wishes).toEqual([['/v1/help', { interactionId: call.interactionId, words: 'rimborso' }]]);
  backend.boards.help = helpListSchema.parse({
    asOf: '2026-03-02T08:00:00.000Z',
    help: [
      {
        interactionId: call.interactionId,
        agent: { id: modelWorkstation.agent.id, name: 'Giulia Serra' },
        extension: '1001',
        words: 'rimborso',
        askedAt: '2026-03-02T08:00:00.000Z',
        state: { kind: 'open' },
      },
    ],
  });
  backend.poke({ kind: 'help' });
  await data.until('it is open', () => data.state().boards.help?.help.length === 1);
  await data.phone.recordEvent({ interactionId: call.interactionId, event: fact('ended', 'hungUpThere') });
  await data.until('it is over', () => wishes.length === 2);
  expect(wishes[1]?.[0]).toBe(`/v1/help/${call.interactionId}/over`);
});

test('the screen says who listens, and it is over when the call is', async () => {
  await signedIn();
  const call = ringingCall('+390000001001');
  await data.phone.callArrived({ call, event: fact('ringing') });
  const id = '3f0e2f1c-6f0f-4a53-9f5c-0d3a1c5b7e21';
  backend.boards.help = helpListSchema.parse({
    asOf: '2026-03-02T08:00:00.000Z',
    help: [],
    listening: [
      {
        ...{ id, extension: '1001', askedAt: '2026-03-02T08:00:00.000Z', seenAt: null },
        ...{ lead: luca, agent: { id: modelWorkstation.agent.id, name: 'Giulia Serra' } },
      },
    ],
  });
  backend.poke({ kind: 'help' });
  await data.until('the desk knows', () => data.state().boards.help?.listening.length === 1);
  await data.desk.listeningSeen({ id });
  await data.phone.recordEvent({ interactionId: call.interactionId, event: fact('ended', 'hungUpThere') });
  await data.until('it is over', () => wishes.length === 2);
  expect(wishes.map(([path]) => path)).toEqual([`/v1/listening/${id}/seen`, `/v1/listening/${id}/over`]);
});

test('a lead who comes late to help, or to a caller who has gone, is told so', async () => {
  await signedIn();
  const interactionId = '01JHXP000000000000000000P1' as InteractionId;
  expect(await data.desk.answerHelp({ interactionId, manner: 'whisper' })).toBe('answered');
  expect(await data.desk.takeCaller({ callerId: '1764081234.17' })).toBe('ringing');
  status = 409;
  expect(await data.desk.answerHelp({ interactionId, manner: 'barge' })).toBe('late');
  expect(await data.desk.askToListen({ agentId: luca.id as never })).toBe('late');
  status = 404;
  const queueId = modelWorkstation.queues[0]?.id;
  if (queueId === undefined) throw new Error('no queue');
  expect(await data.desk.moveCaller({ callerId: '1764081234.17', queueId })).toBe('gone');
});

test('ready and not ready go by the bridge where there is one, and are left to the codes where it cannot be asked', async () => {
  await signedIn();
  const wanted = { offer: false, reason: 'pausa' };
  // This workstation says codes.
  await expect(data.phone.tellQueues(wanted)).rejects.toMatchObject({ failure: { code: 'call.notNow' } });

  backend.workstation.pbx.agentState = 'bridge';
  backend.cutStreams();
  await data.until('the workstation is here', () => data.line().pbx?.agentState === 'bridge');
  status = 200;
  expect(await data.phone.tellQueues(wanted)).toBe(true);
  expect(wishes.at(-1)).toEqual(['/v1/agents/me/state', wanted]);
  status = 204;
  expect(await data.phone.tellQueues(wanted)).toBe(false);
  status = 503;
  await expect(data.phone.tellQueues(wanted)).rejects.toMatchObject({ failure: { code: 'backend.unavailable' } });
  backend.fate = () => 'lost';
  await expect(data.phone.tellQueues(wanted)).rejects.toMatchObject({ failure: { code: 'backend.unreachable' } });
});

test('a lead’s desk knows what to dial for whisper and barge, and nothing else of the PBX', async () => {
  backend.workstation.pbx.featureCodes.whisper = '*76';
  await signedIn();
  const { session } = data.state();
  if (session.kind !== 'signedIn') throw new Error('nobody is signed in');
  expect(session.workstation.helpCodes).toEqual({ whisper: '*76', barge: null });
  expect(JSON.stringify(session)).not.toContain('exercise');
});
