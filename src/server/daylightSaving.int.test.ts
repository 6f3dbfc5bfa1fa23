// Days and deadlines of a company in Rome on 25 October 2026, which has 25 hours and two 02:30s, and on 28 March 2027, which has 23.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { civilDate } from '#shared/lib/civilDate';
import { must } from '#shared/lib/must';
import { type CameCounts, nobodyCame, sumOfCame } from '#shared/protocol/board';
import { callbackListSchema } from '#shared/protocol/callbacks';
import type { BreachDraft } from '#shared/protocol/privacy';
import { interactionReport } from '#test/support/interactionReport';
import { startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from './deps.ts';
import { addBreach, listBreaches } from './privacy/breaches.ts';
import { isDue } from './privacy/purge.ts';
import { addRequest, listRequests, prolongRequest } from './privacy/requests.ts';
import { beginWait, countedToday, endWait, midnight } from './repositories/queueJournal.ts';

const rome = 'Europe/Rome';
const rules = { timeZone: rome, policy: { shortAbandonSeconds: 5, serviceLevel: { seconds: 20, goal: 0.8 } } };

async function cameToday(queue: string, now: string): Promise<CameCounts> {
  const { halfHours } = await countedToday(query(), new Date(now), rules);
  return sumOfCame([...halfHours.values()].flat().filter(({ queueId }) => queueId === queue));
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ customers: 0 });
});
afterAll(() => server.stop());

const query = () => server.deps.db.query;

describe('today', () => {
  test.each([
    // Both 02:30s, and the last minute of 25 hours.
    ['2026-10-24T22:00:00.000Z', '2026-10-24T22:00:00.000Z'],
    ['2026-10-25T00:30:00.000Z', '2026-10-24T22:00:00.000Z'],
    ['2026-10-25T01:30:00.000Z', '2026-10-24T22:00:00.000Z'],
    ['2026-10-25T22:59:59.000Z', '2026-10-24T22:00:00.000Z'],
    ['2026-10-25T23:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    // 23 hours.
    ['2027-03-28T01:30:00.000Z', '2027-03-27T23:00:00.000Z'],
    ['2027-03-28T21:59:59.000Z', '2027-03-27T23:00:00.000Z'],
    ['2027-03-28T22:00:00.000Z', '2027-03-28T22:00:00.000Z'],
  ])('at %s began at %s', async (now, began) => {
    expect((await midnight(query(), new Date(now), rome)).toISOString()).toBe(began);
    expect(civilDate(new Date(now), rome)).toBe(civilDate(new Date(began), rome));
  });

  test.each([
    ['2026-10-25', ['2026-10-24T21:59:00Z', '2026-10-25T23:00:00Z'], 25],
    ['2027-03-28', ['2027-03-27T22:59:00Z', '2027-03-28T22:00:00Z'], 23],
  ])(
    'the figures of %s are those of its calls, in each of its hours',
    async (day, [before = '', after = ''], hours) => {
      const queue = `q ${day}`;
      const wait = async (n: string, joined: Date, seconds: number) => {
        await beginWait(query(), { callId: `${queue} ${n}`, queueId: queue, joinedAt: joined });
        await endWait(query(), `${queue} ${n}`, queue, new Date(joined.getTime() + seconds * 1_000), 'answered');
      };
      const first = new Date(before).getTime() + 60_000;
      await wait('the day before', new Date(before), 10);
      for (let hour = 0; hour < hours; hour += 1) {
        await wait(String(hour), new Date(first + (hour + 0.5) * 3_600_000), hour % 2 === 0 ? 10 : 60);
      }
      const last = new Date(new Date(after).getTime() - 1_000).toISOString();
      const all = { offered: hours, answered: hours, answeredInTime: Math.ceil(hours / 2) };
      expect(await cameToday(queue, last)).toMatchObject(all);
      expect(await cameToday(queue, after)).toEqual(nobodyCame);
    },
  );

  test('a call that waited through the hour that comes twice waited for as long as it did', async () => {
    const joined = new Date('2026-10-25T00:59:50.000Z');
    await beginWait(query(), { callId: 'twice', queueId: 'twice', joinedAt: joined });
    await endWait(query(), 'twice', 'twice', new Date('2026-10-25T01:00:05.000Z'), 'answered');
    expect(await cameToday('twice', '2026-10-25T02:00:00.000Z')).toMatchObject({
      answeredInTime: 1,
      waitedSeconds: 15,
    });
  });
});

describe('deadlines', () => {
  const due = async (receivedAt: string, then: 'asItIs' | 'prolonged' = 'asItIs') => {
    const id = newId(server.deps);
    const draft = {
      id,
      customerId: null,
      kind: 'access',
      channel: 'letter',
      identified: 'standard',
      words: '',
    } as const;
    return server.write(async (tx) => {
      await addRequest(tx, { ...draft, receivedAt }, 'giulia', rome);
      if (then === 'prolonged') await prolongRequest(tx, id, 'Tre archivi.');
      const asked = must(
        (await listRequests(tx)).find((one) => one.id === id),
        'the request',
      );
      return asked.prolongedTo ?? asked.dueOn;
    });
  };

  test('to answer what somebody asks about their data go by the calendar', async () => {
    // The first minutes of the day in Rome are of the day before in UTC.
    expect(await due('2026-10-24T22:10:00.000Z')).toBe('2026-11-25');
    expect(await due('2026-10-25T00:30:00.000Z')).toBe('2026-11-25');
    expect(await due('2026-10-25T01:30:00.000Z')).toBe('2026-11-25');
    expect(await due('2026-10-25T22:50:00.000Z')).toBe('2026-11-25');
    expect(await due('2026-09-30T21:30:00.000Z')).toBe('2026-10-30');
    expect(await due('2027-02-28T12:00:00.000Z')).toBe('2027-03-28');
    expect(await due('2027-01-31T12:00:00.000Z', 'prolonged')).toBe('2027-04-28');
  });

  test('to tell the authority go by the hours that pass', async () => {
    const id = newId(server.deps);
    const facts: BreachDraft['facts'] = {
      ...{ what: 'Una busta persa', nature: ['confidentiality'], data: 'Nomi', measures: '', people: 1 },
    };
    const draft = { id, foundAt: '2026-10-24T08:00:00.000Z', facts };
    await addBreach(query(), draft, 'giulia', new Date('2026-10-24T09:00:00.000Z'));
    const breach = (await listBreaches(query())).find((one) => one.id === id);
    // Three days and an hour less by the clock on the wall: 10:00 in Rome, then 09:00.
    expect(breach?.authorityDue).toBe('2026-10-27T08:00:00.000Z');
  });

  test('a promised call is due at the very one of two moments that its agent meant', async () => {
    const giulia = await server.as('giulia');
    const at = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'];
    for (const moment of at) {
      await giulia({
        ...{ method: 'POST', url: '/v1/interactions', headers: { 'idempotency-key': newId(server.deps) } },
        payload: interactionReport(newId(server.deps), {
          queueId: 'support',
          callback: { at: moment, number: '+390000000103' },
        }),
      });
    }
    const { callbacks } = callbackListSchema.parse((await giulia({ url: '/v1/callbacks' })).json());
    expect(callbacks.map(({ dueAt }) => dueAt)).toEqual(at);
  });
});

describe('the night', () => {
  /** Each hour of housekeeping, from one noon to the next. */
  const runsIn = (from: string, hours: number) => {
    let last = new Date(new Date(from).getTime() - 10 * 3_600_000);
    let runs = 0;
    for (let hour = 0; hour < hours; hour += 1) {
      const at = new Date(new Date(from).getTime() + hour * 3_600_000);
      if (!isDue(last, at, rome)) continue;
      last = at;
      runs += 1;
    }
    return runs;
  };

  test('has one run of the purge, whether an hour comes twice or is left out', () => {
    expect(runsIn('2026-10-24T10:15:00.000Z', 25)).toBe(1);
    expect(runsIn('2027-03-27T11:15:00.000Z', 23)).toBe(1);
    expect(runsIn('2026-10-20T10:15:00.000Z', 10 * 24 + 1)).toBe(10);
    expect(runsIn('2027-03-24T11:15:00.000Z', 10 * 24 - 1)).toBe(10);
  });
});
