// The clock of the house is set ahead and back, and PCs have clocks of their own: nobody is kept out, nothing is kept for ever, and nothing goes.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { callbackListSchema } from '#shared/protocol/callbacks';
import { handoverSchema } from '#shared/protocol/interactions';
import { sessionSchema } from '#shared/protocol/sessions';
import { interactionReport } from '#test/support/interactionReport';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { manifestOf } from '#test/support/wholeSet';
import { newId } from './deps.ts';
import { countsTo, nightlyPurge } from './privacy/purge.ts';
import { askToListen } from './repositories/listening.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

let server: TestServer;
let giulia: Ask;
async function start(): Promise<void> {
  server = await startTestServer({ customers: 0 });
  giulia = await server.as('giulia');
}
const stop = () => server.stop();

const now = () => server.deps.clock().getTime();
const iso = (ms: number) => new Date(ms).toISOString();
const enter = (username: string, password: string) =>
  server.ask({ method: 'POST', url: '/v1/sessions', payload: { username, password } });

describe('the clock of the house', () => {
  beforeEach(start);
  afterEach(stop);

  test('wrong passwords that were typed while it was a day ahead lock nobody out once it is right', async () => {
    server.pass(dayMs);
    for (let attempt = 0; attempt < 5; attempt += 1) await enter('luca', 'wrong');
    expect((await enter('luca', 'cornetta')).statusCode).toBe(429);
    server.pass(-dayMs);
    expect((await enter('luca', 'cornetta')).statusCode).toBe(201);
  });

  test.each([-dayMs, dayMs])('set by %i ms, whoever is signed in stays so', async (byMs) => {
    const { refreshToken } = sessionSchema.parse((await enter('giulia', 'cornetta')).json());
    server.pass(byMs);
    const renewed = await server.ask({ method: 'POST', url: '/v1/sessions/refresh', payload: { refreshToken } });
    const { accessToken } = sessionSchema.parse(renewed.json());
    const answer = await server.ask({ url: '/v1/workstation', headers: { authorization: `Bearer ${accessToken}` } });
    expect(answer.statusCode).toBe(200);
  });

  test('a token that ended while the machine slept counts for nobody, however early they come', async () => {
    let sleptMs = 0;
    const sleepy = await startTestServer({
      customers: 0,
      clockSettled: async () => {
        sleepy.pass(sleptMs);
        sleptMs = 0;
      },
    });
    const agent = await sleepy.as('giulia');
    expect((await agent({ url: '/v1/workstation' })).statusCode).toBe(200);
    sleptMs = dayMs;
    expect((await agent({ url: '/v1/workstation' })).statusCode).toBe(401);
    await sleepy.stop();
  });

  test('a set of segments that was made while it was ahead is not given out for longer than another', async () => {
    const generation = async () => must((await manifestOf(giulia)).segments[0], 'a segment').generation;
    server.pass(10 * dayMs);
    giulia = await server.as('giulia');
    const ahead = await generation();
    server.pass(-10 * dayMs);
    expect(await generation()).not.toBe(ahead);
    expect(await generation()).toBe(await generation());
  });

  test('a wish to listen that was never shown, made while it was ahead, is in nobody’s way', async () => {
    const [lead, agent] = await Promise.all(
      ['sara', 'giulia'].map((username) =>
        server.deps.db.query.selectFrom('agents').select('id').where('username', '=', username).executeTakeFirst(),
      ),
    );
    const wish = () => ({
      ...{ id: randomUUID(), leadId: must(lead, 'Sara').id, agentId: must(agent, 'Giulia').id },
      legalReference: 'Accordo n. 14',
    });
    server.pass(dayMs);
    expect(await server.write((tx) => askToListen(tx, wish(), server.deps.clock()))).toBe(true);
    expect(await server.write((tx) => askToListen(tx, wish(), server.deps.clock()))).toBe(false);
    server.pass(-dayMs);
    expect(await server.write((tx) => askToListen(tx, wish(), server.deps.clock()))).toBe(true);
  });

  describe('and what is kept for a time', () => {
    const runs = () =>
      server.deps.db.query.selectFrom('purge_runs').select(['at', 'counted_to as to']).orderBy('id').execute();

    test('years ahead, a night counts a month further and no more', async () => {
      // Housekeeping has done the first run.
      await server.app.ready();
      await nightlyPurge(server.deps);
      const before = must((await runs()).at(-1)?.to, 'a run').getTime();
      server.pass(10 * yearMs);
      expect(await nightlyPurge(server.deps)).not.toBeNull();
      expect((await runs()).at(-1)?.to?.getTime()).toBe(before + 31 * dayMs);
      server.pass(-10 * yearMs);
      expect((await countsTo(server.deps.db.query, server.deps.clock())).getTime()).toBe(now());
    });

    test('set back after that, the next night has its run', async () => {
      await server.app.ready();
      await nightlyPurge(server.deps);
      server.pass(yearMs);
      expect(await nightlyPurge(server.deps)).not.toBeNull();
      server.pass(-yearMs);
      expect(await nightlyPurge(server.deps)).toBeNull();
      server.pass(2 * dayMs);
      expect(await nightlyPurge(server.deps)).not.toBeNull();
    });
  });
});

describe('the clock of a PC', () => {
  beforeAll(start);
  afterAll(stop);

  const yearsOff = 30 * yearMs;
  const cases = [
    ['thirty years behind', -yearsOff],
    ['an hour ahead', hourMs],
    ['thirty years ahead', yearsOff],
  ] as const;
  const send = (url: string, payload: object, off: number) =>
    giulia({
      ...{ method: 'POST', url, payload },
      headers: { 'idempotency-key': newId(server.deps), 'sent-at': iso(now() + off) },
    });

  test.each(cases)('%s: a conversation was when it was', async (_, off) => {
    const ago = (minutes: number) => iso(now() - minutes * minuteMs + off);
    const customer = (await giulia({ url: '/v1/customers', query: { q: 'AU-10003' } })).json().customers[0];
    const report = interactionReport(newId(server.deps), {
      ...{ customerId: customer.id, startedAt: ago(9), answeredAt: ago(8), endedAt: ago(3), closedAt: ago(2) },
      events: [{ id: newId(server.deps), at: ago(9), kind: 'ringing', detail: null }],
    });
    expect((await send('/v1/interactions', report, off)).statusCode).toBe(201);
    const right = (minutes: number) => new Date(now() - minutes * minuteMs);
    const kept = await server.write((tx) =>
      tx.selectFrom('interactions').selectAll().where('id', '=', report.id).executeTakeFirstOrThrow(),
    );
    expect(kept).toMatchObject({
      ...{ started_at: right(9), answered_at: right(8), ended_at: right(3), closed_at: right(2) },
      events: [{ at: right(9).toISOString(), kind: 'ringing' }],
    });
    const contact = await server.write((tx) =>
      tx.selectFrom('contacts').select('at').where('id', '=', report.id).executeTakeFirstOrThrow(),
    );
    expect(contact.at).toEqual(right(9));
  });

  test.each(cases)('%s: a note and a handover have their own moments', async (_, off) => {
    const customer = (await giulia({ url: '/v1/customers', query: { q: 'AU-10003' } })).json().customers[0];
    const note = { id: newId(server.deps), customerId: customer.id, text: 'La sera.', at: iso(now() - minuteMs + off) };
    expect((await send('/v1/notes', note, off)).statusCode).toBe(201);
    const { at } = await server.write((tx) =>
      tx.selectFrom('notes').select('at').where('id', '=', note.id).executeTakeFirstOrThrow(),
    );
    expect(at).toEqual(new Date(now() - minuteMs));
    const left = {
      ...{ id: newId(server.deps), to: { kind: 'person', name: 'Sara Conti', number: '1100' } },
      ...{ caller: { kind: 'withheld' }, queueId: null, customerId: null, reasonCode: null, note: '' },
      at: iso(now() - minuteMs + off),
    };
    expect((await send('/v1/handovers', left, off)).statusCode).toBe(201);
    const found = handoverSchema.parse((await giulia({ url: `/v1/handovers/${left.id}` })).json());
    expect(found.at).toBe(iso(now() - minuteMs));
  });

  test('a call is promised for the hour that was said; never for before it was promised', async () => {
    const promise = async (off: number, at: string) => {
      const id = newId(server.deps);
      const said = interactionReport(id, {
        ...{
          queueId: 'support',
          startedAt: iso(now() + off),
          answeredAt: null,
          endedAt: null,
          closedAt: iso(now() + off),
        },
        callback: { at, number: '+390000000103' },
      });
      expect((await send('/v1/interactions', said, off)).statusCode).toBe(201);
      const { callbacks } = callbackListSchema.parse((await giulia({ url: '/v1/callbacks' })).json());
      return callbacks.find((callback) => callback.id === id)?.dueAt;
    };
    expect(await promise(hourMs, iso(now() + 5 * hourMs))).toBe(iso(now() + 5 * hourMs));
    expect(await promise(-yearsOff, iso(now() + hourMs - yearsOff))).toBe(iso(now()));
  });

  test('without its word, a clock that is ahead is right at the most', async () => {
    const report = interactionReport(newId(server.deps), { closedAt: iso(now() + dayMs) });
    const headers = { 'idempotency-key': newId(server.deps) };
    await giulia({ method: 'POST', url: '/v1/interactions', headers, payload: report });
    const { closed_at } = await server.write((tx) =>
      tx.selectFrom('interactions').select('closed_at').where('id', '=', report.id).executeTakeFirstOrThrow(),
    );
    expect(closed_at.getTime()).toBe(now());
  });
});
