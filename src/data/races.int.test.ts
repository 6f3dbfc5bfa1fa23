// Two things at once: what arrives while something else is on its way, agents who follow each other on one PC.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { portfolioIdSchema } from '#shared/model/ids';
import { type Draft, emptyDraft, nothingPromised } from '#shared/model/interaction';
import { fact, ringingCall } from '#test/support/calls';
import { createPatientClock, type PatientClock, type Rig, startRig } from '#test/support/dataRig';
import {
  createModelBackend,
  type Fate,
  type ModelBackend,
  modelCustomer,
  modelPortfolio,
} from '#test/support/modelBackend';
import { modelWorkstation } from '#test/support/modelWorkstation';

import type { StartWriter } from './writer/contract.ts';
import { inlineWriter } from './writer/inline.ts';

const anna = modelCustomer(1, { name: 'Anna Colombo' });
const bruno = modelCustomer(2, { name: 'Bruno Ferri' });
const anniE164 = must(anna.phones[0]?.e164, 'number');
const complete: Draft = {
  ...emptyDraft,
  note: 'Linea assente.',
  reasonCode: 'TEC-01',
  outcomeCode: 'RIS-1',
  customerId: anna.id,
};
const colleague = { ...modelWorkstation.agent, id: '01HZZZZZZZZZZZZZZZZZZZZZZB', username: 'luca', name: 'Luca Moro' };

let folder: string;
let backend: ModelBackend;
let clock: PatientClock;
let agent: object = modelWorkstation.agent;
let rig: Rig;

/** Whoever `agent` is by then has signed in. */
const asAgent: typeof fetch = async (input, init) => {
  const answer = await backend.fetch(input, init);
  if (!String(input).endsWith('/v1/workstation') || !answer.ok) return answer;
  return Response.json({ ...((await answer.json()) as object), agent });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-races-'));
  agent = modelWorkstation.agent;
  backend = createModelBackend();
  for (const customer of [anna, bruno]) backend.put(customer);
  clock = createPatientClock();
  rig = await startRig({ folder, fetch: asAgent, clock });
  await rig.signIn();
  await rig.until('the cache is loaded', () => rig.state().sync.load.kind === 'complete');
});
afterEach(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function wrapUp() {
  const call = ringingCall(anniE164);
  await rig.phone.callArrived({ call, event: fact('ringing') });
  await rig.phone.recordEvent({ interactionId: call.interactionId, event: fact('answered') });
  await rig.phone.recordEvent({ interactionId: call.interactionId, event: fact('ended', 'hungUpThere') });
  return call.interactionId;
}

const stageOf = (id: string) => rig.state().open.find(({ interaction }) => interaction.id === id)?.interaction.stage;

test('what is typed is saved over the fields it names: a customer handed over meanwhile stays', async () => {
  const passedOn = ringingCall('withheld').interactionId;
  const call = ringingCall('+390000007777', { handedOver: passedOn });
  await rig.phone.callArrived({ call, event: fact('ringing') });
  backend.handovers.set(passedOn, {
    id: passedOn,
    to: { kind: 'person', name: 'Giulia', number: '1001' },
    caller: { kind: 'withheld' },
    queueId: null,
    customerId: bruno.id,
    reasonCode: null,
    secondary: [],
    note: 'Eccolo.',
    identification: 'none',
    factors: [],
    speaker: null,
    checks: [],
    cases: [],
    promised: nothingPromised,
    at: '2026-03-02T09:00:00.000Z',
    from: { id: colleague.id as never, name: colleague.name },
  });
  await rig.until('it is here', () => rig.state().open[0]?.pop.handover.kind === 'here');
  await rig.desk.saveDraft({ interactionId: call.interactionId, draft: { note: 'Chiede' } });
  expect(rig.state().open[0]?.interaction.draft).toEqual({ ...emptyDraft, note: 'Chiede', customerId: bruno.id });
});

test('a handover that is left while the last question for it is on its way is not missed', async () => {
  const passedOn = ringingCall('withheld').interactionId;
  let asked = 0;
  backend.fate = ({ path }) => {
    if (!path.startsWith('/v1/handovers/')) return 'arrives';
    asked += 1;
    // The answer "not there" is on its way when the colleague's app leaves it, and the hint overtakes the answer.
    if (asked === 8) backend.poke({ kind: 'handover', id: passedOn });
    return 'arrives';
  };
  await rig.phone.callArrived({ call: ringingCall(anniE164, { handedOver: passedOn }), event: fact('ringing') });
  await rig.until('the last question', () => asked >= 8);
  await rig.quiet();
  expect(asked).toBe(9);
});

test('a proxy that cuts every stream of hints at once is not asked in a storm', async () => {
  let streams = 0;
  const began = clock.now().getTime();
  backend.fate = ({ path }) => {
    if (path === '/v1/sync/events') streams += 1;
    return 'arrives';
  };
  backend.cutStreams();
  await rig.until('ten minutes have passed', () => clock.now().getTime() - began > 10 * 60_000);
  expect(streams).toBeLessThan(60);
});

test('a call that ends after a colleague has signed in is in its own agent’s wrap-up', async () => {
  const call = ringingCall(anniE164);
  await rig.phone.callArrived({ call, event: fact('ringing') });
  await rig.phone.recordEvent({ interactionId: call.interactionId, event: fact('answered') });
  agent = colleague;
  await rig.signIn();
  expect(rig.state().open).toEqual([]);
  await rig.phone.recordEvent({ interactionId: call.interactionId, event: fact('ended', 'hungUpThere') });
  expect(rig.state().open).toEqual([]);
  agent = modelWorkstation.agent;
  await rig.signIn();
  expect(stageOf(call.interactionId)).toBe('wrapUp');
});

test('a call that died while nobody was signed in does not come back as a live one', async () => {
  const call = ringingCall(anniE164);
  await rig.phone.callArrived({ call, event: fact('ringing') });
  await rig.phone.recordEvent({ interactionId: call.interactionId, event: fact('answered') });
  await rig.desk.signOut(null);
  await rig.phone.liveCalls({ interactionIds: [] });
  await rig.signIn();
  expect(stageOf(call.interactionId)).toBe('wrapUp');
});

test('facts that are told again, once all is over, change nothing', async () => {
  const call = ringingCall(anniE164);
  const { interactionId } = call;
  const [ringing, answered, ended] = [fact('ringing'), fact('answered'), fact('ended', 'hungUpThere')];
  const tell = async () => {
    await rig.phone.callArrived({ call, event: ringing });
    await rig.phone.recordEvent({ interactionId, event: answered });
    await rig.phone.recordEvent({ interactionId, event: ended });
  };
  await tell();
  const before = rig.events.length;
  await rig.phone.callArrived({ call, event: ringing });
  await rig.phone.recordEvent({ interactionId, event: answered });
  expect(rig.state().open.map(({ interaction }) => interaction.stage)).toEqual(['wrapUp']);
  expect(rig.events.slice(before).map(({ kind }) => kind)).not.toContain('interactionChanged');
  await rig.desk.closeInteraction({ interactionId, draft: complete });
  await tell();
  expect(rig.state().open).toEqual([]);
  await rig.until('it is sent', () => backend.reports.length === 1);
  expect(backend.reports[0]?.events.map(({ kind }) => kind)).toEqual(['ringing', 'answered', 'ended']);
});

test('a colleague signs in on the same PC: neither sees the other’s work, and each one’s is sent as their own', async () => {
  backend.fate = ({ path }) => (path === '/v1/interactions' ? 'lost' : 'arrives');
  const id = await wrapUp();
  await rig.desk.closeInteraction({ interactionId: id, draft: complete });
  await rig.desk.signOut(null);
  agent = colleague;
  await rig.signIn();
  backend.fate = () => 'arrives';
  await rig.until('loaded', () => rig.state().sync.load.kind === 'complete');
  await rig.quiet();
  expect(rig.state()).toMatchObject({ open: [], sync: { outbox: { waiting: 0, setAside: 0 } } });
  expect(backend.reports).toEqual([]);
  agent = modelWorkstation.agent;
  await rig.desk.signOut(null);
  await rig.signIn();
  await rig.until('it is sent', () => backend.reports.length === 1);
});

test('the answer to an edit, asked for again after the customer went, does not bring them back', async () => {
  const fates: Fate[] = ['unheard', { status: 503, retryAfter: '60' }];
  backend.fate = ({ method }) => (method === 'PATCH' ? fates.shift() : null) ?? 'arrives';
  await rig.desk.editCustomer({ id: anna.id, base: anna.version, details: { email: 'anna@esempio.it' } });
  await rig.until('the backend has the edit', () => backend.patches.length === 1);
  backend.remove(anna.id);
  await rig.until('she is gone', async () => (await rig.desk.getCustomer({ id: anna.id })) === null);
  backend.fate = () => 'arrives';
  clock.passToNext();
  await rig.until('the edit is confirmed', () => rig.state().sync.outbox.waiting === 0);
  expect(await rig.desk.getCustomer({ id: anna.id })).toBeNull();
});

test('nor does it after a new set was taken, which knows nothing of them', async () => {
  backend.fate = ({ method }) => (method === 'PATCH' ? 'unheard' : 'arrives');
  await rig.desk.editCustomer({ id: anna.id, base: anna.version, details: { email: 'anna@esempio.it' } });
  await rig.until('the backend has the edit', () => backend.patches.length === 1);
  await rig.stop();
  backend.remove(anna.id);
  backend.forgetCursors();
  backend.fate = () => 'arrives';
  rig = await startRig({ folder, fetch: asAgent, clock });
  await rig.until('the edit is confirmed', () => rig.state().sync.outbox.waiting === 0);
  await rig.until('she is gone', async () => (await rig.desk.getCustomer({ id: anna.id })) === null);
});

test('whom the backend has answered with is not shown any more once the right to see them is lost', async () => {
  const aurora = portfolioIdSchema.parse('aurora');
  const carla = modelCustomer(3, { name: 'Carla Riva', portfolioId: aurora });
  backend.put(carla);
  backend.see([modelPortfolio, aurora]);
  await rig.until('she is here', async () => (await rig.desk.getCustomer({ id: carla.id })) !== null);
  // With the answer to an edit, of which no pull knows yet.
  backend.fate = ({ method }) => {
    if (method === 'PATCH') backend.see([modelPortfolio]);
    return 'arrives';
  };
  await rig.desk.editCustomer({ id: carla.id, base: carla.version, details: { preference: 'la sera' } });
  await rig.until('it was taken', () => backend.patches.length === 1 && rig.state().sync.outbox.waiting === 0);
  const isFound = async () => (await rig.desk.search({ text: 'Carla', limit: 5 })).length > 0;
  await rig.until('she is found no more', async () => !(await isFound()));
  expect(await rig.desk.getCustomer({ id: carla.id })).toBeNull();
  const call = ringingCall(must(carla.phones[0]?.e164, 'number'));
  await rig.phone.callArrived({ call, event: fact('ringing') });
  expect(rig.state().open[0]?.pop.match).toEqual({ kind: 'notFound' });
});

test('a caller whom the backend has just named stays on the screen, though a pull that had begun before knows nothing of them', async () => {
  await rig.stop();
  let held = Promise.resolve();
  let pulls = 0;
  const holding: typeof fetch = async (input, init) => {
    const answer = await asAgent(input, init);
    if (!String(input).includes('/v1/sync/changes')) return answer;
    pulls += 1;
    await held;
    return answer;
  };
  rig = await startRig({ folder, fetch: holding, clock });
  await rig.until('online', () => rig.state().sync.link.kind === 'online');
  await rig.quiet();
  const stranger = modelCustomer(77);
  // On the backend, though not in this agent's feed.
  (backend.customers as Map<string, typeof stranger>).set(stranger.id, stranger);
  const { promise, resolve: letGo } = Promise.withResolvers<void>();
  held = promise;
  pulls = 0;
  backend.poke({ kind: 'changes' });
  await rig.until('it asks for changes', () => pulls === 1);
  await rig.phone.callArrived({ call: ringingCall(must(stranger.phones[0]?.e164, 'number')), event: fact('ringing') });
  await rig.until('the pop follows', () => rig.state().open[0]?.pop.match.kind === 'number');
  letGo();
  await rig.quiet();
  expect(await rig.desk.getCustomer({ id: stranger.id })).not.toBeNull();
  backend.poke({ kind: 'changes' });
  await rig.until('the next pull shows that they are not seen', async () => {
    return (await rig.desk.getCustomer({ id: stranger.id })) === null;
  });
});

/** Another process in the place of one that is killed: what that one has not written yet is never written, and what it has asked for is never heard. */
async function killAndStart(): Promise<void> {
  dead.value = true;
  rig = await startRig({ folder, fetch: asAgent, clock });
}

const dead = { value: false };

/** One that can be killed. It writes everything into the cache but what was answered to edits, and hears nothing of the cards that it told. */
async function startMortal(): Promise<void> {
  await rig.stop();
  dead.value = false;
  const never = () => new Promise<never>(() => {});
  const slow: StartWriter = (options) => {
    const writer = inlineWriter(options);
    return { ...writer, ask: (task, input) => (dead.value || task === 'refresh' ? never() : writer.ask(task, input)) };
  };
  const deaf: typeof fetch = async (input, init) => {
    if (dead.value) return never();
    const answer = await asAgent(input, init);
    return String(input).endsWith('/v1/views') ? never() : answer;
  };
  // On a clock of its own it sleeps for good.
  rig = await startRig({ folder, fetch: deaf, startWriter: slow, clock: createPatientClock() });
  await rig.quiet();
}

test('killed between the answer to an edit and its row on the disk: the edit is not undone, and the next one does not collide with it', async () => {
  await startMortal();
  await rig.desk.editCustomer({ id: anna.id, base: anna.version, details: { preference: 'mattina' } });
  const feed = ({ path }: { path: string }): Fate => (path === '/v1/sync/changes' ? 'lost' : 'arrives');
  backend.fate = feed;
  await rig.until('the backend has it', () => backend.patches.length === 1);
  await rig.quiet();
  await killAndStart();
  const card = must(await rig.desk.getCustomer({ id: anna.id }), 'card').customer;
  expect(card.preference).toBe('mattina');
  await rig.desk.editCustomer({ id: anna.id, base: card.version, details: { preference: 'sera' } });
  backend.fate = () => 'arrives';
  await rig.until('both are there', () => rig.state().sync.outbox.waiting === 0);
  expect(rig.state().sync.outbox.setAside).toBe(0);
  expect(backend.patches.map(({ patch }) => patch.preference)).toEqual(['mattina', 'sera']);
});

test('killed while cards that were opened are told, started by a clock that was put back: those that are opened then are told too', async () => {
  await startMortal();
  await rig.desk.getCustomer({ id: anna.id });
  await rig.until('they are on their way', () => backend.views.length === 1);
  backend.fate = () => 'lost';
  await killAndStart();
  await rig.desk.getCustomer({ id: bruno.id });
  backend.fate = () => 'arrives';
  await rig.until('the second is told', () => backend.views.length === 2);
  expect(backend.views.map(({ customerId }) => customerId)).toEqual([anna.id, bruno.id]);
});

test('however much has waited, the backend is told a few things at a time', async () => {
  await rig.stop();
  for (let n = 10; n < 20; n += 1) backend.put(modelCustomer(n));
  let [isCut, now, most] = [true, 0, 0];
  const counted: typeof fetch = async (input, init) => {
    if (init?.method !== 'PATCH') return asAgent(input, init);
    // What a network says to whoever has not paid for it is no answer: nothing is set aside for it.
    if (isCut) return new Response('<html>Accesso alla rete</html>', { status: 403 });
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    return asAgent(input, init);
  };
  rig = await startRig({ folder, fetch: counted, clock });
  for (let n = 10; n < 20; n += 1) {
    const { id } = modelCustomer(n);
    await rig.until('they are here', async () => (await rig.desk.getCustomer({ id })) !== null);
    await rig.desk.editCustomer({ id, base: 1, details: { preference: 'la sera' } });
  }
  isCut = false;
  await rig.until('all is told', () => rig.state().sync.outbox.waiting === 0);
  expect(backend.patches).toHaveLength(10);
  expect(most).toBe(4);
});

test('where asking comes through and writing does not, writing is tried more and more seldom, and goes once it can', async () => {
  await rig.stop();
  let isCut = true;
  let tries = 0;
  const uncut: typeof fetch = async (input, init) => {
    if (init?.method !== 'PATCH') return asAgent(input, init);
    tries += 1;
    if (isCut) throw new TypeError('fetch failed', { cause: Object.assign(new Error('cut'), { code: 'ECONNRESET' }) });
    return asAgent(input, init);
  };
  rig = await startRig({ folder, fetch: uncut, clock });
  await rig.until('online', () => rig.state().sync.link.kind === 'online');
  await rig.desk.editCustomer({ id: anna.id, base: anna.version, details: { preference: 'la sera' } });
  const tenMinutesOn = clock.now().getTime() + 600_000;
  await rig.until('ten minutes have passed', () => clock.now().getTime() > tenMinutesOn);
  expect(tries).toBeGreaterThan(5);
  expect(tries).toBeLessThan(40);
  isCut = false;
  await rig.until('it has gone', () => rig.state().sync.outbox.waiting === 0);
  expect(backend.customers.get(anna.id)?.preference).toBe('la sera');
});
