// Whatever happens on the way, in whatever order: every write that was taken lands on the backend once, and both sides end equal.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import type { Customer } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { emptyDraft } from '#shared/model/interaction';
import { fact, ringingCall } from '#test/support/calls';
import { createWrongClock, type Rig, startRig, type WrongClock } from '#test/support/dataRig';
import { createModelBackend, type Fate, type ModelBackend, modelCustomer } from '#test/support/modelBackend';
import { rounds } from '#test/support/rounds';

type Step =
  | { readonly kind: 'editHere'; readonly who: number; readonly field: 'email' | 'preference'; readonly stale: boolean }
  | { readonly kind: 'editThere'; readonly who: number; readonly field: 'email' | 'preference' }
  | { readonly kind: 'removeThere'; readonly who: number }
  | { readonly kind: 'addThere' }
  | { readonly kind: 'closeCall'; readonly who: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'run' }
  | { readonly kind: 'passTime' }
  | { readonly kind: 'forgetCursors' }
  | { readonly kind: 'setClock'; readonly byMs: number }
  | { readonly kind: 'weather'; readonly over: 'writes' | 'reads'; readonly fates: readonly Fate[] };

const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;
const who = fc.nat({ max: 3 });
const field = fc.constantFrom('email' as const, 'preference' as const);
const fate: fc.Arbitrary<Fate> = fc.constantFrom<Fate>(
  'arrives',
  'arrives',
  'lost',
  'unheard',
  'twice',
  { status: 503, retryAfter: '3' },
  { status: 500 },
);
/** A PC's clock that is put right, or wrong. */
const jump = fc.constantFrom(hourMs, -hourMs, 24 * hourMs, -24 * hourMs, 30 * yearMs, -30 * yearMs);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('editHere' as const), who, field, stale: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('editThere' as const), who, field }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeThere' as const), who }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'addThere' as const }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('closeCall' as const), who }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'restart' as const }) },
    { weight: 4, arbitrary: fc.constant({ kind: 'run' as const }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'passTime' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'forgetCursors' as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('setClock' as const), byMs: jump }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('weather' as const),
        over: fc.constantFrom('writes' as const, 'reads' as const),
        fates: fc.array(fate, { minLength: 1, maxLength: 4 }),
      }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

interface World {
  readonly folder: string;
  readonly backend: ModelBackend;
  readonly clock: WrongClock;
  readonly people: Customer[];
  readonly closed: InteractionId[];
  /** Values that were typed, each once. */
  readonly typed: { readonly value: string; readonly about: string }[];
  rig: Rig;
}

async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-convergence-'));
  const backend = createModelBackend();
  const people = [0, 1, 2, 3].map((n) => modelCustomer(n));
  for (const person of people) backend.put(person);
  const clock = createWrongClock();
  const rig = await startRig({ folder, fetch: backend.fetch, clock });
  await rig.signIn();
  return { folder, backend, clock, people, closed: [], typed: [], rig };
}

async function take(world: World, step: Step): Promise<void> {
  const { backend, people, rig } = world;
  switch (step.kind) {
    case 'editHere': {
      const { id } = must(people[step.who], 'person');
      const card = await rig.desk.getCustomer({ id });
      if (card === null) return;
      const value = `here${world.typed.length}@esempio.it`;
      const base = step.stale ? Math.max(1, card.customer.version - 1) : card.customer.version;
      try {
        await rig.desk.editCustomer({ id, base, details: { [step.field]: value } });
      } catch (error) {
        // The customer went between the look and the edit: refused, and the agent knows.
        if ((await rig.desk.getCustomer({ id })) !== null) throw error;
        return;
      }
      world.typed.push({ value, about: id });
      return;
    }
    case 'editThere': {
      const { id } = must(people[step.who], 'person');
      if (!backend.customers.has(id)) return;
      backend.edit(id, { [step.field]: `there${backend.customers.get(id)?.version}@esempio.it` });
      return;
    }
    case 'removeThere':
      return backend.remove(must(people[step.who], 'person').id);
    case 'addThere':
      return backend.put(modelCustomer(10 + backend.customers.size));
    case 'closeCall': {
      const customer = must(people[step.who], 'person');
      const call = ringingCall(must(customer.phones[0]?.e164, 'number'));
      const interactionId = call.interactionId;
      await rig.phone.callArrived({ call, event: fact('ringing') });
      await rig.phone.recordEvent({ interactionId, event: fact('answered') });
      await rig.phone.recordEvent({ interactionId, event: fact('ended') });
      const draft = {
        ...emptyDraft,
        note: interactionId,
        reasonCode: 'TEC-01',
        outcomeCode: 'RIS-1',
        customerId: customer.id,
      };
      await rig.desk.closeInteraction({ interactionId, draft });
      world.closed.push(interactionId);
      return;
    }
    case 'restart':
      await rig.stop();
      world.rig = await startRig({ folder: world.folder, fetch: backend.fetch, clock: world.clock });
      return;
    case 'run':
      return rig.quiet();
    case 'passTime':
      world.clock.passToNext();
      return rig.quiet();
    case 'setClock':
      world.clock.set(step.byMs);
      return;
    case 'forgetCursors':
      return backend.forgetCursors();
    case 'weather': {
      const fates = [...step.fates];
      backend.fate = ({ method }) =>
        ((method === 'GET') === (step.over === 'reads') ? fates.shift() : null) ?? 'arrives';
      return;
    }
  }
}

/** What the cache says of everybody whom the backend ever had. */
async function cached(world: World): Promise<Record<string, Customer>> {
  const known: Record<string, Customer> = {};
  for (const id of new Set([...world.people.map((person) => person.id), ...world.backend.customers.keys()])) {
    const card = await world.rig.desk.getCustomer({ id: id as Customer['id'] });
    if (card !== null) known[id] = card.customer;
  }
  return known;
}

async function converge(world: World): Promise<void> {
  const { backend } = world;
  backend.fate = () => 'arrives';
  // Fresh eyes: whatever is only in memory must not matter.
  await take(world, { kind: 'restart' });
  const { rig } = world;
  await rig.until('the outbox is empty', () => rig.state().sync.outbox.waiting === 0);
  // Where cursors are too old, a new set comes first. The second time nobody is known from an answer alone any more.
  for (const time of ['once', 'twice']) {
    const before = backend.readToEnd;
    backend.poke({ kind: 'changes' });
    await rig.until(`the feed was read ${time}`, () => backend.readToEnd > before);
    await rig.quiet();
  }
  await rig.until('loaded', () => rig.state().sync.load.kind === 'complete' && rig.state().sync.link.kind === 'online');
}

/** The long form is part of `npm run torture -- data`. */
const runs = Number(process.env.CORNETTA_RUNS ?? rounds({ short: 60, long: 10_000 }));
const seed = process.env.CORNETTA_SEED;

test('every write lands once, both sides end equal', { timeout: 120_000 + runs * 1_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const world = await openWorld();
      try {
        for (const step of taken) await take(world, step);
        await converge(world);

        const reported = world.backend.reports.map((report) => report.id);
        expect(reported.toSorted()).toEqual(world.closed.toSorted());

        const { setAside } = world.rig.state().sync.outbox;
        const landed = world.backend.patches.flatMap(({ patch }) => [patch.email, patch.preference]);
        const arrived = world.typed.filter(({ value }) => landed.includes(value));
        expect(new Set(landed.filter(Boolean)).size).toBe(world.backend.patches.length);
        // Of somebody who is gone nothing is kept to be looked at later.
        const ofGone = world.typed.filter(
          ({ about, value }) => !world.backend.customers.has(about) && !landed.includes(value),
        );
        expect(arrived.length + setAside).toBeLessThanOrEqual(world.typed.length);
        expect(arrived.length + setAside).toBeGreaterThanOrEqual(world.typed.length - ofGone.length);

        expect(await cached(world)).toEqual(Object.fromEntries(world.backend.customers));
        expect(world.rig.refused).toEqual([]);
      } finally {
        await world.rig.stop();
        rmSync(world.folder, { recursive: true, force: true });
      }
    }),
    { numRuns: runs, ...(seed !== undefined && { seed: Number(seed) }) },
  );
});
