// A CRM in a few lines, whose people change while it is read, which answers badly now and then; reading that is cut between any two requests.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CrmAnswer } from './answer.ts';
import { type Description, descriptionSchema } from './description.ts';
import { answered, ask, begin, newReading, type Reader, type Reading, readingSchema } from './machine.ts';
import type { CrmRequest } from './request.ts';

const request = (path: string, query: Record<string, string> = {}) => ({ path, query, pace: 'all' });

const common = {
  name: 'Pocket',
  secrets: ['key'],
  signIn: { by: 'headers', headers: { Authorization: '{{key}}' } },
  paces: { all: { requests: 10, seconds: 1 } },
  reloadHours: 24,
  row: {
    list: '/people',
    id: '/id',
    changed: '/changed',
    gone: { at: '/active', is: false },
    fields: { name: ['/name'] },
  },
  callLog: {
    incoming: {},
    outgoing: {},
    steps: [{ request: request('/calls'), ok: [201] }],
    againAfterSeconds: 60,
  },
};

const byTime: Description = descriptionSchema.parse({
  ...common,
  kind: 'bytime',
  load: { by: 'id', request: request('/by-id', { after: '{{after}}' }), start: '' },
  changes: {
    by: 'time',
    request: request('/since', { since: '{{since}}' }),
    within: request('/within', { since: '{{since}}', until: '{{until}}', after: '{{after}}' }),
    start: '',
    granuleMs: 1_000,
    overlapSeconds: 5,
  },
});

const byToken: Description = descriptionSchema.parse({
  ...common,
  kind: 'bytoken',
  load: {
    by: 'cursor',
    request: request('/pages'),
    next: request('/pages', { cursor: '{{cursor}}' }),
    at: '/next',
    end: { at: '/end', is: true },
  },
  changes: { by: 'token', at: '/next' },
});

interface Person {
  id: string;
  name: string;
  changed: number;
  active: boolean;
  order: number;
}

/** Ids are in the order of their letters; `visibleFrom` holds rows back that a long transaction wrote. */
class Pocket {
  now = 1_000_000;
  readonly people = new Map<string, Person & { visibleFrom: number }>();
  order = 0;
  readonly pageRows: number;

  constructor(pageRows: number) {
    this.pageRows = pageRows;
  }

  put(id: string, name: string, lateMs: number) {
    this.order += 1;
    this.people.set(id, {
      id,
      name,
      changed: this.now,
      active: true,
      order: this.order,
      visibleFrom: this.now + lateMs,
    });
  }

  /** Soft: it tells. Hard: it is not there any more. */
  remove(id: string, soft: boolean) {
    const person = this.people.get(id);
    if (person === undefined) return;
    this.order += 1;
    if (soft) this.people.set(id, { ...person, active: false, changed: this.now, order: this.order });
    else this.people.delete(id);
  }

  answer({ url }: CrmRequest): CrmAnswer {
    const { pathname, searchParams } = new URL(url);
    const of = (name: string) => searchParams.get(name) ?? '';
    const seen = [...this.people.values()].filter(({ visibleFrom }) => visibleFrom <= this.now);
    const byId = (one: Person, other: Person) => (one.id < other.id ? -1 : 1);
    if (pathname === '/pages') {
      const after = Number(of('cursor') || 0);
      const rows = seen.filter(({ order }) => order > after).sort((one, other) => one.order - other.order);
      const page = rows.slice(0, this.pageRows);
      return this.reply({ people: page, next: String(page.at(-1)?.order ?? after), end: rows.length <= page.length });
    }
    const rows =
      pathname === '/by-id'
        ? seen.filter(({ id, active }) => active && id > of('after')).sort(byId)
        : pathname === '/since'
          ? seen
              .filter(({ changed }) => changed >= Number(of('since')))
              .sort((one, other) => one.changed - other.changed)
          : seen
              .filter(({ changed }) => changed >= Number(of('since')) && changed < Number(of('until')))
              .filter(({ id }) => id > of('after'))
              .sort(byId);
    return this.reply({ people: rows.slice(0, this.pageRows) });
  }

  private reply(body: unknown): CrmAnswer {
    return { status: 200, headers: { date: new Date(this.now).toUTCString() }, body: JSON.stringify(body) };
  }
}

/** What is kept: the rows and the state, in one go. */
class Kept {
  reading: Reading = newReading;
  readonly known = new Map<string, { name: string; round: number }>();

  keep(reading: Reading, page: ReturnType<typeof answered>['page']) {
    this.reading = readingSchema.parse(JSON.parse(JSON.stringify(reading)));
    if (page === null) return;
    for (const { id, name } of page.customers) this.known.set(id, { name, round: page.round });
    for (const id of page.gone) this.known.delete(id);
    if (!page.whole) return;
    for (const [id, { round }] of this.known) if (round < page.round) this.known.delete(id);
  }
}

const readerOf = (description: Description): Reader => ({
  description,
  site: { address: 'https://crm.example.test', settings: {} },
  country: 'IT',
});

/** One request and its answer, or what comes in its place. */
function step(reader: Reader, crm: Pocket, kept: Kept, fate: 'arrives' | 'unheard' | 'unkept' | CrmAnswer) {
  const reading = begin(reader, kept.reading, crm.now);
  const asked = ask(reader, reading);
  if (asked === null) return;
  const answer = typeof fate === 'object' ? fate : crm.answer(asked);
  if (fate === 'unkept') return;
  const after = answered(reader, reading, fate === 'unheard' ? null : answer, crm.now);
  kept.keep(after.reading, after.page);
}

function settle(reader: Reader, crm: Pocket, kept: Kept) {
  for (let asked = 0; asked < 500; asked += 1) {
    step(reader, crm, kept, 'arrives');
    if (kept.reading.work.kind === 'rest' && kept.reading.failure === null) return;
  }
  throw new Error('reading does not come to rest');
}

const living = (crm: Pocket) =>
  Object.fromEntries([...crm.people.values()].filter(({ active }) => active).map(({ id, name }) => [id, name]));
const knownBy = (kept: Kept) => Object.fromEntries([...kept.known].map(([id, { name }]) => [id, name]));

const person = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k');
const badAnswer = fc.constantFrom<CrmAnswer>(
  { status: 429, headers: { 'retry-after': '7' }, body: '' },
  { status: 503, headers: {}, body: 'away' },
  { status: 200, headers: {}, body: '<html>Sign in to the hotel’s network</html>' },
  { status: 200, headers: {}, body: '{"people":[{"id":"a","na' },
  { status: 403, headers: {}, body: '{}' },
);
const happening = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    id: person,
    name: fc.string({ minLength: 1, maxLength: 5 }).filter((name) => name.trim() === name),
    lateMs: fc.constantFrom(0, 0, 0, 900, 3_900),
  }),
  fc.record({ kind: fc.constant('remove' as const), id: person, soft: fc.boolean() }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 300, 1_000, 40_000) }),
  fc.record({
    kind: fc.constant('step' as const),
    fate: fc.oneof(
      fc.constantFrom('arrives' as const, 'arrives' as const, 'unheard' as const, 'unkept' as const),
      badAnswer,
    ),
  }),
);

describe.each([
  ['by time', byTime],
  ['by token', byToken],
])('A CRM that is read %s', (_, description) => {
  const reader = readerOf(description);

  it('is known in the end as it is, whatever changed meanwhile and wherever reading was cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(happening, { maxLength: 60 }), (pageRows, story) => {
        const crm = new Pocket(pageRows);
        const kept = new Kept();
        let newest = 0;
        for (const event of story) {
          if (event.kind === 'put') crm.put(event.id, event.name, description === byTime ? event.lateMs : 0);
          else if (event.kind === 'remove') crm.remove(event.id, event.soft);
          else if (event.kind === 'pass') crm.now += event.ms;
          else step(reader, crm, kept, event.fate);
          const { cursor } = kept.reading;
          if (cursor !== null && 'newest' in cursor) {
            expect(cursor.newest).toBeGreaterThanOrEqual(newest);
            newest = cursor.newest;
          }
        }
        crm.now += 4_000;
        settle(reader, crm, kept);
        if (kept.reading.work.kind === 'rest') settle(reader, crm, kept);
        expect(knownBy(kept)).toMatchObject(living(crm));

        crm.now += 25 * 3_600_000;
        settle(reader, crm, kept);
        expect(knownBy(kept)).toEqual(living(crm));
      }),
      { numRuns: 400 },
    );
  });

  it('is asked nothing more when all is read, and only what changed when something has', () => {
    const crm = new Pocket(2);
    const kept = new Kept();
    for (const id of ['a', 'b', 'c', 'd', 'e']) crm.put(id, id, 0);
    crm.now += 60_000;
    settle(reader, crm, kept);
    expect(ask(reader, kept.reading)).toBeNull();
    crm.now += 60_000;
    crm.put('c', 'changed', 0);
    const reading = begin(reader, kept.reading, crm.now);
    const asked = ask(reader, reading);
    expect(asked?.url).not.toContain('by-id');
    const page = asked && answered(reader, reading, crm.answer(asked), crm.now).page;
    expect(page?.customers.map(({ id }) => id)).toEqual(['c']);
  });
});

describe('What an answer means', () => {
  const reader = readerOf(byToken);
  const load = begin(reader, newReading, 0);
  const after = (answer: CrmAnswer | null, reading = load) => answered(reader, reading, answer, 1_000).reading;
  const answer = (body: unknown, more: Partial<CrmAnswer> = {}): CrmAnswer => ({
    status: 200,
    headers: {},
    body: JSON.stringify(body),
    ...more,
  });

  it('waits as long as it is told, an hour at most, and longer each time where it is not told', () => {
    const busy = (retryAfter?: string) =>
      after(answer({}, { status: 429, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } }));
    expect(busy('30').notBefore).toBe(31_000);
    expect(busy('99999999').notBefore).toBe(3_601_000);
    expect(busy().notBefore).toBe(2_000);
    const twice = after(answer({}, { status: 429 }), busy());
    expect(twice).toMatchObject({ notBefore: 3_000, tries: 2, failure: { code: 'busy', status: 429 } });
  });

  it('reads a date to come back at by the clock of the CRM, not by this machine’s', () => {
    const headers = { 'retry-after': 'Thu, 26 Nov 2026 08:00:20 GMT', date: 'Thu, 26 Nov 2026 08:00:00 GMT' };
    expect(after(answer({}, { status: 503, headers })).notBefore).toBe(21_000);
  });

  it('goes on after an empty page that has a next one', () => {
    expect(after(answer({ people: [], next: '5', end: false })).work).toMatchObject({ kind: 'load', place: '5' });
  });

  it('takes a page that leads to itself for disorder, and does not go round for ever', () => {
    const reading = after(answer({ people: [], next: '5', end: false }));
    expect(after(answer({ people: [], next: '5', end: false }), reading).failure?.code).toBe('disorder');
  });

  it('lists everybody anew where the cursor is too old, in a new round', () => {
    const rested = after(answer({ people: [], next: '5', end: true }));
    const anew = after(answer({}, { status: 410 }), begin(reader, rested, 1_000));
    expect(anew).toMatchObject({ work: { kind: 'load', place: null }, cursor: null, round: 2 });
  });

  it('refuses a row alone, says which field and why, and counts it as there', () => {
    const people = [{ id: 'a', name: 'Anna' }, { id: 'b', name: { first: 'Bruno' } }, { id: 'c' }, { name: 'Nobody' }];
    const { page } = answered(reader, load, answer({ people, next: '9', end: true }), 0);
    expect(page?.customers.map(({ id }) => id)).toEqual(['a']);
    expect(page?.refused).toEqual([
      { id: 'b', field: 'name', why: 'notText' },
      { id: 'c', field: 'name', why: 'missing' },
      { id: null, field: 'id', why: 'missing' },
    ]);
    expect(page?.listed).toEqual(['a', 'b', 'c']);
  });

  it('follows no link that leads away from the CRM', () => {
    const linked = readerOf(
      descriptionSchema.parse({ ...byToken, load: { by: 'link', request: request('/pages'), at: '/next' } }),
    );
    const next = (link: string) => answered(linked, load, answer({ people: [], next: link }), 0).reading;
    expect(next('https://crm.example.test/pages?after=5').failure).toBeNull();
    for (const away of ['https://other.example.test/', '//other.example.test/', 'http://crm.example.test/']) {
      expect(next(away).failure?.code).toBe('disorder');
    }
  });

  it('is not held up by rows from a future that the CRM’s clock once had', () => {
    const timed = readerOf(byTime);
    const headers = { date: 'Thu, 26 Nov 2026 08:00:00 GMT' };
    const began = answered(timed, begin(timed, newReading, 0), answer({ people: [] }, { headers }), 0).reading;
    const now = Date.parse(headers.date);
    const people = [{ id: 'a', name: 'Anna', changed: now + 1e10 }];
    const read = answered(timed, begin(timed, began, 0), answer({ people }, { headers }), 0).reading;
    const rested = answered(timed, { ...read, work: { kind: 'rest' } }, null, 0).reading;
    expect(rested.cursor).toEqual({ newest: now });
  });
});
