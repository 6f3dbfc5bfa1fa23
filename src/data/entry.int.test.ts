// The real process, forked as main forks it, against the real backend.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { house, type Seen, seenBy } from '#server/db/seenBy';
import { grantPortfolios, keepClients } from '#server/repositories/portfolios';
import { must } from '#shared/lib/must';
import { type Draft, emptyDraft } from '#shared/model/interaction';
import { type Backend, startBackend } from '#test/support/backend';
import { fact, ringingCall } from '#test/support/calls';
import { type DataProcess, startData } from '#test/support/dataProcess';
import { until } from '#test/support/until';

const carlo = '+390000000103';
let backend: Backend;
let folder: string;
const running: DataProcess[] = [];

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(async () => {
  await backend.stop();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-entry-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((data) => data.kill()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<DataProcess> {
  const data = await startData({ folder: join(folder, name) });
  running.push(data);
  return data;
}

async function signedIn(username: 'giulia' | 'luca'): Promise<DataProcess> {
  const data = await start(username);
  await data.desk.signIn({ backendUrl: backend.url, credentials: { username, password: 'cornetta' } });
  await until('the cache is loaded', () => data.deskState().sync.load.kind === 'complete');
  await until('the line is up', () => data.deskState().sync.link.kind === 'online');
  return data;
}

/** The draft of a whole note, with the first reason and outcome of the company's lists. */
function wholeDraft(data: DataProcess, note: string): Draft {
  const { session } = data.deskState();
  if (session.kind !== 'signedIn') throw new Error('not signed in');
  const reasonCode = must(session.workstation.reasons[0]?.reasons[0]?.code, 'reason');
  const outcomeCode = must(session.workstation.outcomes[0]?.outcomes[0]?.code, 'outcome');
  return { ...emptyDraft, note, reasonCode, outcomeCode };
}

test('kill -9 in the middle of a call: what was written and promised is there, the wrap-up closes, the report arrives once', async () => {
  const giulia = await signedIn('giulia');
  const call = ringingCall(carlo);
  const { interactionId } = call;
  await giulia.phone.callArrived({ call, event: fact('ringing') });
  const { pop } = must(giulia.deskState().open[0], 'open interaction');
  const customerId = must('cards' in pop.match ? pop.match.cards[0]?.customer.id : null, 'customer');
  await giulia.phone.recordEvent({ interactionId, event: fact('answered') });
  const draft: Draft = {
    ...wholeDraft(giulia, 'Quarta chiamata, chiede una data.'),
    customerId,
    identification: 'standard',
    promised: { text: 'Una data', by: '2030-01-02', owner: null },
    callback: { at: '2030-01-02T09:00:00.000Z', number: carlo, purpose: null, owner: null },
  };
  await giulia.desk.saveDraft({ interactionId, draft });
  await giulia.kill();

  const again = await start('giulia');
  expect(again.deskState().open).toMatchObject([
    { interaction: { id: interactionId, stage: 'live', draft }, pop: { match: { kind: 'number' } } },
  ]);
  await again.phone.liveCalls({ interactionIds: [] });
  expect(await again.desk.closeInteraction({ interactionId, draft })).toEqual({ kind: 'closed' });
  await again.kill();

  const third = await start('giulia');
  await until('the outbox is empty', () => third.deskState().sync.outbox.waiting === 0);
  const contacts = async () => (await third.desk.getCustomer({ id: customerId }))?.lastContacts ?? [];
  expect((await contacts()).filter((contact) => contact.note === draft.note)).toHaveLength(1);
  const stored = await seenBy(backend.deps.db.query, house, (tx) =>
    tx
      .selectFrom('interactions')
      .select(['id', 'identification', 'promised'])
      .where('id', '=', interactionId)
      .execute(),
  );
  expect(stored).toEqual([{ id: interactionId, identification: 'standard', promised: 'Una data' }]);
  await until('the promised call is in the list', () =>
    Boolean(
      third
        .deskState()
        .boards.callbacks?.callbacks.some(({ id, state }) => id === interactionId && state.kind === 'open'),
    ),
  );
});

test('what one agent corrects shows at the other within moments', async () => {
  const [giulia, luca] = [await signedIn('giulia'), await signedIn('luca')];
  const [hit] = await giulia.desk.search({ text: 'AU-10003', limit: 1 });
  const { id } = must(hit, 'hit').customer;
  const card = must(await giulia.desk.getCustomer({ id }), 'card');
  await giulia.desk.editCustomer({ id, base: card.customer.version, details: { preference: 'dopo le 18' } });
  await until(
    'it is at Luca’s',
    async () => (await luca.desk.getCustomer({ id }))?.customer.preference === 'dopo le 18',
  );
});

test('a right that is gained brings its customers; one that is lost takes them off the disk', async () => {
  const [giulia, luca] = [await signedIn('giulia'), await signedIn('luca')];
  const code = 'AU-20007';
  const found = async (data: DataProcess) => (await data.desk.search({ text: code, limit: 1 })).length;
  const byHouse = (work: (tx: Seen) => Promise<void>) => seenBy(backend.deps.db.query, house, work);
  expect([await found(giulia), await found(luca)]).toEqual([1, 1]);
  await byHouse(async (tx) => {
    await keepClients(tx, 'Aurora Servizi S.p.A.', [{ id: 'borea', name: 'Borea' }]);
    await tx.updateTable('customers').set({ portfolio_id: 'borea' }).where('code', '=', code).execute();
  });
  await until('the customer has left both', async () => (await found(giulia)) + (await found(luca)) === 0);
  await byHouse((tx) => grantPortfolios(tx, [{ username: 'luca', portfolios: ['borea'] }]));
  await until('whoever may see the customer has them', async () => (await found(luca)) === 1);
  await byHouse((tx) => grantPortfolios(tx, [{ username: 'luca', portfolios: [] }]));
  await until('the customer is gone', async () => (await found(luca)) === 0);
  await luca.kill();
  expect(await found(await start('luca'))).toBe(0);
  expect(await found(giulia)).toBe(0);
});

test('a handover travels from one agent’s app to the other’s before the call is answered', async () => {
  const [giulia, luca] = [await signedIn('giulia'), await signedIn('luca')];
  const call = ringingCall(carlo);
  await giulia.phone.callArrived({ call, event: fact('ringing') });
  await giulia.phone.recordEvent({ interactionId: call.interactionId, event: fact('answered') });
  const { pop } = must(giulia.deskState().open[0], 'open');
  const customerId = must('cards' in pop.match ? pop.match.cards[0]?.customer.id : null, 'customer');
  const promised = { text: 'Richiamata del tecnico', by: '2026-03-05', owner: null };
  const draft = {
    ...wholeDraft(giulia, 'Router già sostituito.'),
    customerId,
    identification: 'standard',
    promised,
  } as const;
  await giulia.desk.saveDraft({ interactionId: call.interactionId, draft });

  const passed = ringingCall(carlo, { handedOver: call.interactionId });
  await luca.phone.callArrived({ call: passed, event: fact('ringing') });
  expect(luca.deskState().open[0]?.pop.handover.kind).toBe('awaited');
  const target = { kind: 'person', name: 'Luca Moro', number: '1002' } as const;
  await giulia.desk.prepareHandover({ interactionId: call.interactionId, target, manner: 'attended' });
  await until('it is here', () => luca.deskState().open[0]?.pop.handover.kind === 'here');
  expect(luca.deskState().open[0]).toMatchObject({
    interaction: { draft: { customerId } },
    pop: {
      handover: {
        handover: { note: draft.note, identification: 'standard', promised, from: { name: 'Giulia Serra' } },
      },
    },
  });
});

test('what it logs names methods and times, never what was said', async () => {
  const giulia = await signedIn('giulia');
  await giulia.desk.search({ text: 'Bassi', limit: 5 });
  const call = ringingCall(carlo);
  await giulia.phone.callArrived({ call, event: fact('ringing') });
  expect(await giulia.stop()).toBe(0);
  expect(giulia.log()).toContain('method=search');
  for (const secret of ['Bassi', '0103', 'cornetta-', call.interactionId]) expect(giulia.log()).not.toContain(secret);
});

test.each(['stop', 'abandon'] as const)(
  'it ends when it is told to and when main is gone, and its files are whole: %s',
  async (how) => {
    const data = await start(how);
    expect(await data[how]()).toBe(0);
    expect(readdirSync(join(folder, how)).toSorted()).toEqual(['cache.db', 'key.check', 'version', 'work.db']);
  },
);
