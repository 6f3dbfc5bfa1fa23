import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import type { Case, Contact } from '#shared/model/customer';
import { customerListSchema } from '#shared/protocol/interactions';
import { projectAssets } from '#test/support/beginnings';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { wholeSet } from '#test/support/wholeSet';
import { seedDemo } from './seedDemo.ts';

let server: TestServer;
let giulia: Ask;
beforeAll(async () => {
  server = await startTestServer({ customers: 40 });
  giulia = await server.as('giulia');
});
afterAll(() => server.stop());

/** By a generation that has just been made. */
const lines = async () => {
  await server.write((tx) => tx.deleteFrom('generations').execute());
  return (await wholeSet(giulia)).rows;
};

test('Carlo Bassi has his open case, two reminders and three contacts, as many days ago as the scenario says', async () => {
  const found = await giulia({ url: '/v1/customers', query: { q: 'AU-10003' } });
  const [carlo] = customerListSchema.parse(found.json()).customers;
  expect(carlo).toMatchObject({
    name: 'Carlo Bassi',
    email: 'c.bassi@esempio.it',
    address: { street: 'Via dei Fabbri 12', city: 'Pavia' },
    preference: 'telefono, mattina',
    contracts: [{ code: 'BUS-30088', name: 'Fibra Impresa' }],
    phones: [{ e164: '+390000000103' }],
  });
  expect(carlo?.iban).toMatch(/4417$/);
  const daysAgo = (at: string) => (server.deps.clock().getTime() - Date.parse(at)) / 86_400_000;
  const rows = await lines();
  const cases = rows.flatMap((line): Case[] =>
    line.kind === 'case' && line.row.customerId === carlo?.id ? [line.row] : [],
  );
  expect(cases).toMatchObject([{ number: 'T-21', title: 'Internet assente', status: 'inProgress', reminders: 2 }]);
  expect(daysAgo(cases[0]?.openedAt ?? '')).toBe(21);
  const contacts = rows.flatMap((line): Contact[] =>
    line.kind === 'contact' && line.row.customerId === carlo?.id ? [line.row] : [],
  );
  expect(contacts.map((contact) => daysAgo(contact.at)).sort((one, other) => one - other)).toEqual([7, 14, 21]);
});

test('of two companies and a closed queue each sees their own: Giulia Borea’s customers, Luca disputes, their lead both', async () => {
  const whole = await startTestServer({ answersForOthers: true });
  for (const [username, seesBorea, seesDisputes] of [
    ['giulia', true, false],
    ['luca', false, true],
    ['sara', true, true],
  ] as const) {
    const ask = await whole.as(username);
    const find = async (q: string) =>
      customerListSchema.parse((await ask({ url: '/v1/customers', query: { q } })).json()).customers;
    expect((await find('Bassi')).map(({ name }) => name).includes('Piero Bassi')).toBe(seesBorea);
    const rosa = must((await find('AU-10070'))[0], 'Rosa Marchetti');
    const timeline = await ask({ url: `/v1/customers/${rosa.id}/timeline` });
    expect(timeline.body).toContain('Spiegati termini');
    expect(timeline.body.includes('penale')).toBe(seesDisputes);
    const { rows } = await wholeSet(ask);
    const portfolios = new Set(rows.map(({ row }) => row.portfolioId));
    expect([portfolios.has('borea' as never), portfolios.has('legal' as never)]).toEqual([seesBorea, seesDisputes]);
  }
  await whole.stop();
});

test('seeding again adds what is missing and touches nothing else', async () => {
  const edit = { preference: 'sera' };
  await server.write((tx) => tx.updateTable('customers').set(edit).where('code', '=', 'AU-10003').execute());
  const before = await lines();
  const seed = (customers: number) => seedDemo(server.deps, { assets: projectAssets, customers, alone: true });
  await seed(40);
  expect(await lines()).toEqual(before);
  await seed(50);
  const after = (await lines()).filter((line) => line.kind === 'customer');
  expect(after).toHaveLength(before.filter((line) => line.kind === 'customer').length + 10);
  expect(after.find((line) => line.kind === 'customer' && line.row.code === 'AU-10003')).toMatchObject({ row: edit });
});
