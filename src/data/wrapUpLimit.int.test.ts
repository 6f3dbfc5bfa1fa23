// Wrap-ups that the company's policy gives an end: closed when it is up, lengthened on request, never in the middle of a word.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { policySchema } from '#shared/model/policy';
import { fact, ringingCall } from '#test/support/calls';
import { createWrongClock, type Rig, startRig, type WrongClock } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend } from '#test/support/modelBackend';
import { openProfile } from '#test/support/profileFiles';
import { createBacklog } from './drafts/backlog.ts';
import { createInteractions } from './drafts/interactions.ts';
import { silentLog } from './log.ts';

let folder: string;
let backend: ModelBackend;
let clock: WrongClock;
let rig: Rig;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-wrap-up-'));
  backend = createModelBackend();
  const wrapUp = { seconds: 60, moreSeconds: 30, reasonCode: 'ALT-02', outcomeCode: 'RIS-2' };
  backend.workstation.policy = policySchema.parse({ wrapUp });
  clock = createWrongClock();
  rig = await startRig({ folder, fetch: backend.fetch, clock });
  await rig.signIn();
  await rig.until('the cache is loaded', () => rig.state().sync.load.kind === 'complete');
});
afterEach(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true });
});

async function wrapUp() {
  const call = ringingCall('+390000000199');
  const { interactionId } = call;
  await rig.phone.callArrived({ call, event: fact('ringing') });
  await rig.phone.recordEvent({ interactionId, event: fact('answered') });
  await rig.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  return interactionId;
}
const until = () => Date.parse(must(rig.state().open[0]?.interaction.wrapUpUntil, 'an end'));
const closed = () => rig.until('it is closed', () => rig.state().open.length === 0);
const now = () => clock.now().getTime();

test('when the time is up it closes with what was typed, and the policy’s words where none were chosen', async () => {
  const interactionId = await wrapUp();
  expect(until() - now()).toBe(60_000);
  await rig.desk.saveDraft({ interactionId, draft: { note: 'Linea assente.', reasonCode: 'TEC-01' } });
  const end = until();
  await closed();
  expect(now()).toBe(end);
  await rig.until('it has left', () => backend.reports.length === 1);
  expect(backend.reports[0]).toMatchObject({ note: 'Linea assente.', reasonCode: 'TEC-01', outcomeCode: 'RIS-2' });
});

test('it is lengthened on request, as often as wanted', async () => {
  const interactionId = await wrapUp();
  const end = until();
  await rig.desk.moreTime({ interactionId });
  await rig.desk.moreTime({ interactionId });
  expect(until()).toBe(end + 60_000);
  await closed();
  expect(now()).toBe(end + 60_000);
});

test('it does not end in the middle of a word', async () => {
  const interactionId = await wrapUp();
  let isOver = false;
  void clock.sleep(59_000, new AbortController().signal).then(() => {
    isOver = true;
  });
  await rig.until('the time is nearly up', () => isOver);
  await rig.desk.saveDraft({ interactionId, draft: { note: 'Line' } });
  const typedAt = now();
  await closed();
  expect(now()).toBe(typedAt + 5_000);
});

test('one that was left open over night closes at the next start, and loses nothing', async () => {
  const interactionId = await wrapUp();
  await rig.desk.saveDraft({ interactionId, draft: { note: 'Richiamare.' } });
  await rig.stop();
  clock.set(12 * 3_600_000);
  rig = await startRig({ folder, fetch: backend.fetch, clock });
  await closed();
  await rig.until('it has left', () => backend.reports.length === 1);
  expect(backend.reports[0]).toMatchObject({ id: interactionId, note: 'Richiamare.', reasonCode: 'ALT-02' });
});

test('without such a policy there is nothing to lengthen', async () => {
  backend.workstation.policy = policySchema.parse({});
  await rig.stop();
  rig = await startRig({ folder, fetch: backend.fetch, clock });
  await rig.until('the workstation is here', () => {
    const { session } = rig.state();
    return session.kind === 'signedIn' && session.workstation.policy.wrapUp === null;
  });
  const interactionId = await wrapUp();
  expect(rig.state().open[0]?.interaction.wrapUpUntil).toBeNull();
  await expect(rig.desk.moreTime({ interactionId })).rejects.toThrow('call.notNow');
});

test('with no room on the disk it stays open, ends nobody, and is closed when there is room', async () => {
  const disk = mkdtempSync(join(tmpdir(), 'cornetta-full-'));
  let at = Date.parse('2026-03-02T09:00:10.000Z');
  const files = openProfile(disk, { now: () => new Date(at) });
  const nothing = () => {};
  const interactions = createInteractions({
    backlog: createBacklog(files, silentLog),
    agentId: 'A',
    cards: {
      get: () => null,
      alsoWith: () => [],
      shownAs: () => null,
      welcome: nothing,
      settle: () => [],
      forget: nothing,
    },
    match: () => ({ kind: 'notFound' }),
    wrapUpPolicy: () => ({ seconds: 60, moreSeconds: 30, reasonCode: 'ALT-02', outcomeCode: 'RIS-2' }),
    correctMinutes: () => 0,
    lists: () => ({ reasons: [], outcomes: [], policy: policySchema.parse({}) }),
    queues: () => [],
    now: () => new Date(at),
    steadyMs: () => at,
    newId: ulid,
    onOpened: nothing,
    onChanged: nothing,
    onGone: nothing,
    onOver: nothing,
    onUnreadable: nothing,
    onAwaited: nothing,
    onOutbox: nothing,
  });
  const call = ringingCall('+390000000199');
  interactions.arrived(call, fact('ringing'));
  interactions.record(call.interactionId, fact('answered'));
  interactions.saveDraft(call.interactionId, { note: 'x'.repeat(19_000) });
  interactions.record(call.interactionId, fact('ended', 'hungUpThere'));

  const limit = (pages: number) => files.readWork((work) => work.db.pragma(`max_page_count = ${pages}`));
  limit(Number(files.readWork((work) => work.db.pragma('page_count'))));
  const filler = { agentId: 'B', kind: 'interaction', baseVersion: null, base: null, body: 'x'.repeat(1_000) } as const;
  const fill = () => {
    for (;;) files.work((work) => work.outbox.add({ ...filler, id: ulid(), target: ulid() }, new Date(at)));
  };
  expect(fill).toThrow('files.diskFull');
  at += 61_000;
  expect(interactions.closeOverdue()).toBe(30_000);
  expect(interactions.open()).toHaveLength(1);
  limit(1_000_000);
  expect(interactions.closeOverdue()).toBeNull();
  expect(interactions.open()).toEqual([]);
  await files.close();
  rmSync(disk, { recursive: true });
});

test('a customer who is called again in the same contact has no end over them; it begins anew once that call is over', async () => {
  const interactionId = await wrapUp();
  await rig.desk.saveDraft({ interactionId, draft: { note: 'Da richiamare al numero registrato.' } });
  const call = ringingCall('+390000000199', { interactionId, direction: 'outgoing' });
  await rig.phone.callArrived({ call, event: fact('dialled') });
  expect(rig.state().open[0]?.interaction).toMatchObject({ stage: 'wrapUp', wrapUpUntil: null });
  await rig.phone.recordEvent({ interactionId, event: fact('answered') });
  expect(rig.state().open[0]?.interaction).toMatchObject({ stage: 'live', wrapUpUntil: null });
  await rig.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  expect(until() - now()).toBe(60_000);
  expect(rig.state().open[0]?.interaction.draft.note).toBe('Da richiamare al numero registrato.');
});

test('one that nobody answers has its end again', async () => {
  const interactionId = await wrapUp();
  const call = ringingCall('+390000000199', { interactionId, direction: 'outgoing' });
  await rig.phone.callArrived({ call, event: fact('dialled') });
  await rig.phone.recordEvent({ interactionId, event: fact('ended', 'notAnswered') });
  expect(rig.state().open[0]?.interaction.stage).toBe('wrapUp');
  expect(until() - now()).toBe(60_000);
});
