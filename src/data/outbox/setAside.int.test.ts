// What was set aside, with two agents who change the same customers: each question can be answered, and nothing that was typed is lost.
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SetAside, Settlement } from '#shared/contract/setAside';
import { must } from '#shared/lib/must';
import type { CustomerDetails } from '#shared/model/customer';
import { type Draft, emptyDraft } from '#shared/model/interaction';
import { fact, ringingCall } from '#test/support/calls';
import { type Rig, startRig } from '#test/support/dataRig';
import { modelCustomer } from '#test/support/modelBackend';
import { type RigPair, startRigPair } from '#test/support/rigPair';

const anna = modelCustomer(1, { name: 'Anna Colombo' });
const bruno = modelCustomer(2, { name: 'Bruno Ferri' });

const startTwo = () => startRigPair([anna, bruno], ['giulia', 'luca']);

let two: RigPair<'giulia' | 'luca'>;
beforeEach(async () => {
  two = await startTwo();
});
afterEach(() => two.stop());

const sent = (rig: Rig) => rig.until('all is sent', () => rig.state().sync.outbox.waiting === 0);

/** The agent looks at the card and changes it, as they see it. */
async function edit(rig: Rig, { id }: typeof anna, details: Partial<CustomerDetails>): Promise<void> {
  const card = must(await rig.desk.getCustomer({ id }), 'card');
  await rig.desk.editCustomer({ id, base: card.customer.version, details });
}

/** Giulia, whom the backend does not hear, and Luca change the same; then she is heard again. */
async function clash(hers: Partial<CustomerDetails>, his: Partial<CustomerDetails>): Promise<SetAside> {
  const { giulia, luca, backend } = two;
  backend.fate = () => 'lost';
  await edit(giulia, anna, hers);
  await giulia.quiet();
  backend.fate = () => 'arrives';
  await edit(luca, anna, his);
  await sent(luca);
  await sent(giulia);
  return must((await giulia.desk.setAside(null))[0], 'something set aside');
}

const settle = (rig: Rig, aside: SetAside, field: Settlement['field'], take: Settlement['take']) =>
  rig.desk.settle({ id: aside.id, field, version: aside.kind === 'edit' ? aside.version : 1, take });

const annasHistory = () =>
  two.backend.history.filter(({ customerId }) => customerId === anna.id).map(({ becomes, cause }) => [becomes, cause]);

test('the question names the customer, both values, and when each was written', async () => {
  const aside = await clash({ email: 'mia@esempio.it', preference: 'mattina' }, { email: 'loro@esempio.it' });
  expect(aside).toMatchObject({
    kind: 'edit',
    failure: { code: 'backend.conflict' },
    customer: { id: anna.id, code: anna.code, name: 'Anna Colombo' },
    mine: { email: 'mia@esempio.it' },
    theirs: { email: 'loro@esempio.it' },
    version: two.backend.customers.get(anna.id)?.version,
  });
  expect(aside.at.slice(0, 13)).toBe('2026-03-02T08');
  expect(two.giulia.state().sync.outbox).toEqual({ waiting: 0, setAside: 1 });
});

test('mine: it is sent on top of theirs, and the other agent sees it', async () => {
  const aside = await clash({ email: 'mia@esempio.it' }, { email: 'loro@esempio.it' });
  await settle(two.giulia, aside, 'email', { kind: 'mine' });
  expect(await two.giulia.desk.setAside(null)).toEqual([]);
  expect((await two.giulia.desk.getCustomer({ id: anna.id }))?.customer.email).toBe('mia@esempio.it');
  await sent(two.giulia);
  await two.luca.until('he sees it', async () => {
    const card = await two.luca.desk.getCustomer({ id: anna.id });
    return card?.customer.email === 'mia@esempio.it';
  });
  expect(two.giulia.state().sync.outbox).toEqual({ waiting: 0, setAside: 0 });
});

test('theirs: it stands, and what was typed is in the customer’s history', async () => {
  const aside = await clash({ email: 'mia@esempio.it' }, { email: 'loro@esempio.it' });
  await settle(two.giulia, aside, 'email', { kind: 'theirs' });
  await sent(two.giulia);
  expect(two.backend.customers.get(anna.id)?.email).toBe('loro@esempio.it');
  expect(annasHistory()).toEqual([
    ['loro@esempio.it', 'edit'],
    ['mia@esempio.it', 'notTaken'],
  ]);
  const { changes } = await two.giulia.desk.history({ id: anna.id, field: 'email', before: null });
  expect(changes[0]).toMatchObject({ becomes: 'mia@esempio.it', cause: 'notTaken', at: aside.at });
});

test('neither: another value is sent, and what was typed first is in the history', async () => {
  const aside = await clash({ email: 'mia@esempio.it' }, { email: 'loro@esempio.it' });
  await settle(two.giulia, aside, 'email', { kind: 'other', details: { email: 'terza@esempio.it' } });
  await sent(two.giulia);
  expect(two.backend.customers.get(anna.id)?.email).toBe('terza@esempio.it');
  expect(annasHistory()).toContainEqual(['mia@esempio.it', 'notTaken']);
  expect(two.giulia.state().sync.outbox.setAside).toBe(0);
});

test('fields are decided one by one, in any order, also after a restart', async () => {
  const aside = await clash(
    { email: 'mia@esempio.it', preference: 'mattina' },
    { email: 'loro@esempio.it', preference: 'sera' },
  );
  await settle(two.giulia, aside, 'preference', { kind: 'mine' });
  await two.giulia.stop();
  two.giulia = await startRig({ folder: join(two.folder, 'giulia'), fetch: two.backend.fetch, clock: two.clock });
  await sent(two.giulia);
  const [left, ...more] = await two.giulia.desk.setAside(null);
  expect(more).toEqual([]);
  expect(left).toMatchObject({ kind: 'edit', mine: { email: 'mia@esempio.it' } });
  expect(left).not.toHaveProperty('mine.preference');
  await settle(two.giulia, must(left, 'the other field'), 'email', { kind: 'theirs' });
  await sent(two.giulia);
  expect(two.backend.customers.get(anna.id)).toMatchObject({ email: 'loro@esempio.it', preference: 'mattina' });
});

test('what changes once more between the question and its answer is asked anew, and overwritten by nobody', async () => {
  const aside = await clash({ email: 'mia@esempio.it' }, { email: 'loro@esempio.it' });
  await edit(two.luca, anna, { email: 'nuova@esempio.it' });
  await sent(two.luca);
  await two.giulia.until('she would see it', async () => {
    const card = await two.giulia.desk.getCustomer({ id: anna.id });
    return card?.customer.email === 'nuova@esempio.it';
  });
  const written = Date.parse(aside.at);
  await two.giulia.until('a while has passed', () => two.clock.now().getTime() > written + 60_000);
  await settle(two.giulia, aside, 'email', { kind: 'mine' });
  await sent(two.giulia);
  const [again] = await two.giulia.desk.setAside(null);
  expect(again).toMatchObject({
    mine: { email: 'mia@esempio.it' },
    theirs: { email: 'nuova@esempio.it' },
    at: aside.at,
  });
  expect(two.backend.customers.get(anna.id)?.email).toBe('nuova@esempio.it');
});

test('an answer that is given twice counts once', async () => {
  const aside = await clash({ email: 'mia@esempio.it' }, { email: 'loro@esempio.it' });
  await settle(two.giulia, aside, 'email', { kind: 'theirs' });
  await settle(two.giulia, aside, 'email', { kind: 'theirs' });
  await sent(two.giulia);
  expect(annasHistory()).toHaveLength(2);
});

test('a correction of a customer who is gone goes with them: nothing of somebody who was erased stays here', async () => {
  const { giulia, backend } = two;
  backend.fate = ({ method }) => (method === 'PATCH' ? { status: 500 } : 'arrives');
  await edit(giulia, anna, { email: 'mia@esempio.it' });
  expect(giulia.state().sync.outbox.waiting).toBe(1);
  backend.remove(anna.id);
  await giulia.until('she is gone', async () => (await giulia.desk.getCustomer({ id: anna.id })) === null);
  await giulia.until('her correction too', () => giulia.state().sync.outbox.waiting === 0);
  expect(await giulia.desk.setAside(null)).toEqual([]);
});

test('what was decided against lands nowhere, and is asked about no more, where the customer has gone meanwhile', async () => {
  const aside = await clash({ email: 'mia@esempio.it' }, { email: 'loro@esempio.it' });
  two.backend.remove(anna.id);
  await settle(two.giulia, aside, 'email', { kind: 'theirs' });
  await sent(two.giulia);
  expect(two.giulia.state().sync.outbox.setAside).toBe(0);
});

const phone = (e164: string) => ({ raw: e164, e164: e164 as never, kind: 'other' as const });

test('numbers that two agents attach and take off at once are all taken over, and the next call knows', async () => {
  const { giulia, luca, backend } = two;
  const [first] = anna.phones;
  backend.fate = () => 'lost';
  await edit(giulia, anna, { phones: [...anna.phones, phone('+390000000888')] });
  backend.fate = () => 'arrives';
  await edit(luca, anna, { phones: [phone('+390000000999')] });
  await sent(luca);
  await sent(giulia);
  expect(giulia.state().sync.outbox.setAside).toBe(0);
  expect(backend.customers.get(anna.id)?.phones.map(({ e164 }) => e164)).toEqual(['+390000000999', '+390000000888']);
  const found = async (number: string) => {
    const call = ringingCall(number);
    await giulia.phone.callArrived({ call, event: fact('ringing') });
    return giulia.state().open.at(-1)?.pop.match.kind;
  };
  expect(await found('+390000000888')).toBe('number');
  expect(await found('+390000000999')).toBe('number');
  expect(await found(must(first?.e164, 'number'))).toBe('notFound');
});

const complete: Draft = {
  ...emptyDraft,
  note: 'Linea assente.',
  reasonCode: 'XXX-00',
  outcomeCode: 'RIS-1',
  customerId: anna.id,
};

async function closeRefused(rig: Rig): Promise<string> {
  const call = ringingCall(must(anna.phones[0]?.e164, 'number'));
  const { interactionId } = call;
  await rig.phone.callArrived({ call, event: fact('ringing') });
  await rig.phone.recordEvent({ interactionId, event: fact('answered') });
  await rig.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  await rig.desk.closeInteraction({ interactionId, draft: complete });
  await sent(rig);
  return interactionId;
}

test('a report that was not taken over opens its wrap-up again, and lands once it is mended', async () => {
  const { giulia, backend } = two;
  const interactionId = await closeRefused(giulia);
  const [aside] = await giulia.desk.setAside(null);
  expect(aside).toMatchObject({
    kind: 'report',
    interactionId,
    customer: { name: 'Anna Colombo' },
    note: 'Linea assente.',
  });
  await giulia.desk.reopen({ id: must(aside, 'it').id });
  expect(giulia.state()).toMatchObject({
    open: [{ interaction: { id: interactionId, stage: 'wrapUp', draft: complete } }],
    sync: { outbox: { waiting: 0, setAside: 0 } },
  });
  expect(giulia.line().wrapUps).toEqual([interactionId]);
  await giulia.desk.closeInteraction({
    interactionId: interactionId as never,
    draft: { ...complete, reasonCode: 'TEC-01' },
  });
  await sent(giulia);
  expect(backend.reports.map(({ id, events }) => [id, events.map(({ kind }) => kind)])).toEqual([
    [interactionId, ['ringing', 'answered', 'ended']],
  ]);
});

test('a report that is put away is gone; one that is opened again cannot be put away or opened once more', async () => {
  const { giulia } = two;
  await closeRefused(giulia);
  await closeRefused(giulia);
  const [first, second] = await giulia.desk.setAside(null);
  await giulia.desk.discard({ id: must(first, 'first').id });
  await giulia.desk.reopen({ id: must(second, 'second').id });
  await giulia.desk.discard({ id: must(second, 'second').id });
  await expect(giulia.desk.reopen({ id: must(second, 'second').id })).rejects.toMatchObject({
    failure: { code: 'call.gone' },
  });
  expect(giulia.state()).toMatchObject({
    open: [{ interaction: { stage: 'wrapUp' } }],
    sync: { outbox: { setAside: 0 } },
  });
});

const field = fc.constantFrom('email' as const, 'preference' as const);
type Step =
  | { readonly kind: 'hers' | 'his'; readonly field: 'email' | 'preference' }
  | { readonly kind: 'away' | 'back' | 'restart' | 'run' }
  | {
      readonly kind: 'settle';
      readonly which: number;
      readonly field: 'email' | 'preference';
      readonly take: Settlement['take']['kind'];
    };
const take = fc.constantFrom<Settlement['take']['kind']>('mine', 'theirs', 'other');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('hers' as const), field }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('his' as const), field }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('away' as const, 'back' as const, 'run' as const) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const), which: fc.nat(3), field, take }) },
);

test('once all is settled nothing is set aside, and every value that was typed is on the backend or in the history', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 24 }),
      fc.infiniteStream(take),
      async (steps, answers) => {
        const world = await startTwo();
        const typed: string[] = [];
        const fresh = (who: string) => {
          typed.push(`${who}${typed.length}@esempio.it`);
          return must(typed.at(-1), 'value');
        };
        const answer = async (aside: SetAside, its: Settlement['field'], kind: Settlement['take']['kind']) => {
          const how: Settlement['take'] = kind === 'other' ? { kind, details: { [its]: fresh('terza') } } : { kind };
          await settle(world.giulia, aside, its, how);
        };
        try {
          for (const one of steps) {
            const { giulia, luca, backend } = world;
            if (one.kind === 'hers') await edit(giulia, anna, { [one.field]: fresh('mia') });
            if (one.kind === 'his') await edit(luca, anna, { [one.field]: fresh('loro') });
            // Hers alone cannot be told apart here: for a while nobody is heard.
            if (one.kind === 'away') backend.fate = () => 'lost';
            if (one.kind === 'back') backend.fate = () => 'arrives';
            if (one.kind === 'run') await giulia.quiet();
            if (one.kind === 'settle') {
              const asides = await giulia.desk.setAside(null);
              const aside = asides[one.which % Math.max(1, asides.length)];
              if (aside?.kind === 'edit' && aside.mine[one.field] !== undefined)
                await answer(aside, one.field, one.take);
            }
            if (one.kind === 'restart') {
              await giulia.stop();
              const folder = join(world.folder, 'giulia');
              world.giulia = await startRig({ folder, fetch: backend.fetch, clock: world.clock });
            }
          }
          world.backend.fate = () => 'arrives';
          await sent(world.luca);
          // His own questions are answered too: each says which of both he wants.
          for (const rig of [world.luca, world.giulia]) {
            await sent(rig);
            for (
              let asides = await rig.desk.setAside(null);
              asides.length > 0;
              asides = await rig.desk.setAside(null)
            ) {
              const [first] = asides;
              if (first?.kind !== 'edit') throw new Error('nothing else was written');
              const its = must(
                (['email', 'preference'] as const).find((each) => first.mine[each] !== undefined),
                'field',
              );
              const { value: kind = 'mine' } = answers.next();
              const how: Settlement['take'] =
                kind === 'other' ? { kind, details: { [its]: fresh('terza') } } : { kind };
              await settle(rig, first, its, how);
              await sent(rig);
            }
            expect(rig.state().sync.outbox).toEqual({ waiting: 0, setAside: 0 });
          }
          const known = world.backend.history.map(({ becomes }) => becomes);
          expect(typed.filter((value) => !known.includes(value))).toEqual([]);
          expect([...world.giulia.refused, ...world.luca.refused]).toEqual([]);
        } finally {
          await world.stop();
        }
      },
    ),
    { numRuns: Number(process.env.CORNETTA_RUNS ?? 30) },
  );
});
