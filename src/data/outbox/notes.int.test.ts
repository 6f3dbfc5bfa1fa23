// Notes about customers from this PC: written with the backend away or there, by an agent who has two PCs; nothing is lost, nothing lands twice.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import type { Rig } from '#test/support/dataRig';
import { type ModelBackend, modelCustomer } from '#test/support/modelBackend';
import { modelWorkstation } from '#test/support/modelWorkstation';
import { type RigPair, startRigPair } from '#test/support/rigPair';
import { mergeNote } from './noteWish.ts';

const anna = modelCustomer(1, { name: 'Anna Colombo' });
const bruno = modelCustomer(2, { name: 'Bruno Ferri' });

const startTwo = () => startRigPair([anna, bruno], ['office', 'home']);

const card = async (rig: Rig) => must(await rig.desk.getCustomer({ id: anna.id }), 'card');
const notes = async (rig: Rig) =>
  (await card(rig)).lastNotes.map(({ text, pending }) => `${text}${pending ? ' …' : ''}`);
const add = (rig: Rig, text: string) => rig.desk.writeNote({ customerId: anna.id, id: null, seen: null, text });
/** As the agent sees it there. */
async function change(rig: Rig, seen: string, text: string | null): Promise<void> {
  const note = must(
    (await card(rig)).lastNotes.find((one) => one.text === seen),
    seen,
  );
  await rig.desk.writeNote({ customerId: anna.id, id: note.id, seen, text });
}
const sent = (rig: Rig) => rig.until('all is sent', () => rig.state().sync.outbox.waiting === 0);
const shows = (rig: Rig, ...texts: string[]) =>
  rig.until(`it shows ${texts.join()}`, async () => JSON.stringify(await notes(rig)) === JSON.stringify(texts));
const kept = (backend: ModelBackend) => [...backend.notes.values()].map(({ text }) => text);

describe('a note', () => {
  let two: RigPair<'office' | 'home'>;
  beforeEach(async () => {
    two = await startTwo();
  });
  afterEach(() => two.stop());

  test('written while the backend is away is on the card at once, and on the other PC once it is there', async () => {
    const { office, home, backend } = two;
    backend.fate = () => 'lost';
    await add(office, 'La mattina.');
    expect(await notes(office)).toEqual(['La mattina. …']);
    expect((await card(office)).notes).toBe(1);
    backend.fate = () => 'arrives';
    await sent(office);
    await shows(office, 'La mattina.');
    await shows(home, 'La mattina.');
    expect(kept(backend)).toEqual(['La mattina.']);
  });

  test('changed and taken away again before it was ever sent leaves nothing behind', async () => {
    const { office, backend } = two;
    backend.fate = () => 'lost';
    await add(office, 'La mattina.');
    await change(office, 'La mattina.', 'La sera.');
    await change(office, 'La sera.', null);
    expect(await notes(office)).toEqual([]);
    expect((await card(office)).notes).toBe(0);
    backend.fate = () => 'arrives';
    await sent(office);
    await shows(office);
    expect(kept(backend)).toEqual([]);
    expect(office.state().sync.outbox).toEqual({ waiting: 0, setAside: 0 });
  });

  test('deleted on both PCs while they were away is gone, and nobody is asked about it', async () => {
    const { office, home, backend } = two;
    await add(office, 'La mattina.');
    for (const pc of [office, home]) await shows(pc, 'La mattina.');
    backend.fate = () => 'lost';
    for (const pc of [office, home]) {
      await change(pc, 'La mattina.', null);
      expect([await notes(pc), (await card(pc)).notes]).toEqual([[], 0]);
    }
    backend.fate = () => 'arrives';
    for (const pc of [office, home]) {
      await sent(pc);
      await shows(pc);
      expect(pc.state().sync.outbox).toEqual({ waiting: 0, setAside: 0 });
    }
    expect(kept(backend)).toEqual([]);
  });

  test('that is to go leaves its place to the next one, on the card and in the timeline', async () => {
    const { office, backend } = two;
    for (let n = 0; n < 52; n += 1)
      backend.putNote({
        ...{ id: `01JE${String(n).padStart(22, '0')}` as never, customerId: anna.id, portfolioId: anna.portfolioId },
        ...{ text: `nota ${n}`, at: new Date(Date.parse('2026-02-01T09:00:00.000Z') + n * 3_600_000).toISOString() },
        ...{ agentId: modelWorkstation.agent.id as never, agentName: 'Giulia Serra', editedAt: null, version: 1 },
      });
    await office.until('they are here', async () => (await card(office)).notes === 52);
    backend.fate = () => 'lost';
    await change(office, 'nota 51', null);
    expect(await notes(office)).toEqual(['nota 50', 'nota 49', 'nota 48']);
    expect((await card(office)).notes).toBe(51);
    const page = await office.desk.timeline({ id: anna.id, kinds: ['note'], before: null });
    expect([page.items.length, page.more]).toEqual([50, true]);
  });

  test('shows no gap between the backend’s yes and its coming back with the feed', async () => {
    const { office, backend } = two;
    backend.fate = ({ path }) => (path === '/v1/sync/changes' ? 'lost' : 'arrives');
    await add(office, 'La mattina.');
    await sent(office);
    expect(await notes(office)).toEqual(['La mattina.']);
    await change(office, 'La mattina.', 'La sera.');
    await sent(office);
    expect(await notes(office)).toEqual(['La sera.']);
    expect(kept(backend)).toEqual(['La sera.']);
    await change(office, 'La sera.', null);
    await sent(office);
    expect(await notes(office)).toEqual([]);
    backend.fate = () => 'arrives';
    await shows(office);
  });

  test('moved by somebody meanwhile, with the text that the agent saw, takes the change', async () => {
    const { office, backend } = two;
    await add(office, 'La mattina.');
    await shows(office, 'La mattina.');
    await sent(office);
    backend.fate = ({ path }) => (path === '/v1/sync/changes' ? 'lost' : 'arrives');
    const [note] = backend.notes.values();
    backend.putNote({ ...must(note, 'note'), version: 2 });
    await change(office, 'La mattina.', 'La sera.');
    await sent(office);
    expect(kept(backend)).toEqual(['La sera.']);
    expect(office.state().sync.outbox.setAside).toBe(0);
  });

  test('changed on two PCs is set aside on the slower one, and written there as a note of its own', async () => {
    const { office, home, backend } = two;
    await add(office, 'La mattina.');
    await shows(home, 'La mattina.');
    backend.fate = () => 'lost';
    await change(home, 'La mattina.', 'Da casa.');
    await home.quiet();
    backend.fate = () => 'arrives';
    await change(office, 'La mattina.', 'Dall’ufficio.');
    await sent(office);
    await sent(home);
    await shows(home, 'Dall’ufficio.');
    const [aside] = await home.desk.setAside(null);
    expect(aside).toMatchObject({ kind: 'note', mine: 'Da casa.', theirs: 'Dall’ufficio.', customer: { id: anna.id } });
    await home.desk.keepNote({ id: must(aside, 'aside').id });
    await sent(home);
    expect(kept(backend).sort()).toEqual(['Da casa.', 'Dall’ufficio.']);
    expect(home.state().sync.outbox.setAside).toBe(0);
  });

  test('that was set aside, or waits, goes with a customer who is erased', async () => {
    const { office, home, backend } = two;
    await add(office, 'canarino uno');
    await shows(home, 'canarino uno');
    await sent(office);
    backend.fate = () => 'lost';
    await change(home, 'canarino uno', 'canarino due');
    await home.quiet();
    backend.fate = () => 'arrives';
    await change(office, 'canarino uno', 'canarino tre');
    await sent(office);
    await sent(home);
    expect(home.state().sync.outbox.setAside).toBe(1);
    backend.remove(anna.id);
    await home.until('it is forgotten', () => home.state().sync.outbox.setAside === 0);
    expect(await home.desk.setAside(null)).toEqual([]);
    expect(await home.desk.getCustomer({ id: anna.id })).toBeNull();
  });

  test('is in the timeline between contacts and cases, older ones behind, as far as this PC goes', async () => {
    const { office, backend } = two;
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
    backend.putCase({
      ...{ id: 'T-9', customerId: anna.id, portfolioId: anna.portfolioId, number: 'T-9', title: 'Prova' },
      ...{ reasonCode: 'REC-04', status: 'closed', openedAt: '2026-02-01T10:30:00.000Z', reminders: 0, version: 1 },
      attachments: [],
      file: null,
    });
    await office.until('they are here', async () => (await card(office)).closedCases === 1);
    backend.fate = () => 'lost';
    await add(office, 'La mattina.');
    expect(await card(office)).toMatchObject({ moreContacts: true, closedCases: 1, openCases: [] });
    const all = { id: anna.id, kinds: ['contact', 'note', 'case'] as ('contact' | 'note' | 'case')[] };
    const first = await office.desk.timeline({ ...all, before: null });
    expect([first.items.length, first.more, first.items[0]?.kind]).toEqual([50, true, 'note']);
    const last = must(first.items.at(-1), 'last');
    const before = { at: last.kind === 'case' ? '' : last.row.at, id: last.row.id };
    const second = await office.desk.timeline({ ...all, before });
    expect([second.items.length, second.more]).toEqual([12, false]);
    expect(second.items.at(-3)?.kind).toBe('case');
    await expect(office.desk.timelineThere({ ...all, before: null })).rejects.toThrow();
    backend.fate = () => 'arrives';
    await sent(office);
    const there = await office.desk.timelineThere({ ...all, before: null });
    expect([there.items.length, there.more]).toEqual([50, true]);
  });
});

describe('what is left of a wish', () => {
  const text = fc.constantFrom('a', 'b', 'c');
  test('nothing where the note says it already; it is sent where nobody has touched the note; else its agent is asked', () => {
    fc.assert(
      fc.property(text, fc.option(text), text, (seen, wish, now) => {
        const left = mergeNote(seen, wish, now);
        expect(left).toBe(wish === now ? 'done' : seen === now ? 'send' : 'collided');
        // Whatever is sent has been seen, and whatever is overwritten was the agent's own or asked about.
        if (left === 'send') expect(seen).toBe(now);
      }),
    );
  });

  type Step =
    | { readonly kind: 'add' | 'change' | 'remove'; readonly at: 'office' | 'home' }
    | { readonly kind: 'away' | 'here' };
  const at = fc.constantFrom('office' as const, 'home' as const);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constantFrom('add' as const, 'change' as const, 'remove' as const), at }),
    fc.record({ kind: fc.constantFrom('away' as const, 'here' as const) }),
  );
  test('two PCs of one agent, whatever they do and whenever the backend is away: both end alike, and every text is kept, replaced by its agent, or asked about', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const two = await startTwo();
        try {
          let n = 0;
          for (const taken of steps) {
            if (!('at' in taken)) {
              two.backend.fate = () => (taken.kind === 'away' ? 'lost' : 'arrives');
              continue;
            }
            const rig = two[taken.at];
            const [some] = (await card(rig)).lastNotes;
            n += 1;
            if (taken.kind === 'add' || some === undefined) await add(rig, `testo ${n}`);
            else await change(rig, some.text, taken.kind === 'remove' ? null : `testo ${n}`);
            await rig.quiet();
          }
          two.backend.fate = () => 'arrives';
          for (const rig of [two.office, two.home]) await sent(rig);
          const ends = kept(two.backend).length;
          for (const rig of [two.office, two.home])
            await rig.until('it is as the backend', async () => {
              const { lastNotes, notes: count } = await card(rig);
              return (
                count === ends && lastNotes.every(({ pending, text }) => !pending && kept(two.backend).includes(text))
              );
            });
        } finally {
          await two.stop();
        }
      }),
      { numRuns: 12 },
    );
  });
});
