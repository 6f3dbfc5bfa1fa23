import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemUrn } from '#shared/protocol/errors';
import { changesPageSchema } from '#shared/protocol/sync';
import { interactionReport } from '#test/support/interactionReport';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { feedNow } from '#test/support/wholeSet';
import { newId } from '../deps.ts';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
let carlo: string;
beforeAll(async () => {
  server = await startTestServer();
  [giulia, luca] = [await server.as('giulia'), await server.as('luca')];
  carlo = (await giulia({ url: '/v1/customers', query: { q: 'AU-10003' } })).json().customers[0].id;
});
afterAll(() => server.stop());

const report = (changed: object = {}) =>
  interactionReport(newId(server.deps), {
    queueId: 'support',
    customerId: carlo,
    note: 'Chiede una data certa.',
    events: [{ id: newId(server.deps), at: '2026-03-02T08:50:00.000Z', kind: 'ringing', detail: null }],
    ...changed,
  });

const send = (payload: object, { ask = giulia, key = newId(server.deps) }: { ask?: Ask; key?: string } = {}) =>
  ask({ method: 'POST', url: '/v1/interactions', headers: { 'idempotency-key': key }, payload });

/** What the feed says of contacts from here on. */
async function watchContacts(ask = luca) {
  const cursor = await feedNow(ask);
  return async () =>
    changesPageSchema
      .parse((await ask({ url: '/v1/sync/changes', query: { cursor } })).json())
      .changes.filter((change) => change.kind === 'contact' || change.kind === 'tombstone');
}

test("a finished interaction is kept whole, and shows in the customer's timeline for everybody", async () => {
  const fresh = await watchContacts();
  const sent = report({
    ...{ identification: 'standard', factors: ['code', 'name', 'iban', 'email'], identificationFailed: false },
    promised: { text: 'Richiamata', by: '2026-03-05' },
  });
  const answer = await send(sent);
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toEqual({ id: sent.id, version: 1 });
  expect(await fresh()).toMatchObject([
    {
      kind: 'contact',
      row: {
        id: sent.id,
        customerId: carlo,
        at: sent.startedAt,
        agentName: 'Giulia Serra',
        reasonCode: 'REC-04',
        outcomeCode: 'INO-3',
        note: 'Chiede una data certa.',
        version: 1,
      },
    },
  ]);
  const kept = await server.write((tx) =>
    tx
      .selectFrom('interactions')
      .selectAll()
      .select(sql<string>`promised_by::text`.as('by'))
      .where('id', '=', sent.id)
      .executeTakeFirstOrThrow(),
  );
  expect(kept).toMatchObject({
    ...{ caller: sent.caller, events: sent.events, queue_id: 'support' },
    ...{ identification: 'standard', factors: ['code', 'name', 'iban', 'email'], identification_failed: false },
    ...{ promised: 'Richiamata', by: '2026-03-05' },
  });
});

test('what was checked with the customer is kept with the conversation; an app that knows nothing of it has checked nothing', async () => {
  const check = {
    ...{ articleId: newId(server.deps), edition: 3, step: 'luci', answer: 'rossa', at: '2026-03-02T08:50:00.000Z' },
  };
  const [sent, silent] = [report({ checks: [check] }), report()];
  for (const one of [sent, silent]) expect((await send(one)).statusCode).toBe(201);
  const kept = (id: string) =>
    server.write((tx) => tx.selectFrom('interactions').select('checks').where('id', '=', id).executeTakeFirstOrThrow());
  expect(await kept(sent.id)).toEqual({ checks: [check] });
  expect(await kept(silent.id)).toEqual({ checks: [] });
});

test('what else it was about, and by what they were identified, is in the timeline too; whose the promise is and what was missing stay with the conversation', async () => {
  const fresh = await watchContacts();
  const owner = { kind: 'backOffice', code: 'BO-AMM' };
  const sent = report({
    ...{ secondary: ['FAT-03', 'INF-01'], missing: ['day'] },
    ...{ identification: 'standard', factors: ['code', 'name', 'birthDate', 'email'] },
    promised: { text: 'Rimborso', by: null, owner },
  });
  expect((await send(sent)).statusCode).toBe(201);
  expect(await fresh()).toMatchObject([
    { row: { id: sent.id, secondary: ['FAT-03', 'INF-01'], factors: ['code', 'name', 'birthDate', 'email'] } },
  ]);
  const kept = await server.write((tx) =>
    tx
      .selectFrom('interactions')
      .select(['secondary', 'promised_owner', 'missing'])
      .where('id', '=', sent.id)
      .executeTakeFirst(),
  );
  expect(kept).toEqual({ secondary: ['FAT-03', 'INF-01'], promised_owner: owner, missing: ['day'] });
  const refused = await send(report({ secondary: ['XXX-00'] }));
  expect(refused.json().errors).toMatchObject([{ field: 'secondary' }]);
});

test('sent again with the same key it lands once', async () => {
  const fresh = await watchContacts();
  const [sent, key] = [report(), newId(server.deps)];
  const answers = [await send(sent, { key }), await send(sent, { key }), await send(sent, { key })];
  expect(answers.map((answer) => answer.statusCode)).toEqual([201, 201, 201]);
  expect(answers.map((answer) => answer.json().version)).toEqual([1, 1, 1]);
  expect(await fresh()).toHaveLength(1);
});

test('sent again with another key it corrects the first', async () => {
  const fresh = await watchContacts();
  const sent = report();
  await send(sent);
  const corrected = await send({ ...sent, note: 'Chiede una data e un nome.' });
  expect(corrected.json()).toEqual({ id: sent.id, version: 2 });
  expect(await fresh()).toMatchObject([{ row: { note: 'Chiede una data e un nome.', version: 2 } }]);
});

test('without a customer there is nothing to show; taken away later, the contact goes', async () => {
  const fresh = await watchContacts();
  const sent = report({ customerId: null, caller: { kind: 'withheld' } });
  expect((await send(sent)).statusCode).toBe(201);
  expect(await fresh()).toEqual([]);
  await send({ ...sent, customerId: carlo });
  await send(sent);
  expect(await fresh()).toMatchObject([{ kind: 'tombstone', entity: 'contact', id: sent.id }]);
});

test('nobody corrects the interaction of another agent', async () => {
  const sent = report();
  await send(sent);
  const answer = await send(sent, { ask: luca });
  expect(answer.statusCode).toBe(403);
  expect(answer.json()).toMatchObject({ type: problemUrn('forbidden') });
});

test('who spoke is kept by kind and level; failed contacts, or a word of the agent’s, protect the record until a lead says otherwise', async () => {
  const adelina = async () => (await giulia({ url: '/v1/customers', query: { q: 'AU-10007' } })).json().customers[0];
  const { id: customerId } = await adelina();
  const now = server.deps.clock();
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const speaker = { kind: 'delegate', upTo: 'basic' };
  const failed = (minutes: number, changed: object = {}) =>
    report({
      ...{ customerId, queueId: null, startedAt: minutesAgo(minutes), answeredAt: null, endedAt: null, events: [] },
      ...{ closedAt: minutesAgo(minutes), identificationFailed: true, speaker, ...changed },
    });
  const first = failed(90);
  expect((await send(first)).statusCode).toBe(201);
  const kept = await server.write((tx) =>
    tx.selectFrom('interactions').select('speaker').where('id', '=', first.id).executeTakeFirstOrThrow(),
  );
  expect(kept.speaker).toEqual(speaker);
  expect(await adelina()).toMatchObject({ suspiciousUntil: null });
  expect((await send(failed(30), { ask: luca })).statusCode).toBe(201);
  const until = new Date(Date.parse(minutesAgo(30)) + 30 * 86_400_000).toISOString();
  expect(await adelina()).toMatchObject({ suspiciousUntil: until });

  const clear = (ask: Ask) => ask({ method: 'DELETE', url: `/v1/customers/${customerId}/suspicion` });
  expect((await clear(giulia)).statusCode).toBe(403);
  const lead = await server.as('sara');
  expect((await clear(lead)).json()).toMatchObject({ suspiciousUntil: null });
  const history = await giulia({ url: `/v1/customers/${customerId}/history`, query: { field: 'suspiciousUntil' } });
  expect(history.json().changes.map(({ by, becomes }: { by: string; becomes: unknown }) => [by, becomes])).toEqual([
    ['Sara Conti', null],
    ['', expect.any(String)],
  ]);

  const suspected = failed(5, { identificationFailed: false, suspected: true });
  expect((await send(suspected)).statusCode).toBe(201);
  expect(await adelina()).toMatchObject({ suspiciousUntil: expect.any(String) });
});

test('one’s own is corrected also once its former customer is out of sight; with that customer it is not', async () => {
  const found = await giulia({ url: '/v1/customers', query: { q: 'AU-10002' } });
  const moving: string = found.json().customers[0].id;
  const sent = report({ customerId: moving });
  await send(sent);
  await server.write(async (tx) => {
    await sql`insert into clients (id, name) values ('lontana', 'Lontana')`.execute(tx);
    await sql`insert into portfolios (id, client_id) values ('lontana', 'lontana')`.execute(tx);
    await tx.updateTable('customers').set({ portfolio_id: 'lontana' }).where('id', '=', moving).execute();
  });
  const answers = [await send({ ...sent, customerId: null }), await send({ ...sent, customerId: carlo })];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
  expect((await send({ ...sent, customerId: moving })).statusCode).toBe(422);
  expect((await send(sent, { ask: luca })).statusCode).not.toBe(201);
});

test('what is on no list is refused field by field, and nothing of it is kept', async () => {
  const fresh = await watchContacts();
  const answer = await send(
    report({ reasonCode: 'XXX-99', outcomeCode: 'YYY-9', customerId: '01JZZZZZZZZZZZZZZZZZZZZZZZ' }),
  );
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors.map((error: { field: string }) => error.field)).toEqual([
    'reasonCode',
    'outcomeCode',
    'customerId',
  ]);
  expect(await fresh()).toEqual([]);
});

test.each([
  ['id', { id: 'not-a-ulid' }],
  ['note', { note: 'x'.repeat(20_001) }],
  ['startedAt', { startedAt: 'yesterday' }],
  [
    'events.0.kind',
    { events: [{ id: '01JZZZZZZZZZZZZZZZZZZZZZZZ', at: '2026-03-02T08:50:00Z', kind: 'exploded', detail: null }] },
  ],
])('a report with a wrong %s says so', async (field, changed) => {
  const answer = await send(report(changed));
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors[0]).toMatchObject({ field });
});

test('a report without a key is refused', async () => {
  const answer = await giulia({ method: 'POST', url: '/v1/interactions', payload: report() });
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
});

test('what is far too large is refused before it is read', async () => {
  const answer = await send({ ...report(), note: 'x'.repeat(1024 * 1024) });
  expect(answer.statusCode).toBe(413);
  expect(answer.json()).toMatchObject({ type: problemUrn('too-large') });
});

test('broken JSON is a refusal, not a failure', async () => {
  const answer = await giulia({
    method: 'POST',
    url: '/v1/interactions',
    headers: { 'content-type': 'application/json', 'idempotency-key': newId(server.deps) },
    payload: '{"id":',
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ type: problemUrn('invalid-request') });
});

test('a conversation about an open case stands once in that case’s log, with what was checked; of another customer’s case nothing is kept', async () => {
  const caseOf = (customerId: string) =>
    server.write((tx) =>
      tx
        .selectFrom('cases')
        .select('id')
        .where('customer_id', '=', customerId)
        .where('status', '<>', 'closed')
        .executeTakeFirstOrThrow(),
    );
  const own = await caseOf(carlo);
  const another = await server.write((tx) =>
    tx.selectFrom('cases').select('id').where('customer_id', '<>', carlo).executeTakeFirstOrThrow(),
  );
  const about = (id: string) => ({ caseId: id, how: 'about' as const });
  const sent = report({ cases: [about(own.id), about(another.id), about('nowhere')] });
  expect((await send(sent)).statusCode).toBe(201);
  expect((await send({ ...sent, note: 'Corretta.' })).statusCode).toBe(201);
  const log = await server.write((tx) =>
    tx.selectFrom('case_log').select(['case_id', 'act', 'by_name']).where('contact_id', '=', sent.id).execute(),
  );
  expect(log).toEqual([{ case_id: own.id, act: 'contact', by_name: 'Giulia Serra' }]);
});
