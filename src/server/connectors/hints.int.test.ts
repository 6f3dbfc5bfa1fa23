// Hints of a CRM: it is read now, and nothing that they say is believed.
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { crmOf } from '#test/support/crm/all';
import { connectorSeen, startCrmServer } from '#test/support/crm/atServer';
import type { CrmClock } from '#test/support/crm/people';
import type { StandIn } from '#test/support/crm/standIn';
import type { Ask, TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';

const publicUrl = 'https://cornetta.example.test';
let server: TestServer;
let admin: Ask;
let standIn: StandIn;
let clock: CrmClock;

beforeEach(async () => {
  const config = { publicUrl, signInsPerMinute: 12, hintGapMs: 2_000 };
  ({ server, admin, clock } = await startCrmServer(async (request) => standIn.answer(request), { config }));
});
afterEach(() => server.stop());

const view = (id: string) => connectorSeen(admin, id);

/** Read to the end; resolves to the path that its hints go to. */
async function connect(kind: string, secrets: object = {}): Promise<string> {
  standIn = crmOf(kind).create(clock);
  for (let n = 0; n < 3; n += 1) standIn.parts.people.add();
  clock.now += 120_000;
  const payload = {
    ...{
      id: kind,
      kind,
      name: kind,
      portfolioId: 'company',
      address: standIn.address,
      active: true,
      writesCalls: false,
    },
    ...{ settings: standIn.parts.settings, secrets: { ...standIn.parts.secrets, ...secrets } },
  };
  expect((await admin({ method: 'POST', url: '/v1/connectors', payload })).statusCode).toBe(201);
  await untilHolds(async () => expect((await view(kind)).state).toMatchObject({ loaded: true, doing: 'nothing' }));
  clock.now += 120_000;
  return must((await view(kind)).hintAddress, 'an address for hints').replace(publicUrl, '');
}

const isKnown = (name: string) =>
  untilHolds(async () => {
    const { rows } = await server.write((tx) => sql`select from customers where name = ${name}`.execute(tx));
    expect(rows).toHaveLength(1);
  });

const hint = (url: string, payload = '[]', headers: Record<string, string> = {}) =>
  server.ask({ method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, payload });

test('one at the secret address has the CRM read at once, whatever is in it', async () => {
  const url = await connect('espocrm');
  standIn.parts.people.change(must(standIn.parts.people.living()[1], 'somebody').id, { last: 'Cambiato' });
  clock.now += 120_000;
  expect((await hint(url, '[{"id":"x","name":"Nessuno","deleted":true} broken')).statusCode).toBe(204);
  await isKnown('Prova Cambiato');
  const { rows } = await server.write((tx) => sql`select from customers where name = 'Nessuno'`.execute(tx));
  expect(rows).toEqual([]);
});

test('many together are one reading, and what is changed after the first of them is read with the last', async () => {
  const url = await connect('espocrm');
  const [before, { state }] = [standIn.asked.length, await view('espocrm')];
  await hint(url);
  await untilHolds(async () => expect((await view('espocrm')).state.readAt).not.toBe(state.readAt));
  const oneReading = standIn.asked.length - before;
  standIn.parts.people.change(must(standIn.parts.people.living()[1], 'somebody').id, { last: 'Cambiato' });
  clock.now += 120_000;
  for (let n = 0; n < 8; n += 1) expect((await hint(url)).statusCode).toBe(204);
  await isKnown('Prova Cambiato');
  expect(standIn.asked.length - before).toBeLessThanOrEqual(3 * oneReading);
});

test('at any other address nothing is read, nor told', async () => {
  const url = await connect('espocrm');
  const asked = standIn.asked.length;
  for (const other of [
    url.slice(0, -1),
    `${url}x`,
    url.replace('espocrm', 'altro'),
    url.replace('/hints/', '/hint/'),
  ]) {
    expect((await hint(other)).statusCode).toBe(404);
  }
  expect(standIn.asked).toHaveLength(asked);
});

test('what the CRM signs is checked where its key is known: the text, the key and the moment', async () => {
  const url = await connect('zendesk', { webhookSecret: 'signing-secret' });
  const sign = (moment: string, body: string, key = 'signing-secret') => ({
    'x-zendesk-webhook-signature': createHmac('sha256', key).update(`${moment}${body}`).digest('base64'),
    'x-zendesk-webhook-signature-timestamp': moment,
  });
  const at = (ms: number) => new Date(clock.now + ms).toISOString();
  expect((await hint(url, '{}')).statusCode).toBe(404);
  expect((await hint(url, '{}', sign(at(0), '{}', 'another'))).statusCode).toBe(404);
  expect((await hint(url, '{"a":1}', sign(at(0), '{}'))).statusCode).toBe(404);
  expect((await hint(url, '{}', sign(at(-600_000), '{}'))).statusCode).toBe(404);
  expect((await hint(url, '{}', sign(at(0), '{}'))).statusCode).toBe(204);
});

test('what the CRM signs is checked also after another key was given without it, until the CRM is another', async () => {
  const url = await connect('zendesk', { webhookSecret: 'signing-secret' });
  const patch = (payload: object) => admin({ method: 'PATCH', url: '/v1/connectors/zendesk', payload });
  const { secrets, settings } = standIn.parts;
  expect((await view('zendesk')).furtherSecrets).toEqual(['webhookSecret']);
  expect((await patch({ secrets })).json()).toMatchObject({ furtherSecrets: ['webhookSecret'] });
  expect((await hint(url, '{}')).statusCode).toBe(404);
  const elsewhere = { address: 'https://altra.example.test', settings, secrets };
  expect((await patch(elsewhere)).json()).toMatchObject({ furtherSecrets: [] });
});

test('who knocks too often is told to come back later', async () => {
  const url = await connect('espocrm');
  const answers: number[] = [];
  while (answers.length < 40 && !answers.includes(429)) answers.push((await hint(url)).statusCode);
  expect(answers).toContain(429);
});

test('a CRM that gives none has no address for them', async () => {
  const crm = crmOf('zammad');
  standIn = crm.create(clock);
  const payload = {
    ...{ id: 'zammad', kind: 'zammad', name: 'Zammad', portfolioId: 'company', address: standIn.address },
    ...{ settings: standIn.parts.settings, secrets: standIn.parts.secrets, active: false, writesCalls: false },
  };
  await admin({ method: 'POST', url: '/v1/connectors', payload });
  expect((await view('zammad')).hintAddress).toBeNull();
});
