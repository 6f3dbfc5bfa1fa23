// The agent's own day on a PC: what counts as a break, which callbacks ring, one's own figures; and that nobody else ever hears of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InteractionId } from '#shared/model/ids';
import { emptyDraft } from '#shared/model/interaction';
import { type ScreenBreak, screenBreakAt } from '#shared/model/screenBreaks';
import { callbackListSchema } from '#shared/protocol/callbacks';
import { fact, ringingCall } from '#test/support/calls';
import { createWrongClock, type Rig, startRig, type WrongClock } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend } from '#test/support/modelBackend';
import { modelChatId, withModelChats } from '#test/support/modelChats';
import { modelWorkstation } from '#test/support/modelWorkstation';
import shipped from '../../../assets/lists/breaks.json' with { type: 'json' };
import openapi from '../../../docs/openapi.json' with { type: 'json' };

const MINUTE = 60_000;
const giulia = { id: modelWorkstation.agent.id, name: 'Giulia Serra' };
const luca = { id: '01HZZZZZZZZZZZZZZZZZZZZZZB', name: 'Luca Moro' };
const promiseId = '01JKSTCA000000000000000001' as InteractionId;

let folder: string;
let backend: ModelBackend;
let clock: WrongClock;
let data: Rig;
/** Everything that has left this PC. */
let sent: string[];

const spying: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const url = input instanceof Request ? input.url : String(input);
  sent.push(`${url} ${init?.body === undefined ? '' : await request.text()}`);
  return backend.fetch(input, init);
};
const start = () => startRig({ folder, fetch: spying, clock });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-day-'));
  backend = createModelBackend();
  clock = createWrongClock();
  sent = [];
  data = await start();
});
afterEach(async () => {
  await data.stop();
  rmSync(folder, { recursive: true, force: true });
});

const now = () => clock.now().getTime();
const standing = (): ScreenBreak => screenBreakAt(data.state().day.activity, now(), shipped);
const workedMinutes = () => Math.round(standing().workedMs / MINUTE);

/** By the clock that nobody sets. */
async function pass(minutes: number): Promise<void> {
  const end = clock.steadyMs() + minutes * MINUTE;
  await data.until(`${minutes} minutes have passed`, () => clock.steadyMs() >= end);
}

describe('the break from the screen', () => {
  test('is due after two hours at it, waiting for calls included', async () => {
    await data.signIn();
    await pass(90);
    await data.phone.agentStands({ reason: 'meeting' });
    await pass(31);
    expect(standing().state).toBe('due');
  });

  test('is had by 15 minutes in one piece: two halves are none', async () => {
    await data.signIn();
    await pass(60);
    for (let half = 0; half < 2; half += 1) {
      await data.phone.agentStands({ reason: 'screen-break' });
      await pass(8);
      await data.phone.agentStands({ reason: null });
      await pass(5);
    }
    expect(workedMinutes()).toBeGreaterThanOrEqual(69);
    await data.phone.agentStands({ reason: 'screen-break' });
    await pass(16);
    expect(standing()).toMatchObject({ state: 'resting', leftMs: 0 });
    await data.phone.agentStands({ reason: null });
    expect(workedMinutes()).toBe(0);
  });

  test('counts a locked screen, or a PC asleep, as being away from it', async () => {
    await data.signIn();
    await pass(60);
    data.presence(true);
    await pass(16);
    data.presence(false);
    await data.quiet();
    expect(workedMinutes()).toBe(0);
  });

  test('goes on where the program was when it is started anew, and is had where it stood still for a break', async () => {
    await data.signIn();
    await pass(60);
    await data.stop();
    data = await start();
    expect(workedMinutes()).toBeGreaterThanOrEqual(59);
    await data.stop();
    clock.set(20 * MINUTE);
    data = await start();
    expect(workedMinutes()).toBe(0);
  });

  test.each([3 * 60, -3 * 60])('is not had, nor put off, by a clock that is set by %i minutes', async (minutes) => {
    await data.signIn();
    await pass(60);
    clock.set(minutes * MINUTE);
    await pass(2);
    expect(workedMinutes()).toBeGreaterThanOrEqual(61);
    expect(workedMinutes()).toBeLessThanOrEqual(63);
  });

  test('is each agent’s own on a PC that two share', async () => {
    await data.signIn();
    await pass(60);
    await data.desk.signOut(null);
    expect(data.state().day.activity).toEqual([]);
    backend.workstation.agent = { ...backend.workstation.agent, id: luca.id as never };
    await data.signIn();
    expect(workedMinutes()).toBe(0);
  });
});

describe('a promised call that is due', () => {
  const dueAt = '2026-03-02T08:10:00.000Z';
  const told = (change: object = {}) => {
    const callback = {
      ...{ id: promiseId, queueId: 'welcome', number: '+390000001001', dueAt, promisedBy: giulia },
      ...{ customerId: null, reasonCode: 'TEC-01', about: 'Il tecnico', state: { kind: 'open' }, ...change },
    };
    backend.boards.callbacks = callbackListSchema.parse({ asOf: '2026-03-02T08:00:00.000Z', callbacks: [callback] });
    backend.poke({ kind: 'callbacks' });
  };
  const rings = () => data.state().boards.ringing.length === 1;

  test('rings its owner when its time comes, and ends when somebody else takes it', async () => {
    told();
    await data.signIn();
    await data.until('it is known', () => data.state().boards.callbacks?.callbacks.length === 1);
    expect(rings()).toBe(false);
    await data.until('it rings', rings);
    expect(now()).toBeGreaterThanOrEqual(Date.parse(dueAt));
    expect(now()).toBeLessThan(Date.parse(dueAt) + MINUTE);
    told({ state: { kind: 'taken', by: luca, at: dueAt } });
    await data.until('it rings no more', () => !rings());
  });

  test('is silent during a call, and rings after it', async () => {
    told();
    await data.signIn();
    const call = ringingCall('+390000001002');
    const { interactionId } = call;
    await data.phone.callArrived({ call, event: fact('ringing') });
    await data.phone.recordEvent({ interactionId, event: fact('answered') });
    await pass(20);
    expect(rings()).toBe(false);
    await data.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
    await data.until('it rings', rings);
  });

  test('rings while a chat is open', async () => {
    await data.stop();
    const chats = withModelChats(backend);
    data = await startRig({ folder, fetch: chats.fetch, clock });
    told();
    chats.arrives(1);
    await data.signIn();
    await data.until('somebody waits', () => data.state().chats?.waiting.length === 1);
    expect(await data.desk.takeChat({ id: modelChatId(1) })).toBe('taken');
    await data.until('it is open', () => data.state().open[0]?.interaction.stage === 'live');
    await data.until('it rings', rings);
  });

  test('rings again ten minutes later where that was asked, also after a start; and no more where it was left', async () => {
    told();
    await data.signIn();
    await data.until('it rings', rings);
    await data.desk.ringLater({ id: promiseId });
    await data.until('it is silent', () => !rings());
    const asked = now();
    await data.stop();
    data = await start();
    expect(rings()).toBe(false);
    await data.until('it rings', rings);
    expect(now() - asked).toBeGreaterThanOrEqual(10 * MINUTE);
    await data.desk.ringNoMore({ id: promiseId });
    await pass(30);
    expect(rings()).toBe(false);
  });
});

async function conversation(): Promise<void> {
  const call = ringingCall('+390000001001', { startedAt: clock.now().toISOString() });
  const { interactionId } = call;
  await data.phone.callArrived({ call, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId, event: fact('answered') });
  await data.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  const draft = { ...emptyDraft, reasonCode: 'TEC-01', outcomeCode: 'RIS-1' };
  await data.desk.closeInteraction({ interactionId, draft });
}

test('own figures count one’s conversations, and begin anew where they are deleted', async () => {
  await data.signIn();
  await conversation();
  await conversation();
  expect((await data.desk.ownFigures(null)).week.conversations).toBe(2);
  await pass(1);
  await data.desk.forgetOwnFigures(null);
  expect((await data.desk.ownFigures(null)).week.conversations).toBe(0);
});

describe('nobody else', () => {
  const canary = 'CANARINO-SCHIENALE-ROTTO';

  test('hears of breaks, figures or the check-list: no request carries any of it', async () => {
    await data.signIn();
    await data.desk.keepChecks({ answers: { chair: { isRight: false, words: canary } } });
    await data.phone.agentStands({ reason: 'screen-break' });
    await pass(20);
    await conversation();
    await data.desk.ownFigures(null);
    await data.desk.forgetOwnFigures(null);
    await data.until('everything is sent', () => backend.reports.length === 1);
    expect(sent.filter((each) => each.includes(canary))).toEqual([]);
    expect(sent.filter((each) => /screen-break|aliveAt|figuresFrom|isRight|talkedMs/.test(each))).toEqual([]);
    // It is on this PC, also after a start.
    await data.stop();
    data = await start();
    expect(data.state().day.checks?.answers.chair).toEqual({ isRight: false, words: canary });
  });

  test('could be told: the backend has no route for it', () => {
    const paths = Object.keys(openapi.paths);
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.filter((path) => /day|break|checks|figures\/me|own/i.test(path))).toEqual([]);
  });
});
