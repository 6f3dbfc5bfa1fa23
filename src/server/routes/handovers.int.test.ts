import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemUrn } from '#shared/protocol/errors';
import { handoverSchema } from '#shared/protocol/interactions';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from '../deps.ts';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
beforeAll(async () => {
  server = await startTestServer();
  [giulia, luca] = [await server.as('giulia'), await server.as('luca')];
});
afterAll(() => server.stop());

const handover = (changed: object = {}) => ({
  id: newId(server.deps),
  to: { kind: 'queue', queueId: 'complaints', name: 'Ufficio reclami', number: '8002' },
  caller: { kind: 'number', number: '+390000000103', e164: '+390000000103', displayName: null },
  queueId: 'support',
  customerId: null,
  reasonCode: 'REC-04',
  note: 'Tre settimane senza linea.',
  identification: 'standard',
  promised: { text: 'Richiamata del responsabile', by: '2026-03-05' },
  at: '2026-03-02T08:55:00.000Z',
  ...changed,
});
const leave = (payload: object, ask = giulia) => ask({ method: 'POST', url: '/v1/handovers', payload });
const fetchIt = (id: string, ask = luca) => ask({ url: `/v1/handovers/${id}` });

test('who gets the call finds what was left, and who left it', async () => {
  const left = handover();
  expect((await fetchIt(left.id)).statusCode).toBe(404);
  expect((await leave(left)).statusCode).toBe(201);
  const found = handoverSchema.parse((await fetchIt(left.id)).json());
  expect(found).toMatchObject({ ...left, from: { name: 'Giulia Serra' } });
});

test('a handover of an app that knows neither level nor promise is taken as without them', async () => {
  const { identification: _level, promised: _promised, ...left } = handover();
  expect((await leave(left)).statusCode).toBe(201);
  expect((await fetchIt(left.id)).json()).toMatchObject({ identification: 'none', promised: { text: '', by: null } });
});

test('what was checked goes along', async () => {
  const check = {
    ...{ articleId: newId(server.deps), edition: 1, step: 'luci', answer: 'rossa', at: '2026-03-02T08:50:00.000Z' },
  };
  const left = { ...handover(), checks: [check] };
  await leave(left);
  expect((await fetchIt(left.id)).json()).toMatchObject({ checks: [check] });
});

test('left again, to somebody else, it is the last that counts', async () => {
  const left = handover();
  await leave(left);
  const again = await leave({ ...left, to: { kind: 'person', name: 'Sara Conti', number: '1100' } });
  expect(again.json()).toEqual({ id: left.id, version: 2 });
  expect((await fetchIt(left.id)).json().to).toMatchObject({ name: 'Sara Conti' });
});

test('nobody replaces the handover of another agent', async () => {
  const left = handover();
  await leave(left);
  expect((await leave(left, luca)).statusCode).toBe(403);
});

test('an id that cannot be one is refused, and a text too long', async () => {
  expect((await fetchIt('12')).statusCode).toBe(422);
  const answer = await leave(handover({ note: 'x'.repeat(20_001) }));
  expect(answer.json()).toMatchObject({ type: problemUrn('invalid-request'), errors: [{ field: 'note' }] });
});
