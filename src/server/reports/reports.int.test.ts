// Reports over the API: figures that stay as they were counted, words of several hands, a signature of somebody else's, and paper.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportListSchema, reportSchema } from '#shared/protocol/reports';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import { namesOf } from '../repositories/reports.ts';
import { reportSheet } from './sheet.ts';

let server: TestServer;
let sara: Ask;
let giulia: Ask;
beforeEach(async () => {
  server = await startTestServer({ customers: 20 });
  [sara, giulia] = [await server.as('sara'), await server.as('giulia')];
});
afterEach(() => server.stop());

const id = '01KZZZZZZZZZZZZZZZZZZZZZR1';
const asked = { from: '2026-03-02', to: '2026-03-02', by: 'interval' } as const;
const words = { volumes: 'Nella norma.', faults: '', critical: '', staffing: '', toDo: '' };

const make = (ask: Ask, differing: object = {}) =>
  ask({ method: 'POST', url: '/v1/reports', payload: { id, span: 'day', asked, ...differing } });
const open = async (ask: Ask) => reportSchema.parse((await ask({ url: `/v1/reports/${id}` })).json());
const over = (version: number) => ({ 'if-match': `"${version}"` });
const write = (ask: Ask, version: number, said: object) =>
  ask({ method: 'PUT', url: `/v1/reports/${id}`, headers: over(version), payload: { words: { ...words, ...said } } });
const step = (ask: Ask, version: number, payload: object) =>
  ask({ method: 'POST', url: `/v1/reports/${id}/steps`, headers: over(version), payload });
const asHouse = (change: (tx: Seen) => { execute(): Promise<unknown> }) =>
  seenBy(server.deps.db.query, house, (tx) => change(tx).execute());
/** Another lead, who has not written on it. */
async function otherLead(): Promise<Ask> {
  await server.deps.db.query.updateTable('agents').set({ role: 'lead' }).where('username', '=', 'luca').execute();
  return server.as('luca');
}

describe('a report', () => {
  test('is made once, of figures as they are then, and is on the list', async () => {
    const made = reportSchema.parse((await make(sara)).json());
    expect(made).toMatchObject({ state: 'draft', version: 1, madeBy: 'Sara Conti', isOwn: true, signed: null });
    server.pass(60_000);
    const again = reportSchema.parse((await make(sara)).json());
    expect(again.figures).toEqual(made.figures);
    const { reports } = reportListSchema.parse((await sara({ url: '/v1/reports' })).json());
    expect(reports.map((one) => one.id)).toEqual([id]);
  });

  test('is of one whole day, week or month, and a shift of one day', async () => {
    const refused = async (differing: object) => (await make(sara, differing)).statusCode;
    expect(await refused({ span: 'week' })).toBe(422);
    expect(await refused({ span: 'month', asked: { ...asked, to: '2026-03-30', by: 'day' } })).toBe(422);
    expect(await refused({ span: 'week', asked: { from: '2026-03-03', to: '2026-03-09', by: 'day' } })).toBe(422);
    expect(await refused({ asked: { ...asked, hours: '14:00-08:00' } })).toBe(422);
    const made = reportSchema.parse((await make(sara, { asked: { ...asked, hours: '08:00-14:30' } })).json());
    expect(made.figures.buckets).toHaveLength(13);
    expect(made.figures.buckets[0]?.start).toBe('2026-03-02T07:00:00.000Z');
  });

  test('is nothing for agents', async () => {
    await make(sara);
    expect((await make(giulia)).statusCode).toBe(403);
    expect((await giulia({ url: '/v1/reports' })).statusCode).toBe(403);
    expect((await giulia({ url: `/v1/reports/${id}` })).statusCode).toBe(403);
  });

  test('is seen by nobody who sees less than is counted in it', async () => {
    await make(sara);
    await asHouse((tx) => tx.updateTable('reports').set({ portfolios: ['company', 'elsewhere'] }));
    expect((await sara({ url: `/v1/reports/${id}` })).statusCode).toBe(404);
    expect((await sara({ url: '/v1/reports' })).json()).toEqual({ reports: [] });
  });
});

describe('its words', () => {
  test('are written over the version that was read, and by nobody over somebody else’s', async () => {
    await make(sara);
    expect((await write(sara, 1, {})).json()).toMatchObject({ version: 2, words });
    // The answer was lost: sent again it is the same.
    expect((await write(sara, 1, {})).json()).toMatchObject({ version: 2 });
    const other = await otherLead();
    const refused = await write(other, 1, { volumes: 'Alti.' });
    expect(refused.statusCode).toBe(412);
    expect(refused.json().current).toMatchObject({ version: 2, words });
    expect((await write(other, 2, { volumes: 'Alti.' })).json()).toMatchObject({ version: 3, by: 'Luca Moro' });
  });

  test('stand still while somebody is to confirm them, and for good once it is signed', async () => {
    await make(sara);
    await write(sara, 1, {});
    expect((await step(sara, 2, { kind: 'ask' })).json()).toMatchObject({ state: 'asked', version: 3 });
    expect((await write(sara, 3, { volumes: 'Altro.' })).json()).toMatchObject({ reportRefusal: 'notNow' });
    const other = await otherLead();
    expect((await step(other, 3, { kind: 'confirm' })).json()).toMatchObject({ signed: { by: 'Luca Moro' }, may: [] });
    for (const kind of ['recount', 'ask', 'discard']) expect((await step(sara, 4, { kind })).statusCode).toBe(409);
    const change = asHouse((tx) => tx.updateTable('reports').set({ words: JSON.stringify(words) }));
    await expect(change).rejects.toMatchObject({ code: 'P4093' });
  });
});

describe('it is confirmed', () => {
  test('only with words to sign, and by a lead who has not written on it', async () => {
    await make(sara);
    expect((await step(sara, 1, { kind: 'ask' })).json()).toMatchObject({ reportRefusal: 'noWords' });
    await write(sara, 1, {});
    await step(sara, 2, { kind: 'ask' });
    expect((await step(sara, 3, { kind: 'confirm' })).json()).toMatchObject({ reportRefusal: 'ownWork' });
    await server.deps.db.query.updateTable('agents').set({ role: 'quality' }).where('username', '=', 'luca').execute();
    const quality = await server.as('luca');
    expect((await step(quality, 3, { kind: 'confirm' })).json()).toMatchObject({ reportRefusal: 'notYours' });
  });

  test('or sent back with words, which are gone when it goes again', async () => {
    await make(sara);
    await write(sara, 1, {});
    await step(sara, 2, { kind: 'ask' });
    const other = await otherLead();
    await step(other, 3, { kind: 'sendBack', words: 'Mancano i casi critici.' });
    expect(await open(sara)).toMatchObject({
      state: 'draft',
      returned: { by: 'Luca Moro', words: 'Mancano i casi critici.' },
      may: expect.arrayContaining(['write', 'ask', 'recount', 'discard']),
    });
    expect((await step(sara, 4, { kind: 'ask' })).json()).toMatchObject({ state: 'asked', returned: null });
  });
});

test('what customers have written is no part of it, when it is made and when it is counted again', async () => {
  await server.write((tx) =>
    sql`insert into survey_answers (portfolio_id, queue_id, reason_code, survey, on_day, language, scores, comment)
      select 'company', 'support', 'TEC-01', 'after-call', ${asked.from}, 'it', '{"csat": 2}', 'Commento ' || n
      from generate_series(1, 6) as n`.execute(tx),
  );
  const figures = await sara({ url: `/v1/figures?${new URLSearchParams(asked)}` });
  expect(figures.json().comments).toHaveLength(6);
  for (const answer of [await make(sara), await step(sara, 1, { kind: 'recount' })])
    expect(reportSchema.parse(answer.json()).figures).toMatchObject({ comments: [], satisfied: { queues: [{}] } });
  const { rows } = await server.write((tx) =>
    sql<{ row: object }>`select to_jsonb(reports) as row from reports`.execute(tx),
  );
  expect(JSON.stringify(rows)).not.toContain('Commento');
});

test('each step is on record once, though it is sent again because the answer was lost', async () => {
  for (const _ of [1, 2]) await make(sara);
  for (const _ of [1, 2]) await write(sara, 1, {});
  for (const _ of [1, 2]) expect((await step(sara, 2, { kind: 'ask' })).json()).toMatchObject({ version: 3 });
  const other = await otherLead();
  for (const _ of [1, 2])
    expect((await step(other, 3, { kind: 'confirm' })).json()).toMatchObject({
      version: 4,
      signed: { by: 'Luca Moro' },
    });
  const entries = await server.write((tx) =>
    tx.selectFrom('audit_entries').select('detail').where('action', '=', 'reportStepped').orderBy('id').execute(),
  );
  expect(entries.map(({ detail }) => detail)).toEqual(
    ['make', 'ask', 'confirm'].map((made) => ({ report: id, step: made })),
  );
});

test('a draft is counted again on request, or thrown away by who made it', async () => {
  const before = reportSchema.parse((await make(sara)).json());
  server.pass(60_000);
  const again = reportSchema.parse((await step(sara, 1, { kind: 'recount' })).json());
  expect(again.figures.asOf > before.figures.asOf).toBe(true);
  const other = await otherLead();
  expect((await step(other, 2, { kind: 'discard' })).json()).toMatchObject({ reportRefusal: 'notYours' });
  expect((await step(sara, 2, { kind: 'discard' })).json()).toBeNull();
  expect((await sara({ url: `/v1/reports/${id}` })).statusCode).toBe(404);
});

test('what nobody counted when it was made has no line in it', async () => {
  await make(sara);
  const facts = async () => {
    const names = await seenBy(server.deps.db.query, house, namesOf);
    return reportSheet(await open(sara), names, 'en').satisfaction.facts.map(({ name }) => name);
  };
  const table = async () => (await sara({ url: `/v1/reports/${id}/file?as=csv&language=en` })).body;
  expect(await facts()).toContain('Called back');
  expect(await table()).toContain('Called back');
  const figures = sql<string>`figures #- '{total,satisfaction,calledBack}'`;
  await asHouse((tx) => tx.updateTable('reports').set({ figures }));
  expect(await facts()).not.toContain('Called back');
  expect(await facts()).toContain('Satisfied customers');
  expect(await table()).not.toContain('Called back');
});

test('of a shift, it says that calls passed on are those of the whole day', async () => {
  await make(sara, { asked: { ...asked, hours: '08:00-14:30' } });
  const rows = JSON.stringify([{ from: 'welcome', to: 'support', count: { kind: 'count', n: 12 } }]);
  const figures = sql<string>`jsonb_set(figures, '{transfers,rows}', ${rows}::jsonb)`;
  await asHouse((tx) => tx.updateTable('reports').set({ figures }));
  const names = await seenBy(server.deps.db.query, house, namesOf);
  const { transfers } = reportSheet(await open(sara), names, 'it');
  expect(transfers?.title).toBe('Chiamate trasferite, da coda a coda (tutto il giorno)');
  const table = await sara({ url: `/v1/reports/${id}/file?as=csv&language=en` });
  expect(table.body).toContain('Calls passed on (the whole day): welcome → support');
});

test('of a shift it has the chats that came in then, and not their handling, which is of the whole day', async () => {
  const work = { handled: 40, talkSeconds: 4_000, holdSeconds: 0, wrapUpSeconds: 400, longHolds: 0 };
  const chats = JSON.stringify({ offered: 40, answered: 40, abandoned: 0, left: 0, firstWord: null, work });
  const figures = sql<string>`jsonb_set(figures, '{total,chats}', ${chats}::jsonb)`;
  const names = await seenBy(server.deps.db.query, house, namesOf);
  const printed = async () => {
    await asHouse((tx) => tx.updateTable('reports').set({ figures }));
    return reportSheet(await open(sara), names, 'it').chats?.cells.map(({ name }) => name);
  };
  await make(sara, { asked: { ...asked, hours: '08:00-14:30' } });
  const ofShift = await printed();
  expect(ofShift).toContain('Chat offerte');
  expect(ofShift).not.toContain('Tempo medio di gestione delle chat');
});

test('it is paper and table, in either language, with who signed and how everything is counted', async () => {
  await make(sara);
  await write(sara, 1, {});
  await step(sara, 2, { kind: 'ask' });
  await step(await otherLead(), 3, { kind: 'confirm' });
  const file = (as: string, language: string) => sara({ url: `/v1/reports/${id}/file?as=${as}&language=${language}` });
  expect((await file('pdf', 'it')).rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  const { body } = await file('csv', 'en');
  for (const text of ['Report of the day', 'Monday, 2 March 2026', 'Luca Moro', 'Nella norma.', 'How it is counted'])
    expect(body).toContain(text);
});
