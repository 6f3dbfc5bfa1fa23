// A PC's clock that is set while the program runs, or between two runs: by a time server, by somebody, by a battery that is empty.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { emptyDraft } from '#shared/model/interaction';
import { fact, ringingCall } from '#test/support/calls';
import { createWrongClock, type Rig, startRig, type WrongClock } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend, modelCustomer } from '#test/support/modelBackend';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const jumps = [
  ['half an hour back', -30 * minuteMs],
  ['an hour ahead', hourMs],
  ['a day back', -dayMs],
  ['a day ahead', dayMs],
  ['thirty years back', -30 * 365 * dayMs],
  ['thirty years ahead', 30 * 365 * dayMs],
] as const;

const people = Array.from({ length: 30 }, (_none, n) => modelCustomer(n));
const anna = must(people[1], 'a customer');

let folder: string;
let backend: ModelBackend;
let clock: WrongClock;
let rig: Rig;
/** Idempotency keys of what was written, in order, and what the PC's clock was said to show then. */
let keys: string[];
let sentAt: { readonly path: string; readonly shown: string | null }[];

const keeping: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  const key = headers.get('idempotency-key');
  if (key !== null) {
    keys.push(key);
    sentAt.push({ path: new URL(String(input)).pathname, shown: headers.get('sent-at') });
  }
  return backend.fetch(input, init);
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-clocks-'));
  backend = createModelBackend();
  keys = [];
  sentAt = [];
  const wrapUp = { seconds: 60, moreSeconds: 30, reasonCode: 'ALT-02', outcomeCode: 'RIS-2' };
  backend.workstation.policy.wrapUp = wrapUp;
  for (const person of people) backend.put(person);
  clock = createWrongClock();
  await start();
});
afterEach(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  rig = await startRig({ folder, fetch: keeping, clock });
}
const signedIn = async () => {
  await rig.signIn();
  await loaded();
};
const loaded = () => rig.until('the cache is loaded', () => rig.state().sync.load.kind === 'complete');

async function wrapUp() {
  const call = ringingCall(must(anna.phones[0]?.e164, 'number'));
  const { interactionId } = call;
  await rig.phone.callArrived({ call, event: fact('ringing') });
  await rig.phone.recordEvent({ interactionId, event: fact('answered') });
  await rig.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  return interactionId;
}

/** How long it takes until it is so. */
async function passes(what: string, isSo: () => boolean | Promise<boolean>): Promise<number> {
  const began = clock.steadyMs();
  await rig.until(what, isSo);
  return clock.steadyMs() - began;
}

/** The next `times` requests to that path are refused for now. */
function refuse(path: string, times: number): () => number {
  let refused = 0;
  backend.fate = (request) => {
    if (!request.path.startsWith(path) || refused >= times) return 'arrives';
    refused += 1;
    return { status: 503 };
  };
  return () => refused;
}

test.each(jumps)('set %s while something waits to be sent: it goes when its time is up', async (_name, byMs) => {
  await signedIn();
  const refused = refuse('/v1/interactions', 4);
  const id = await wrapUp();
  await rig.desk.closeInteraction({
    interactionId: id,
    draft: { ...emptyDraft, reasonCode: 'TEC-01', outcomeCode: 'RIS-1', customerId: anna.id },
  });
  await rig.until('it was refused', () => refused() === 1);
  await rig.quiet();
  clock.set(byMs);
  expect(await passes('it is sent', () => backend.reports.length === 1)).toBeLessThan(minuteMs);
});

test.each(jumps)(
  'set %s between two runs while something waits to be sent: it goes once the backend is there',
  async (_name, byMs) => {
    await signedIn();
    const refused = refuse('/v1/customers/', 1);
    await rig.desk.editCustomer({ id: anna.id, base: anna.version, details: { preference: 'la sera' } });
    await rig.until('it was refused', () => refused() === 1);
    await rig.quiet();
    await rig.stop();
    clock.set(byMs);
    await start();
    expect(await passes('it is sent', () => backend.patches.length === 1)).toBeLessThan(minuteMs);
    expect((await rig.desk.getCustomer({ id: anna.id }))?.customer.preference).toBe('la sera');
  },
);

test.each(jumps)(
  'set %s in the middle of a load: it goes on, is told, and promises no other times',
  async (_name, byMs) => {
    let asked = 0;
    backend.fate = ({ path }) => {
      if (!path.startsWith('/v1/sync/segments')) return 'arrives';
      asked += 1;
      return asked % 3 === 0 ? { status: 503 } : 'arrives';
    };
    await rig.signIn();
    await rig.until('it is interrupted', () => asked === 3);
    await rig.quiet();
    clock.set(byMs);
    const before = rig.events.length;
    await loaded();
    const told = rig.events
      .slice(before)
      .flatMap((event) =>
        event.kind === 'syncChanged' && event.sync.load.kind === 'loading' ? [event.sync.load] : [],
      );
    expect(told.length).toBeGreaterThan(1);
    for (const { secondsLeft } of told) expect(secondsLeft ?? 0).toBeLessThan(600);
    expect(rig.state().sync.load).toEqual({ kind: 'complete', customers: people.length });
  },
);

test.each(jumps)(
  'set %s: changes come in, a stream that ends is taken up again, an old token is renewed',
  async (_name, byMs) => {
    await signedIn();
    const isHere = (email: string) => async () =>
      (await rig.desk.getCustomer({ id: anna.id }))?.customer.email === email;
    clock.set(byMs);
    backend.edit(anna.id, { email: 'prima@esempio.it' });
    expect(await passes('by a hint', isHere('prima@esempio.it'))).toBeLessThan(minuteMs);
    backend.expireAccess();
    backend.edit(anna.id, { email: 'seconda@esempio.it' });
    expect(await passes('with a new token', isHere('seconda@esempio.it'))).toBeLessThan(minuteMs);
    const refused = refuse('/v1/sync/', 3);
    backend.edit(anna.id, { email: 'terza@esempio.it' });
    await rig.until('it was refused', () => refused() > 0);
    clock.set(-byMs);
    expect(await passes('once it answers', isHere('terza@esempio.it'))).toBeLessThan(2 * minuteMs);
    expect(rig.state().session).toMatchObject({ kind: 'signedIn', expired: false });
  },
);

test.each(jumps)(
  'set %s during a wrap-up: it has its whole time, and what it is lengthened by',
  async (_name, byMs) => {
    await signedIn();
    const interactionId = await wrapUp();
    const began = clock.steadyMs();
    clock.set(byMs);
    await rig.desk.moreTime({ interactionId });
    // From here on the agent is shown by the clock as it is now.
    const until = must(rig.state().open[0]?.interaction.wrapUpUntil, 'an end');
    expect(Date.parse(until) - clock.now().getTime()).toBe(90_000);
    await rig.until('it is closed', () => rig.state().open.length === 0);
    expect(clock.steadyMs() - began).toBe(90_000);
  },
);

test.each(jumps)('set %s during a wrap-up: what the agent counts down to is put right', async (_name, byMs) => {
  await signedIn();
  await wrapUp();
  await rig.quiet();
  const end = clock.steadyMs() + 60_000;
  clock.set(byMs);
  const left = () => Date.parse(must(rig.state().open[0]?.interaction.wrapUpUntil, 'an end')) - clock.now().getTime();
  expect(await passes('it is put right', () => left() === end - clock.steadyMs())).toBeLessThanOrEqual(5_000);
  await rig.until('it is closed', () => rig.state().open.length === 0);
  expect(clock.steadyMs()).toBe(end);
});

test.each(jumps)(
  'set %s between two runs: a wrap-up that was left open is closed in its time at the latest, and is sent',
  async (_name, byMs) => {
    await signedIn();
    const interactionId = await wrapUp();
    await rig.desk.saveDraft({ interactionId, draft: { note: 'Richiamare.' } });
    await rig.stop();
    clock.set(byMs);
    await start();
    expect(await passes('it is closed', () => rig.state().open.length === 0)).toBeLessThanOrEqual(minuteMs);
    await rig.until('it is sent', () => backend.reports.length === 1);
    expect(backend.reports[0]).toMatchObject({ id: interactionId, note: 'Richiamare.' });
  },
);

test.each(jumps)('set %s: what is told says with it what the clock shows', async (_name, byMs) => {
  await signedIn();
  clock.set(byMs);
  const interactionId = await wrapUp();
  const draft = { ...emptyDraft, reasonCode: 'TEC-01', outcomeCode: 'RIS-1', customerId: anna.id };
  await rig.desk.closeInteraction({ interactionId, draft });
  await rig.until('it is sent', () => backend.reports.length === 1);
  const shown = must(sentAt.find(({ path }) => path === '/v1/interactions')?.shown, 'what the clock shows');
  const { closedAt } = must(backend.reports[0], 'the report');
  expect(Date.parse(shown) - Date.parse(closedAt)).toBeGreaterThanOrEqual(0);
  expect(Date.parse(shown) - Date.parse(closedAt)).toBeLessThan(minuteMs);
});

test('rows that were shown to be right at a time that has not come yet are looked at again', async () => {
  clock.set(365 * dayMs);
  await signedIn();
  const comparisons = () => backend.asked.filter((path) => path.includes('/digests')).length;
  await rig.until('they are shown to be right', () => comparisons() === 1);
  clock.set(-365 * dayMs);
  expect(await passes('once more', () => comparisons() === 2)).toBeLessThan(hourMs);
});

test('a card that is opened once more after the clock was put back is told once more', async () => {
  await signedIn();
  await rig.desk.getCustomer({ id: anna.id });
  await rig.until('it is told', () => backend.views.length === 1);
  await rig.desk.getCustomer({ id: anna.id });
  clock.set(-dayMs);
  await rig.desk.getCustomer({ id: anna.id });
  await rig.until('it is told again', () => backend.views.length === 2);
});

test('keys of what is sent rise whatever the clock does', async () => {
  await signedIn();
  for (const [n, [, byMs]] of jumps.entries()) {
    const { version } = must((await rig.desk.getCustomer({ id: anna.id }))?.customer, 'her card');
    await rig.desk.editCustomer({ id: anna.id, base: version, details: { preference: `volta ${n}` } });
    await rig.until('it is sent', () => backend.patches.length === n + 1);
    clock.set(byMs);
  }
  expect(keys.length).toBeGreaterThanOrEqual(jumps.length);
  expect(keys).toEqual(keys.toSorted());
});

test('a date until which to wait is by the clock of whoever named it', async () => {
  await signedIn();
  clock.set(-20 * minuteMs);
  const theirs = clock.now().getTime() + 20 * minuteMs;
  let asked = 0;
  await rig.stop();
  rig = await startRig({
    folder,
    clock,
    async fetch(input, init) {
      if (init?.method !== 'PATCH' || asked > 0) return backend.fetch(input, init);
      asked += 1;
      const date = (ms: number) => new Date(ms).toUTCString();
      return new Response('{}', { status: 503, headers: { date: date(theirs), 'retry-after': date(theirs + 5_000) } });
    },
  });
  await loaded();
  await rig.desk.editCustomer({ id: anna.id, base: anna.version, details: { preference: 'la sera' } });
  await rig.until('it was refused', () => asked === 1);
  const waited = await passes('it is sent', () => backend.patches.length === 1);
  expect(waited).toBeGreaterThanOrEqual(4_000);
  expect(waited).toBeLessThan(minuteMs);
});
