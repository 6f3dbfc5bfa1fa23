// Figures of a period: the same whether a day is still there row by row or as its sums, and never of few people.
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { abandonRate, averageWait, serviceLevel, serviceLevelWithAbandoned } from '#shared/model/kpi';
import { type Figures, type FiguresQuery, figuresSchema } from '#shared/protocol/figures';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { transferDays } from '../db/migrations/0372-transfer-days.ts';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import { newId } from '../deps.ts';
import { purge } from '../privacy/purge.ts';
import { rollWaits } from '../repositories/waits.ts';
import { countDays } from './count.ts';

let server: TestServer;
let sara: Ask;
beforeAll(async () => {
  server = await startTestServer({ customers: 3 });
});
afterAll(() => server.stop());

/** A month after the clock of the tests began. */
const today = '2026-04-10';

async function goTo(moment: string): Promise<void> {
  server.pass(new Date(moment).getTime() - server.deps.clock().getTime());
  sara = await server.as('sara');
}

beforeEach(async () => {
  await goTo(`${today}T10:00:00Z`);
  await server.write(async (tx) => {
    for (const table of [
      'cases',
      'contacts',
      'interactions',
      'queue_waits',
      'queue_waits_kept',
      ...['survey_answers', 'survey_days'],
      'contact_days',
      'work_days',
      ...['chats', 'chat_waits_kept'],
      'transfer_days',
      'days_counted',
    ])
      await sql`delete from ${sql.table(table)}`.execute(tx);
    await sql`update waits_rolled set up_to = '-infinity'`.execute(tx);
    await sql`update chats_rolled set up_to = '-infinity'`.execute(tx);
    await sql`update queues set portfolio_id = null where portfolio_id = 'elsewhere'`.execute(tx);
    await sql`delete from portfolios where id = 'elsewhere'`.execute(tx);
  });
});

/** A portfolio that Sara does not see. */
const addElsewhere = (tx: Seen) =>
  sql`insert into portfolios (id, client_id) select 'elsewhere', client_id from portfolios limit 1`.execute(tx);

async function figures(query: Partial<Omit<FiguresQuery, 'queueId' | 'hours'>> = {}): Promise<Figures> {
  const asked = new URLSearchParams({ from: '2026-04-01', to: '2026-04-01', by: 'day', ...query });
  const answer = await sara({ url: `/v1/figures?${asked}` });
  expect(answer.statusCode, answer.body).toBe(200);
  return figuresSchema.parse(answer.json());
}

type End = 'answered' | 'abandoned' | 'passedOn' | 'unseen';
async function waits(at: string, ended: End, ...seconds: number[]): Promise<void> {
  for (const one of seconds) {
    const joined = new Date(at);
    const row = { call_id: newId(server.deps), queue_id: 'support', joined_at: joined, ended };
    await server.deps.db.query
      .insertInto('queue_waits')
      .values({ ...row, left_at: new Date(joined.getTime() + one * 1_000) })
      .execute();
  }
}

const roll = () => seenBy(server.deps.db.query, house, (tx) => rollWaits(tx, server.deps.clock()));

const purgeWaits = () =>
  server.write((tx) => sql`delete from queue_waits where joined_at < (select up_to from waits_rolled)`.execute(tx));

test('a call counts by when it entered the queue and how its wait ended', async () => {
  const at = '2026-04-01T09:10:00Z';
  await waits(at, 'answered', 3, 20, 20.4, 41);
  await waits(at, 'abandoned', 2, 5, 60);
  await waits(at, 'passedOn', 30);
  await waits(at, 'unseen', 9);
  const check = async (inTime: number) => {
    const { calls } = (await figures()).total;
    expect(serviceLevel(calls)).toMatchObject({ part: inTime, of: 7 });
    expect(abandonRate(calls)).toMatchObject({ part: 2, of: 7 });
    expect(averageWait(calls)).toBeCloseTo(21.1);
    return calls;
  };
  expect(serviceLevelWithAbandoned(await check(2))).toMatchObject({ part: 3, of: 6 });
  await roll();
  await purgeWaits();
  await check(2);
  // What is in time may be decided otherwise afterwards, and nothing has to be counted anew.
  await server.write((tx) =>
    sql`update lists set body = jsonb_set(body, '{serviceLevel,seconds}', '30') where code = 'figures'`.execute(tx),
  );
  await check(3);
  await server.write((tx) =>
    sql`update lists set body = jsonb_set(body, '{serviceLevel,seconds}', '20') where code = 'figures'`.execute(tx),
  );
});

test('both half past twos of the day on which clocks go back are half hours of their own', async () => {
  await goTo('2026-10-28T10:00:00Z');
  await waits('2026-10-25T00:45:00Z', 'answered', 10);
  await waits('2026-10-25T01:45:00Z', 'answered', 10, 10);
  for (const when of ['before', 'after']) {
    const day = { from: '2026-10-25', to: '2026-10-25' };
    const halves = (await figures({ ...day, by: 'interval' })).buckets;
    expect(halves, when).toHaveLength(50);
    expect(halves.filter(({ calls }) => calls.offered > 0).map(({ start, calls }) => [start, calls.offered])).toEqual([
      ['2026-10-25T00:30:00.000Z', 1],
      ['2026-10-25T01:30:00.000Z', 2],
    ]);
    expect((await figures(day)).buckets).toMatchObject([{ start: '2026-10-25', calls: { offered: 3 } }]);
    await roll();
    await purgeWaits();
  }
});

test('whatever of it has become sums already, a month is the same', async () => {
  const wait = fc.record({
    minute: fc.integer({ min: 0, max: 9 * 24 * 60 }),
    ended: fc.constantFrom<End>('answered', 'abandoned', 'passedOn', 'unseen'),
    seconds: fc.double({ min: 0, max: 900, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(wait, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(200), { maxLength: 3 }),
      async (all, hours) => {
        await server.write(async (tx) => {
          for (const table of ['queue_waits', 'queue_waits_kept'])
            await sql`delete from ${sql.table(table)}`.execute(tx);
          await sql`update waits_rolled set up_to = '-infinity'`.execute(tx);
        });
        const first = new Date('2026-04-01T00:00:00Z').getTime();
        for (const { minute, ended, seconds } of all)
          await waits(new Date(first + minute * 60_000).toISOString(), ended, seconds);
        const asked = { from: '2026-03-30', to: '2026-04-12', by: 'week' } as const;
        const calls = async () => {
          const { total, buckets, queues } = await figures(asked);
          const whole = (counts: Figures['total']['calls']) => ({
            ...counts,
            waitedSeconds: Math.round(counts.waitedSeconds),
            longest: Math.round(counts.longest),
          });
          return [total.calls, ...buckets.map((bucket) => bucket.calls), ...queues.map((queue) => queue.calls)].map(
            whole,
          );
        };
        const before = await calls();
        for (const hour of hours.toSorted((one, other) => one - other)) {
          await seenBy(server.deps.db.query, house, (tx) => rollWaits(tx, new Date(first + hour * 3_600_000)));
          await purgeWaits();
          expect(await calls()).toEqual(before);
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('a wait that goes on keeps what began after it', async () => {
  const { query } = server.deps.db;
  const row = { call_id: 'long', queue_id: 'support', joined_at: new Date('2026-04-01T09:00:00Z') };
  await query
    .insertInto('queue_waits')
    .values({ ...row, left_at: null, ended: null })
    .execute();
  await waits('2026-04-02T09:00:00Z', 'answered', 10);
  await roll();
  await purgeWaits();
  expect(await query.selectFrom('queue_waits').select('call_id').execute()).toHaveLength(2);
  await query
    .updateTable('queue_waits')
    .set({ left_at: new Date('2026-04-01T09:00:30Z'), ended: 'answered' })
    .where('call_id', '=', 'long')
    .execute();
  expect((await figures()).total.calls).toMatchObject({ offered: 1, waitedSeconds: 30 });
});

async function contact(customer: number, at: string, reason: string, outcome: string): Promise<void> {
  await server.write(async (tx) => {
    const ids = await tx.selectFrom('customers').select('id').orderBy('id').limit(8).execute();
    const row = { id: newId(server.deps), customer_id: ids[customer]?.id ?? '', at: new Date(at), queue_id: 'support' };
    const rest = { channel: 'call', direction: 'incoming', agent_name: 'Prova', note: '' } as const;
    await tx
      .insertInto('contacts')
      .values({ ...row, ...rest, reason_code: reason, outcome_code: outcome })
      .execute();
  });
}

test('solved at the first contact is what nobody came back for within seven days', async () => {
  await contact(0, '2026-03-20T10:00:00Z', 'TEC-01', 'RIS-1');
  await contact(0, '2026-03-24T10:00:00Z', 'TEC-02', 'ALT-4');
  await contact(1, '2026-03-20T10:00:00Z', 'FAT-01', 'RIS-1');
  await contact(1, '2026-03-22T10:00:00Z', 'TEC-01', 'ALT-4');
  // Clocks are set between them: the same minute is seven days later all the same.
  await contact(2, '2026-03-23T10:00:00Z', 'INF-01', 'RIS-1');
  await contact(2, '2026-03-26T10:00:00Z', 'ALT-02', 'RIS-1');
  await contact(2, '2026-03-30T09:00:00Z', 'INF-01', 'ALT-4');
  for (const somebody of [0, 1]) await contact(somebody, '2026-03-18T10:00:00Z', 'REC-01', 'RIS-1');
  const asked = { from: '2026-03-16', to: '2026-03-30', by: 'week' } as const;
  for (const when of ['as they are', 'as sums', 'counted again']) {
    const { total, provisionalDays, reasons } = await figures(asked);
    expect(total, when).toMatchObject({ firstContact: { part: 3, of: 5 }, repeated: { part: 2, of: 8 } });
    expect([provisionalDays, reasons.sum], when).toEqual([0, { kind: 'count', n: 9 }]);
    await countDays(server.deps);
    if (when === 'as sums') await goTo('2026-04-11T10:00:00Z');
  }
  await goTo(`${today}T10:00:00Z`);
  expect((await figures({ from: '2026-04-01', to: today })).provisionalDays).toBe(8);
});

test('where a company waits longer for a customer to come back, days are counted anew for longer', async () => {
  const wait = (days: number) =>
    server.write((tx) =>
      sql`update lists set body = jsonb_set(body, '{firstContactDays}', ${String(days)}::jsonb) where code = 'figures'`.execute(
        tx,
      ),
    );
  await wait(20);
  for (const reason of ['TEC-01', 'FAT-01', 'INF-01', 'REC-01', 'CON-01'])
    await contact(0, '2026-03-15T10:00:00Z', reason, 'RIS-1');
  await countDays(server.deps);
  await contact(0, '2026-04-02T10:00:00Z', 'TEC-01', 'ALT-4');
  await goTo('2026-04-11T10:00:00Z');
  await countDays(server.deps);
  const { total } = await figures({ from: '2026-03-15', to: '2026-03-15' });
  await wait(7);
  expect(total.firstContact).toEqual({ part: 4, of: 5 });
});

test('a share of fewer than five is not told', async () => {
  for (let n = 0; n < 4; n += 1) await contact(0, `2026-04-01T0${n}:00:00Z`, 'INF-01', 'RIS-1');
  expect((await figures()).total).toMatchObject({ firstContact: null, repeated: null });
  await contact(1, '2026-04-01T08:00:00Z', 'INF-01', 'ALT-4');
  expect((await figures()).total).toMatchObject({ firstContact: null, repeated: { part: 3, of: 5 } });
});

test('a number of fewer than five is not told, and does not follow from the others', async () => {
  for (let n = 0; n < 9; n += 1) await contact(0, `2026-04-01T0${n}:00:00Z`, 'INF-01', 'ALT-4');
  for (let n = 0; n < 6; n += 1) await contact(1, `2026-04-01T0${n}:00:00Z`, 'FAT-01', 'ALT-4');
  for (let n = 0; n < 3; n += 1) await contact(2, `2026-04-01T0${n}:00:00Z`, 'REC-01', 'ALT-4');
  const few = { kind: 'fewer', than: 5 };
  const none = { before: few, firstContact: null };
  expect((await figures()).reasons).toEqual({
    rows: [
      { code: 'INF-01', count: { kind: 'count', n: 9 }, ...none },
      { code: 'FAT-01', count: { kind: 'withheld' }, ...none },
      { code: 'REC-01', count: few, ...none },
    ],
    groups: [
      { code: 'INF', count: { kind: 'count', n: 9 } },
      { code: 'FAT', count: { kind: 'withheld' } },
      { code: 'REC', count: few },
    ],
    sum: { kind: 'count', n: 18 },
  });
});

test('first contact resolution is told by reason, where it is of five and no other follows', async () => {
  const solved = async (reason: string, customers: readonly number[]) => {
    for (const somebody of customers) await contact(somebody, '2026-03-10T08:00:00Z', reason, 'RIS-1');
  };
  await solved('INF-01', [0, 1, 2, 3, 4, 5]);
  await contact(0, '2026-03-11T08:00:00Z', 'INF-01', 'ALT-4');
  for (let n = 0; n < 7; n += 1) await solved('FAT-01', [n]);
  await solved('REC-01', [0, 1]);
  for (const when of ['as they are', 'as sums']) {
    const { rows } = (await figures({ from: '2026-03-10', to: '2026-03-10' })).reasons;
    const told = Object.fromEntries(rows.map(({ code, firstContact }) => [code, firstContact]));
    expect(told, when).toEqual({ 'FAT-01': { part: 7, of: 7 }, 'INF-01': null, 'REC-01': null });
    await countDays(server.deps);
  }
});

/** So many calls of that queue, passed on to that number. */
async function passedOn(day: string, queue: string | null, number: string, calls: number): Promise<void> {
  await talks(day, 'passed', 1, 0);
  await server.write((tx) =>
    sql`insert into interactions (id, agent_id, direction, channel, caller, queue_id, started_at, answered_at, ended_at, closed_at,
        reason_code, outcome_code, note, identification, promised, events, received_at, version)
      select 'passed ' || ${`${day} ${queue} ${number}`} || n, 'team 0', 'incoming', 'call', '{"kind":"withheld"}', ${queue}, at, at, at, at,
        'INF-01', 'TRA-1', '', 'none', '', ${JSON.stringify([
          { id: 'x', kind: 'transferRequested', at: day, detail: number },
          { id: 'y', kind: 'transferred', at: day, detail: number },
        ])}::jsonb, at, 1
      from generate_series(1, ${calls}::int) as n, lateral (select ${day}::timestamptz as at) as moments`.execute(tx),
  );
}

test('calls passed on are told from queue to queue, none of fewer than five; days that are kept say the same', async () => {
  const number = (id: string) =>
    server.write(async (tx) => {
      const { rows } = await sql<{ number: string }>`select number from queues where id = ${id}`.execute(tx);
      return must(rows[0], id).number;
    });
  const [support, complaints] = [await number('support'), await number('complaints')];
  await passedOn('2026-04-01T08:00:00Z', 'welcome', support, 12);
  await passedOn('2026-04-01T09:00:00Z', 'welcome', '1002', 7);
  await passedOn('2026-04-01T10:00:00Z', 'support', complaints, 6);
  await passedOn('2026-04-01T11:00:00Z', 'english', complaints, 2);
  const [few, hidden] = [{ kind: 'fewer', than: 5 }, { kind: 'withheld' }];
  const all = {
    rows: [
      { from: 'english', to: 'complaints', count: few },
      { from: 'support', to: 'complaints', count: hidden },
      { from: 'welcome', to: '', count: { kind: 'count', n: 7 } },
      { from: 'welcome', to: 'support', count: { kind: 'count', n: 12 } },
    ],
    sum: { kind: 'count', n: 27 },
  };
  expect((await figures()).transfers).toEqual(all);
  await countDays(server.deps);
  await server.write((tx) => sql`delete from interactions`.execute(tx));
  expect((await figures()).transfers).toEqual(all);
  expect((await figures({ from: '2026-04-02', to: '2026-04-02' })).transfers).toEqual({
    rows: [],
    sum: { kind: 'count', n: 0 },
  });
});

test('of calls passed on a lead is told between queues that they see; the others went elsewhere, and came from nowhere', async () => {
  const { rows } = await server.write((tx) =>
    sql<{ id: string; number: string }>`select id, number from queues`.execute(tx),
  );
  const numberOf = (id: string) =>
    must(
      rows.find((queue) => queue.id === id),
      id,
    ).number;
  await passedOn('2026-04-01T08:00:00Z', 'welcome', numberOf('support'), 12);
  await passedOn('2026-04-01T09:00:00Z', 'welcome', '1002', 7);
  await passedOn('2026-04-01T10:00:00Z', 'support', numberOf('complaints'), 6);
  await passedOn('2026-04-01T11:00:00Z', null, numberOf('complaints'), 5);
  await server.write(async (tx) => {
    await addElsewhere(tx);
    await sql`update queues set portfolio_id = 'elsewhere' where id = 'support'`.execute(tx);
  });
  expect((await figures()).transfers).toEqual({
    rows: [{ from: 'welcome', to: '', count: { kind: 'count', n: 19 } }],
    sum: { kind: 'count', n: 19 },
  });
});

test('calls passed on into one queue are told of it though no queue had brought them', async () => {
  const { rows } = await server.write((tx) =>
    sql<{ number: string }>`select number from queues where id = 'support'`.execute(tx),
  );
  await passedOn('2026-04-01T08:00:00Z', null, must(rows[0], 'support').number, 6);
  await passedOn('2026-04-01T09:00:00Z', null, '1002', 7);
  const ofQueue = await sara({ url: '/v1/figures?from=2026-04-01&to=2026-04-01&by=day&queueId=support' });
  const six = { kind: 'count', n: 6 };
  const into = { from: '', to: 'support', count: six };
  expect((await figures()).transfers.rows).toContainEqual(into);
  expect(figuresSchema.parse(ofQueue.json()).transfers).toEqual({ rows: [into], sum: six });
});

test('days that were counted before calls passed on were kept have them too', async () => {
  await passedOn('2026-04-01T08:00:00Z', 'welcome', '1002', 7);
  await countDays(server.deps);
  // Nobody has counted this one.
  await passedOn('2026-04-10T08:00:00Z', 'welcome', '1002', 5);
  await server.write(async (tx) => {
    await sql`drop table transfer_days`.execute(tx);
    for (const statement of transferDays.statements) await sql.raw(statement).execute(tx);
  });
  const { rows } = await server.write((tx) =>
    sql`select day::text, from_queue, to_queue, n from transfer_days`.execute(tx),
  );
  expect(rows).toEqual([{ day: '2026-04-01', from_queue: 'welcome', to_queue: '', n: 7 }]);
});

/** A team of six, each with so many conversations of a minute that day. */
async function talks(day: string, queue: string, agents: number, each: number): Promise<void> {
  await server.write(async (tx) => {
    for (let agent = 0; agent < agents; agent += 1) {
      await sql`insert into agents (id, username, password_hash, name, given_name, role, language)
        values (${`team ${agent}`}, ${`team-${agent}`}, '', 'Prova', 'Prova', 'agent', 'it') on conflict do nothing`.execute(
        tx,
      );
      await sql`insert into interactions (id, agent_id, direction, channel, caller, queue_id, started_at, answered_at, ended_at, closed_at,
          reason_code, outcome_code, note, identification, promised, events, received_at, version)
        select 'talk ' || ${day} || ${queue} || ${agent}::text || ' ' || n, ${`team ${agent}`}, 'incoming', 'call', '{"kind":"withheld"}', ${queue},
          at, at, at + interval '60 seconds', at + interval '90 seconds', 'INF-01', 'RIS-1', '', 'none', '', '[]', at, 1
        from generate_series(1, ${each}::int) as n, lateral (select ${day}::timestamptz + n * interval '1 minute' as at) as moments`.execute(
        tx,
      );
    }
  });
}

test('the team’s work is told of days and queues with people and contacts enough; of others nothing follows, however it is asked', async () => {
  await talks('2026-04-01T08:00:00Z', 'support', 6, 10);
  await talks('2026-04-01T09:00:00Z', 'billing', 4, 20);
  await talks('2026-04-02T08:00:00Z', 'support', 4, 10);
  await countDays(server.deps);
  const told = { handled: 60, talkSeconds: 3_600, holdSeconds: 0, wrapUpSeconds: 1_800, longHolds: 0 };
  const asked: Partial<FiguresQuery>[] = [
    {},
    { to: '2026-04-03' },
    { from: '2026-03-30', to: '2026-04-05', by: 'week' },
    { to: '2026-04-30', by: 'month' },
    { by: 'interval' },
  ];
  for (const query of asked) expect((await figures(query)).total.work, JSON.stringify(query)).toEqual(told);
  expect((await figures({ from: '2026-04-02', to: '2026-04-03' })).total.work).toBeNull();
  expect((await figures({ by: 'interval' })).buckets.every(({ work }) => work === null)).toBe(true);
});

interface ChatLife {
  readonly queue?: string;
  readonly answered?: number;
  readonly left?: number;
  readonly leftAtOnce?: true;
  readonly ended?: number;
}

/** Chats begun at that moment, and after how many seconds what has happened in them. */
async function chats(at: string, ...lives: readonly ChatLife[]): Promise<void> {
  await server.write(async (tx) => {
    for (const { queue = 'support', answered = null, left = null, leftAtOnce, ended = null } of lives) {
      const after = (seconds: number | null) =>
        seconds === null ? sql`null` : sql`${at}::timestamptz + ${seconds} * interval '1 second'`;
      await sql`insert into chats (id, site, queue_id, language, visitor, about, notice_edition, state, opened_at, waits_since, seen_at,
          visitor_wrote_at, queued_at, answered_at, left_at, ended_at, ended)
        values (${newId(server.deps)}, 'aurora', ${queue}, 'it', '{"name":null,"code":null,"email":null}', '', 'prova',
          ${left !== null || leftAtOnce ? 'left' : ended === null ? 'waiting' : 'ended'}, ${at}::timestamptz, ${at}::timestamptz,
          ${at}::timestamptz, ${at}::timestamptz, ${leftAtOnce ? sql`null` : after(0)}, ${after(answered)},
          ${leftAtOnce ? after(0) : after(left)}, ${after(ended)}, ${ended === null ? null : 'closedHere'})`.execute(
        tx,
      );
    }
  });
}

const purgeChats = () =>
  server.write((tx) => sql`delete from chats where opened_at < (select up_to from chats_rolled)`.execute(tx));

/** Six times as many: enough for the first word to be told. */
const enough = [4, 18, 31, 44, 600].flatMap((answered) => Array.from({ length: 6 }, () => ({ answered, ended: 900 })));

test('chats count where and when they came in: answered by an agent’s first word, given up, left; the same as they are and as sums', async () => {
  const first = '2026-04-01T09:10:00Z';
  await chats(first, ...enough, ...[{ ended: 4 }, { ended: 5 }, { left: 120 }, { leftAtOnce: true } as const], {
    queue: 'welcome',
    answered: 9,
    ended: 60,
  });
  await chats('2026-04-01T09:40:00Z', { ended: 40 });
  const told = { offered: 34, answered: 31, abandoned: 2, left: 2, firstWord: { median: 35, ninety: 600 }, work: null };
  for (const when of ['as they are', 'as sums']) {
    const { total, buckets, before } = await figures();
    expect(total.chats, when).toEqual(told);
    expect(buckets[0]?.chats, when).toEqual(told);
    expect(before.chats, when).toMatchObject({ offered: 0, firstWord: null });
    const halves = (await figures({ by: 'interval' })).buckets.filter(({ chats }) => (chats?.offered ?? 0) > 0);
    expect(
      halves.map(({ start, chats }) => [start.slice(11, 16), chats?.offered, chats?.abandoned, chats?.left]),
      when,
    ).toEqual([
      ['09:00', 33, 1, 2],
      ['09:30', 1, 1, 0],
    ]);
    // Of so short a time it would be one agent's pace.
    expect(halves.map(({ chats }) => chats?.firstWord)).toEqual([null, null]);
    const ofQueue = await sara({ url: '/v1/figures?from=2026-04-01&to=2026-04-01&by=day&queueId=welcome' });
    expect(figuresSchema.parse(ofQueue.json()).total.chats, when).toMatchObject({ offered: 1, firstWord: null });
    await countDays(server.deps);
    await purgeChats();
  }
  const { rows } = await server.write((tx) => sql`select from chats`.execute(tx));
  expect(rows).toHaveLength(0);
});

test('the table has chats where there were any, each with how it is counted', async () => {
  const table = async () =>
    (await sara({ url: '/v1/figures/table?from=2026-04-01&to=2026-04-01&by=day&language=en' })).body;
  expect(await table()).not.toContain('Chats offered');
  await chats('2026-04-01T09:10:00Z', ...enough);
  const lines = (await table()).split('\r\n').filter((line) => /chat/i.test(line));
  expect(lines).toContainEqual(expect.stringMatching(/^"2026-04-01 – 2026-04-01";"Chats offered";"30";/));
  expect(lines).toContainEqual(
    expect.stringMatching(/^"2026-04-01";"First response in chat \(median\)";"35\.0";"";"30";.*first word/),
  );
});

test('a chat that still waits keeps what began after it', async () => {
  await chats('2026-04-01T09:10:00Z', {});
  await chats('2026-04-02T09:10:00Z', { answered: 10, ended: 60 });
  await countDays(server.deps);
  await purgeChats();
  await server.write((tx) =>
    sql`update chats set answered_at = opened_at + interval '30 seconds' where answered_at is null`.execute(tx),
  );
  expect((await figures({ to: '2026-04-02' })).total.chats).toMatchObject({ offered: 2, answered: 2 });
});

test('a chat is deleted only when it is counted, however long ago it was', async () => {
  await chats('2026-04-01T09:10:00Z', { answered: 10, ended: 60 });
  const inForce = (is: boolean) =>
    server.write((tx) => sql`update retention_rules set in_force = ${is} where code = 'chats'`.execute(tx));
  const leftAfterYears = async () => {
    await purge(server.deps.db, new Date('2028-05-01T00:00:00Z'), false);
    return (await server.write((tx) => sql`select from chats`.execute(tx))).rows.length;
  };
  await inForce(true);
  expect(await leftAfterYears()).toBe(1);
  await countDays(server.deps);
  expect(await leftAfterYears()).toBe(0);
  await inForce(false);
  expect((await figures()).total.chats).toMatchObject({ offered: 1, answered: 1 });
});

test('handling of chats is told apart from that of calls, of people and contacts enough; messages that were read are none, nor chats without an agent’s word', async () => {
  await talks('2026-04-01T08:00:00Z', 'support', 6, 10);
  await talks('2026-04-02T08:00:00Z', 'support', 6, 10);
  await server.write((tx) =>
    sql`update interactions set channel = 'chat' where started_at < '2026-04-02T00:00:00Z'`.execute(tx),
  );
  // Two of them were messages, one was left after an answer and read by somebody else, and in one nobody wrote.
  const after = [{ answered: 5, left: 60 }, { ended: 60 }];
  await chats('2026-04-01T08:00:00Z', { leftAtOnce: true }, { leftAtOnce: true }, ...after);
  await server.write((tx) => sql`update chats set state = 'read' where state = 'left'`.execute(tx));
  await server.write((tx) =>
    sql`update chats set interaction_id = (select id from interactions where channel = 'chat' and agent_id =
      (select 'team ' || count(*) from chats as other where other.id < chats.id) limit 1)`.execute(tx),
  );
  await countDays(server.deps);
  const { total, buckets } = await figures({ to: '2026-04-02' });
  expect(total.chats?.work).toMatchObject({ handled: 56, talkSeconds: 56 * 60, wrapUpSeconds: 56 * 30 });
  expect(total.work).toMatchObject({ handled: 60 });
  expect(buckets.map(({ work, chats }) => [work?.handled, chats?.work?.handled])).toEqual([
    [undefined, 56],
    [60, undefined],
  ]);
  const halves = (await figures({ by: 'interval' })).buckets;
  expect(halves.every(({ chats }) => chats?.work === null)).toBe(true);
});

test('no answer names an agent or a customer', async () => {
  await talks('2026-04-01T08:00:00Z', 'support', 6, 10);
  await countDays(server.deps);
  const { rows } = await server.write((tx) =>
    sql<{
      name: string;
    }>`select id as name from agents union select name from agents union select id from customers union select name from customers`.execute(
      tx,
    ),
  );
  const text = JSON.stringify(await figures({ from: '2026-03-01', to: '2026-04-09', by: 'day' }));
  expect(rows.filter(({ name }) => name.length > 3 && text.includes(name))).toEqual([]);
});

interface Complaint {
  readonly received: string;
  readonly due: string;
  readonly met?: string;
  readonly stopped?: true;
  readonly step?: string;
  readonly closed?: string;
}
async function complaint({ received, due, met, stopped, step = 'answered', closed }: Complaint): Promise<void> {
  const end = stopped ? { state: 'stopped', since: due } : { state: 'running', day: due };
  const file = JSON.stringify({
    kind: 'complaint',
    receivedAt: received,
    stage: { step },
    dues: [{ what: 'answer', end, metAt: met ?? null }],
  });
  await server.write(async (tx) => {
    const { id } = await tx.selectFrom('customers').select('id').orderBy('id').limit(1).executeTakeFirstOrThrow();
    const status = step === 'closed' || step === 'merged' ? 'closed' : 'inProgress';
    const row = {
      id: newId(server.deps),
      customer_id: id,
      number: newId(server.deps),
      title: 'Prova',
      status,
    } as const;
    await tx
      .insertInto('cases')
      .values({ ...row, reason_code: 'REC-01', opened_at: received, reminders: 0, file })
      .execute();
    if (closed !== undefined) await sql`update cases set closed_at = ${closed} where id = ${row.id}`.execute(tx);
  });
}

test('a complaint is in time when it is answered by the end of its day in Rome; what is not due yet, was merged or rests counts nowhere', async () => {
  const received = '2026-03-02T09:00:00Z';
  await complaint({ received, due: '2026-04-07', met: '2026-04-07T21:59:00Z' });
  await complaint({ received, due: '2026-04-07', met: '2026-04-07T22:10:00Z' });
  await complaint({ received, due: '2026-04-09', step: 'worked' });
  await complaint({ received, due: '2026-04-11', step: 'worked' });
  await complaint({ received, due: '2026-04-07', met: '2026-04-07T10:00:00Z', step: 'merged' });
  await complaint({ received, due: '2026-04-07', stopped: true, step: 'waitingCustomer' });
  const { complaints, backlog } = await figures({ to: '2026-04-30', by: 'month' });
  expect(complaints.answeredInTime).toEqual({ part: 1, of: 3 });
  expect(complaints.received).toBe(0);
  expect((await figures({ from: '2026-03-01', to: '2026-03-31', by: 'month' })).complaints.received).toBe(5);
  // Of what is open one is overdue: it was due the day before.
  const overdue = backlog.reduce((sum, one) => sum + one.overdue, 0);
  expect([backlog.at(-1)?.upTo, backlog.at(-1)?.open, overdue]).toEqual([null, 5, 1]);
});

test('a lead sees queues and contacts of those portfolios alone in which they work', async () => {
  const luca = await server.as('luca');
  expect((await luca({ url: '/v1/figures?from=2026-04-01&to=2026-04-01&by=day' })).statusCode).toBe(403);
  for (let n = 0; n < 5; n += 1) await contact(0, `2026-04-01T0${n}:00:00Z`, 'INF-01', 'RIS-1');
  await waits('2026-04-01T09:00:00Z', 'answered', 3);
  await countDays(server.deps);
  const handled = 40;
  await server.write((tx) => sql`insert into work_days values ('2026-04-01', '', ${handled}, 60, 0, 0, 0)`.execute(tx));
  expect((await figures()).total).toMatchObject({ calls: { offered: 1 }, work: { handled }, firstContact: { of: 5 } });
  await server.write(async (tx) => {
    await addElsewhere(tx);
    await sql`update contact_days set portfolio_id = 'elsewhere'`.execute(tx);
    await sql`update queues set portfolio_id = 'elsewhere' where id = 'support'`.execute(tx);
  });
  const { total, queues } = await figures();
  expect(total).toMatchObject({ calls: { offered: 0 }, work: null, firstContact: null });
  expect(queues.map(({ queueId }) => queueId)).not.toContain('support');
});

test('as a table each figure stands with what it is counted from and how, as a spreadsheet of that language reads it', async () => {
  await waits('2026-04-01T09:10:00Z', 'answered', 3, 30);
  await waits('2026-04-01T09:10:00Z', 'abandoned', 60);
  const table = async (language: string) => {
    const url = `/v1/figures/table?from=2026-04-01&to=2026-04-01&by=day&language=${language}`;
    return (await sara({ url })).body.split('\r\n');
  };
  const level = (lines: string[]) => lines.filter((line) => /"(?:Livello di servizio|Service level)"/.test(line));
  const [total = '', day = ''] = level(await table('it'));
  expect(total).toBe(
    '"2026-04-01 – 2026-04-01";"Livello di servizio";"0,3333";"1";"3";"Risposte entro 20 secondi dall’ingresso in coda, sulle chiamate offerte. ARERA chiama così un’altra misura."',
  );
  expect(day).toContain('"2026-04-01";"Livello di servizio"');
  expect(level(await table('en'))[0]).toContain('"Service level";"0.3333"');
});

test('a period is refused that ends before it begins, or has more parts than anybody reads', async () => {
  for (const query of [
    'from=2026-04-02&to=2026-04-01&by=day',
    'from=2026-01-01&to=2026-04-01&by=interval',
    'from=2026-04-01&to=2026-04-01&by=day&queueId=nowhere',
  ])
    expect((await sara({ url: `/v1/figures?${query}` })).statusCode, query).toBe(422);
});

const answered = (tx: Seen, queueId: string, reasonCode: string, ...scores: number[]) =>
  sql`insert into survey_answers (portfolio_id, queue_id, reason_code, survey, on_day, language, scores, comment)
    select 'company', ${queueId}, ${reasonCode}, 'by-link', '2026-04-01', 'it', jsonb_build_object('csat', score), ''
    from unnest(${scores}::int[]) as score`.execute(tx);

test('satisfaction is told with how many have answered of how many were asked, and of fewer than five not at all', async () => {
  await server.write(async (tx) => {
    await answered(tx, 'support', 'TEC-01', 5, 4, 4, 2, 1);
    await sql`insert into survey_days values ('2026-04-01', 'company', 'support', 'by-link', 20)`.execute(tx);
  });
  const { satisfaction } = (await figures()).total;
  expect(satisfaction).toMatchObject({
    ...{ satisfied: { part: 3, of: 5 }, responseRate: { part: 5, of: 20 }, satisfiedMean: { value: 3.2, of: 5 } },
    ...{ foundItEasy: null, solvedForThem: null, netPromoters: null },
  });
  await server.write((tx) => sql`delete from survey_answers where scores = '{"csat":1}'`.execute(tx));
  expect((await figures()).total.satisfaction).toMatchObject({ satisfied: null, satisfiedMean: null });
});

test('what a queue or a reason of few answers would be does not follow from the others', async () => {
  await server.write(async (tx) => {
    await answered(tx, 'support', 'TEC-01', 5, 5, 5, 5, 5, 5, 5);
    await answered(tx, 'welcome', 'FAT-01', 4, 4, 4, 4, 1);
    await answered(tx, 'welcome', 'INF-01', 1);
  });
  const { satisfied } = await figures();
  expect(satisfied.queues).toMatchObject([
    { queueId: 'support', satisfied: { part: 7, of: 7 } },
    { queueId: 'welcome', satisfied: { part: 4, of: 6 } },
  ]);
  expect(satisfied.reasons).toMatchObject([
    { code: 'TEC-01', satisfied: { part: 7, of: 7 } },
    { code: 'FAT-01', satisfied: null },
    { code: 'INF-01', satisfied: null },
  ]);
});
