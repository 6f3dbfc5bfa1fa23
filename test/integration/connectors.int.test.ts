// Every connector against the stand-in of its CRM: one and the same suite.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askToLog, type LoggedCall, logged, newWriting } from '#shared/connector/callLog';
import { type Crm, crms } from '../support/crm/all.ts';
import { Kept, peopleOf } from '../support/crm/kept.ts';
import type { CrmClock } from '../support/crm/people.ts';
import type { Asked, Fate, StandIn } from '../support/crm/standIn.ts';

const dayMs = 86_400_000;
/** Longer than any CRM here keeps a change to itself. */
const laterMs = 90_000;

interface Scene {
  readonly clock: CrmClock;
  readonly standIn: StandIn;
  readonly kept: Kept;
}

function scene(crm: Crm, people: number, pageRows?: number): Scene {
  const clock = { now: Date.UTC(2026, 10, 26, 8) };
  const standIn = crm.create(clock, pageRows);
  for (let n = 0; n < people; n += 1) {
    standIn.parts.people.add();
    // Some came in the same moment.
    if (n % 5 !== 0) clock.now += 700;
  }
  clock.now += laterMs;
  return { clock, standIn, kept: new Kept(crm, standIn, clock) };
}

const idAt = ({ standIn }: Scene, place: number): string => standIn.parts.people.living()[place]?.id ?? '';

describe.each(crms.map((crm) => [crm.description.name, crm] as const))('%s', (_, crm) => {
  it('is known as it is after the first load', async () => {
    const { standIn, kept } = scene(crm, 230);
    await kept.readToRest();
    expect(kept.people()).toEqual(peopleOf(standIn));
    expect(kept.known.values().next().value?.customer.phones[0]?.e164).toMatch(/^\+390000/);
    expect(kept.refused).toEqual([]);
    expect(standIn.exceeded).toBe(0);
  });

  it('has who came, changed and went known within one reading of changes, without being listed anew', async () => {
    const here = scene(crm, 40);
    const { clock, standIn, kept } = here;
    const { people, tellsDeletions } = standIn.parts;
    await kept.readToRest();
    const pages = kept.pages;
    people.change(idAt(here, 3), { email: 'neu@example.test' });
    people.change(idAt(here, 30), { last: 'Cambiato', phone: '+39 0000 999999' });
    people.add({ first: 'Nuova' });
    if (tellsDeletions) people.remove(idAt(here, 20), true);
    clock.now += laterMs;
    await kept.read();
    expect(kept.people()).toEqual(peopleOf(standIn));
    expect(kept.pages - pages).toBeLessThanOrEqual(5);
    expect(kept.reading.round).toBe(1);
  });

  it('loses who was deleted without a word with the next load, and nobody else', async () => {
    const here = scene(crm, 40);
    await here.kept.readToRest();
    for (const place of [0, 17, 37]) here.standIn.parts.people.remove(idAt(here, place), false);
    here.clock.now += 30 * dayMs;
    await here.kept.readToRest();
    expect(here.kept.people()).toEqual(peopleOf(here.standIn));
    expect(here.kept.known.size).toBe(37);
  });

  it('is read past the most that it gives for one question, also when all were changed in one moment', async () => {
    const { clock, standIn, kept } = scene(crm, 0);
    const { people } = standIn.parts;
    for (let n = 0; n < 10_300; n += 1) people.add();
    clock.now += laterMs;
    await kept.readToRest();
    expect(kept.known.size).toBe(10_300);
    for (const { id } of people.living().slice(0, 10_200)) people.change(id, { last: 'Importato' });
    clock.now += laterMs;
    await kept.readToRest();
    expect(kept.people()).toEqual(peopleOf(standIn));
    expect(standIn.exceeded).toBe(0);
  });

  it('gives all the same where it gives fewer rows than it is asked for', async () => {
    const { clock, standIn, kept } = scene(crm, 61, 7);
    await kept.readToRest();
    for (const { id } of standIn.parts.people.living()) standIn.parts.people.change(id, { last: 'Cambiato' });
    clock.now += laterMs;
    await kept.readToRest();
    expect(kept.people()).toEqual(peopleOf(standIn));
  });

  it('is known in the end whatever it answers in between and wherever reading is cut', async () => {
    const bad = fc.constantFrom<Fate>(
      'lost',
      'unheard',
      'cut',
      'page',
      { status: 429, headers: { 'retry-after': '20' } },
      { status: 429 },
      { status: 503, body: 'away' },
      { status: 500, body: {} },
    );
    const fates = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant<Fate>('arrives') }, bad), { maxLength: 40 });
    const cuts = fc.array(fc.boolean(), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fates, cuts, fc.integer({ min: 2, max: 9 }), async (left, cutting, pageRows) => {
        const here = scene(crm, 25, pageRows);
        const { clock, standIn, kept } = here;
        const fatesLeft = [...left];
        const cutsLeft = [...cutting];
        standIn.fate = () => fatesLeft.shift() ?? 'arrives';
        kept.cut = () => cutsLeft.shift() ?? false;
        await kept.read().catch(() => undefined);
        standIn.parts.people.change(idAt(here, 2), { last: 'Cambiato' });
        standIn.parts.people.add({ first: 'Nuova' });
        clock.now += laterMs;
        await kept.readToRest();
        clock.now += laterMs;
        await kept.readToRest();
        expect(kept.people()).toEqual(peopleOf(standIn));
        expect(standIn.exceeded).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('goes on where it was when its key or token has ended and there is a new one', async () => {
    const { clock, standIn, kept } = scene(crm, 60, 7);
    let asked = 0;
    standIn.fate = () => {
      asked += 1;
      if (asked === 4) standIn.parts.forgetTokens?.();
      return 'arrives';
    };
    if (standIn.parts.forgetTokens === undefined) {
      const good = kept.secrets;
      kept.secrets = Object.fromEntries(Object.keys(good).map((name) => [name, 'old']));
      await kept.read();
      expect(kept.reading.failure).toEqual({ code: 'signIn', status: 401 });
      kept.secrets = good;
      clock.now = kept.reading.notBefore;
    }
    await kept.read();
    expect(kept.reading.failure).toBeNull();
    expect(kept.people()).toEqual(peopleOf(standIn));
  });

  it('says so when its key is wrong', async () => {
    const { kept } = scene(crm, 3);
    kept.secrets = Object.fromEntries(Object.keys(kept.secrets).map((name) => [name, 'wrong']));
    await kept.read();
    expect(kept.reading.failure?.code).toBe('signIn');
    expect(kept.known.size).toBe(0);
  });

  it('has one row refused for one wrong field, which is said, and the others taken', async () => {
    const here = scene(crm, 30);
    const { clock, standIn, kept } = here;
    const wrong = idAt(here, 11);
    standIn.parts.people.change(wrong, { email: 'nobody at all' });
    standIn.parts.people.change(idAt(here, 12), { first: { nested: true } });
    clock.now += laterMs;
    await kept.readToRest();
    expect(kept.known.size).toBe(28);
    expect(kept.refused).toContainEqual({ id: wrong, field: 'email', why: 'notAnEmail' });
    expect(kept.refused).toContainEqual({ id: idAt(here, 12), field: 'name', why: 'notText' });
    standIn.parts.people.change(wrong, { email: 'anna@example.test' });
    clock.now += laterMs;
    await kept.readToRest();
    expect(kept.known.get(wrong)?.customer.email).toBe('anna@example.test');
  });

  const hasTokens = crm.description.changes.by === 'token';
  // Who is asked by time has no token that could be too old.
  if (hasTokens)
    it('is listed anew where its token is too old, and nobody twice', async () => {
      const here = scene(crm, 30);
      await here.kept.readToRest();
      here.standIn.parts.people.remove(idAt(here, 5), false);
      here.standIn.parts.people.add({ first: 'Nuova' });
      here.standIn.parts.forgetCursors?.();
      here.clock.now += laterMs;
      await here.kept.readToRest();
      expect(here.kept.reading.round).toBe(2);
      expect(here.kept.people()).toEqual(peopleOf(here.standIn));
    });

  describe('A call', () => {
    const callOf = (here: Scene, more: Partial<LoggedCall> = {}): LoggedCall => ({
      id: '01KB0000000000000000000001',
      person: idAt(here, 1),
      direction: 'incoming',
      subject: 'Chiamata: informazioni',
      note: 'Ha chiesto di "Rossi" & <figli>.\nRichiamare.',
      number: '+390000000002',
      agent: 'Agente Prova',
      startedAt: here.clock.now - 150_000,
      endedAt: here.clock.now - 30_000,
      ...more,
    });

    async function log({ kept, clock }: Scene, call: LoggedCall): Promise<void> {
      const { description, site } = kept.reader;
      const link = kept.link();
      let writing = newWriting;
      for (let tries = 0; tries < 60; ) {
        const request = askToLog(description, site, call, writing);
        if (request === null) return;
        const written = logged(description, writing, await link.ask(request), tries);
        if (written.kind === 'written') return;
        if (written.kind === 'refused') throw new Error(`refused: ${written.status}`);
        if (written.kind === 'goesOn') writing = written.writing;
        else {
          tries += 1;
          clock.now += written.waitMs;
          writing = newWriting;
        }
      }
      throw new Error('was never written');
    }

    it('is written into its log, in and out, with whom and how long', async () => {
      const here = scene(crm, 3);
      await log(here, callOf(here));
      await log(here, callOf(here, { id: '01KB0000000000000000000002', direction: 'outgoing', person: idAt(here, 2) }));
      expect(here.standIn.parts.calls()).toMatchObject([
        { person: idAt(here, 1), incoming: true, seconds: 120, text: expect.stringContaining('Ha chiesto') },
        { person: idAt(here, 2), incoming: false, seconds: 120 },
      ]);
    });

    it('is there once though every answer is lost once, or comes too late, or is no answer', async () => {
      for (const fate of ['unheard', 'lost', 'cut', 'page', { status: 503 }] as const satisfies Fate[]) {
        const here = scene(crm, 3);
        const seen = new Map<string, number>();
        const key = ({ method, path, text }: Asked) => `${method} ${path} ${text}`;
        here.standIn.fate = (asked) => {
          const times = (seen.get(key(asked)) ?? 0) + 1;
          seen.set(key(asked), times);
          return times === 1 ? fate : 'arrives';
        };
        await log(here, callOf(here));
        expect(here.standIn.parts.calls()).toHaveLength(1);
      }
    });

    it('is there once whatever is answered in between', async () => {
      const bad = fc.constantFrom<Fate>('lost', 'unheard', 'cut', 'page', { status: 429 }, { status: 500 });
      const fates = fc.array(fc.oneof(fc.constant<Fate>('arrives'), bad), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(fates, async (left) => {
          const here = scene(crm, 3);
          const fatesLeft = [...left];
          here.standIn.fate = () => fatesLeft.shift() ?? 'arrives';
          await log(here, callOf(here));
          expect(here.standIn.parts.calls()).toHaveLength(1);
        }),
        { numRuns: 100 },
      );
    });

    it('is never written to somebody who is not there', async () => {
      const here = scene(crm, 3);
      const person = crm.description.kind === 'dataverse' ? '00000000-0000-4000-8000-ffffffffffff' : '99999999';
      await expect(log(here, callOf(here, { person }))).rejects.toThrow('refused');
      expect(here.standIn.parts.calls()).toEqual([]);
    });
  });
});
