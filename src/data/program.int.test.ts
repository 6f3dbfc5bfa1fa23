// The data process as its two users see it: real files, a backend that can be as bad as a network.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import type { Customer } from '#shared/model/customer';
import { type Draft, emptyDraft, nothingPromised } from '#shared/model/interaction';
import type { Handover } from '#shared/protocol/interactions';
import { placeOf } from '#shared/protocol/timeline';
import { protocolVersion } from '#shared/protocol/version';
import { fact, ringingCall } from '#test/support/calls';
import { testKey } from '#test/support/dataProcess';
import { createPatientClock, type Rig, startRig } from '#test/support/dataRig';
import { createModelBackend, type Fate, type ModelBackend, modelCustomer } from '#test/support/modelBackend';
import { troubleDisk } from '#test/support/troubledDisk';
import { openDb } from './db/driver.ts';
import { silentLog } from './log.ts';

let folder: string;
let backend: ModelBackend;
let rig: Rig | null = null;
const anna = modelCustomer(1, {
  name: 'Anna Colombo',
  address: { street: 'Via Roma 1', postcode: '27100', city: 'Pavia' },
});
const bruno = modelCustomer(2, { name: 'Bruno Ferri' });
const anniE164 = must(anna.phones[0]?.e164, 'number');
const complete: Draft = {
  ...emptyDraft,
  note: 'Linea assente.',
  reasonCode: 'TEC-01',
  outcomeCode: 'RIS-1',
  customerId: anna.id,
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-data-'));
  backend = createModelBackend();
  for (const customer of [anna, bruno, modelCustomer(3), modelCustomer(4), modelCustomer(5)]) backend.put(customer);
});
afterEach(async () => {
  await rig?.stop();
  rig = null;
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Rig> {
  await rig?.stop();
  rig = await startRig({ folder, fetch: backend.fetch });
  return rig;
}

async function startLoaded(): Promise<Rig> {
  const started = await start();
  await started.signIn();
  await started.until('the cache is loaded', () => started.state().sync.load.kind === 'complete');
  return started;
}

/** A call of Anna's that was answered and has ended: its wrap-up is open. */
async function wrapUp(on: Rig) {
  const call = ringingCall(anniE164);
  const id = call.interactionId;
  await on.phone.callArrived({ call, event: fact('ringing') });
  await on.phone.recordEvent({ interactionId: id, event: fact('answered') });
  await on.phone.recordEvent({ interactionId: id, event: fact('ended', 'hungUpThere') });
  return id;
}

/** The next change of this customer that the desk is told. */
async function changeOf(on: Rig, { id }: Customer): Promise<void> {
  const before = on.events.length;
  await on.until('the change is here', () =>
    on.events.slice(before).some((event) => event.kind === 'customersChanged' && (event.ids?.includes(id) ?? true)),
  );
}

/** What becomes of the nth request to a path that begins so, from now on. Returns how many there were. */
function from(path: string, fate: (nth: number) => Fate): () => number {
  let count = 0;
  backend.fate = (request) => {
    if (!request.path.startsWith(path)) return 'arrives';
    count += 1;
    return fate(count);
  };
  return () => count;
}

const away = () => {
  backend.fate = () => 'lost';
};
const back = () => {
  backend.fate = () => 'arrives';
};

test('after signing in the whole set is loaded and a caller is found', async () => {
  const data = await startLoaded();
  expect(data.state().sync).toMatchObject({ link: { kind: 'online' }, load: { kind: 'complete', customers: 5 } });
  await data.phone.callArrived({ call: ringingCall(anniE164), event: fact('ringing') });
  expect(data.state().open[0]?.pop.match).toMatchObject({
    kind: 'number',
    cards: [{ customer: { name: 'Anna Colombo' } }],
  });
  expect(data.line().pbx?.extension).toBe('1001');
  expect(data.refused).toEqual([]);
});

test('a wrong password, a backend that is away and one that is something else are told apart', async () => {
  const data = await start();
  await expect(data.signIn('wrong')).rejects.toMatchObject({ failure: { code: 'backend.wrongCredentials' } });
  expect(data.state().session).toMatchObject({ kind: 'signedOut', failure: { code: 'backend.wrongCredentials' } });
  away();
  await expect(data.signIn()).rejects.toMatchObject({ failure: { code: 'backend.unreachable' } });
  await data.stop();
  const page = async () => new Response('<html>Welcome to the hotel</html>', { status: 200 });
  rig = await startRig({ folder, fetch: page });
  await expect(rig.signIn()).rejects.toMatchObject({ failure: { code: 'backend.notCornetta' } });
});

test.each([
  ['older', { protocol: protocolVersion - 1 }],
  ['newer', { protocol: protocolVersion + 2, oldest: protocolVersion + 1 }],
])('a service that is %s than this app is told apart from no service at all', async (which, versions) => {
  rig = await startRig({
    folder,
    fetch: async () => Response.json({ status: 'ok', product: 'cornetta', ...versions }),
  });
  await expect(rig.signIn()).rejects.toMatchObject({ failure: { code: `backend.${which}` } });
});

test('a newer service that still understands this app is signed in to', async () => {
  const newer = { status: 'ok', product: 'cornetta', protocol: protocolVersion + 1, oldest: protocolVersion };
  rig = await startRig({
    folder,
    fetch: async (input, init) =>
      String(input).endsWith('/v1/health') ? Response.json(newer) : backend.fetch(input, init),
  });
  await rig.signIn();
  expect(rig.state().session).toMatchObject({ kind: 'signedIn' });
});

test('with the backend away the app starts signed in, finds the caller, and closes the wrap-up', async () => {
  await startLoaded();
  away();
  const data = await start();
  expect(data.state()).toMatchObject({
    session: { kind: 'signedIn', expired: false },
    sync: { link: { kind: 'offline' } },
  });
  const id = await wrapUp(data);
  expect(data.line().wrapUps).toEqual([id]);
  const identified = { identification: 'standard', factors: ['code', 'name', 'birthDate', 'email'] } as const;
  const draft = { ...complete, ...identified, factors: [...identified.factors] };
  expect(await data.desk.closeInteraction({ interactionId: id, draft })).toEqual({ kind: 'closed' });
  expect(data.state()).toMatchObject({ open: [], sync: { outbox: { waiting: 1 } } });
  const card = await data.desk.getCustomer({ id: anna.id });
  expect(card?.lastContacts).toMatchObject([{ note: 'Linea assente.', factors: identified.factors }]);
  back();
  await data.until('the report is sent', () => data.state().sync.outbox.waiting === 0);
  expect(backend.reports.map((report) => report.events.map((event) => event.kind))).toEqual([
    ['ringing', 'answered', 'ended'],
  ]);
});

test('the screen-pop is on its way before anything is written, and again after a restart', async () => {
  const data = await startLoaded();
  const call = ringingCall(anniE164);
  await data.phone.callArrived({ call, event: fact('ringing') });
  expect(data.events.at(-1)).toMatchObject({ kind: 'interactionOpened' });
  await data.phone.recordEvent({ interactionId: call.interactionId, event: fact('answered') });
  await data.desk.saveDraft({ interactionId: call.interactionId, draft: { ...complete, note: 'mezza par' } });
  const again = await start();
  expect(again.state().open).toMatchObject([
    {
      interaction: { id: call.interactionId, stage: 'live', draft: { note: 'mezza par' } },
      pop: { match: { kind: 'number' } },
    },
  ]);
  await again.phone.liveCalls({ interactionIds: [] });
  expect(again.state().open[0]?.interaction.stage).toBe('wrapUp');
});

test('calls that nobody answered leave, also when the phone died with them', async () => {
  const data = await startLoaded();
  const gaveUp = ringingCall(anniE164);
  await data.phone.callArrived({ call: gaveUp, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId: gaveUp.interactionId, event: fact('ended', 'callerGaveUp') });
  const died = ringingCall('withheld');
  await data.phone.callArrived({ call: died, event: fact('ringing') });
  expect(data.state().open[0]?.pop.match).toEqual({ kind: 'withheld' });
  await data.phone.liveCalls({ interactionIds: [] });
  expect(data.state().open).toEqual([]);
});

test('a fact that is told twice is kept once; one of an unknown interaction is refused', async () => {
  const data = await startLoaded();
  const call = ringingCall(anniE164);
  const ringing = fact('ringing');
  await data.phone.callArrived({ call, event: ringing });
  await data.phone.callArrived({ call, event: ringing });
  expect(data.state().open).toHaveLength(1);
  const nobodys = ringingCall('withheld').interactionId;
  await expect(data.phone.recordEvent({ interactionId: nobodys, event: fact('answered') })).rejects.toMatchObject({
    failure: { code: 'contract.refused' },
  });
});

test('a wrap-up does not close without a reason and an outcome, nor before the call has ended', async () => {
  const data = await startLoaded();
  const call = ringingCall(anniE164);
  await data.phone.callArrived({ call, event: fact('ringing') });
  await expect(
    data.desk.closeInteraction({ interactionId: call.interactionId, draft: complete }),
  ).rejects.toMatchObject({
    failure: { code: 'call.notNow' },
  });
  await data.phone.recordEvent({ interactionId: call.interactionId, event: fact('answered') });
  await data.phone.recordEvent({ interactionId: call.interactionId, event: fact('ended') });
  const draft = { ...complete, outcomeCode: null };
  expect(await data.desk.closeInteraction({ interactionId: call.interactionId, draft })).toEqual({
    kind: 'missing',
    parts: ['outcome'],
  });
});

test('a caller whom the cache does not hold is asked for at the backend', async () => {
  const data = await startLoaded();
  const stranger = modelCustomer(77);
  const number = must(stranger.phones[0]?.e164, 'number');
  // On the backend, though not in this agent's feed.
  (backend.customers as Map<string, Customer>).set(stranger.id, stranger);
  await data.phone.callArrived({ call: ringingCall(number), event: fact('ringing') });
  expect(data.state().open[0]?.pop.match).toEqual({ kind: 'notFound' });
  await data.until('the pop follows', () => data.state().open[0]?.pop.match.kind === 'number');
});

test('an edit shows at once, reaches the backend, and what others change comes in', async () => {
  const data = await startLoaded();
  const card = await data.desk.editCustomer({ id: anna.id, base: 1, details: { preference: 'la sera' } });
  expect(card).toMatchObject({ customer: { preference: 'la sera', version: 1 }, pendingFields: ['preference'] });
  await data.until('it is sent', () => data.state().sync.outbox.waiting === 0);
  expect(await data.desk.getCustomer({ id: anna.id })).toMatchObject({
    customer: { preference: 'la sera', version: 2 },
    pendingFields: [],
  });
  backend.edit(anna.id, { email: 'nuova@esempio.it' });
  await changeOf(data, anna);
  expect(await data.desk.getCustomer({ id: anna.id })).toMatchObject({
    customer: { email: 'nuova@esempio.it', preference: 'la sera', version: 3 },
  });
});

test('corrections of one customer that have waited go one behind the other, each once: nobody else was there in between', async () => {
  const data = await startLoaded();
  away();
  for (const preference of ['la sera', 'la mattina'])
    await data.desk.editCustomer({ id: anna.id, base: 1, details: { preference } });
  back();
  await data.until('both are sent', () => data.state().sync.outbox.waiting === 0);
  expect(backend.patches.map(({ patch }) => patch.preference)).toEqual(['la sera', 'la mattina']);
  expect(backend.asked.filter((asked) => asked.startsWith('PATCH'))).toHaveLength(2);
});

test('cards that are opened are told together, once each, and nobody is shown that they wait', async () => {
  const data = await startLoaded();
  for (const id of [anna.id, bruno.id, anna.id]) await data.desk.getCustomer({ id });
  expect(data.state().sync.outbox).toEqual({ waiting: 0, setAside: 0 });
  expect(backend.views).toEqual([]);
  await data.until('they are told', () => backend.views.length > 0);
  expect(backend.views.map(({ customerId }) => customerId)).toEqual([anna.id, bruno.id]);
  expect(backend.asked.filter((asked) => asked === 'POST /v1/views')).toHaveLength(1);
});

test('cards that were opened without the backend are told when it is back, by whoever has started anew', async () => {
  const data = await startLoaded();
  away();
  await data.desk.getCustomer({ id: anna.id });
  const again = await start();
  await again.desk.getCustomer({ id: bruno.id });
  back();
  await again.until('they are told', () => backend.views.length === 2);
});

test('however many cards are opened together, all are told', async () => {
  const many = Array.from({ length: 201 }, (_none, n) => modelCustomer(100 + n));
  for (const customer of many) backend.put(customer);
  const data = await startLoaded();
  for (const { id } of many) await data.desk.getCustomer({ id });
  await data.until('they are told', () => backend.views.length === many.length);
});

test('a card that is opened while the disk is full is shown, and told with its next look', async () => {
  const disk = await troubleDisk();
  try {
    const data = await startLoaded();
    disk.workIsFull(true);
    expect(await data.desk.getCustomer({ id: anna.id })).not.toBeNull();
    disk.workIsFull(false);
    await data.desk.getCustomer({ id: anna.id });
    await data.until('it is told', () => backend.views.length === 1);
  } finally {
    disk.stop();
  }
});

test('a number written down while the backend is away finds its customer at once', async () => {
  const data = await startLoaded();
  away();
  const phones = [...bruno.phones, { raw: '+39 000 000 0999', e164: null, kind: 'mobile' as const }];
  await data.desk.editCustomer({ id: bruno.id, base: 1, details: { phones } });
  await data.phone.callArrived({ call: ringingCall('+390000000999'), event: fact('ringing') });
  expect(data.state().open[0]?.pop.match).toMatchObject({
    kind: 'number',
    cards: [{ customer: { name: 'Bruno Ferri' } }],
  });
});

test('edits that met another agent’s: what did not collide is sent, what did is set aside', async () => {
  const data = await startLoaded();
  away();
  await data.desk.editCustomer({ id: anna.id, base: 1, details: { email: 'mia@esempio.it', preference: 'mattina' } });
  await data.desk.editCustomer({ id: anna.id, base: 1, details: { preference: 'pomeriggio' } });
  backend.edit(anna.id, { email: 'loro@esempio.it' });
  back();
  await data.until('all is settled', () => data.state().sync.outbox.waiting === 0);
  expect(data.state().sync.outbox).toEqual({ waiting: 0, setAside: 1 });
  expect(backend.customers.get(anna.id)).toMatchObject({ email: 'loro@esempio.it', preference: 'pomeriggio' });
  expect((await data.desk.getCustomer({ id: anna.id }))?.customer).toMatchObject({
    email: 'loro@esempio.it',
    preference: 'pomeriggio',
  });
});

test('an edit of a row that has moved on since the agent looked does not overwrite what was not seen', async () => {
  const data = await startLoaded();
  await data.desk.getCustomer({ id: anna.id });
  backend.edit(anna.id, { email: 'loro@esempio.it' });
  await changeOf(data, anna);
  await data.desk.editCustomer({ id: anna.id, base: 1, details: { email: 'mia@esempio.it', preference: 'sera' } });
  await data.until('it is settled', () => data.state().sync.outbox.waiting === 0);
  expect(data.state().sync.outbox.setAside).toBe(1);
  expect(backend.customers.get(anna.id)).toMatchObject({ email: 'loro@esempio.it', preference: 'sera' });
});

test('nor does one by a program that has begun anew since, and knows no more what was shown: all that differs is asked about', async () => {
  const data = await startLoaded();
  await data.desk.getCustomer({ id: anna.id });
  backend.edit(anna.id, { email: 'loro@esempio.it' });
  await changeOf(data, anna);
  const again = await start();
  await again.desk.editCustomer({ id: anna.id, base: 1, details: { email: 'mia@esempio.it' } });
  await again.until('it is settled', () => again.state().sync.outbox.waiting === 0);
  expect(again.state().sync.outbox.setAside).toBe(1);
  expect(backend.customers.get(anna.id)?.email).toBe('loro@esempio.it');
});

test('an answer that got lost is asked for again under the same key: it lands once', async () => {
  const data = await startLoaded();
  const id = await wrapUp(data);
  from('/v1/interactions', (nth) => (nth < 4 ? 'unheard' : 'arrives'));
  await data.desk.closeInteraction({ interactionId: id, draft: complete });
  await data.until('it is sent', () => data.state().sync.outbox.waiting === 0);
  expect(backend.reports).toHaveLength(1);
  expect(backend.asked.filter((asked) => asked === 'POST /v1/interactions')).toHaveLength(4);
});

test('what the backend will never take is set aside, and does not hold up what is behind it', async () => {
  const data = await startLoaded();
  const [first, second] = [await wrapUp(data), await wrapUp(data)];
  await data.desk.closeInteraction({ interactionId: first, draft: { ...complete, reasonCode: 'XXX-00' } });
  await data.desk.closeInteraction({ interactionId: second, draft: complete });
  await data.until('both are settled', () => data.state().sync.outbox.waiting === 0);
  expect(data.state().sync.outbox.setAside).toBe(1);
  expect(backend.reports).toHaveLength(1);
});

test('a conversation that was reported and has not come back yet stands in the timeline once, on the page of its time', async () => {
  for (let n = 0; n < 60; n += 1)
    backend.putContact({
      ...{ id: `01JD${String(n).padStart(22, '0')}` as never, customerId: anna.id, portfolioId: anna.portfolioId },
      ...{ at: new Date(Date.parse('2026-02-01T09:00:00.000Z') + n * 3_600_000).toISOString(), channel: 'letter' },
      ...{
        direction: 'incoming',
        agentName: '',
        reasonCode: null,
        secondary: [],
        factors: [],
        outcomeCode: null,
        note: '',
        version: 1,
      },
    });
  const data = await startLoaded();
  from('/v1/interactions', () => 'lost');
  const id = await wrapUp(data);
  await data.desk.closeInteraction({ interactionId: id, draft: complete });
  const wanted = { id: anna.id, kinds: ['contact' as const] };
  const first = await data.desk.timeline({ ...wanted, before: null });
  const second = await data.desk.timeline({ ...wanted, before: placeOf(must(first.items.at(-1), 'the last')) });
  expect([first.items.length, first.more, second.items.length, second.more]).toEqual([50, true, 11, false]);
  expect([...first.items, ...second.items].filter(({ row }) => row.id === id)).toEqual([first.items[0]]);
});

test('a wrap-up that was saved is opened again for a while, and what is corrected takes the place of what was reported', async () => {
  const data = await startLoaded();
  const id = await wrapUp(data);
  await data.desk.closeInteraction({ interactionId: id, draft: { ...complete, secondary: ['INF-01'] } });
  await data.until('the report is there', () => backend.reports.length === 1);
  await data.desk.correct({ interactionId: id });
  const opened = must(
    data.state().open.find(({ interaction }) => interaction.id === id),
    'the wrap-up',
  );
  expect(opened.interaction).toMatchObject({ stage: 'wrapUp', draft: { note: complete.note, secondary: ['INF-01'] } });
  const corrected = { ...opened.interaction.draft, note: 'Linea assente da martedì.', secondary: [] };
  await data.desk.closeInteraction({ interactionId: id, draft: corrected });
  await data.until('the correction is there', () => backend.reports.length === 2);
  expect(backend.reports.map((report) => [report.id, report.note])).toEqual([
    [id, complete.note],
    [id, 'Linea assente da martedì.'],
  ]);
  expect(new Set(backend.reports.map(({ closedAt }) => closedAt)).size).toBe(1);
  const { items } = await data.desk.timeline({ id: anna.id, kinds: ['contact'], before: null });
  expect(items.filter(({ row }) => row.id === id)).toHaveLength(1);
  await expect(data.desk.correct({ interactionId: '01JD9999999999999999999999' as never })).rejects.toThrow(
    'call.gone',
  );
});

test('a backend that asks for patience gets it, also from what was written after', async () => {
  const clock = createPatientClock();
  rig = await startRig({ folder, fetch: backend.fetch, clock });
  const data = rig;
  await data.signIn();
  await data.until('the cache is loaded', () => data.state().sync.load.kind === 'complete');
  const id = await wrapUp(data);
  const tries: number[] = [];
  backend.fate = ({ path }) => {
    if (path !== '/v1/interactions' && !path.startsWith('/v1/customers/')) return 'arrives';
    tries.push(clock.now().getTime());
    return tries.length === 1 ? { status: 429, retryAfter: '120' } : 'arrives';
  };
  await data.desk.closeInteraction({ interactionId: id, draft: complete });
  await data.until('it was refused', () => tries.length === 1);
  await data.quiet();
  await data.desk.editCustomer({ id: bruno.id, base: 1, details: { preference: 'la sera' } });
  await data.until('both are sent', () => data.state().sync.outbox.waiting === 0);
  const [first, ...others] = tries;
  expect(others.map((at) => at - must(first, 'first') >= 120_000)).toEqual([true, true]);
});

test('an expired session: work goes on, sending waits, and goes on after a new sign-in', async () => {
  const data = await startLoaded();
  const id = await wrapUp(data);
  backend.endSession();
  await data.desk.closeInteraction({ interactionId: id, draft: complete });
  await data.until('the session shows as expired', () => {
    const { session } = data.state();
    return session.kind === 'signedIn' && session.expired;
  });
  expect(data.state().sync.outbox.waiting).toBe(1);
  await data.phone.callArrived({ call: ringingCall(anniE164), event: fact('ringing') });
  expect(data.state().open).toHaveLength(1);
  await data.signIn();
  expect(data.state().session).toMatchObject({ kind: 'signedIn', expired: false });
  await data.until('it is sent', () => data.state().sync.outbox.waiting === 0);
  expect(backend.reports).toHaveLength(1);
});

test('an access token that is too old is renewed once for all who ask, and survives a restart', async () => {
  const data = await startLoaded();
  const [first, second] = [await wrapUp(data), await wrapUp(data)];
  backend.expireAccess();
  await data.desk.closeInteraction({ interactionId: first, draft: complete });
  await data.desk.closeInteraction({ interactionId: second, draft: complete });
  await data.until('both are sent', () => data.state().sync.outbox.waiting === 0);
  expect(backend.asked.filter((asked) => asked === 'POST /v1/sessions/refresh')).toHaveLength(1);
  const again = await start();
  await again.until('online', () => again.state().sync.link.kind === 'online');
  expect(again.state().session).toMatchObject({ kind: 'signedIn', expired: false });
  expect(backend.asked.filter((asked) => asked === 'POST /v1/sessions/refresh')).toHaveLength(1);
});

/**
 * All that stands in a file of the profile, decrypted: the rows of every table. Left out: the search index, which keeps words without
 * whose they were (a word of a name, by itself) until its pages are merged.
 */
function textIn(file: string): string {
  const db = openDb({ file: join(folder, file), key: testKey, synchronous: 'FULL', log: silentLog });
  const tables = db
    .query<{ name: string }>('tables', `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'word*'`)
    .all();
  const rows = tables.map(({ name }) => db.query<Record<string, unknown>>(name, `SELECT * FROM "${name}"`).all());
  db.close();
  return JSON.stringify(rows, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

test('who is erased is gone from this PC at its next contact: the cache, what was written, the edits that wait', async () => {
  const data = await startLoaded();
  const id = await wrapUp(data);
  const draft = {
    ...complete,
    note: 'Ha detto qwarkità.',
    promised: { text: 'Un qwarkamento.', by: null, owner: null },
  };
  await data.desk.closeInteraction({ interactionId: id, draft });
  await data.until('the report is there', () => backend.reports.length === 1);
  backend.fate = (request) => (request.path.startsWith('/v1/customers') ? 'lost' : 'arrives');
  const card = must(await data.desk.getCustomer({ id: anna.id }), 'card');
  await data.desk.editCustomer({ id: anna.id, base: card.customer.version, details: { preference: 'qwarkera' } });
  expect(data.state().recent[0]).toMatchObject({ customer: { name: 'Anna Colombo' }, note: 'Ha detto qwarkità.' });

  backend.remove(anna.id);
  backend.poke({ kind: 'changes' });
  await data.until('nothing is left of her', () => data.state().recent[0]?.note === '');
  expect(data.state().recent[0]).toMatchObject({ customer: null, caller: { kind: 'withheld' } });
  expect(data.state().sync.outbox.waiting).toBe(0);
  await rig?.stop();
  rig = null;
  for (const file of ['work.db', 'cache.db']) {
    const text = textIn(file).toLowerCase();
    for (const trace of ['qwark', 'colombo', 'via roma', anniE164.slice(1)]) {
      expect({ file, trace, stands: text.includes(trace) }).toEqual({ file, trace, stands: false });
    }
  }
});

test('a cursor that is too old: a new set is gathered beside the old one, which answers meanwhile', async () => {
  await startLoaded();
  const data = await start();
  await data.until('online', () => data.state().sync.link.kind === 'online');
  backend.remove(bruno.id);
  backend.put(modelCustomer(9, { name: 'Nuova Arrivata' }));
  backend.forgetCursors();
  const segments = from('/v1/sync/segments', (nth) => (nth === 2 ? 'lost' : 'arrives'));
  backend.poke({ kind: 'changes' });
  await data.until('a new set is under way', () => segments() > 0);
  expect(await data.desk.search({ text: 'Colombo', limit: 5 })).toHaveLength(1);
  await data.until('the new set is in place', () => {
    const { load } = data.state().sync;
    return load.kind === 'complete' && segments() > 2;
  });
  expect(await data.desk.search({ text: 'Ferri', limit: 5 })).toEqual([]);
  expect(await data.desk.search({ text: 'Arrivata', limit: 5 })).toHaveLength(1);
});

test('a first load that breaks off goes on where it stopped', async () => {
  const data = await start();
  const segments = from('/v1/sync/segments', (nth) => (nth > 1 ? 'lost' : 'arrives'));
  await data.signIn();
  await data.until('the first segment is here', () => segments() > 1);
  away();
  const again = await start();
  expect(again.state().sync.load).toEqual({ kind: 'loading', done: 3, total: 5, perSecond: null, secondsLeft: null });
  const rest = from('/v1/sync/segments', () => 'arrives');
  await again.until('the cache is loaded', () => again.state().sync.load.kind === 'complete');
  expect(rest()).toBe(1);
  expect(again.state().sync.load).toEqual({ kind: 'complete', customers: 5 });
});

test('who passes a call on leaves what goes with it, and who gets it sees it before answering', async () => {
  const data = await startLoaded();
  const call = ringingCall(anniE164);
  await data.phone.callArrived({ call, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId: call.interactionId, event: fact('answered') });
  await data.desk.saveDraft({ interactionId: call.interactionId, draft: complete });
  const target = { kind: 'person', name: 'Luca Moro', number: '1002' } as const;
  await data.desk.prepareHandover({ interactionId: call.interactionId, target, manner: 'attended' });
  await data.until('it is left', () => backend.handovers.size === 1);

  const passed = ringingCall('+390000007777', { handedOver: call.interactionId });
  await data.phone.callArrived({ call: passed, event: fact('ringing') });
  const popOf = () => data.state().open.find((open) => open.interaction.id === passed.interactionId);
  await data.until('it is here', () => popOf()?.pop.handover.kind === 'here');
  expect(popOf()).toMatchObject({
    interaction: { continues: call.interactionId, draft: { customerId: anna.id, note: '' } },
    pop: {
      handover: {
        handover: { note: 'Linea assente.', reasonCode: 'TEC-01' },
        card: { customer: { name: 'Anna Colombo' } },
      },
    },
  });
  away();
  const again = await start();
  expect(again.state().open.at(-1)?.pop.handover.kind).toBe('here');
});

test('the level reached goes along after a word with the specialist, and not without one; what was promised goes always', async () => {
  const data = await startLoaded();
  const call = ringingCall(anniE164);
  const { interactionId } = call;
  const promised = { text: 'Richiamata del responsabile', by: '2026-03-05', owner: null };
  await data.phone.callArrived({ call, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId, event: fact('answered') });
  await data.desk.saveDraft({ interactionId, draft: { identification: 'standard', promised } });
  const target = { kind: 'person', name: 'Luca Moro', number: '1002' } as const;
  const left = () => backend.handovers.get(interactionId);
  await data.desk.prepareHandover({ interactionId, target, manner: 'attended' });
  await data.until('it is left', () => left() !== undefined);
  expect(left()).toMatchObject({ identification: 'standard', promised });
  await data.desk.prepareHandover({ interactionId, target, manner: 'blind' });
  await data.until('it is left anew', () => left()?.identification === 'none');
  expect(left()).toMatchObject({ promised });
});

test('what a colleague passes on holds until this agent says otherwise, is reported, and goes on to the next', async () => {
  const data = await startLoaded();
  const promised = { text: 'Richiamata del responsabile', by: null, owner: null };
  const before = ringingCall('withheld').interactionId;
  const registered = {
    caseId: ringingCall('withheld').interactionId as never,
    number: '261184009',
    how: 'registered' as const,
  };
  const handed: Handover = {
    id: before,
    to: { kind: 'person', name: 'Giulia', number: '1001' },
    caller: { kind: 'withheld' },
    queueId: null,
    customerId: anna.id,
    reasonCode: null,
    secondary: [],
    note: 'Eccola.',
    identification: 'standard',
    factors: [],
    speaker: null,
    checks: [],
    cases: [registered],
    promised,
    at: '2026-03-02T09:00:00.000Z',
    from: { id: '01HZZZZZZZZZZZZZZZZZZZZZZB' as never, name: 'Luca Moro' },
  };
  backend.handovers.set(before, handed);
  const { interactionId, ...rest } = ringingCall('+390000007777', { handedOver: before });
  await data.phone.callArrived({ call: { ...rest, interactionId }, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId, event: fact('answered') });
  const shown = () => {
    const handover = data.state().open[0]?.pop.handover;
    return handover?.kind === 'here' ? handover.handover : null;
  };
  await data.until('it is here', () => shown() !== null);
  expect(data.state().open[0]?.interaction.draft.cases).toEqual([{ ...registered, how: 'about' }]);

  // Written during the consult, or passed on without a word after all: what was there is replaced.
  backend.handovers.set(before, { ...handed, note: 'Eccola. Vuole una data.', identification: 'basic' });
  backend.poke({ kind: 'handover', id: before });
  await data.until('it is new', () => shown()?.note === 'Eccola. Vuole una data.');

  const target = { kind: 'person', name: 'Sara Conti', number: '1100' } as const;
  await data.desk.prepareHandover({ interactionId, target, manner: 'attended' });
  await data.until('it is passed on', () => backend.handovers.has(interactionId));
  expect(backend.handovers.get(interactionId)).toMatchObject({ identification: 'basic', promised });

  await data.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  await data.desk.closeInteraction({ interactionId, draft: complete });
  await data.until('it is reported', () => backend.reports.length === 1);
  expect(backend.reports[0]).toMatchObject({ identification: 'basic', promised: nothingPromised });
});

test('a specialist’s interaction is with the customer from when the PBX says so, and is looked up and reported as theirs', async () => {
  const data = await startLoaded();
  const call = ringingCall('1001', { queue: null });
  const { interactionId } = call;
  await data.phone.callArrived({ call, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId, event: fact('answered') });
  expect(data.state().open[0]?.pop.match.kind).toBe('notFound');
  const { caller } = ringingCall(anniE164);
  await data.phone.callArrived({ call: { ...call, caller }, event: fact('callerChanged') });
  expect(data.state().open[0]).toMatchObject({
    interaction: { caller, stage: 'live' },
    pop: { caller, match: { kind: 'number', cards: [{ customer: { name: 'Anna Colombo' } }] } },
  });
  const again = await start();
  expect(again.state().open[0]).toMatchObject({ interaction: { caller } });
});

test('a handover that is late is awaited, given up, and taken when it comes after all', async () => {
  const data = await startLoaded();
  const lost = ringingCall('withheld').interactionId;
  await data.phone.callArrived({ call: ringingCall(anniE164, { handedOver: lost }), event: fact('ringing') });
  const kind = () => data.state().open[0]?.pop.handover.kind;
  expect(kind()).toBe('awaited');
  await data.until('given up', () => kind() === 'unavailable');
  backend.handovers.set(lost, {
    id: lost,
    to: { kind: 'person', name: 'Giulia', number: '1001' },
    caller: { kind: 'withheld' },
    queueId: null,
    customerId: bruno.id,
    reasonCode: null,
    secondary: [],
    note: 'Eccola.',
    identification: 'none',
    factors: [],
    speaker: null,
    checks: [],
    cases: [],
    promised: nothingPromised,
    at: '2026-03-02T09:00:00.000Z',
    from: { id: '01HZZZZZZZZZZZZZZZZZZZZZZB' as never, name: 'Luca Moro' },
  });
  backend.poke({ kind: 'handover', id: lost });
  await data.until('it is here', () => kind() === 'here');
  expect(data.state().open[0]?.interaction.draft.customerId).toBe(bruno.id);
});

test('signing out takes the PBX and the open work off the screen, and brings them back with the same agent', async () => {
  const data = await startLoaded();
  await wrapUp(data);
  await data.desk.signOut(null);
  expect(data.state()).toMatchObject({ session: { kind: 'signedOut', failure: null }, open: [] });
  expect(data.line()).toMatchObject({ pbx: null, wrapUps: [] });
  await data.signIn();
  expect(data.state().open).toHaveLength(1);
  await data.until('loaded', () => data.state().sync.load.kind === 'complete');
  expect(backend.asked.filter((asked) => asked.startsWith('GET /v1/sync/segments'))).toHaveLength(2);
});

test('a customer who was called and could not be reached is an outcome to close; a colleague who did not answer is not', async () => {
  const data = await startLoaded();
  const outgoing = { direction: 'outgoing', queue: null, waitedSeconds: null } as const;
  const dialling = { phase: { kind: 'dialling', progress: 'sent' } } as const;
  const toAnna = ringingCall(anniE164, { ...outgoing, ...dialling, customerId: anna.id });
  const toLuca = ringingCall('1002', { ...outgoing, ...dialling });
  for (const call of [toAnna, toLuca]) {
    await data.phone.callArrived({ call, event: fact('dialled') });
    await data.phone.recordEvent({ interactionId: call.interactionId, event: fact('ended', 'notAnswered') });
  }
  expect(data.state().open.map(({ interaction }) => [interaction.id, interaction.stage])).toEqual([
    [toAnna.interactionId, 'wrapUp'],
  ]);
  const draft = { ...complete, customerId: anna.id };
  expect(await data.desk.closeInteraction({ interactionId: toAnna.interactionId, draft })).toEqual({ kind: 'closed' });
  await data.until('it has left', () => data.state().sync.outbox.waiting === 0);
  expect(data.state().recent.map(({ id, end }) => [id, end])).toEqual([
    [toLuca.interactionId, 'notAnswered'],
    [toAnna.interactionId, 'notAnswered'],
  ]);
});

test('the last conversations are there after a restart: closed and unanswered ones, last first, eight at most', async () => {
  const data = await startLoaded();
  const missed = ringingCall(anniE164);
  await data.phone.callArrived({ call: missed, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId: missed.interactionId, event: fact('ended', 'callerGaveUp') });
  const id = await wrapUp(data);
  expect(data.state().recent.map((each) => each.id)).toEqual([missed.interactionId]);
  await data.desk.closeInteraction({ interactionId: id, draft: { ...complete, note: 'Linea\n\nassente.' } });
  const told = data.state().recent;
  expect(told).toMatchObject([
    { id, answered: true, end: 'hungUpThere', customer: { name: 'Anna Colombo' }, reasonCode: 'TEC-01' },
    { id: missed.interactionId, answered: false, end: 'callerGaveUp', customer: { name: 'Anna Colombo' }, note: '' },
  ]);
  expect(told[0]?.note).toBe('Linea assente.');
  const again = await start();
  expect(again.state().recent).toEqual(told);

  for (let count = 0; count < 8; count += 1) {
    await again.desk.closeInteraction({ interactionId: await wrapUp(again), draft: complete });
  }
  expect(again.state().recent).toHaveLength(8);
  expect(again.state().recent.map((each) => each.id)).not.toContain(id);
  await again.desk.signOut(null);
  expect(again.state().recent).toEqual([]);
});

test('a folder that cannot be written is told as what it is, and not as damage', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  rig = await startRig({ folder: join(folder, 'a-file', 'work'), fetch: backend.fetch });
  expect(rig.state()).toMatchObject({ session: { kind: 'signedOut', failure: { code: 'files.unwritable' } } });
});
