// The board as agents and leads are told it: the queues now and today, and nothing of a named person but whether a transfer reaches them.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Board, boardSchema } from '#shared/protocol/board';
import { problemUrn } from '#shared/protocol/errors';
import { workstationSchema } from '#shared/protocol/workstation';
import { createModelBridge, type ModelBridge, quietPicture } from '#test/support/modelBridge';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';

let bridge: ModelBridge;
let server: TestServer;
let giulia: Ask;
let sara: Ask;
beforeEach(async () => {
  bridge = createModelBridge();
  server = await startTestServer({ customers: 0, bridge });
  [giulia, sara] = [await server.as('giulia'), await server.as('sara')];
});
afterEach(() => server.stop());

const few = { kind: 'fewer', than: 5 };

const boardOf = async (ask: Ask): Promise<Board> => boardSchema.parse((await ask({ url: '/v1/board' })).json());
const queueOf = (board: Board, id: string) => board.queues.find(({ queueId }) => queueId === id);
/** Asks until the journal has been written. */
const figures = (id: string, expected: object) =>
  untilHolds(async () => expect(queueOf(await boardOf(giulia), id)?.today).toMatchObject(expected));
const later = (seconds: number) => new Date(server.deps.clock().getTime() + seconds * 1_000);

test('everybody sees the queues in numbers; only a lead sees who waits', async () => {
  bridge.tell(
    { kind: 'member', member: { queue: 'welcome', extension: '1001', paused: false } },
    { kind: 'member', member: { queue: 'welcome', extension: '1002', paused: true } },
    { kind: 'phone', extension: '1001', use: 'inUse' },
    { kind: 'phone', extension: '1002', use: 'free' },
    { kind: 'phone', extension: '1100', use: 'free' },
  );
  bridge.joins('a', 'welcome', later(0), '+390000000101');
  bridge.joins('b', 'welcome', later(3));

  const seen = await boardOf(giulia);
  expect(queueOf(seen, 'welcome')?.now).toEqual({
    waiting: 2,
    longestSince: later(0).toISOString(),
    talking: few,
    ready: few,
    notReady: few,
    free: false,
  });
  expect(seen.callers).toBeNull();
  const text = JSON.stringify(seen);
  for (const hidden of ['+390000000101', '1002', 'paused', 'Luca']) expect(text).not.toContain(hidden);

  const [, luca] = await namesAndIds();
  expect(seen.colleagues).toContainEqual({ id: luca, reachable: false });
  expect(seen.colleagues.filter(({ reachable }) => reachable)).toHaveLength(1);
  expect((await boardOf(sara)).callers).toEqual([
    { id: 'a', queueId: 'welcome', since: later(0).toISOString(), number: '+390000000101' },
    { id: 'b', queueId: 'welcome', since: later(3).toISOString(), number: null },
  ]);
});

describe('states by name', () => {
  const agreement = {
    legalReference: 'Accordo sindacale n. 14 del 12 marzo 2026',
    impactAssessment: 'DPIA-2026-03',
    until: '2027-12-31',
    namedStates: true,
    listening: false,
  };
  /** As the company file says it, from then on. */
  const decide = (supervision: object | null) =>
    server.deps.db.query
      .updateTable('company')
      .set({ policy: JSON.stringify({ supervision }) })
      .execute();
  const supervisionSeenBy = async (ask: Ask) =>
    workstationSchema.parse((await ask({ url: '/v1/workstation' })).json()).policy.supervision;

  beforeEach(() => {
    bridge.tell(
      { kind: 'member', member: { queue: 'welcome', extension: '1001', paused: true } },
      { kind: 'phone', extension: '1001', use: 'free' },
    );
  });

  test('are shown to nobody where the policy names no agreement', async () => {
    expect((await boardOf(sara)).team).toBeNull();
    expect(await supervisionSeenBy(giulia)).toBeNull();
  });

  test.each([
    ['where it does', agreement],
    ['on its last day', { ...agreement, until: '2026-03-02' }],
  ])('are shown to leads %s, and every agent sees by which', async (_, supervision) => {
    await decide(supervision);
    const [giuliaId] = await namesAndIds();
    expect((await boardOf(sara)).team).toContainEqual({ id: giuliaId, state: 'notReady' });
    expect((await boardOf(giulia)).team).toBeNull();
    expect(await supervisionSeenBy(giulia)).toEqual(supervision);
  });

  test.each([
    ['an agreement about something else', { ...agreement, namedStates: false }],
    ['an agreement that has run out', { ...agreement, until: '2026-03-01' }],
  ])('are not shown by %s', async (_, supervision) => {
    await decide(supervision);
    expect((await boardOf(sara)).team).toBeNull();
  });
});

const namesAndIds = async () => {
  const rows = await server.deps.db.query.selectFrom('agents').select(['id', 'username']).execute();
  return ['giulia', 'luca'].map((name) => rows.find((row) => row.username === name)?.id);
};

test('today’s figures: offered, answered, abandoned, service level; who gives up within 5 s counts nowhere', async () => {
  const wait = (id: string, seconds: number, end: 'answered' | 'abandoned' | 'passedOn') => {
    bridge.joins(id, 'support', later(0));
    bridge.leaves(id, 'support', later(seconds), end);
  };
  wait('quick', 3, 'answered');
  wait('just in time', 20, 'answered');
  wait('late', 21, 'answered');
  wait('gave up', 5, 'abandoned');
  wait('misdialled', 4, 'abandoned');
  bridge.joins('still waiting', 'support', later(0));
  await figures('support', {
    offered: 5,
    answered: 3,
    answeredInTime: 2,
    abandoned: 1,
    over: 4,
    waitedSeconds: 44,
    withinSeconds: 20,
  });
  await figures('welcome', { offered: 0, answered: 0, abandoned: 0, over: 0 });
});

test('leads see today by the half hour too, the one that runs last; what counts is the company’s list', async () => {
  bridge.joins('early', 'support', later(0));
  bridge.leaves('early', 'support', later(12), 'answered');
  await figures('support', { answered: 1 });
  server.pass(3_600_000);
  [giulia, sara] = [await server.as('giulia'), await server.as('sara')];
  bridge.joins('now', 'support', later(0));
  await figures('support', { offered: 2 });
  expect((await boardOf(giulia)).halfHours).toBeNull();
  const { halfHours } = await boardOf(sara);
  const here = { answered: 0, answeredInTime: 0, abandoned: 0, over: 0, waitedSeconds: 0 };
  expect(halfHours?.map(({ queues }) => queues)).toEqual([
    [{ queueId: 'support', offered: 1, answered: 1, answeredInTime: 1, abandoned: 0, over: 1, waitedSeconds: 12 }],
    [],
    [{ ...here, queueId: 'support', offered: 1 }],
  ]);
  await server.write((tx) =>
    sql`update lists set body = jsonb_set(body, '{serviceLevel,seconds}', '10') where code = 'figures'`.execute(tx),
  );
  await figures('support', { answered: 1, answeredInTime: 0, withinSeconds: 10 });
});

test('a new day begins at midnight where the company is, summer or winter', async () => {
  // The 29th of March has 23 hours; it ends at 22:00 UTC.
  const toMarch29 = Date.parse('2026-03-29T21:59:00.000Z') - server.deps.clock().getTime();
  server.pass(toMarch29);
  giulia = await server.as('giulia');
  bridge.joins('on Sunday', 'support', later(0));
  bridge.leaves('on Sunday', 'support', later(2), 'answered');
  await figures('support', { offered: 1 });
  server.pass(61_000);
  await figures('support', { offered: 0 });
});

test('a caller whom the lead moves is offered in both queues and given up in none', async () => {
  bridge.joins('a', 'welcome', later(0));
  bridge.joins('a', 'support', later(10));
  bridge.leaves('a', 'welcome', later(10), 'passedOn');
  bridge.leaves('a', 'support', later(15), 'answered');
  await figures('welcome', { offered: 1, answered: 0, abandoned: 0 });
  await figures('support', { offered: 1, answered: 1, abandoned: 0 });
});

test('while the PBX is away nothing is told of now; today’s figures stay', async () => {
  bridge.joins('a', 'welcome', later(0));
  bridge.leaves('a', 'welcome', later(2), 'answered');
  await figures('welcome', { answered: 1 });
  bridge.tell({ kind: 'away' });
  const board = await boardOf(sara);
  expect(board).toMatchObject({ bridge: 'away', colleagues: [], callers: [] });
  expect(board.queues.every(({ now }) => now === null)).toBe(true);
  expect(queueOf(board, 'welcome')?.today.answered).toBe(1);
  expect((await server.ask({ url: '/v1/health' })).json()).toMatchObject({ status: 'ok', bridge: 'away' });
});

test('who went while the PBX could not be seen is neither answered nor given up, and counts no further', async () => {
  bridge.joins('a', 'welcome', later(0));
  await figures('welcome', { offered: 1 });
  bridge.tell({ kind: 'away' }, { kind: 'here', picture: quietPicture });
  bridge.joins('b', 'welcome', later(60));
  bridge.leaves('b', 'welcome', later(61), 'answered');
  await figures('welcome', { offered: 2, answered: 1, answeredInTime: 1, abandoned: 0, over: 1 });
});

test('who waited already when the backend started is offered from then on', async () => {
  bridge.tell({
    kind: 'here',
    picture: { ...quietPicture, waiting: [{ id: 'a', queue: 'welcome', since: later(-30).getTime(), number: null }] },
  });
  bridge.leaves('a', 'welcome', later(0), 'answered');
  await figures('welcome', { offered: 1, answered: 1, answeredInTime: 0, over: 1 });
});

test('a lead moves somebody who waits, or takes them; an agent may not, and who has gone has gone', async () => {
  const move = (ask: Ask, queueId = 'complaints') =>
    ask({ method: 'POST', url: '/v1/board/callers/1764081234.17/move', payload: { queueId } });
  const take = (ask: Ask) => ask({ method: 'POST', url: '/v1/board/callers/1764081234.17/take' });
  expect((await move(sara)).statusCode).toBe(204);
  expect((await take(sara)).statusCode).toBe(204);
  expect(bridge.wishes).toEqual([
    ['moveCaller', '1764081234.17', '8002'],
    ['takeCaller', '1764081234.17', '1100'],
  ]);
  expect((await move(giulia)).json()).toMatchObject({ type: problemUrn('forbidden') });
  expect((await take(giulia)).statusCode).toBe(403);
  expect((await move(sara, 'nowhere')).statusCode).toBe(422);
  bridge.answer = false;
  expect((await move(sara)).statusCode).toBe(404);
  bridge.answer = null;
  expect((await take(sara)).json()).toMatchObject({ type: problemUrn('unavailable') });
});

test('ready and not ready are answered as the PBX has agreed', async () => {
  const set = (payload: object) => giulia({ method: 'PUT', url: '/v1/agents/me/state', payload });
  expect((await set({ offer: true, reason: null })).json()).toEqual({ agreed: true });
  const [, wish] = bridge.wishes[0] ?? [];
  expect(wish).toMatchObject({ extension: '1001', offer: true, reason: null });
  expect([...(wish as { queues: string[] }).queues].sort()).toEqual(['english', 'support', 'welcome']);
  bridge.answer = false;
  expect((await set({ offer: false, reason: 'pausa' })).json()).toEqual({ agreed: false });
  bridge.answer = null;
  const away = await set({ offer: true, reason: null });
  expect([away.statusCode, away.headers['retry-after']]).toEqual([503, '5']);
  expect((await giulia({ url: '/v1/workstation' })).json().pbx.agentState).toBe('bridge');
});

test('whoever signs out is out of the queues', async () => {
  expect((await giulia({ method: 'DELETE', url: '/v1/sessions' })).statusCode).toBe(204);
  await untilHolds(() => expect(bridge.wishes).toEqual([['logOut', '1001']]));
});

test('signing out works while the PBX is away', async () => {
  bridge.answer = null;
  expect((await giulia({ method: 'DELETE', url: '/v1/sessions' })).statusCode).toBe(204);
});

test('a backend without a bridge says so, and everything else works', async () => {
  const bare = await startTestServer({ customers: 0 });
  const ask = await bare.as('sara');
  expect(await boardOf(ask)).toMatchObject({ bridge: 'none', colleagues: [] });
  expect(
    (await ask({ method: 'PUT', url: '/v1/agents/me/state', payload: { offer: true, reason: null } })).statusCode,
  ).toBe(503);
  expect((await ask({ url: '/v1/lost-calls' })).json()).toMatchObject({ lostCalls: [] });
  await bare.stop();
});
