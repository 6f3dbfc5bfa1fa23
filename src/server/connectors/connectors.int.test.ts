// Connectors in the server: every CRM's stand-in is read into the database, by one of its instances, and calls are written back.
import type { FastifyInstance } from 'fastify';
import { type RawBuilder, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildServer } from '#server/app';
import { newId } from '#server/deps';
import { eraseCustomer } from '#server/privacy/erase';
import { personOf } from '#server/privacy/person';
import { nightlyPurge } from '#server/privacy/purge';
import { keepRefusals, takeOver } from '#server/repositories/crmCustomers';
import { findCustomer } from '#server/repositories/customers';
import { newReading } from '#shared/connector/machine';
import { must } from '#shared/lib/must';
import { type Crm, crmOf, crms } from '#test/support/crm/all';
import { connectorSeen, peopleKnown, startCrmServer } from '#test/support/crm/atServer';
import { peopleOf } from '#test/support/crm/kept';
import type { CrmClock } from '#test/support/crm/people';
import type { StandIn } from '#test/support/crm/standIn';
import { interactionReport } from '#test/support/interactionReport';
import type { Ask, TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';
import type { ConnectorsOutside } from './outside.ts';

const laterMs = 90_000;

let server: TestServer;
let admin: Ask;
let giulia: Ask;
let clock: CrmClock;
let standIn: StandIn;
/** Answers for the CRM, or does not. */
let answer: ConnectorsOutside['send'];
const further: FastifyInstance[] = [];

beforeEach(async () => {
  ({ server, admin, clock } = await startCrmServer((request, signal) => answer(request, signal)));
  giulia = await server.as('giulia');
  answer = async (request) => standIn.answer(request);
});
afterEach(async () => {
  for (const app of further.splice(0)) await app.close();
  await server.stop();
});

const zammad = must(crms[0], 'the first CRM');
const idAt = (place: number): string => must(standIn.parts.people.living()[place], 'somebody there').id;

function people(crm: Crm, count: number, pageRows?: number) {
  standIn = crm.create(clock, pageRows);
  for (let n = 0; n < count; n += 1) standIn.parts.people.add();
  clock.now += laterMs;
}

const connectorOf = ({ description }: Crm, more: object = {}) => ({
  id: description.kind,
  kind: description.kind,
  name: description.name,
  portfolioId: 'company',
  address: standIn.address,
  settings: standIn.parts.settings,
  secrets: standIn.parts.secrets,
  active: true,
  writesCalls: true,
  ...more,
});

async function connect(crm: Crm, more: object = {}): Promise<void> {
  const made = await admin({ method: 'POST', url: '/v1/connectors', payload: connectorOf(crm, more) });
  expect(made.json()).not.toHaveProperty('detail');
  expect(made.statusCode).toBe(201);
}

const view = (id: string) => connectorSeen(admin, id);
const run = (id: string, payload: object = {}) => admin({ method: 'POST', url: `/v1/connectors/${id}/run`, payload });
const report = async (id: string) => (await admin({ url: `/v1/connectors/${id}/report` })).json();

const known = (id: string) => peopleKnown(server, id);

/** Read now, until all is read. */
async function reread(id: string): Promise<void> {
  const before = (await view(id)).state.readAt;
  clock.now += laterMs;
  await run(id);
  await untilHolds(async () => {
    await run(id);
    expect((await view(id)).state.readAt).not.toBe(before);
  });
}

const read = (id: string) => server.write((tx) => findCustomer(tx, id));

const customerOf = (id: string, remote: string): Promise<string> =>
  server.write(async (tx) => {
    const link = tx.selectFrom('crm_links').select('customer_id');
    const row = await link.where('connector_id', '=', id).where('remote_id', '=', remote).executeTakeFirstOrThrow();
    return must(row.customer_id, 'a customer');
  });

async function callWith(customerId: string): Promise<void> {
  const id = newId(server.deps);
  const payload = interactionReport(id, { customerId, note: 'Ha chiesto una copia.' });
  const headers = { 'idempotency-key': id };
  const done = await giulia({ method: 'POST', url: '/v1/interactions', headers, payload });
  expect(done.statusCode).toBe(201);
}

describe.each(crms.map((crm) => [crm.description.name, crm] as const))('%s', (_, crm) => {
  test('is read into the database, followed, and has a call in its log once', async () => {
    people(crm, 45);
    const { kind } = crm.description;
    await connect(crm);
    await untilHolds(async () => expect(await known(kind)).toEqual(peopleOf(standIn)));
    await untilHolds(async () => expect((await view(kind)).state).toMatchObject({ loaded: true, doing: 'nothing' }));

    standIn.parts.people.change(idAt(3), { last: 'Cambiato' });
    standIn.parts.people.add({ first: 'Nuova' });
    if (standIn.parts.tellsDeletions) standIn.parts.people.remove(idAt(7), true);
    await reread(kind);
    expect(await known(kind)).toEqual(peopleOf(standIn));

    await callWith(await customerOf(kind, idAt(3)));
    let unheard = true;
    answer = async (request) => {
      const heard = standIn.answer(request);
      if (standIn.parts.calls().length > 0 && unheard) {
        unheard = false;
        return null;
      }
      return heard;
    };
    await run(kind);
    await untilHolds(async () => {
      clock.now += laterMs;
      await run(kind);
      expect((await report(kind)).calls).toEqual({ waiting: 0, written: 1, refused: 0 });
    });
    expect(standIn.parts.calls()).toMatchObject([{ person: idAt(3), incoming: true, seconds: 300 }]);
    expect(standIn.exceeded).toBe(0);
  });
});

test('what is done in between and whoever is stopped, another instance goes on, and nobody is there twice', async () => {
  people(zammad, 60, 5);
  let asked = 0;
  let stopped: (() => void) | null = null;
  const halfway = new Promise<void>((done) => {
    stopped = done;
  });
  answer = async (request, signal) => {
    asked += 1;
    if (asked === 6) {
      stopped?.();
      // As good as killed: it hears of no answer, and keeps nothing any more.
      await new Promise((done) => signal.addEventListener('abort', done));
    }
    return standIn.answer(request);
  };
  await connect(zammad);
  await halfway;
  expect(Object.keys(await known('zammad'))).toHaveLength(25);
  // The time that the dead one held it is over by the database's clock.
  await server.write((tx) => sql`update connectors set held_until = now() - interval '1 second'`.execute(tx));
  const second = await buildServer({ ...server.deps });
  further.push(second);
  await untilHolds(async () => expect(await known('zammad')).toEqual(peopleOf(standIn)));
  const { rows } = await server.write((tx) =>
    sql<{ count: number }>`select count(*)::int as count from customers where code like 'CR-%'`.execute(tx),
  );
  expect(rows[0]?.count).toBe(60);
  const firsts = standIn.asked.filter(({ query }) => query.get('query')?.includes('id:>0'));
  expect(firsts).toHaveLength(1);
});

test('of two instances one reads, and whichever is asked, that one', async () => {
  people(zammad, 12, 4);
  const second = await buildServer({ ...server.deps });
  further.push(second);
  const holders = async () =>
    (await server.write((tx) => sql<{ holder: string }>`select holder from connectors`.execute(tx))).rows;
  await connect(zammad);
  await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
  const held = await holders();
  const token = (
    await second.inject({ method: 'POST', url: '/v1/sessions', payload: { username: 'sara', password: 'cornetta' } })
  ).json().accessToken;
  standIn.parts.people.change(idAt(1), { last: 'Cambiato' });
  clock.now += laterMs;
  const headers = { authorization: `Bearer ${token}` };
  await second.inject({ method: 'POST', url: '/v1/connectors/zammad/run', headers, payload: {} });
  await untilHolds(async () => expect(await known('zammad')).toEqual(peopleOf(standIn)));
  expect(await holders()).toEqual(held);
});

test('what is changed while a CRM answers, and asked for, is read after that', async () => {
  // It says itself which page is the last one: it is not asked once more to be sure.
  const zendesk = crmOf('zendesk');
  people(zendesk, 5);
  await connect(zendesk);
  await untilHolds(async () => expect((await view('zendesk')).state).toMatchObject({ loaded: true, doing: 'nothing' }));
  clock.now += laterMs;
  let asks: () => void = () => {};
  let goOn: () => void = () => {};
  const asking = new Promise<void>((resolve) => {
    asks = resolve;
  });
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  answer = async (request) => {
    const said = standIn.answer(request);
    asks();
    await held;
    return said;
  };
  await run('zendesk');
  await asking;
  standIn.parts.people.change(idAt(1), { last: 'Cambiato' });
  clock.now += laterMs;
  await run('zendesk');
  goOn();
  await untilHolds(async () => expect(await known('zendesk')).toEqual(peopleOf(standIn)));
});

test('what was edited here stands until that field is changed there; the history says who it was', async () => {
  people(zammad, 5);
  await connect(zammad);
  await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
  const id = await customerOf('zammad', idAt(2));
  const headers = { 'if-match': `"${(await read(id))?.version}"`, 'idempotency-key': 'an-edit-of-mine' };
  const payload = { email: 'qui@example.test' };
  expect((await giulia({ method: 'PATCH', url: `/v1/customers/${id}`, headers, payload })).statusCode).toBe(200);
  standIn.parts.people.change(idAt(2), { last: 'Sposata', phone: '+39 0000 777777' });
  await reread('zammad');
  expect(await read(id)).toMatchObject({
    name: 'Prova Sposata',
    email: 'qui@example.test',
    phones: [{ e164: '+390000777777' }],
  });
  standIn.parts.people.change(idAt(2), { email: 'la@example.test' });
  await reread('zammad');
  expect(await read(id)).toMatchObject({ email: 'la@example.test' });
  const { changes } = (await giulia({ url: `/v1/customers/${id}/history` })).json();
  expect(changes.map(({ field, by, cause }: Record<string, string>) => [field, by, cause])).toEqual([
    ['email', 'Zammad', 'connector'],
    ['phones', 'Zammad', 'connector'],
    ['name', 'Zammad', 'connector'],
    ['email', 'Giulia Serra', 'edit'],
  ]);
});

/** What somebody who has gone there is kept for, each of it alone. */
const whatHangs: Record<string, (customer: string, id: string) => RawBuilder<unknown>> = {
  cases: (customer, id) => sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at)
    values (${id}, ${customer}, 'T-9001', 'Prova', 'REC-04', 'closed', now())`,
  contacts: (customer, id) => sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
    values (${id}, ${customer}, now(), 'call', 'incoming', 'Prova', '')`,
  notes: (customer, id) => sql`insert into notes (id, customer_id, text, agent_name, at)
    values (${id}, ${customer}, 'Prova', 'Prova', now())`,
  interactions: (customer, id) => sql`insert into interactions (id, agent_id, direction, channel, caller, customer_id,
      started_at, closed_at, reason_code, outcome_code, note, events, received_at, version)
    select ${id}, id, 'incoming', 'call', '{}', ${customer}, now(), now(), 'REC-04', 'INO-3', '', '[]', now(), 1
      from agents where username = 'giulia'`,
  callbacks: (
    customer,
    id,
  ) => sql`insert into callbacks (id, promised_by, number, due_at, customer_id, reason_code, about)
    select ${id}, id, '0', now(), ${customer}, 'REC-04', '' from agents where username = 'giulia'`,
  recontacts: (
    customer,
    id,
  ) => sql`insert into recontacts (id, portfolio_id, survey, customer_id, number, asked_on, due_on)
    values (${id}, 'company', 'call', ${customer}, '0', now(), now())`,
  chats: (customer, id) => sql`insert into chats (id, site, queue_id, language, visitor, about, notice_edition, state,
      opened_at, waits_since, seen_at, visitor_wrote_at, customer_id, ended_at, ended)
    values (${id}, 'sito', 'welcome', 'it', '{}', '', '1', 'ended', now(), now(), now(), now(), ${customer}, now(), 'agent')`,
  crm_links: (customer) => sql`with other as (
      insert into connectors (id, kind, name, portfolio_id, address, settings, secrets, active, writes_calls, reading)
      values ('altro', 'zammad', 'Altro', 'company', 'https://altro.example.test', '{}', '', false, false,
        ${JSON.stringify(newReading)}::jsonb) returning id)
    insert into crm_links (connector_id, remote_id, customer_id, marks, round) select id, '1', ${customer}, '{}', 1 from other`,
  legal_holds: (customer, id) => sql`insert into legal_holds
      (id, customer_id, reason, reference, placed_by, placed_at, review_on, lifted_by, lifted_at)
    values (${id}, ${customer}, 'Prova', 'Prova', 'x', now(), now(), 'x', now())`,
  consents: (customer, id) => sql`insert into consents (id, customer_id, purpose, word, channel, edition, at)
    values (${id}, ${customer}, 'marketing', 'given', 'letter', '2026-1', now())`,
  restrictions: (
    customer,
    id,
  ) => sql`insert into restrictions (id, customer_id, since, why, by_agent, lifted_at, lifted_by)
    values (${id}, ${customer}, now(), 'Prova', 'x', now(), 'x')`,
  privacy_requests: (customer, id) => sql`insert into privacy_requests
      (id, customer_id, kind, received_at, channel, identified, words, taken_by, due_on)
    values (${id}, ${customer}, 'access', now(), 'letter', 'none', 'Prova', 'x', now())`,
  disclosures: (customer, id) => sql`insert into disclosures (id, customer_id, recipient, what, at)
    values (${id}, ${customer}, 'Prova', 'Prova', now())`,
  tellings: (customer, id) => sql`insert into tellings (id, customer_id, recipient, what, at)
    values (${id}, ${customer}, 'Prova', 'rectified', now())`,
};
/** Who they are, how they came here, what they were before, and whether they may be asked: nobody is kept for these. */
const partOfThem = [
  ...['customer_phones', 'customer_words', 'field_changes', 'import_rows', 'crm_remembered'],
  'survey_invitations',
];

test('whoever goes there goes here, but for those with whom something was done or whom the law wants kept', async () => {
  const { rows: tables } = await server.write((tx) =>
    sql<{ name: string }>`select relname as name from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind = 'r' and attname = 'customer_id' and not attisdropped`.execute(
      tx,
    ),
  );
  expect(tables.map(({ name }) => name).sort()).toEqual([...Object.keys(whatHangs), ...partOfThem].sort());
  const kinds = Object.keys(whatHangs);
  people(zammad, kinds.length + 2);
  await connect(zammad);
  await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
  const kept: Record<string, string> = {};
  for (const [place, kind] of kinds.entries()) kept[kind] = await customerOf('zammad', idAt(place));
  const unknown = await customerOf('zammad', idAt(kinds.length));
  await server.write(async (tx) => {
    for (const [kind, hang] of Object.entries(whatHangs)) {
      await hang(must(kept[kind], kind), newId(server.deps)).execute(tx);
    }
  });
  for (const { id } of standIn.parts.people.living().slice(0, -1)) standIn.parts.people.remove(id, true);
  await reread('zammad');
  const there = await server.write(async (tx) => {
    const { rows } = await sql<{ id: string }>`select id from customers`.execute(tx);
    return rows.map(({ id }) => id);
  });
  expect(kinds.filter((kind) => !there.includes(must(kept[kind], kind)))).toEqual([]);
  expect(there).not.toContain(unknown);
  expect(await known('zammad')).toEqual(peopleOf(standIn));
});

test('while somebody’s data may not be used, nothing is taken over for them and no call with them is written there', async () => {
  people(zammad, 3);
  await connect(zammad);
  await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
  const id = await customerOf('zammad', idAt(1));
  const restriction = {
    id: newId(server.deps),
    customer_id: id,
    since: server.deps.clock(),
    why: 'Prova',
    by_agent: 'x',
  };
  await server.write((tx) => tx.insertInto('restrictions').values(restriction).execute());
  await callWith(id);
  standIn.parts.people.change(idAt(1), { last: 'Sposata' });
  standIn.parts.people.change(idAt(2), { last: 'Cambiato' });
  await reread('zammad');
  expect(Object.values(await known('zammad')).sort()).toEqual([
    'Prova Cambiato prova3@example.test',
    'Prova Numero 1 prova1@example.test',
    'Prova Numero 2 prova2@example.test',
  ]);
  expect(standIn.parts.calls()).toEqual([]);
  const lifted = { lifted_at: server.deps.clock(), lifted_by: 'x' };
  await server.write((tx) => tx.updateTable('restrictions').set(lifted).where('id', '=', restriction.id).execute());
  // With the next whole list.
  clock.now += 25 * 3_600_000;
  await reread('zammad');
  expect(await known('zammad')).toEqual(peopleOf(standIn));
  expect(standIn.parts.calls()).toMatchObject([{ person: idAt(1) }]);
});

test('a call that the CRM does not take for now is not offered again before its time', async () => {
  people(zammad, 3);
  await connect(zammad);
  await untilHolds(async () => expect((await view('zammad')).state).toMatchObject({ loaded: true, doing: 'nothing' }));
  await callWith(await customerOf('zammad', idAt(1)));
  const offered = () => standIn.asked.filter(isOfCalls).length;
  const isOfCalls = ({ path }: { path: string }) => path.startsWith('/api/v1/tickets');
  standIn.fate = (asked) => (isOfCalls(asked) ? 'lost' : 'arrives');
  // Read on meanwhile, page by page.
  await reread('zammad');
  expect(offered()).toBe(1);
  standIn.fate = () => 'arrives';
  clock.now += 3_600_000;
  await reread('zammad');
  expect(standIn.parts.calls()).toMatchObject([{ person: idAt(1) }]);
});

const takingFromZammad = () =>
  ({ connectorId: 'zammad', portfolioId: 'company', round: 1, at: server.deps.clock(), language: 'it' }) as const;

test('the same one twice on a page is there once, as the later row says', async () => {
  people(zammad, 1);
  await connect(zammad, { active: false });
  const row = { id: '7', kind: 'person' as const, email: null, phones: [], address: null, birthDate: null };
  const page = ['Prima', 'Poi'].map((name) => ({ ...row, name, taxCode: null, language: null }));
  expect(await server.write((tx) => takeOver(tx, takingFromZammad(), page))).toEqual({ added: 1, changed: 0 });
  expect(await read(await customerOf('zammad', '7'))).toMatchObject({ name: 'Poi' });
});

test('a list without most of them is not believed until an administrator says so', async () => {
  people(zammad, 80);
  await connect(zammad);
  await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
  for (const { id } of standIn.parts.people.living().slice(10)) standIn.parts.people.remove(id, false);
  clock.now += 25 * 3_600_000;
  await reread('zammad');
  await untilHolds(async () => expect((await view('zammad')).state.missing).toBe(70));
  expect(Object.keys(await known('zammad'))).toHaveLength(80);
  await untilHolds(async () => {
    await run('zammad', { loseMissing: true });
    expect(await known('zammad')).toEqual(peopleOf(standIn));
  });
  await untilHolds(async () => expect((await view('zammad')).state.missing).toBe(0));
  // Of that list: the next one like it is not believed either.
  for (let n = 0; n < 70; n += 1) standIn.parts.people.add();
  await reread('zammad');
  expect(Object.keys(await known('zammad'))).toHaveLength(80);
  for (const { id } of standIn.parts.people.living().slice(10)) standIn.parts.people.remove(id, false);
  clock.now += 25 * 3_600_000;
  await reread('zammad');
  await untilHolds(async () => expect((await view('zammad')).state.missing).toBe(70));
  expect(Object.keys(await known('zammad'))).toHaveLength(80);
});

test('whoever was erased here is not taken over again', async () => {
  people(zammad, 4);
  await connect(zammad);
  await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
  const id = await customerOf('zammad', idAt(1));
  await server.write(async (tx) => eraseCustomer(tx, must(await personOf(tx, id), 'them'), server.deps.clock()));
  standIn.parts.people.change(idAt(1), { last: 'Cambiato' });
  clock.now += 25 * 3_600_000;
  await reread('zammad');
  expect(Object.keys(await known('zammad'))).toHaveLength(3);
  // That they are not to come back is all that is known of them, though they were listed again.
  const { rows } = await server.write((tx) =>
    sql`select remote_id as remote, marks from crm_links where customer_id is null`.execute(tx),
  );
  expect(rows).toEqual([{ remote: idAt(1), marks: {} }]);
});

describe('Who was erased here does not come back', () => {
  const erase = (id: string) =>
    server.write(async (tx) => eraseCustomer(tx, must(await personOf(tx, id), 'them'), server.deps.clock()));
  const remove = (id: string, customers: 'stay' | 'go') =>
    admin({ method: 'DELETE', url: `/v1/connectors/${id}`, query: { customers } });
  const isLoaded = (id: string) =>
    untilHolds(async () => expect((await view(id)).state).toMatchObject({ loaded: true, doing: 'nothing' }));
  const without = (...places: number[]) => {
    const all = peopleOf(standIn);
    for (const place of places) delete all[idAt(place)];
    return all;
  };
  beforeEach(async () => {
    people(zammad, 6);
    await connect(zammad);
    await isLoaded('zammad');
  });

  test.each(['stay', 'go'] as const)('with its connector that was removed (%s) and added again', async (customers) => {
    await erase(await customerOf('zammad', idAt(1)));
    await remove('zammad', customers);
    await connect(zammad, { name: 'Di nuovo' });
    await isLoaded('zammad');
    expect(await known('zammad')).toEqual(without(1));
    // Nor when they are changed there, nor with the next whole list.
    standIn.parts.people.change(idAt(1), { last: 'Cambiato' });
    await reread('zammad');
    clock.now += 25 * 3_600_000;
    await reread('zammad');
    expect(await known('zammad')).toEqual(without(1));
  });

  test('when they were erased after the connector was removed', async () => {
    const [stayed, worked] = [await customerOf('zammad', idAt(1)), await customerOf('zammad', idAt(2))];
    await callWith(worked);
    await remove('zammad', 'stay');
    await erase(stayed);
    await erase(worked);
    await connect(zammad);
    await isLoaded('zammad');
    expect(await known('zammad')).toEqual(without(1, 2));
  });

  test('with another connector of the same CRM, beside the first or after it', async () => {
    await erase(await customerOf('zammad', idAt(1)));
    await connect(zammad, { id: 'altro', address: 'https://CRM.example.test/' });
    await isLoaded('altro');
    expect(await known('altro')).toEqual(without(1));
    await erase(await customerOf('altro', idAt(2)));
    await remove('zammad', 'stay');
    await remove('altro', 'stay');
    await connect(zammad, { id: 'terzo' });
    await isLoaded('terzo');
    expect(await known('terzo')).toEqual(without(1, 2));
  });

  test('with another connector beside one of a version before, which did not say where its CRM is', async () => {
    const payload = { address: 'https://CRM.example.test:443', secrets: standIn.parts.secrets };
    await admin({ method: 'PATCH', url: '/v1/connectors/zammad', payload });
    await isLoaded('zammad');
    await erase(await customerOf('zammad', idAt(1)));
    await server.write(async (tx) => {
      await sql`update connectors set place = ''`.execute(tx);
      await sql`delete from crm_remembered`.execute(tx);
    });
    further.push(await buildServer(server.deps));
    await untilHolds(async () => {
      const { rows } = await server.write((tx) => sql`select place from connectors`.execute(tx));
      expect(rows).toEqual([{ place: 'zammad crm.example.test' }]);
    });
    await connect(zammad, { id: 'di-nuovo' });
    await isLoaded('di-nuovo');
    expect(await known('di-nuovo')).toEqual(without(1));
  });

  test('for as long as their CRM is read and a year after, and then nothing is known of them', async () => {
    const remembered = async () =>
      (await server.write((tx) => sql`select customer_id from crm_remembered where customer_id is null`.execute(tx)))
        .rows.length;
    /** Nothing was heard of anybody for that long, and a night passes. */
    async function pass(days: number) {
      const since = new Date(clock.now - days * 24 * 3_600_000);
      await server.write((tx) => sql`update crm_remembered set since = ${since}`.execute(tx));
      server.pass(2 * 24 * 3_600_000);
      expect(await nightlyPurge(server.deps)).not.toBeNull();
    }
    await erase(await customerOf('zammad', idAt(1)));
    await pass(4_000);
    expect(await remembered()).toBe(1);
    await remove('zammad', 'stay');
    await pass(300);
    expect(await remembered()).toBe(1);
    await pass(400);
    expect(await remembered()).toBe(0);
  });

  test('but somebody of that id in another CRM is somebody else', async () => {
    await erase(await customerOf('zammad', idAt(1)));
    await connect(zammad, { id: 'altrove', address: 'https://altrove.example.test' });
    await isLoaded('altrove');
    expect(await known('altrove')).toEqual(peopleOf(standIn));
  });
});

test('a connector that is added again finds its customers, with what was edited here, and nobody twice', async () => {
  people(zammad, 5);
  await connect(zammad);
  await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
  const id = await customerOf('zammad', idAt(2));
  await server.write((tx) => sql`update customers set email = 'qui@example.test' where id = ${id}`.execute(tx));
  await admin({ method: 'DELETE', url: '/v1/connectors/zammad', query: { customers: 'stay' } });
  standIn.parts.people.change(idAt(2), { last: 'Sposata' });
  clock.now += laterMs;
  await connect(zammad, { id: 'zammad-2' });
  await untilHolds(async () => expect((await view('zammad-2')).state.loaded).toBe(true));
  expect(await customerOf('zammad-2', idAt(2))).toBe(id);
  expect(await read(id)).toMatchObject({ name: 'Prova Sposata', email: 'qui@example.test' });
  const { rows } = await server.write((tx) =>
    sql<{ count: number }>`select count(*)::int as count from customers where code like 'CR-%'`.execute(tx),
  );
  expect(rows[0]?.count).toBe(5);
});

describe('The fields of a CRM', () => {
  const salesforce = crmOf('salesforce');
  const map = (id: string, mapping: object | null) =>
    admin({ method: 'PUT', url: `/v1/connectors/${id}/mapping`, payload: { mapping } });
  const isLoaded = (id: string) =>
    untilHolds(async () => expect((await view(id)).state).toMatchObject({ loaded: true, doing: 'nothing' }));

  test('are the company’s own once they were tried, and the CRM is read anew', async () => {
    people(salesforce, 4);
    await connect(salesforce);
    await isLoaded('salesforce');
    const id = await customerOf('salesforce', idAt(1));
    expect(await read(id)).toMatchObject({ name: 'Prova Numero 2', taxCode: null });
    const own = {
      name: ['/Name'],
      email: '/Email',
      phones: [{ at: '/Phone', kind: 'mobile' }],
      taxCode: '/CodiceFiscale__c',
    };
    const trial = (
      await admin({ method: 'POST', url: '/v1/connectors/salesforce/try', payload: { mapping: own } })
    ).json();
    expect(trial).toMatchObject({ failure: null, unknown: [], customers: [{ taxCode: 'CODICE-1' }, {}, {}, {}] });
    expect(trial.offers).toContain('/CodiceFiscale__c');
    // Tried, and not kept.
    expect((await view('salesforce')).mapping).toBeNull();
    expect((await map('salesforce', own)).json().mapping).toMatchObject({ taxCode: '/CodiceFiscale__c' });
    await untilHolds(async () =>
      expect(await read(id)).toMatchObject({ taxCode: 'CODICE-2', phones: [{ kind: 'mobile' }] }),
    );
    expect(await known('salesforce')).toEqual(peopleOf(standIn));
    expect((await map('salesforce', null)).json().mapping).toBeNull();
    await untilHolds(async () => expect(await read(id)).toMatchObject({ taxCode: null }));
  });

  test('that it does not have are refused with the field’s name, and what was there stands', async () => {
    people(zammad, 3);
    await connect(zammad);
    await isLoaded('zammad');
    const refused = await map('zammad', { name: ['/firstname'], email: '/posta' });
    expect(refused.json()).toMatchObject({ status: 422, errors: [{ field: 'mapping.posta' }] });
    people(salesforce, 3);
    await connect(salesforce);
    await isLoaded('salesforce');
    // What is no name at all is not even asked for; what the CRM refuses is said.
    const asked = standIn.asked.length;
    const noName = await map('salesforce', { name: ["/Name' OR Id > '0"] });
    expect(noName.json()).toMatchObject({ status: 422, errors: [{ field: expect.stringContaining('mapping.Name') }] });
    expect(standIn.asked).toHaveLength(asked);
    expect((await map('salesforce', { name: ['/Nome__c'] })).json()).toMatchObject({
      status: 422,
      errors: [{ field: 'mapping' }],
    });
    for (const id of ['zammad', 'salesforce']) expect((await view(id)).mapping).toBeNull();
  });

  test('are not kept unseen where the CRM does not answer', async () => {
    people(zammad, 3);
    await connect(zammad);
    await isLoaded('zammad');
    answer = async () => null;
    expect((await map('zammad', { name: ['/firstname'] })).statusCode).toBe(503);
    expect((await view('zammad')).mapping).toBeNull();
  });
});

test('a row that does not fit is reported by its field, and taken when it has been mended there', async () => {
  people(zammad, 4);
  standIn.parts.people.change(idAt(2), { email: 'nobody' });
  clock.now += laterMs;
  await connect(zammad);
  await untilHolds(async () =>
    expect(await report('zammad')).toMatchObject({
      customers: 3,
      refusedInAll: 1,
      refused: [{ id: idAt(2), field: 'email', why: 'notAnEmail' }],
    }),
  );
  standIn.parts.people.change(idAt(2), { email: 'qualcuno@example.test' });
  await reread('zammad');
  expect(await report('zammad')).toMatchObject({ customers: 4, refusedInAll: 0 });
});

test('of a row that comes twice and never fits, it is said what was found last', async () => {
  people(zammad, 4);
  await connect(zammad, { active: false });
  const said = (...rows: [string, string][]) =>
    server.write((tx) =>
      keepRefusals(
        tx,
        takingFromZammad(),
        rows.map(([id, field]) => ({ id, field, why: 'tooLong' })),
      ),
    );
  await said(['1', 'email'], ['2', 'name'], ['1', 'phones']);
  await said(['2', 'taxCode']);
  expect((await report('zammad')).refused).toMatchObject([
    { id: '1', field: 'phones' },
    { id: '2', field: 'taxCode' },
  ]);
});

describe('An administrator', () => {
  test('never gets a secret back, and the database has none in clear', async () => {
    people(zammad, 1);
    await connect(zammad);
    expect((await admin({ url: '/v1/connectors' })).body).not.toContain('zammad-token');
    const { rows } = await server.write((tx) => sql`select to_jsonb(connectors) as row from connectors`.execute(tx));
    expect(JSON.stringify(rows)).not.toContain('zammad-token');
  });

  test('has to give the secrets again for another address', async () => {
    people(zammad, 1);
    await connect(zammad);
    const patch = (payload: object) => admin({ method: 'PATCH', url: '/v1/connectors/zammad', payload });
    expect((await patch({ address: 'https://elsewhere.example.test' })).json().errors).toMatchObject([
      { field: 'secrets' },
    ]);
    const whole = { address: 'https://elsewhere.example.test', secrets: { token: 'another' } };
    expect((await patch(whole)).json()).toMatchObject({ address: 'https://elsewhere.example.test' });
  });

  test('has to give the secrets again for other settings: they are sent where those say', async () => {
    const dataverse = crmOf('dataverse');
    people(dataverse, 1);
    await connect(dataverse, { active: false });
    const patch = (payload: object) => admin({ method: 'PATCH', url: '/v1/connectors/dataverse', payload });
    const settings = { ...standIn.parts.settings, login: 'https://login.microsoftonline.us' };
    expect((await patch({ settings })).json().errors).toMatchObject([{ field: 'secrets' }]);
    expect((await patch({ settings, secrets: standIn.parts.secrets })).statusCode).toBe(200);
    // The same ones go nowhere else.
    expect((await patch({ settings, name: 'Vendite' })).statusCode).toBe(200);
  });

  test.each(['https://evil.example', 'https://10.0.0.1', 'https://login.microsoftonline.com.evil.example'])(
    'cannot have the secret of Dataverse sent to %s',
    async (login) => {
      const dataverse = crmOf('dataverse');
      people(dataverse, 1);
      const payload = connectorOf(dataverse, { settings: { ...standIn.parts.settings, login } });
      const made = await admin({ method: 'POST', url: '/v1/connectors', payload });
      expect(made.json().errors).toMatchObject([{ field: 'settings.login' }]);
    },
  );

  test('pauses also a CRM whose description is not shipped any more', async () => {
    people(zammad, 1);
    await connect(zammad);
    await server.write((tx) => sql`update connectors set kind = 'abacus'`.execute(tx));
    const patch = (payload: object) => admin({ method: 'PATCH', url: '/v1/connectors/zammad', payload });
    expect((await patch({ active: false })).json()).toMatchObject({ active: false });
    expect((await patch({ settings: { group: 'x' }, secrets: { token: 'x' } })).json().errors).toMatchObject([
      { field: 'kind' },
    ]);
  });

  test.each([
    ['id', { id: 'agreed' }],
    ['address', { address: 'http://crm.example.test' }],
    ['address', { address: 'https://user@crm.example.test' }],
    ['settings.group', { settings: { group: '' } }],
    ['settings.other', { settings: { other: 'x' } }],
    ['secrets.token', { secrets: {} }],
    ['portfolioId', { portfolioId: 'nobody' }],
    ['kind', { kind: 'abacus' }],
  ])('is told that %s is wrong', async (field, wrong) => {
    people(zammad, 1);
    const made = await admin({ method: 'POST', url: '/v1/connectors', payload: connectorOf(zammad, wrong) });
    expect(made.statusCode).toBe(422);
    expect(made.json().errors).toMatchObject([{ field }]);
  });

  test('sees before it is switched on what would be taken over, and that the key is wrong', async () => {
    people(zammad, 30);
    await connect(zammad, { active: false });
    const tried = () => admin({ method: 'POST', url: '/v1/connectors/zammad/try' });
    const trial = (await tried()).json();
    expect(trial.failure).toBeNull();
    expect(trial.customers).toHaveLength(20);
    expect(await known('zammad')).toEqual({});
    const payload = { secrets: { token: 'wrong' } };
    await admin({ method: 'PATCH', url: '/v1/connectors/zammad', payload });
    expect((await tried()).json()).toMatchObject({ failure: { code: 'signIn', status: 401 }, customers: [] });
  });

  test('finds in the list why a CRM is not read, and it goes on with a new key', async () => {
    people(zammad, 3);
    await connect(zammad, { secrets: { token: 'wrong' } });
    await untilHolds(async () => expect((await view('zammad')).state.failure).toMatchObject({ code: 'signIn' }));
    const payload = { secrets: { token: 'zammad-token' } };
    await admin({ method: 'PATCH', url: '/v1/connectors/zammad', payload });
    await untilHolds(async () => expect(await known('zammad')).toEqual(peopleOf(standIn)));
  });
});

describe('a connector that is removed', () => {
  const remove = (id: string, customers: string, ask = admin) =>
    ask({ method: 'DELETE', url: `/v1/connectors/${id}`, query: { customers } });
  const ours = async (ids: string[]) =>
    (
      await server.write((tx) =>
        sql<{ n: number }>`select count(*)::int as n from customers where id = any (${ids})`.execute(tx),
      )
    ).rows[0]?.n;
  const linked = async () =>
    (
      await server.write((tx) => sql<{ id: string }>`select customer_id as id from crm_links order by 1`.execute(tx))
    ).rows.map(({ id }) => id);

  async function readFour(): Promise<string[]> {
    people(zammad, 4);
    await connect(zammad);
    await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
    return linked();
  }

  test('leaves its customers, as though they were made here, and forgets its keys', async () => {
    const ids = await readFour();
    expect(await view('zammad')).toMatchObject({ state: { nextAt: expect.any(String) } });
    expect((await remove('zammad', 'stay', giulia)).statusCode).toBe(403);
    expect((await remove('zammad', 'stay')).json()).toEqual({ gone: 0, stayed: 4, access: 'none' });
    expect((await admin({ url: '/v1/connectors' })).json().connectors).toEqual([]);
    expect(await ours(ids)).toBe(4);
    expect(await linked()).toEqual([]);
    expect((await remove('zammad', 'stay')).statusCode).toBe(404);
  });

  test.each(['stay', 'go'])(
    'lets them go in slices (%s): no statement is about more than the database does in time',
    async (customers) => {
      people(zammad, 450);
      await connect(zammad, { writesCalls: false });
      await untilHolds(async () => expect((await view('zammad')).state.loaded).toBe(true));
      await server.write(async (tx) => {
        await sql`create function not_so_many() returns trigger language plpgsql as $$ begin
        if (select count(*) from fresh) > 200 then raise 'too many at once'; end if; return null; end $$`.execute(tx);
        await sql`create trigger slices after insert on crm_remembered referencing new table as fresh
        for each statement execute function not_so_many()`.execute(tx);
      });
      const removed = await admin({ method: 'DELETE', url: '/v1/connectors/zammad', query: { customers } });
      expect(removed.json()).toMatchObject(customers === 'go' ? { gone: 450, stayed: 0 } : { gone: 0, stayed: 450 });
      const { rows } = await server.write((tx) => sql`select from crm_remembered`.execute(tx));
      expect(rows).toHaveLength(customers === 'go' ? 0 : 450);
    },
  );

  test('takes its customers along where that is said, but for those with whom somebody has worked', async () => {
    const ids = await readFour();
    const report = interactionReport(newId(server.deps), { customerId: ids[0] ?? '' });
    const headers = { 'idempotency-key': newId(server.deps) };
    expect((await giulia({ method: 'POST', url: '/v1/interactions', headers, payload: report })).statusCode).toBe(201);
    expect((await remove('zammad', 'go')).json()).toEqual({ gone: 3, stayed: 1, access: 'none' });
    expect(await ours(ids)).toBe(1);
  });

  test('one that is paused is asked for nothing more', async () => {
    await readFour();
    await admin({ method: 'PATCH', url: '/v1/connectors/zammad', payload: { active: false } });
    expect((await view('zammad')).state.nextAt).toBeNull();
  });
});
