// Two instances on one PostgreSQL, and a CRM that tells whichever of them it reaches that something has changed there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '#server/app';
import { openPostgres } from '#server/db/postgres';
import { must } from '#shared/lib/must';
import { crmOf } from '../support/crm/all.ts';
import { type CrmServer, connectorSeen, peopleKnown, startCrmServer } from '../support/crm/atServer.ts';
import { peopleOf } from '../support/crm/kept.ts';
import type { StandIn } from '../support/crm/standIn.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { untilHolds } from '../support/until.ts';

const publicUrl = 'https://cornetta.example.test';
let postgres: Postgres;
let one: CrmServer;
let other: Awaited<ReturnType<typeof buildServer>>;
let standIn: StandIn;
/** Requests to the CRM, by the instance that makes them. */
const asked = { one: 0, other: 0 };
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  closing.push(() => postgres.stop());
  const open = () => openPostgres({ url: postgres.url, maxConnections: 5, onError: () => {} });
  const sendFor = (instance: keyof typeof asked) => async (request: Parameters<StandIn['answer']>[0]) => {
    asked[instance] += 1;
    return standIn.answer(request);
  };
  one = await startCrmServer(sendFor('one'), { config: { publicUrl, hintGapMs: 1 }, db: open() });
  closing.push(() => one.server.stop());
  standIn = crmOf('espocrm').create(one.clock);
  for (let n = 0; n < 5; n += 1) standIn.parts.people.add();
  one.clock.now += 120_000;
  const { settings, secrets } = standIn.parts;
  const payload = {
    ...{ id: 'espocrm', kind: 'espocrm', name: 'EspoCRM', portfolioId: 'company', address: standIn.address },
    ...{ active: true, writesCalls: false, settings, secrets },
  };
  expect((await one.admin({ method: 'POST', url: '/v1/connectors', payload })).statusCode).toBe(201);
  await isRead();
  const db = open();
  closing.push(() => db.close());
  const connectors = { ...must(one.server.deps.connectors, 'connectors'), send: sendFor('other') };
  other = await buildServer({ ...one.server.deps, db, connectors });
  closing.push(() => other.close());
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const isRead = () =>
  untilHolds(async () => expect(await peopleKnown(one.server, 'espocrm')).toEqual(peopleOf(standIn)));

test('whichever the hint reaches, the one that reads that CRM reads at once', async () => {
  standIn.parts.people.change(must(standIn.parts.people.living()[1], 'somebody').id, { last: 'Cambiato' });
  one.clock.now += 120_000;
  const { hintAddress } = await connectorSeen(one.admin, 'espocrm');
  const url = must(hintAddress, 'an address for hints').replace(publicUrl, '');
  expect((await other.inject({ method: 'POST', url })).statusCode).toBe(204);
  await isRead();
  expect(asked.other).toBe(0);
});
