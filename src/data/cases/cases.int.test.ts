// Cases from this PC: registered and worked on with the backend away or there, by an agent who has two PCs; nothing is lost, nothing counts twice.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActOutcome, Doing } from '#shared/contract/cases';
import { must } from '#shared/lib/must';
import { caseNumberSchema } from '#shared/model/caseNumber';
import { customerIdSchema } from '#shared/model/ids';
import type { Rig } from '#test/support/dataRig';
import { proposedLists } from '#test/support/deskLists';
import { type ModelBackend, modelCustomer } from '#test/support/modelBackend';
import { type RigPair, startRigPair } from '#test/support/rigPair';

const anna = modelCustomer(1, { name: 'Anna Colombo' });

const complaint = {
  ...{ kind: 'register', of: 'complaint', title: 'Bolletta doppia', reasonCode: 'TEC-01', priority: 'P3' },
  ...{ channel: 'call', contactId: null, contract: null, words: 'Mi avete fatto pagare due volte.' },
  ...{ remedy: 'Il rimborso', received: null, variant: null, backOffice: 'REC' },
} as const satisfies Doing;
const ownCase: Doing = { ...complaint, of: 'case', title: 'Tecnico', backOffice: 'FL', words: '' };
const remind: Doing = { kind: 'remind', words: 'Ancora niente', contactId: null };

const card = async (rig: Rig) => must(await rig.desk.getCustomer({ id: anna.id }), 'card');
const act = (rig: Rig, caseId: string | null, doing: Doing): Promise<ActOutcome> =>
  rig.desk.actOnCase({ customerId: anna.id, caseId, doing });
async function done(rig: Rig, caseId: string | null, doing: Doing) {
  const outcome = await act(rig, caseId, doing);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.case;
}
const shelf = (rig: Rig, which: 'mine' | 'office' | 'late' | 'toTell' | 'all', text = '') =>
  rig.desk.listCases({ shelf: which, text, limit: 50 });
const titles = async (rig: Rig, which: Parameters<typeof shelf>[1], text = '') =>
  (await shelf(rig, which, text)).cases.map(({ case: { title } }) => title);
const sent = (rig: Rig) => rig.until('all is sent', () => rig.state().sync.outbox.waiting === 0);
const away = (backend: ModelBackend) => {
  backend.fate = () => 'lost';
};
const there = (backend: ModelBackend) => {
  backend.fate = () => 'arrives';
};

let two: RigPair<'office' | 'home'>;
beforeEach(async () => {
  two = await startRigPair([anna], ['office', 'home']);
  const { backend } = two;
  backend.lists = { mark: '1'.repeat(16), lists: proposedLists };
  backend.poke({ kind: 'lists' });
  for (const pc of [two.office, two.home]) {
    await pc.until('the lists are here', () => pc.state().lists.length > 0);
    await pc.until('numbers are here', async () => {
      const outcome = await pc.desk.tryOnCase({ customerId: anna.id, caseId: null, doing: complaint });
      return outcome.kind === 'done' && backend.asked.filter((one) => one.endsWith('/numbers')).length >= 2;
    });
  }
});
afterEach(() => two.stop());

describe('a complaint', () => {
  test('registered while the backend is away has its number and its days at once, and both stay when it is there', async () => {
    const { office, home, backend } = two;
    away(backend);
    const registered = await done(office, null, complaint);
    expect(caseNumberSchema.safeParse(registered.number).success).toBe(true);
    expect(registered).toMatchObject({ pending: true, status: 'open' });
    const answer = registered.file?.dues.find(({ what }) => what === 'answer');
    expect(answer?.end).toMatchObject({ day: '2026-04-01' });
    expect((await card(office)).openCases).toEqual([registered]);
    there(backend);
    await sent(office);
    expect([...backend.cases.values()]).toMatchObject([{ number: registered.number, title: 'Bolletta doppia' }]);
    for (const pc of [office, home]) {
      await pc.until('it has come back', async () => (await card(pc)).openCases[0]?.pending === false);
      expect((await card(pc)).openCases).toMatchObject([
        { number: registered.number, file: { words: complaint.words } },
      ]);
    }
  });

  test('that came by letter is counted from the day on which it came, here with the backend away and there afterwards', async () => {
    const { office, home, backend } = two;
    away(backend);
    const letter = { ...complaint, channel: 'letter', received: { day: '2026-02-20', time: null } } as const;
    const registered = await done(office, null, letter);
    expect(registered).toMatchObject({ openedAt: '2026-02-20T11:00:00.000Z', file: { channel: 'letter' } });
    const days = registered.file?.dues.map(({ what, end }) => [what, end.state === 'running' ? end.day : null]);
    expect(days).toEqual([
      ['acknowledge', '2026-02-20'],
      ['assess', '2026-02-24'],
      ['answer', '2026-03-22'],
    ]);
    there(backend);
    await sent(office);
    for (const pc of [office, home]) {
      await pc.until('it has come back', async () => (await card(pc)).openCases[0]?.pending === false);
      expect((await card(pc)).openCases).toMatchObject([
        { openedAt: registered.openedAt, file: { dues: registered.file?.dues } },
      ]);
    }
  });

  test('is not registered for a day or a time that is still to come', async () => {
    const { office } = two;
    const received = (day: string, time: string | null) => act(office, null, { ...complaint, received: { day, time } });
    const ahead = { kind: 'refused', refusal: { why: 'lacking', what: ['receivedAt'] } };
    expect(await received('2026-03-03', null)).toEqual(ahead);
    expect(await received('2026-03-02', '23:00')).toEqual(ahead);
    expect(await office.desk.registrationShown({ customerId: anna.id })).toEqual({ today: '2026-03-02', variants: [] });
    expect((await card(office)).openCases).toEqual([]);
  });

  test('is registered today by the company’s calendar, and on no day before as long as nobody here knows it', async () => {
    const { office } = two;
    const nobody = customerIdSchema.parse(`${anna.id.slice(0, -1)}${anna.id.endsWith('0') ? '1' : '0'}`);
    expect(await office.desk.registrationShown({ customerId: nobody })).toEqual({ today: null, variants: [] });
  });

  test('registered by two PCs of one agent never has one number twice', async () => {
    const { office, home, backend } = two;
    away(backend);
    const numbers: string[] = [];
    for (let n = 0; n < 10; n += 1)
      for (const pc of [office, home]) numbers.push((await done(pc, null, complaint)).number);
    expect(new Set(numbers).size).toBe(20);
    expect(numbers).not.toContain('-');
  });

  test('beyond the last number is registered all the same, and says that it has none yet', async () => {
    const { office, backend } = two;
    away(backend);
    let last = '';
    for (let n = 0; n < 60 && last !== '-'; n += 1) last = (await done(office, null, complaint)).number;
    expect(last).toBe('-');
  });

  test('shows no gap between the backend’s yes and its coming back with the feed', async () => {
    const { office, backend } = two;
    backend.fate = ({ path }) => (path === '/v1/sync/changes' ? 'lost' : 'arrives');
    const { id } = await done(office, null, complaint);
    await sent(office);
    expect(await card(office)).toMatchObject({ openCases: [{ id, pending: false, reminders: 0 }] });
    await done(office, id, remind);
    await sent(office);
    expect(await card(office)).toMatchObject({ openCases: [{ id, pending: false, reminders: 1 }] });
  });

  test('that is closed here leaves the open ones at once, and is counted among the closed', async () => {
    const { office, backend } = two;
    away(backend);
    const { id } = await done(office, null, ownCase);
    await done(office, id, { kind: 'withdraw', words: 'Non serve più' });
    expect(await card(office)).toMatchObject({ openCases: [], closedCases: 1 });
  });
});

describe('an act', () => {
  test('that the rules refuse is not done, and why is said as it is', async () => {
    const { office, backend } = two;
    const { id } = await done(office, null, complaint);
    const answered = await act(office, id, { kind: 'work' });
    expect(answered).toEqual({ kind: 'refused', refusal: { why: 'notYours' } });
    await sent(office);
    expect(backend.cases.get(id)?.file?.log).toHaveLength(1);
  });

  test('tried is not done', async () => {
    const { office, backend } = two;
    await office.desk.tryOnCase({ customerId: anna.id, caseId: null, doing: complaint });
    expect((await card(office)).openCases).toEqual([]);
    expect(office.state().sync.outbox.waiting).toBe(0);
    expect(backend.cases.size).toBe(0);
  });

  test('that the backend refuses by now is set aside with what was written; tried again, it counts', async () => {
    const { office, backend } = two;
    const { id, number } = await done(office, null, ownCase);
    await sent(office);
    await office.until('it has come back', async () => (await card(office)).openCases[0]?.pending === false);
    away(backend);
    await done(office, id, remind);
    const before = must(backend.cases.get(id), 'case');
    const closed = { step: 'closed', at: '2026-03-02T08:00:00.000Z', outcome: 'solved', rootCause: null } as const;
    const file = { ...must(before.file, 'file'), stage: closed };
    backend.putCase({ ...before, file, status: 'closed', version: before.version + 1 });
    there(backend);
    await office.until('it is set aside', () => office.state().sync.outbox.setAside === 1);
    const [aside] = await office.desk.setAside(null);
    expect(aside).toMatchObject({ kind: 'caseAct', act: 'remind', text: 'Ancora niente', number });
    expect(aside?.kind === 'caseAct' && aside.failure.code).toBe('case.notNow');
    backend.putCase({ ...before, version: before.version + 2 });
    await office.desk.actAgain({ id: must(aside, 'aside').id });
    await sent(office);
    expect(backend.cases.get(id)?.reminders).toBe(1);
    expect(office.state().sync.outbox).toEqual({ waiting: 0, setAside: 0 });
  });

  test('of two PCs at once arrives from both, each once, whatever is lost or comes twice', async () => {
    const { office, home, backend } = two;
    const { id } = await done(office, null, ownCase);
    await sent(office);
    await home.until('it is there', async () => (await card(home)).openCases[0]?.pending === false);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('lost' as const, 'unheard' as const, 'twice' as const, 'arrives' as const), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
        async (fates, whose) => {
          const before = backend.cases.get(id)?.reminders ?? 0;
          let nth = 0;
          backend.fate = ({ path }) => {
            if (!path.endsWith('/acts')) return 'arrives';
            nth += 1;
            return fates[nth] ?? 'arrives';
          };
          for (const isHome of whose) await done(isHome ? home : office, id, remind);
          for (const pc of [office, home]) await sent(pc);
          expect(backend.cases.get(id)?.reminders).toBe(before + whose.length);
          for (const pc of [office, home])
            await pc.until(
              'both show it',
              async () => (await card(pc)).openCases[0]?.reminders === before + whose.length,
            );
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('the page of cases', () => {
  test('has one’s own, the office’s and those with something to tell, with what waits here over what came', async () => {
    const { office, backend } = two;
    backend.workstation = { ...backend.workstation, offices: ['REC'] as never };
    await done(office, null, ownCase);
    await sent(office);
    away(backend);
    await done(office, null, complaint);
    expect((await shelf(office, 'all')).counts).toMatchObject({ mine: 1, all: 2, toTell: 2, late: 0 });
    expect(await titles(office, 'mine')).toEqual(['Tecnico']);
    // By what is due first, and of what is due of none the last.
    expect(await titles(office, 'all')).toEqual(['Bolletta doppia', 'Tecnico']);
    expect(await titles(office, 'all', 'colombo boll')).toEqual(['Bolletta doppia']);
    const [found] = (await shelf(office, 'mine')).cases;
    const { number, id } = must(found, 'case').case;
    expect(await titles(office, 'all', number.slice(0, 7))).toContain('Tecnico');
    const shown = must(await office.desk.caseShown({ id }), 'case');
    expect(shown.possible).toEqual(expect.arrayContaining(['work', 'close', 'remind', 'withdraw', 'note']));
    expect(shown.customer?.name).toBe('Anna Colombo');
  });
});
