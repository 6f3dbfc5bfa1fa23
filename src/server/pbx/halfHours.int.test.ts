// Today by the half hour: each caller is counted once, where they came in, and the half hours, the day and the figures page are one count.
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CameCounts, nobodyCame, sumOfCame } from '#shared/protocol/board';
import { startTestServer, type TestServer } from '#test/support/testServer';
import { countedToday } from '../repositories/queueJournal.ts';
import { callsByQueue, figuresPolicy } from '../repositories/waits.ts';
import { halfHoursUntil } from './board.ts';

/** The day on which clocks go back in Rome: it has 50 half hours. */
const began = Date.parse('2026-10-24T22:00:00.000Z');
const ends = new Date('2026-10-25T22:59:59.999Z');
const queues = ['welcome', 'support', 'nobody knows it'];
const halfHourMs = 1_800_000;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ customers: 0 });
});
afterAll(() => server.stop());
const query = () => server.deps.db.query;
const clear = () => query().deleteFrom('queue_waits').execute();
afterEach(clear);

interface Wait {
  readonly queue: string;
  /** Milliseconds after midnight at which they came, and for which they waited. */
  readonly cameMs: number;
  readonly waitedMs: number;
  /** Null: they still wait. */
  readonly ended: 'answered' | 'abandoned' | 'passedOn' | 'unseen' | null;
}

const waits = fc.array(
  fc.record<Wait>({
    queue: fc.constantFrom(...queues),
    cameMs: fc.integer({ min: 0, max: 25 * 3_600_000 - 1 }),
    // Often on either side of a threshold.
    waitedMs: fc.oneof(
      fc.constantFrom(0, 4_999, 5_000, 5_001, 19_999, 20_000, 20_001),
      fc.integer({ min: 0, max: 900_000 }),
    ),
    ended: fc.constantFrom('answered', 'answered', 'abandoned', 'passedOn', 'unseen', null),
  }),
  { minLength: 1, maxLength: 60 },
);

async function keep(all: readonly Wait[]): Promise<void> {
  await clear();
  const rows = all.map(({ queue, cameMs, waitedMs, ended }, nth) => ({
    ...{ call_id: `call ${nth}`, queue_id: queue, joined_at: new Date(began + cameMs), ended },
    left_at: ended === null ? null : new Date(began + cameMs + waitedMs),
  }));
  await query().insertInto('queue_waits').values(rows).execute();
}

/** By domain/kpi.md, one caller after the other: short abandons of 5 s, a service level of 20 s. */
function counted(all: readonly Wait[]): CameCounts {
  return sumOfCame(
    all
      .filter(({ ended, waitedMs }) => ended !== 'abandoned' || waitedMs >= 5_000)
      .map(({ ended, waitedMs }) => {
        const answered = ended === 'answered';
        return {
          offered: 1,
          answered: answered ? 1 : 0,
          answeredInTime: answered && waitedMs <= 20_000 ? 1 : 0,
          abandoned: ended === 'abandoned' ? 1 : 0,
          over: ended === null || ended === 'unseen' ? 0 : 1,
          waitedSeconds: answered ? waitedMs / 1_000 : 0,
        };
      }),
  );
}

const near = ({ waitedSeconds, ...counts }: CameCounts) => ({
  ...counts,
  waitedSeconds: expect.closeTo(waitedSeconds, 3),
});
const halfHourOf = ({ cameMs }: Wait) => Math.floor(cameMs / halfHourMs);

test('each caller counts once, in the half hour in which they came; the half hours add up to the day, and to the figures of the day', async () => {
  const policy = await figuresPolicy(query());
  await fc.assert(
    fc.asyncProperty(waits, async (all) => {
      await keep(all);
      const today = await countedToday(query(), ends, { timeZone: 'Europe/Rome', policy });
      const halfHours = halfHoursUntil(ends, today, queues);
      const figures = await callsByQueue(query(), { from: new Date(began), to: ends, queues, policy });
      for (const queue of queues) {
        const theirs = all.filter((one) => one.queue === queue);
        const shown = halfHours.map(
          (one) => one.queues.find(({ queueId }) => queueId === queue) ?? { ...nobodyCame, queueId: queue },
        );
        const day = sumOfCame(shown);
        expect(day).toEqual(near(counted(theirs)));
        for (const [at, came] of shown.entries()) {
          const nth = (Date.parse(halfHours[at]?.start ?? '') - began) / halfHourMs;
          expect(came).toMatchObject(near(counted(theirs.filter((one) => halfHourOf(one) === nth))));
        }
        const { offered, shortAbandoned, answered, answeredInTime, abandoned, waitedSeconds } = figures.get(queue) ?? {
          ...{ offered: 0, shortAbandoned: 0, answered: 0, answeredInTime: 0, abandoned: 0, waitedSeconds: 0 },
        };
        const page = { offered: day.offered, answered, answeredInTime, abandoned, waitedSeconds };
        expect(day).toEqual(near({ ...page, over: offered - shortAbandoned }));
      }
    }),
    { numRuns: 40 },
  );
});

test('they stand without gaps from the first in which somebody came to the one that runs', async () => {
  const policy = await figuresPolicy(query());
  const rows = async (now: string) => {
    const at = new Date(now);
    const today = await countedToday(query(), at, { timeZone: 'Europe/Rome', policy });
    return halfHoursUntil(at, today, ['welcome']).map((one) => [one.start.slice(11, 16), one.queues.length]);
  };
  expect(await rows('2026-10-24T22:10:00.000Z')).toEqual([['22:00', 0]]);
  const answered = { waitedMs: 3_000, ended: 'answered' } as const;
  await keep([
    // Both half past twos, and a queue that is not asked for.
    { queue: 'welcome', cameMs: 2.6 * 3_600_000, ...answered },
    { queue: 'welcome', cameMs: 3.6 * 3_600_000, ...answered },
    { queue: 'support', cameMs: 1_000, ...answered },
  ]);
  expect(await rows('2026-10-25T02:29:59.000Z')).toEqual([
    ['00:30', 1],
    ['01:00', 0],
    ['01:30', 1],
    ['02:00', 0],
  ]);
  expect((await rows('2026-10-25T02:30:00.000Z')).at(-1)).toEqual(['02:30', 0]);
});
