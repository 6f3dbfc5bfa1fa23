import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import type { Customer } from '#shared/model/customer';
import { customerIdSchema } from '#shared/model/ids';
import { problemUrn } from '#shared/protocol/errors';
import { type HistoryPage, historyPageSchema } from '#shared/protocol/history';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
beforeAll(async () => {
  server = await startTestServer();
  [giulia, luca] = [await server.as('giulia'), await server.as('luca')];
});
afterAll(() => server.stop());

const read = async (code: string): Promise<Customer> =>
  must((await giulia({ url: '/v1/customers', query: { q: code } })).json().customers[0], code);

async function history({ id }: Customer, query: Record<string, string> = {}): Promise<HistoryPage> {
  const answer = await giulia({ url: `/v1/customers/${id}/history`, query });
  expect(answer.statusCode).toBe(200);
  return historyPageSchema.parse(answer.json());
}

let keys = 0;
const key = () => `key-number-${++keys}`;

async function edit(customer: Customer, payload: object, ask = giulia): Promise<Customer> {
  const headers = { 'if-match': `"${customer.version}"`, 'idempotency-key': key() };
  const answer = await ask({ method: 'PATCH', url: `/v1/customers/${customer.id}`, headers, payload });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}
const keep = ({ id }: Pick<Customer, 'id'>, payload: object, under = key()) =>
  giulia({ method: 'POST', url: `/v1/customers/${id}/history`, headers: { 'idempotency-key': under }, payload });

test('each field that a correction changes is in the history once, with who and when, newest first', async () => {
  const before = await read('AU-10001');
  const once = await edit(before, { email: 'nuova@esempio.it', preference: before.preference });
  const phones = [{ raw: '+39 000 000 0777', e164: '+390000000777', kind: 'mobile' }];
  const address = { street: 'Via Po 2', postcode: '27100', city: 'Pavia' };
  await edit(once, { phones, address }, luca);
  const { changes, more } = await history(before);
  expect(more).toBe(false);
  expect(changes.map(({ field, was, becomes, by, cause }) => ({ field, was, becomes, by, cause }))).toEqual([
    { field: 'phones', was: before.phones, becomes: phones, by: 'Luca Moro', cause: 'edit' },
    { field: 'address', was: before.address, becomes: address, by: 'Luca Moro', cause: 'edit' },
    { field: 'email', was: before.email, becomes: 'nuova@esempio.it', by: 'Giulia Serra', cause: 'edit' },
  ]);
  expect(changes[0]?.at).toBe('2026-03-02T09:00:00.000Z');
});

test('a correction that changes nothing, or is refused, leaves nothing', async () => {
  const before = await read('AU-10002');
  const after = await edit(before, { email: before.email, phones: before.phones });
  const headers = { 'if-match': '"7"', 'idempotency-key': key() };
  const url = `/v1/customers/${after.id}`;
  expect((await giulia({ method: 'PATCH', url, headers, payload: { preference: 'sera' } })).statusCode).toBe(412);
  expect(await history(before)).toEqual({ changes: [], more: false });
});

test('whoever else writes a customer’s row is noted as the system, names and codes too', async () => {
  const { id } = await read('AU-10003');
  await server.write((tx) =>
    sql`update customers set name = 'Prova Bassi', birth_date = '1980-01-31', updated_at = now() where id = ${id}`.execute(
      tx,
    ),
  );
  const { changes } = await history(await read('AU-10003'));
  expect(changes.map(({ field, becomes, by, cause }) => [field, becomes, by, cause]).toSorted()).toEqual([
    ['birthDate', '1980-01-31', '', 'other'],
    ['name', 'Prova Bassi', '', 'other'],
  ]);
});

test('one field’s history is read page by page', async () => {
  let customer = await read('AU-10004');
  for (let n = 0; n < 60; n += 1) customer = await edit(customer, { preference: `ore ${n}` });
  await edit(customer, { email: 'altra@esempio.it' });
  const first = await history(customer, { field: 'preference' });
  expect(first.changes).toHaveLength(50);
  expect(first.more).toBe(true);
  const rest = await history(customer, { field: 'preference', before: String(first.changes.at(-1)?.id) });
  const typed = [...first.changes, ...rest.changes].map(({ becomes }) => becomes);
  expect(typed).toEqual(Array.from({ length: 60 }, (_, n) => `ore ${59 - n}`));
  expect(rest.more).toBe(false);
});

test('what was typed and is not taken over is kept, once however often it is sent, and changes nothing', async () => {
  const before = await read('AU-10005');
  const typed = { details: { email: 'persa@esempio.it' }, at: '2026-03-01T10:00:00.000Z' };
  const under = key();
  expect((await keep(before, typed, under)).statusCode).toBe(201);
  expect((await keep(before, typed, under)).statusCode).toBe(201);
  expect((await history(before)).changes).toMatchObject([
    {
      field: 'email',
      was: before.email,
      becomes: 'persa@esempio.it',
      at: typed.at,
      by: 'Giulia Serra',
      cause: 'notTaken',
    },
  ]);
  expect(await read('AU-10005')).toEqual(before);
});

test('nobody has a history who is not there', async () => {
  const id = customerIdSchema.parse('01JZZZZZZZZZZZZZZZZZZZZZZZ');
  const asked = await giulia({ url: `/v1/customers/${id}/history` });
  const kept = await keep({ id }, { details: { preference: 'sera' }, at: '2026-03-01T10:00:00.000Z' });
  for (const answer of [asked, kept]) {
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ type: problemUrn('not-found') });
  }
});

test('needs are codes of the company’s list, each once, with their history; what is on the list no longer may stay', async () => {
  const before = await read('AU-10006');
  const needs = [{ code: 'email', detail: 'la mattina' }];
  const refused = async (wrong: object[]) => {
    const headers = { 'if-match': `"${before.version}"`, 'idempotency-key': key() };
    const url = `/v1/customers/${before.id}`;
    return (await giulia({ method: 'PATCH', url, headers, payload: { needs: wrong } })).statusCode;
  };
  expect(await refused([{ code: 'diabetes', detail: '' }])).toBe(422);
  expect(await refused([...needs, ...needs])).toBe(422);
  expect(await refused([{ code: 'email', detail: 'x'.repeat(121) }])).toBe(422);
  const after = await edit(before, { needs });
  expect(after.needs).toEqual(needs);
  await server.write((tx) => sql`delete from need_kinds where code = 'email'`.execute(tx));
  const more = await edit(after, { needs: [...needs, { code: 'slowly', detail: '' }] });
  const { changes } = await history(before, { field: 'needs' });
  expect(changes.map(({ was, becomes }) => [was, becomes])).toEqual([
    [needs, more.needs],
    [[], needs],
  ]);
});
