// What customers say at this PC about the use of their data, and customers whose data may be kept and not be used: with the backend there
// and away.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { hasConsented, standingWord } from '#shared/model/consent';
import type { Customer } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { emptyDraft } from '#shared/model/interaction';
import { fact, ringingCall } from '#test/support/calls';
import { createPatientClock, type PatientClock, type Rig, startRig } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend, modelCustomer } from '#test/support/modelBackend';

const anna = modelCustomer(1, { name: 'Anna Colombo', email: 'anna@esempio.it' });
const bruno = modelCustomer(2, { name: 'Bruno Ferri' });
const annasNumber = must(anna.phones[0]?.e164, 'number');

let folder: string;
let backend: ModelBackend;
let clock: PatientClock;
let rig: Rig;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-consent-'));
  backend = createModelBackend();
  for (const customer of [anna, bruno]) backend.put(customer);
  clock = createPatientClock();
  rig = await startRig({ folder, fetch: backend.fetch, clock });
  await rig.signIn();
  await rig.until('the cache is loaded', () => rig.state().sync.load.kind === 'complete');
});
afterEach(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true, force: true });
});

const says = (word: 'given' | 'withdrawn' | 'objected', at: string | null = null) =>
  rig.desk.tellConsent({
    ...{ customerId: anna.id, interactionId: null, purpose: 'marketing', word, channel: 'call' },
    ...{ edition: word === 'given' ? '2026-1' : null, at },
  });
const card = async (id = anna.id) => must(await rig.desk.getCustomer({ id }), 'card');
const stands = async () => standingWord((await card()).customer.consents, 'marketing')?.word;
const sent = () => rig.until('all is sent', () => rig.state().sync.outbox.waiting === 0);
const restrict = (restrictedAt: string | null, id = anna.id) => {
  const row = must(backend.customers.get(id), 'row');
  const redacted: Partial<Customer> = restrictedAt === null ? { email: anna.email } : { email: null };
  backend.put({ ...row, ...redacted, restrictedAt, version: row.version + 1 });
};
const isRestricted = (is: boolean) =>
  rig.until('it is told', async () => ((await card()).customer.restrictedAt !== null) === is);

test('what is said while the backend is away is on the card at once, marked, and lands once when it is back', async () => {
  backend.fate = () => 'lost';
  expect((await says('given')).pendingPurposes).toEqual(['marketing']);
  expect(await stands()).toBe('given');
  expect(rig.state().sync.outbox.waiting).toBe(1);
  // Carried out, and its answer lost: it is asked again under the same key.
  backend.fate = ({ path }) => (path === '/v1/consents' && backend.consents.length === 0 ? 'unheard' : 'arrives');
  await sent();
  expect(backend.consents).toMatchObject([{ customerId: anna.id, purpose: 'marketing', word: 'given' }]);
  expect(await card()).toMatchObject({ pendingPurposes: [] });
  expect(await stands()).toBe('given');
  expect(await rig.desk.consentHistory({ id: anna.id })).toMatchObject([{ word: 'given', by: 'Giulia Serra' }]);
});

test('a withdrawal that waits here wins over consent that another has taken before it, whichever arrives last', async () => {
  backend.fate = ({ path }) => (path === '/v1/consents' ? 'lost' : 'arrives');
  await says('withdrawn', '2026-03-02T10:00:00.000Z');
  const row = must(backend.customers.get(anna.id), 'row');
  const given = {
    purpose: 'marketing',
    word: 'given' as const,
    at: '2026-03-02T09:00:00.000Z',
    channel: 'web' as const,
  };
  backend.put({ ...row, consents: [{ ...given, edition: '2026-1' }], version: row.version + 1 });
  await rig.until('the consent has come', async () => (await card()).customer.consents.length === 2);
  expect(await stands()).toBe('withdrawn');
  backend.fate = () => 'arrives';
  await sent();
  expect(hasConsented(must(backend.customers.get(anna.id), 'row').consents, 'marketing')).toBe(false);
  expect(await stands()).toBe('withdrawn');
});

test('what the backend does not take is shown, and can be put away', async () => {
  backend.fate = ({ path }) => (path === '/v1/consents' ? { status: 422 } : 'arrives');
  await says('objected');
  await rig.until('it is set aside', () => rig.state().sync.outbox.setAside === 1);
  const [aside] = await rig.desk.setAside(null);
  expect(aside).toMatchObject({
    kind: 'consent',
    purpose: 'marketing',
    word: 'objected',
    customer: { name: anna.name },
  });
  await rig.desk.discard({ id: must(aside, 'aside').id });
  expect(rig.state().sync.outbox.setAside).toBe(0);
});

test('whose data are restricted is found by a call alone, without number or detail, and is changed by nobody here', async () => {
  restrict('2026-03-02T09:00:00.000Z');
  await isRestricted(true);
  for (const text of ['Colombo', 'Colomb', anna.code, annasNumber, annasNumber.slice(-5), 'Colombi'])
    expect(await rig.desk.search({ text, limit: 5 })).toEqual([]);
  expect((await card()).customer).toMatchObject({ name: anna.name, phones: [], email: null });
  const call = ringingCall(annasNumber);
  await rig.phone.callArrived({ call, event: fact('ringing') });
  const { match } = must(rig.state().open[0], 'open').pop;
  expect(match).toMatchObject({ kind: 'number', cards: [{ customer: { id: anna.id, phones: [] } }] });
  expect(await rig.desk.mayDial({ number: annasNumber })).toBe(false);
  expect(await rig.desk.mayDial({ number: '+390000001002' })).toBe(true);
  expect(await rig.desk.mayDial({ number: '+390000009999' })).toBe(true);
  const edit = rig.desk.editCustomer({ id: anna.id, base: (await card()).customer.version, details: { email: null } });
  await expect(edit).rejects.toMatchObject({ failure: { code: 'backend.restricted' } });
  const note = rig.desk.writeNote({ customerId: anna.id, id: null, seen: null, text: 'La sera.' });
  await expect(note).rejects.toMatchObject({ failure: { code: 'backend.restricted' } });
  await says('objected');
  expect(await stands()).toBe('objected');
  await sent();

  restrict(null);
  await isRestricted(false);
  expect(await rig.desk.search({ text: 'Colombo', limit: 5 })).toHaveLength(1);
  expect((await card()).customer).toMatchObject({ phones: anna.phones, email: anna.email });
  expect(await rig.desk.mayDial({ number: annasNumber })).toBe(true);
});

test('a number that somebody else has too may be called', async () => {
  backend.put(modelCustomer(3, { phones: anna.phones }));
  restrict('2026-03-02T09:00:00.000Z');
  await isRestricted(true);
  expect(await rig.desk.mayDial({ number: annasNumber })).toBe(true);
});

test('a correction from before that is refused waits aside without its words, and can be settled once it is lifted', async () => {
  backend.fate = ({ method }) => (method === 'PATCH' ? 'lost' : 'arrives');
  const before = await card();
  await rig.desk.editCustomer({ id: anna.id, base: before.customer.version, details: { email: 'mia@esempio.it' } });
  restrict('2026-03-02T09:00:00.000Z');
  await isRestricted(true);
  expect((await card()).customer.email).toBeNull();
  backend.fate = () => 'arrives';
  await rig.until('it is set aside', () => rig.state().sync.outbox.setAside === 1);
  const [aside] = await rig.desk.setAside(null);
  expect(aside).toMatchObject({ kind: 'editOfRestricted', failure: { code: 'backend.restricted' } });
  expect(JSON.stringify(aside)).not.toContain('mia@esempio.it');
  restrict(null);
  await isRestricted(false);
  const [again] = await rig.desk.setAside(null);
  expect(again).toMatchObject({ kind: 'edit', mine: { email: 'mia@esempio.it' } });
});

/** A conversation with Anna, closed. */
async function talk(differing: object): Promise<InteractionId> {
  const call = ringingCall(annasNumber);
  const { interactionId } = call;
  await rig.phone.callArrived({ call, event: fact('ringing') });
  await rig.phone.recordEvent({ interactionId, event: fact('answered') });
  await rig.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  await rig.desk.closeInteraction({
    interactionId,
    draft: { ...emptyDraft, reasonCode: 'TEC-01', outcomeCode: 'RIS-1', customerId: anna.id, ...differing },
  });
  return interactionId;
}

test('a promised call, and what was talked about, are shown with the limitation', async () => {
  const callback = { at: '2030-01-01T09:00:00.000Z', number: annasNumber, purpose: null };
  backend.fate = ({ path }) => (path === '/v1/interactions' ? 'lost' : 'arrives');
  await talk({ note: 'Ha chiesto del contatore.', callback });
  const promised = () => rig.state().boards.callbacks?.callbacks[0];
  expect(promised()).toMatchObject({ number: annasNumber, barred: null });
  restrict('2026-03-02T09:00:00.000Z');
  await isRestricted(true);
  await rig.until('the list says so', () => promised()?.barred === 'restricted');
  expect(promised()).toMatchObject({ number: null, customers: [{ name: anna.name }] });
  expect(rig.state().recent[0]).toMatchObject({ restricted: true, note: '', caller: { kind: 'withheld' } });
  expect((await card()).lastContacts).toMatchObject([{ note: '' }]);
  restrict(null);
  await isRestricted(false);
  await rig.until('the list says so', () => promised()?.barred === null);
  expect(rig.state().recent[0]).toMatchObject({ restricted: false, note: 'Ha chiesto del contatore.' });
});

test('a call for offers that is promised here has no number until the customer agrees, with the backend away too', async () => {
  const callback = { at: '2030-01-01T09:00:00.000Z', number: annasNumber, purpose: 'marketing' };
  backend.fate = () => 'lost';
  await talk({ callback });
  const promised = () => rig.state().boards.callbacks?.callbacks[0];
  expect(promised()).toMatchObject({ number: null, barred: 'noConsent' });
  await says('given');
  await rig.until('it may be made', () => promised()?.barred === null);
  await says('objected', new Date(Date.now() + 3_600_000).toISOString());
  await rig.until('it may not', () => promised()?.barred === 'noConsent');
});

test('of somebody who is erased nothing stays in what was set aside: a report is kept without them, to be mended', async () => {
  backend.fate = ({ path }) => (['/v1/interactions', '/v1/consents'].includes(path) ? { status: 422 } : 'arrives');
  await talk({ note: 'Ha detto qwarkità.', promised: { text: 'Un qwarkamento.', by: null } });
  await says('objected');
  await rig.until('both are set aside', () => rig.state().sync.outbox.setAside === 2);
  expect(await rig.desk.setAside(null)).toMatchObject([{ kind: 'report', note: 'Ha detto qwarkità.' }, {}]);
  backend.remove(anna.id);
  await rig.until('what she said is gone', () => rig.state().sync.outbox.setAside === 1);
  const [report] = await rig.desk.setAside(null);
  expect(report).toMatchObject({ kind: 'report', customer: null, note: '' });
  await rig.until('the list too', () => rig.state().recent[0]?.note === '');
  expect(rig.state().recent[0]).toMatchObject({ customer: null, caller: { kind: 'withheld' } });
  backend.fate = () => 'arrives';
  await rig.desk.reopen({ id: must(report, 'report').id });
  const { interaction } = must(rig.state().open[0], 'open');
  await rig.desk.closeInteraction({
    interactionId: interaction.id,
    draft: { ...interaction.draft, reasonCode: 'TEC-01', outcomeCode: 'RIS-1' },
  });
  await sent();
  expect(backend.reports).toMatchObject([{ customerId: null, caller: { kind: 'withheld' }, note: '' }]);
  expect(JSON.stringify(backend.reports)).not.toMatch(/qwark|0001001/);
});
