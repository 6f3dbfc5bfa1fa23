import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Customer, customerSchema } from '#shared/model/customer';
import { problemUrn } from '#shared/protocol/errors';
import { customerListSchema } from '#shared/protocol/interactions';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
beforeAll(async () => {
  server = await startTestServer();
  [giulia, luca] = [await server.as('giulia'), await server.as('luca')];
});
afterAll(() => server.stop());

async function find(query: { phone?: string; q?: string }): Promise<Customer[]> {
  const answer = await giulia({ url: '/v1/customers', query });
  expect(answer.statusCode).toBe(200);
  return customerListSchema.parse(answer.json()).customers;
}
const names = async (query: { phone?: string; q?: string }) => (await find(query)).map((customer) => customer.name);

async function read(code: string): Promise<Customer> {
  const [customer] = await find({ q: code });
  if (customer === undefined) throw new Error(`${code} is not there`);
  return customer;
}

let keys = 0;
const freshKey = () => `key-number-${++keys}`;

const edit = (
  customer: Pick<Customer, 'id' | 'version'>,
  payload: object,
  { ask = giulia, key = freshKey() }: { ask?: Ask; key?: string } = {},
) =>
  ask({
    method: 'PATCH',
    url: `/v1/customers/${customer.id}`,
    headers: { 'if-match': `"${customer.version}"`, 'idempotency-key': key },
    payload,
  });

test('by number everybody who shares it is found, the latest contact first', async () => {
  const shared = ['Carlo Bassi', 'Marta Bassi', 'Bassi Ferramenta s.n.c.'];
  expect(await names({ phone: '+390000000103' })).toEqual(shared);
  expect(await names({ phone: '+39 000 000 0103' })).toEqual(shared);
  expect(await names({ phone: '000 000 0103' })).toEqual(shared);
});

test('a number that nobody has finds nobody', async () => {
  expect(await names({ phone: '+390000000199' })).toEqual([]);
  expect(await names({ phone: '1001' })).toEqual([]);
});

test.each([
  ['carl', 'Carlo Bassi'],
  ['bassi carlo', 'Carlo Bassi'],
  ['Bàssi CÀRL', 'Carlo Bassi'],
  ['au-10003', 'Carlo Bassi'],
  ['000 000 0103', 'Carlo Bassi'],
])('by "%s" %s is found', async (q, name) => {
  expect(await names({ q })).toContain(name);
});

test.each(["x' or 1=1 --", 'a:*|b & !', '%%', '__', '\\\\', '()&|!'])(
  '"%s" is only a text to search for',
  async (q) => {
    expect(await names({ q })).toEqual([]);
  },
);

test.each([{}, { q: 'a' }, { phone: '+39', q: 'carlo' }])('a search for %j says what is wrong', async (query) => {
  const answer = await giulia({ url: '/v1/customers', query });
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toMatchObject({ type: problemUrn('invalid-request'), errors: [{ field: 'q' }] });
});

test('a correction changes what it names, and nothing else', async () => {
  const before = await read('AU-10001');
  const answer = await edit(before, { email: 'nuovo@esempio.it', address: null });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers.etag).toBe(`"${before.version + 1}"`);
  const after = customerSchema.parse(answer.json());
  expect(after).toEqual({
    ...before,
    email: 'nuovo@esempio.it',
    address: null,
    changedAt: { email: server.deps.clock().toISOString(), address: server.deps.clock().toISOString() },
    version: before.version + 1,
    updatedAt: server.deps.clock().toISOString(),
  });
  expect(await read('AU-10001')).toEqual(after);
});

test('new numbers are read here, and found at once', async () => {
  const before = await read('AU-10002');
  const phones = [
    { raw: '02 4851 1234', e164: null, kind: 'landline' },
    { raw: 'chiedere a Marta', e164: null, kind: 'other' },
  ];
  const after = customerSchema.parse((await edit(before, { phones })).json());
  expect(after.phones.map((phone) => phone.e164)).toEqual(['+390248511234', null]);
  expect(await names({ phone: '+39 02 48511234' })).toEqual([before.name]);
  expect(await names({ phone: '+390000000102' })).toEqual([]);
});

test('a correction that changes nothing makes no other version, and leaves no entry', async () => {
  const before = await read('AU-10004');
  const { email, phones, preference } = before;
  const same = await edit(before, { email, preference, phones: phones.map(({ ...phone }) => phone) });
  expect(same.statusCode).toBe(200);
  expect(customerSchema.parse(same.json())).toEqual(before);
  expect(same.headers.etag).toBe(`"${before.version}"`);
  const entries = await server.write((tx) =>
    tx.selectFrom('audit_entries').select('subjects').where('action', '=', 'customerChanged').execute(),
  );
  expect(entries.filter(({ subjects }) => subjects.includes(before.id))).toEqual([]);
});

test('nobody looks up more customers in a minute than calls can come', async () => {
  const { lookupsPerMinute } = server.deps.config;
  const look = () => luca({ url: '/v1/customers', query: { q: 'bassi' } });
  server.pass(60_000);
  for (let count = 0; count < lookupsPerMinute; count += 1) expect((await look()).statusCode).toBe(200);
  const refused = await look();
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await giulia({ url: '/v1/customers', query: { q: 'bassi' } })).statusCode).toBe(200);
  server.pass(60_000);
  expect((await look()).statusCode).toBe(200);
});

test('a correction of a version that is no longer there is refused, with what is there now', async () => {
  const read1 = await read('AU-10004');
  expect((await edit(read1, { preference: 'mattina' }, { ask: luca })).statusCode).toBe(200);
  const late = await edit(read1, { preference: 'sera' });
  expect(late.statusCode).toBe(412);
  expect(late.json()).toMatchObject({
    type: problemUrn('version-conflict'),
    current: { preference: 'mattina', version: read1.version + 1 },
  });
  expect(customerSchema.parse(late.json().current)).toEqual(await read('AU-10004'));
});

test('of two corrections at once, one is refused', async () => {
  const before = await read('AU-10005');
  const answers = await Promise.all([
    edit(before, { preference: 'mattina' }),
    edit(before, { preference: 'sera' }, { ask: luca }),
  ]);
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 412]);
});

test('the same correction sent again lands once and gets the same answer', async () => {
  const before = await read('AU-10006');
  const key = freshKey();
  const first = await edit(before, { preference: 'la sera' }, { key });
  const again = await edit(before, { preference: 'la sera' }, { key: `"${key}"` });
  expect(again.statusCode).toBe(200);
  expect(again.json()).toEqual(first.json());
  expect(again.headers.etag).toBe(first.headers.etag);
  expect((await read('AU-10006')).version).toBe(before.version + 1);
});

test('a key that has served for something else is refused, but each agent has their own', async () => {
  const before = await read('AU-10007');
  const key = freshKey();
  expect((await edit(before, { preference: 'posta' }, { key })).statusCode).toBe(200);
  const reused = await edit(before, { preference: 'telefono' }, { key });
  expect(reused.statusCode).toBe(422);
  expect(reused.json()).toMatchObject({ type: problemUrn('key-reused') });
  const now = await read('AU-10007');
  expect((await edit(now, { preference: 'telefono' }, { key, ask: luca })).statusCode).toBe(200);
});

test('a refusal is not kept: once the conflict is settled the same key serves', async () => {
  const before = await read('AU-10008');
  const key = freshKey();
  await edit(before, { preference: 'sera' }, { ask: luca });
  expect((await edit(before, { email: 's@esempio.it' }, { key })).statusCode).toBe(412);
  expect((await edit(await read('AU-10008'), { email: 's@esempio.it' }, { key })).statusCode).toBe(200);
});

test('a correction needs the version that was read and a key', async () => {
  const { id } = await read('AU-10009');
  const without = (headers: Record<string, string>) =>
    giulia({ method: 'PATCH', url: `/v1/customers/${id}`, headers, payload: { preference: 'sera' } });
  const noVersion = await without({ 'idempotency-key': freshKey() });
  expect(noVersion.statusCode).toBe(428);
  expect(noVersion.json()).toMatchObject({ type: problemUrn('invalid-request'), errors: [{ field: 'If-Match' }] });
  const strange = await without({ 'idempotency-key': freshKey(), 'if-match': '*' });
  expect(strange.statusCode).toBe(422);
  expect(strange.json()).toMatchObject({ errors: [{ field: 'If-Match' }] });
  const noKey = await without({ 'if-match': '"1"' });
  expect(noKey.statusCode).toBe(400);
  expect(noKey.json()).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
});

test.each([
  [{}, 'body'],
  [{ email: 'no address' }, 'email'],
  [{ phones: [{ raw: '', e164: null, kind: 'mobile' }] }, 'phones.0.raw'],
  [{ phones: [{ raw: '1', e164: '123', kind: 'mobile' }] }, 'phones.0.e164'],
  [{ address: { street: 'Via Roma 1' } }, 'address.postcode'],
])('a correction of %j names the field: %s', async (patch, field) => {
  const answer = await edit(await read('AU-10010'), patch);
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors[0]).toMatchObject({ field });
});

test('nobody with that id: not found', async () => {
  const answer = await edit(
    { ...(await read('AU-10010')), id: '01JZZZZZZZZZZZZZZZZZZZZZZZ' as Customer['id'] },
    { email: null },
  );
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ type: problemUrn('not-found') });
});

test('what a customer is recognised by is told since when it stands, number by number, whoever changes it', async () => {
  const before = await read('AU-10005');
  expect(before.changedAt).toEqual({});
  const now = server.deps.clock().toISOString();
  const [old] = before.phones;
  const fresh = { raw: '+39 000 000 0977', e164: null, kind: 'mobile' };
  const changed = customerSchema.parse(
    (await edit(before, { email: 'nuova@esempio.it', preference: 'sera', phones: [old, fresh] })).json(),
  );
  expect(Object.keys(changed.changedAt).sort()).toEqual(['email', 'numbers']);
  expect(Object.keys(changed.changedAt.numbers ?? {})).toEqual([fresh.raw]);
  expect((changed.changedAt.email ?? '') >= now).toBe(true);
  const without = customerSchema.parse((await edit(changed, { phones: [old] })).json());
  expect(without.changedAt.numbers).toEqual({});
  expect(without.changedAt.email).toBe(changed.changedAt.email);
});

test('who may speak for a customer is on file with how far it goes and until when; what is delicate is for leads to say', async () => {
  const before = await read('AU-10006');
  const delegations = [{ kind: 'delegate', name: 'Anna Prova', upTo: 'standard', until: '2027-12-31' }];
  const after = customerSchema.parse((await edit(before, { delegations })).json());
  expect(after.delegations).toEqual(delegations);
  expect((await edit(after, { delegations: [{ ...delegations[0], upTo: 'none' }] })).statusCode).toBe(422);

  const needs = [{ code: 'vulnerable', detail: '' }];
  expect((await edit(after, { needs })).statusCode).toBe(403);
  const lead = await server.as('sara');
  const marked = customerSchema.parse((await edit(after, { needs }, { ask: lead })).json());
  const both = [...needs, { code: 'slowly', detail: '' }];
  const more = customerSchema.parse((await edit(marked, { needs: both })).json());
  expect(more.needs).toEqual(both);
  expect((await edit(more, { needs: [] })).statusCode).toBe(403);
});
