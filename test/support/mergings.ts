// Two customers become one, and two again: the same on every database that the server runs on.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#server/deps';
import { holdings } from '#server/privacy/holdings';
import { findCustomer } from '#server/repositories/customers';
import { findDuplicates } from '#server/repositories/duplicates';
import { presentBy } from '#server/repositories/imports';
import { forgetUndoing } from '#server/repositories/merges';
import { grantPortfolios, keepClients } from '#server/repositories/portfolios';
import { must } from '#shared/lib/must';
import type { Customer } from '#shared/model/customer';
import { customerIdSchema } from '#shared/model/ids';
import { problemUrn } from '#shared/protocol/errors';
import { type MergeField, mergedSchema, mergeFields, unmergedSchema } from '#shared/protocol/merges';
import { interactionReport } from './interactionReport.ts';
import { type Ask, startTestServer, type TestServer } from './testServer.ts';
import { until } from './until.ts';

const dayMs = 86_400_000;
const number = (last: number) => `+39000000${last}`;

/** `postgres`: the PostgreSQL on which; left out: as `openTestDatabase`. */
export function mergings(postgres?: () => string): void {
  let server: TestServer;
  let giulia: Ask;
  let sara: Ask;
  beforeAll(async () => {
    server = await startTestServer({ postgres: postgres?.(), customers: 5 });
    [giulia, sara] = [await server.as('giulia'), await server.as('sara')];
    // At its start the server looks for pairs; afterwards nobody does but these tests.
    await until('pairs have been looked for', async () => {
      const { rows } = await server.write((tx) => sql`select from duplicates_found where id <> ''`.execute(tx));
      return rows.length === 1;
    });
  });
  afterAll(() => server.stop());

  const id = () => customerIdSchema.parse(newId(server.deps));
  const key = () => ({ 'idempotency-key': newId(server.deps) });
  let made = 0;

  interface Person {
    readonly name?: string;
    readonly phones?: readonly number[];
    readonly email?: string | null;
    readonly taxCode?: string | null;
    readonly preference?: string | null;
    readonly contracts?: readonly string[];
    /** Rows of each kind that hang on them. */
    readonly hanging?: number;
  }

  async function add(person: Person = {}): Promise<Customer> {
    const made_ = id();
    made += 1;
    const { name = 'Prova Bianchi', phones = [], email = null, taxCode = null, preference = null } = person;
    const { contracts = [], hanging = 0 } = person;
    const at = server.deps.clock();
    await server.write(async (tx) => {
      await sql`insert into customers (id, code, kind, name, language, updated_at, email, tax_code, preference, contracts)
        values (${made_}, ${`PR-${1000 + made}`}, 'person', ${name}, 'it', ${at}, ${email}, ${taxCode}, ${preference},
          ${JSON.stringify(contracts.map((code) => ({ code, name: code })))}::jsonb)`.execute(tx);
      for (const [position, last] of phones.entries()) {
        await sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind)
          values (${made_}, ${position}, ${number(last)}, ${number(last)}, ${number(last).slice(-9)}, 'mobile')`.execute(
          tx,
        );
      }
      await sql`insert into connectors (id, kind, name, portfolio_id, address, settings, secrets, active, writes_calls, reading)
        values ('crm', 'zammad', 'CRM', 'company', 'https://crm.example.test', '{}', '', true, true, '{}')
        on conflict do nothing`.execute(tx);
      for (let n = 0; n < hanging; n += 1) await hang(made_, tx);
    });
    return read(made_);
  }

  /** One row of each table whose rows go over, all under the id that is answered. */
  async function hang(customer: string, tx: Parameters<Parameters<TestServer['write']>[0]>[0]): Promise<string> {
    const row = newId(server.deps);
    const at = new Date(server.deps.clock().getTime() - dayMs);
    const statements = [
      sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at)
        values (${row}, ${customer}, ${`T-${row.slice(-8)}`}, 'Prova', 'REC-04', 'open', ${at})`,
      sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
        values (${row}, ${customer}, ${at}, 'email', 'incoming', 'Prova', '')`,
      sql`insert into notes (id, customer_id, text, agent_name, at) values (${row}, ${customer}, 'Prova', 'Prova', ${at})`,
      sql`insert into interactions (id, agent_id, direction, channel, caller, customer_id, started_at, closed_at, reason_code,
          outcome_code, note, events, received_at, version)
        select ${row}, id, 'incoming', 'call', '{"kind":"withheld"}', ${customer}, ${at}, ${at}, 'REC-04', 'INO-3', '', '[]', ${at}, 1
        from agents where username = 'giulia'`,
      sql`insert into callbacks (id, promised_by, number, due_at, customer_id, reason_code, about)
        select ${row}, id, '+39000000999', ${at}, ${customer}, 'REC-04', '' from agents where username = 'giulia'`,
      sql`insert into chats (id, site, queue_id, language, visitor, about, notice_edition, state, opened_at, waits_since, seen_at,
          visitor_wrote_at, customer_id, ended_at, ended)
        values (${row}, 'sito', 'welcome', 'it', '{}', '', '1', 'ended', ${at}, ${at}, ${at}, ${at}, ${customer}, ${at}, 'agent')`,
      sql`insert into handovers (id, agent_id, request, version)
        select ${row}, id, ${JSON.stringify({ id: row, customerId: customer })}::jsonb, 1 from agents where username = 'giulia'`,
      sql`insert into field_changes (customer_id, field, was, becomes, at, by_name, cause)
        values (${customer}, 'email', 'null', 'null', ${at}, 'Prova', 'edit')`,
      sql`insert into consents (id, customer_id, purpose, word, channel, edition, at)
        values (${row}, ${customer}, 'marketing', 'given', 'call', '1', ${at})`,
      sql`insert into restrictions (id, customer_id, since, why, by_agent, lifted_at)
        values (${row}, ${customer}, ${at}, 'Prova', 'Prova', ${at})`,
      sql`insert into legal_holds (id, customer_id, reason, reference, placed_by, placed_at, review_on, lifted_by, lifted_at)
        values (${row}, ${customer}, 'Prova', 'Prova', 'Prova', ${at}, ${at}, 'Prova', ${at})`,
      sql`insert into privacy_requests (id, customer_id, kind, received_at, channel, identified, words, taken_by, due_on)
        values (${row}, ${customer}, 'access', ${at}, 'call', 'none', 'Prova', 'Prova', ${at})`,
      sql`insert into tellings (id, customer_id, recipient, what, at) values (${row}, ${customer}, 'Prova', 'lifted', ${at})`,
      sql`insert into disclosures (id, customer_id, recipient, what, at) values (${row}, ${customer}, 'Prova', 'Prova', ${at})`,
      sql`insert into crm_links (connector_id, remote_id, customer_id, marks, round) values ('crm', ${row}, ${customer}, '{}', 1)`,
      sql`insert into crm_remembered (hash, customer_id, marks) values (${row}, ${customer}, '{}')`,
      sql`insert into survey_invitations (id, survey, customer_id, portfolio_id, language, due_at)
        values (${row}, 'by-link', ${customer}, 'company', 'it', ${at})`,
      sql`insert into recontacts (id, portfolio_id, survey, customer_id, number, asked_on, due_on)
        values (${row}, 'company', 'by-link', ${customer}, '+390000000199', ${at}, ${at})`,
    ];
    for (const statement of statements) await statement.execute(tx);
    return row;
  }

  const find = async (code: string, ask = giulia): Promise<Customer[]> =>
    (await ask({ url: '/v1/customers', query: { q: code } })).json().customers;
  /** Without a search, of which an agent may make only so many a minute. */
  const read = async (customer: string): Promise<Customer> =>
    must(await server.write((tx) => findCustomer(tx, customer)), customer);

  const ask = (keep: Customer, gone: Customer, take: readonly MergeField[] = [], who = sara, under = key()) =>
    who({
      method: 'POST',
      url: '/v1/merges',
      headers: under,
      payload: {
        id: newId(server.deps),
        keep: keep.id,
        keepVersion: keep.version,
        gone: gone.id,
        goneVersion: gone.version,
        take,
      },
    });
  async function merge(keep: Customer, gone: Customer, take: readonly MergeField[] = []) {
    const answer = await ask(keep, gone, take);
    expect({ status: answer.statusCode, why: answer.json().why }).toEqual({ status: 201, why: undefined });
    return mergedSchema.parse(answer.json());
  }
  const askUndo = (merge: string, who = sara) =>
    who({ method: 'POST', url: `/v1/merges/${merge}/undo`, headers: key() });
  async function undo(merge: string) {
    const answer = await askUndo(merge);
    expect({ status: answer.statusCode, why: answer.json().why }).toEqual({ status: 200, why: undefined });
    return unmergedSchema.parse(answer.json());
  }
  const patch = (customer: Pick<Customer, 'id' | 'version'>, payload: object) =>
    giulia({
      method: 'PATCH',
      url: `/v1/customers/${customer.id}`,
      headers: { ...key(), 'if-match': `"${customer.version}"` },
      payload,
    });
  const report = async (payload: object) => {
    const sent = await giulia({ method: 'POST', url: '/v1/interactions', headers: key(), payload });
    expect(sent.statusCode).toBe(201);
  };
  const expectProblem = (answer: Awaited<ReturnType<Ask>>, type: Parameters<typeof problemUrn>[0], more: object = {}) =>
    expect(answer.json()).toMatchObject({ type: problemUrn(type), ...more });

  /** How many rows of each table are about that customer. */
  const counts = (customer: string) =>
    server.write(async (tx) => {
      const found: Record<string, number> = {};
      for (const { table, merged } of holdings) {
        if (merged.kind !== 'goOver') continue;
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from ${sql.table(table)} where ${merged.of(customer)}`.execute(tx);
        found[table] = rows[0]?.n ?? 0;
      }
      return found;
    });

  test('no table with a customer in it is forgotten: those of the database hang on one as holdings say', async () => {
    const { rows } = await server.write((tx) =>
      sql<{ table: string }>`
        select relname as table from pg_class join pg_attribute on attrelid = pg_class.oid
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attname = 'customer_id' and not attisdropped
        union select conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'customers'::regclass
        order by 1`.execute(tx),
    );
    // Kept by triggers; the one who goes takes them along.
    const along = ['customer_words'];
    const said = holdings.filter(({ merged }) => merged.kind !== 'nothing').map(({ table }) => table);
    expect(rows.map(({ table }) => table).filter((table) => !said.includes(table))).toEqual(along);
  });

  test('what hangs on whoever goes hangs on the kept one; every table has a row of it here', async () => {
    const [keep, gone] = [await add({ hanging: 1 }), await add({ hanging: 2 })];
    expect(Object.entries(await counts(gone.id)).filter(([, n]) => n === 0)).toEqual([]);
    await merge(keep, gone);
    expect(new Set(Object.values(await counts(gone.id)))).toEqual(new Set([0]));
    expect(new Set(Object.values(await counts(keep.id)))).toEqual(new Set([3]));
  });

  test('numbers and contracts of both are kept, fields as they were chosen, the former code finds the kept one', async () => {
    const keep = await add({ name: 'Carlo Basi', phones: [1, 2], email: 'vecchia@esempio.it', contracts: ['A', 'B'] });
    const gone = await add({ name: 'Carlo Bassi', phones: [2, 3], email: 'nuova@esempio.it', contracts: ['B', 'C'] });
    const { customer, undoUntil } = await merge(keep, gone, ['name']);
    expect(customer.phones.map(({ e164 }) => e164)).toEqual([1, 2, 3].map(number));
    expect(customer.contracts.map(({ code }) => code)).toEqual(['A', 'B', 'C']);
    expect(customer).toMatchObject({ id: keep.id, code: keep.code, name: 'Carlo Bassi', email: 'vecchia@esempio.it' });
    expect(customer.mergedFrom).toEqual([{ id: gone.id, code: gone.code }]);
    expect(await find(gone.code)).toEqual([customer]);
    expect(await server.write((tx) => presentBy(tx, [gone.code], []))).toMatchObject([{ id: keep.id }]);
    expect(Date.parse(undoUntil) - server.deps.clock().getTime()).toBe(30 * dayMs);
    const { changes } = (await giulia({ url: `/v1/customers/${keep.id}/history` })).json();
    expect(changes).toContainEqual(
      expect.objectContaining({
        field: 'name',
        was: 'Carlo Basi',
        becomes: 'Carlo Bassi',
        by: 'Sara Conti',
        cause: 'merge',
      }),
    );
  });

  test('it is done once, however often it is asked for', async () => {
    const [keep, gone] = [await add(), await add()];
    const under = key();
    const payload = { id: newId(server.deps), keep: keep.id, keepVersion: 1, gone: gone.id, goneVersion: 1, take: [] };
    const send = () => sara({ method: 'POST', url: '/v1/merges', headers: under, payload });
    const [first, again] = [await send(), await send()];
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual(first.json());
  });

  test('only who may merges and undoes; everybody may report', async () => {
    const [keep, gone] = [await add(), await add()];
    expectProblem(await ask(keep, gone, [], giulia), 'forbidden');
    const { id: merged } = await merge(keep, gone);
    expectProblem(await askUndo(merged, giulia), 'forbidden');
    expectProblem(await giulia({ url: '/v1/duplicates' }), 'forbidden');
  });

  test('who was changed since they were looked at is not merged, and what they are now is answered', async () => {
    const [keep, gone] = [await add(), await add()];
    const changed = (await patch(gone, { preference: 'sera' })).json();
    expectProblem(await ask(keep, gone), 'version-conflict', { current: changed });
    expectProblem(await ask({ ...keep, version: 9 }, changed), 'version-conflict', { current: { id: keep.id } });
    await merge(keep, changed);
  });

  test('the restricted, the held, the erased and those of another company stay as they are', async () => {
    const [keep, gone] = [await add(), await add()];
    const during = async (row: ReturnType<typeof sql>, why: string, [one, other] = [keep, gone]) => {
      await server.write((tx) => row.execute(tx));
      expectProblem(await ask(one, other), 'cannot-merge', { status: 409, why });
    };
    await during(
      sql`insert into restrictions (id, customer_id, since, why, by_agent) values ('R', ${gone.id}, now(), 'Prova', 'Prova')`,
      'restricted',
    );
    await server.write((tx) => sql`delete from restrictions where id = 'R'`.execute(tx));
    await during(
      sql`insert into legal_holds (id, customer_id, reason, reference, placed_by, placed_at, review_on)
        values ('H', ${keep.id}, 'Prova', 'Prova', 'Prova', now(), now())`,
      'onHold',
    );
    await server.write((tx) => sql`delete from legal_holds where id = 'H'`.execute(tx));
    await server.write(async (tx) => {
      await keepClients(tx, 'Aurora', [{ id: 'borea', name: 'Borea' }]);
      await grantPortfolios(tx, [{ username: 'sara', portfolios: ['borea', 'company'] }]);
    });
    const theirs = await addElsewhere();
    expectProblem(await ask(keep, theirs), 'cannot-merge', { why: 'otherCompany' });
    const erased = { ...gone, id: id() };
    await server.write(async (tx) => {
      const hash = createHash('sha256').update(erased.id).digest('base64url');
      await sql`insert into erased (hash, at) values (${hash}, now())`.execute(tx);
    });
    expectProblem(await ask(keep, erased), 'cannot-merge', { why: 'erased' });
    // The restriction has come and gone.
    await merge(keep, { ...gone, version: gone.version + 2 });
  });

  async function addElsewhere(): Promise<Customer> {
    const one = await add();
    await server.write((tx) => sql`update customers set portfolio_id = 'borea' where id = ${one.id}`.execute(tx));
    return { ...one, version: 2, portfolioId: 'borea' as never };
  }

  test('twenty-one numbers are too many for one', async () => {
    const phones = (from: number, n: number) => Array.from({ length: n }, (_, index) => from + index);
    const [keep, gone] = [await add({ phones: phones(2000, 11) }), await add({ phones: phones(2100, 10) })];
    expectProblem(await ask(keep, gone), 'cannot-merge', { why: 'tooMany' });
  });

  test('what is on its way to whoever went is led to the kept one', async () => {
    const [keep, gone] = [await add({ email: 'una@esempio.it' }), await add({ email: 'altra@esempio.it' })];
    const { customer } = await merge(keep, gone);
    expectProblem(await patch(gone, { preference: 'sera' }), 'merged-away', { status: 409, current: customer });
    const talk = newId(server.deps);
    await report(interactionReport(talk, { customerId: gone.id, note: 'Era in corso' }));
    const { rows } = await server.write((tx) =>
      sql<{ id: string }>`select customer_id as id from contacts where id = ${talk}
        union all select customer_id from interactions where id = ${talk}`.execute(tx),
    );
    expect(rows.map((row) => row.id)).toEqual([keep.id, keep.id]);
    const handover = {
      ...{ id: talk, to: { kind: 'queue', queueId: 'complaints', name: 'Ufficio reclami', number: '8002' } },
      ...{ caller: { kind: 'withheld' }, queueId: null, customerId: gone.id, reasonCode: null, note: '' },
      at: '2026-03-02T08:55:00.000Z',
    };
    await giulia({ method: 'POST', url: '/v1/handovers', headers: key(), payload: handover });
    expect((await giulia({ url: `/v1/handovers/${talk}` })).json().customerId).toBe(keep.id);
    const kept = { details: { email: 'mia@esempio.it' }, at: '2026-03-01T10:00:00.000Z' };
    const told = await giulia({
      method: 'POST',
      url: `/v1/customers/${gone.id}/history`,
      headers: key(),
      payload: kept,
    });
    expect(told.json()).toMatchObject({ id: keep.id });
  });

  test('one who went into another who went into a third is that third; undone in the other order', async () => {
    const [a, b, c] = [await add({ phones: [31] }), await add({ phones: [32] }), await add({ phones: [33] })];
    const first = await merge(b, a);
    const second = await merge(c, first.customer);
    expect(second.customer.mergedFrom.map(({ code }) => code)).toEqual([b.code, a.code]);
    expect((await find(a.code)).map((each) => each.id)).toEqual([c.id]);
    expectProblem(await patch(a, { preference: 'sera' }), 'merged-away', { current: { id: c.id } });
    expectProblem(await askUndo(first.id), 'cannot-merge', { why: 'mergedFurther' });
    const undone = await undo(second.id);
    expect(undone.kept.mergedFrom).toEqual([]);
    expect(undone.back.mergedFrom).toEqual([{ id: a.id, code: a.code }]);
    expect((await undo(first.id)).back).toMatchObject({ id: a.id, phones: a.phones });
    expectProblem(await askUndo(first.id), 'not-found');
  });

  test('after an undo, what has come since stays with the kept one, and is said', async () => {
    const keep = await add({ name: 'Carlo Basi', phones: [41], email: 'una@esempio.it' });
    const gone = await add({ name: 'Carlo Bassi', phones: [42], email: 'altra@esempio.it', hanging: 1 });
    // Theirs until its agent says otherwise: after the merge, it turns out to have been about somebody else.
    const [third, corrected] = [await add(), newId(server.deps)];
    await report(interactionReport(corrected, { customerId: gone.id }));
    const merged = await merge(keep, gone, ['name', 'email']);
    const talk = newId(server.deps);
    server.pass(60_000);
    await report(interactionReport(corrected, { customerId: third.id }));
    const startedAt = server.deps.clock().toISOString();
    await report(
      interactionReport(talk, { customerId: keep.id, startedAt, answeredAt: startedAt, endedAt: startedAt }),
    );
    const phones = [...merged.customer.phones, { raw: number(43), e164: number(43), kind: 'mobile' }];
    expect((await patch(merged.customer, { email: 'terza@esempio.it', phones })).statusCode).toBe(200);
    const { kept, back, stayed } = await undo(merged.id);
    expect(stayed).toEqual({ contacts: 1, cases: 0, fields: ['email'] });
    expect(kept).toMatchObject({ name: 'Carlo Basi', email: 'terza@esempio.it', mergedFrom: [] });
    expect(kept.phones.map(({ e164 }) => e164)).toEqual([41, 43].map(number));
    expect(back).toMatchObject({ id: gone.id, code: gone.code, name: 'Carlo Bassi', email: 'altra@esempio.it' });
    expect(back.phones.map(({ e164 }) => e164)).toEqual([42].map(number));
    expect((await counts(gone.id)).contacts).toBe(1);
    expect((await counts(keep.id)).contacts).toBe(1);
    expect((await counts(third.id)).contacts).toBe(1);
    // Above the version of its tombstone, so that no cache takes it for something older.
    expect(back.version).toBeGreaterThan(gone.version + 1);
    const records = await server.write((tx) =>
      tx.selectFrom('audit_entries').select(['action', 'subjects', 'detail']).orderBy('id').execute(),
    );
    const about = records.filter(({ detail }) => 'merge' in detail && detail.merge === merged.id);
    expect(about.map(({ action, subjects }) => [action, subjects])).toEqual([
      ['customersMerged', [keep.id, gone.id]],
      ['mergeUndone', [keep.id, gone.id]],
    ]);
  });

  test('two who became one stay so under a hold or a restriction, and while somebody else has the former code', async () => {
    const [keep, gone] = [await add(), await add()];
    const { id: merged } = await merge(keep, gone);
    const stays = async (why: string, during: ReturnType<typeof sql>, after: ReturnType<typeof sql>) => {
      await server.write((tx) => during.execute(tx));
      expectProblem(await askUndo(merged), 'cannot-merge', { why });
      await server.write((tx) => after.execute(tx));
    };
    await stays(
      'restricted',
      sql`insert into restrictions (id, customer_id, since, why, by_agent) values ('R2', ${keep.id}, now(), 'Prova', 'Prova')`,
      sql`update restrictions set lifted_at = now(), lifted_by = 'Prova' where id = 'R2'`,
    );
    await stays(
      'onHold',
      sql`insert into legal_holds (id, customer_id, reason, reference, placed_by, placed_at, review_on)
        values ('H2', ${keep.id}, 'Prova', 'Prova', 'Prova', now(), now())`,
      sql`update legal_holds set lifted_at = now(), lifted_by = 'Prova' where id = 'H2'`,
    );
    const other = await add();
    await stays(
      'codeTaken',
      sql`update customers set code = ${gone.code} where id = ${other.id}`,
      sql`update customers set code = ${other.code} where id = ${other.id}`,
    );
    expect((await undo(merged)).back).toMatchObject({ id: gone.id, code: gone.code });
  });

  test('after thirty days it stays as it is, and what was needed to undo it is forgotten; not before', async () => {
    const merged = await merge(await add(), await add({ name: 'Qwarka Zenobi' }));
    const another = await merge(await add(), await add());
    const forget = () => server.write((tx) => forgetUndoing(tx, server.deps.clock()));
    server.pass(30 * dayMs - 1);
    sara = await server.as('sara');
    giulia = await server.as('giulia');
    await forget();
    await undo(another.id);
    server.pass(1);
    expectProblem(await askUndo(merged.id), 'cannot-merge', { why: 'tooLate' });
    await forget();
    const { rows } = await server.write((tx) =>
      sql<{ row: string }>`select merges::text as row from merges where id = ${merged.id}`.execute(tx),
    );
    expect(rows[0]?.row).toMatch(/PR-/);
    expect(rows[0]?.row).not.toMatch(/Qwarka/);
    expectProblem(await askUndo(merged.id), 'cannot-merge', { why: 'tooLate' });
  });

  describe('two again', () => {
    /** What a merge may leave behind: where it stands in the feed and in the records, and that it was. */
    const leftBehind = ['tombstones', 'audit_entries', 'audit_chain', 'idempotency_keys', 'segments', 'generations'];
    const told = ['version', 'tx', 'updated_at', 'received_at'];
    const everything = (ids: readonly string[]) =>
      server.write(async (tx) => {
        const all = new Set<string>();
        for (const { table } of holdings) {
          if (leftBehind.includes(table)) continue;
          const { rows } = await sql<{ row: Record<string, unknown> }>`
            select to_jsonb(held) as row from ${sql.table(table)} as held`.execute(tx);
          for (const { row } of rows) {
            if (row.cause === 'merge' || !ids.some((one) => JSON.stringify(row).includes(one))) continue;
            const stays = Object.entries(row).filter(([column]) => !told.includes(column));
            all.add(`${table} ${JSON.stringify(Object.fromEntries(stays))}`);
          }
        }
        return all;
      });

    const person = fc.record({
      name: fc.constantFrom('Carlo Bassi', 'Carlo Basi'),
      phones: fc.uniqueArray(fc.integer({ min: 51, max: 55 }), { maxLength: 3 }),
      email: fc.constantFrom(null, 'una@esempio.it', 'altra@esempio.it'),
      taxCode: fc.constantFrom(null, 'BSSCRL70A01F205X'),
      preference: fc.constantFrom(null, 'sera'),
      contracts: fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { maxLength: 3 }),
      hanging: fc.nat(2),
    });

    test('merging and undoing leaves everything as it was, but for versions', async () => {
      await fc.assert(
        fc.asyncProperty(person, person, fc.subarray([...mergeFields]), async (one, other, take) => {
          const [keep, gone] = [await add(one), await add(other)];
          const third = await add();
          const judged = { one: gone.id, other: third.id };
          expect(
            (await sara({ method: 'POST', url: '/v1/duplicates/not-same', headers: key(), payload: judged }))
              .statusCode,
          ).toBe(200);
          const before = await everything([keep.id, gone.id]);
          const merged = await merge(keep, gone, take);
          await undo(merged.id);
          const after = await everything([keep.id, gone.id]);
          expect({
            lost: [...before].filter((row) => !after.has(row)),
            come: [...after].filter((row) => !before.has(row)),
          }).toEqual({ lost: [], come: [] });
        }),
        { numRuns: 12 },
      );
    });

    const four = [0, 1, 2, 3] as const;
    const one = fc.constantFrom(...four);
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('merge' as const), keep: one, gone: one }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: fc.nat(9) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('hang' as const), whom: one }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('report' as const), whom: one }) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('number' as const),
          whom: one,
          last: fc.integer({ min: 71, max: 78 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), whom: one, sera: fc.boolean() }) },
    );

    /** Of each row that was hung on somebody, whose it is; the tables that hold rows under an id of their own. */
    const holders = (rows: readonly string[]) =>
      server.write(async (tx) => {
        const found: string[] = [];
        for (const table of [
          'cases',
          'contacts',
          'notes',
          'consents',
          'interactions',
          'callbacks',
          'privacy_requests',
        ]) {
          const { rows: held } = await sql<{ row: string }>`
            select concat_ws(' ', ${table}::text, id, customer_id) as row from ${sql.table(table)}
            where id = any (${rows}::text[])`.execute(tx);
          found.push(...held.map(({ row }) => row));
        }
        return found.sort();
      });

    test('in any order of merges, corrections, conversations and undoing, everything is at exactly one customer: where it came, or where that one went', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 18 }), async (steps) => {
          const people: Customer['id'][] = [];
          const owner = new Map<string, { now: string; readonly tables: readonly string[] }>();
          const every = ['cases', 'contacts', 'notes', 'consents', 'interactions', 'callbacks', 'privacy_requests'];
          const hung = async (whom: Customer['id']) => {
            const row = await server.write((tx) => hang(whom, tx));
            owner.set(row, { now: whom, tables: every });
          };
          for (const last of four) {
            const { id } = await add({ phones: [81 + last], email: `${last}@esempio.it`, preference: 'mattina' });
            people.push(id);
            await hung(id);
          }
          const numbers = new Set(four.map((last) => number(81 + last)));
          /** Those that stand, the latest last. */
          const merges: {
            readonly id: string;
            readonly kept: string;
            readonly gone: string;
            readonly moved: readonly string[];
          }[] = [];
          const ledTo = (id: string): string => {
            const into = merges.find(({ gone }) => gone === id);
            return into === undefined ? id : ledTo(into.kept);
          };
          const isThere = (id: string) => ledTo(id) === id;
          const person = (index: number) => must(people[index], 'a person');

          async function undoOne(index: number): Promise<void> {
            const merge = must(merges[index], 'a merge');
            if (!isThere(merge.kept))
              return expectProblem(await askUndo(merge.id), 'cannot-merge', { why: 'mergedFurther' });
            await undo(merge.id);
            merges.splice(index, 1);
            for (const row of merge.moved) {
              const held = must(owner.get(row), row);
              if (held.now === merge.kept) held.now = merge.gone;
            }
          }
          async function proved(): Promise<void> {
            const expected = [...owner].flatMap(([row, { now, tables }]) =>
              tables.map((table) => `${table} ${row} ${now}`),
            );
            expect(await holders([...owner.keys()])).toEqual(expected.sort());
            const there = await Promise.all(people.filter(isThere).map(read));
            const known = new Set<string | null>(there.flatMap(({ phones }) => phones.map(({ e164 }) => e164)));
            expect([...numbers].filter((e164) => !known.has(e164))).toEqual([]);
            const { rows } = await server.write((tx) =>
              sql<{ id: string; led: string | null }>`
                select id, led_to(id) as led from unnest(${people}::text[]) as known (id)`.execute(tx),
            );
            for (const { id, led } of rows) expect(led ?? id).toBe(ledTo(id));
            for (const { id, mergedFrom } of there)
              expect(mergedFrom.map((each) => each.id).sort()).toEqual(
                people.filter((other) => other !== id && ledTo(other) === id).sort(),
              );
          }

          for (const taken of steps) {
            if (taken.kind === 'merge') {
              const [keep, gone] = [person(taken.keep), person(taken.gone)];
              if (keep === gone || !isThere(keep) || !isThere(gone)) continue;
              const moved = [...owner].filter(([, { now }]) => now === gone).map(([row]) => row);
              const { id } = await merge(await read(keep), await read(gone), ['email']);
              merges.push({ id, kept: keep, gone, moved });
              for (const row of moved) must(owner.get(row), row).now = keep;
            } else if (taken.kind === 'undo') {
              if (merges.length > 0) await undoOne(taken.which % merges.length);
            } else if (taken.kind === 'hang') {
              await hung(ledTo(person(taken.whom)) as Customer['id']);
            } else if (taken.kind === 'report') {
              // By an app that may not have heard of the merge.
              const talk = newId(server.deps);
              await report(interactionReport(talk, { customerId: person(taken.whom) }));
              owner.set(talk, { now: ledTo(person(taken.whom)), tables: ['contacts', 'interactions'] });
            } else {
              const now = await read(ledTo(person(taken.whom)));
              if (taken.kind === 'edit') await patch(now, { preference: taken.sera ? 'sera' : 'mai' });
              else if (now.phones.every(({ e164 }) => e164 !== number(taken.last))) {
                const phones = [...now.phones, { raw: number(taken.last), e164: number(taken.last), kind: 'mobile' }];
                expect((await patch(now, { phones })).statusCode).toBe(200);
                numbers.add(number(taken.last));
              }
            }
            await proved();
          }
          while (merges.length > 0) {
            const last = merges.length - 1;
            await undoOne(last);
            await proved();
          }
          const back = await Promise.all(people.map(read));
          expect(back.map(({ mergedFrom }) => mergedFrom)).toEqual(people.map(() => []));
          const e164s = back.map(({ phones }) => phones.map(({ e164 }) => e164));
          for (const last of four) expect(e164s[last]).toContain(number(81 + last));
        }),
        { numRuns: 10, endOnFailure: true },
      );
    }, 120_000);

    test('whoever merges and undoes the two ways round at once leaves no circle, and nobody is lost', async () => {
      for (let round = 0; round < 6; round += 1) {
        const [a, b] = [await add({ phones: [61] }), await add({ phones: [62] })];
        const answers = await Promise.all([ask(a, b), ask(b, a), ask(a, b), ask(b, a)]);
        expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409]);
        const { rows } = await server.write((tx) =>
          sql<{ there: string | null; a: string | null; b: string | null }>`
            select (select string_agg(id, ' ') from customers where id in (${a.id}, ${b.id})) as there,
              led_to(${a.id}) as a, led_to(${b.id}) as b`.execute(tx),
        );
        const [is] = rows;
        expect([is?.a, is?.b].filter((led) => led !== null)).toEqual([is?.there]);
        const kept = must(
          answers.find(({ statusCode }) => statusCode === 201),
          'one',
        ).json();
        const undone = await Promise.all([askUndo(kept.id), askUndo(kept.id)]);
        expect(undone.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404]);
      }
    });

    test('whoever goes while pairs are looked for is in none, and can come back', async () => {
      for (let round = 0; round < 12; round += 1) {
        const email = `${round}@esempio.it`;
        const [keep, gone] = [await add({ email }), await add({ email })];
        await add({ email });
        const search = () => server.write((tx) => findDuplicates(tx, server.deps.clock(), 200));
        await search();
        const changed = (await patch(gone, { preference: 'sera' })).json();
        const [merged] = await Promise.all([merge(keep, changed), search(), search()]);
        const { rows } = await server.write((tx) =>
          sql`select from duplicate_pairs where one = ${gone.id} or other = ${gone.id}`.execute(tx),
        );
        expect(rows).toEqual([]);
        await undo(merged.id);
      }
    });

    test('a conversation that is reported while its customer goes is the kept one’s', async () => {
      for (let round = 0; round < 6; round += 1) {
        const [keep, gone] = [await add(), await add()];
        const talks = [newId(server.deps), newId(server.deps)];
        await Promise.all([
          ...talks.map((talk) => report(interactionReport(talk, { customerId: gone.id }))),
          merge(keep, gone),
        ]);
        const { rows } = await server.write((tx) =>
          sql<{ id: string }>`select customer_id as id from contacts where id = any (${talks}::text[])`.execute(tx),
        );
        expect(rows.map((row) => row.id)).toEqual([keep.id, keep.id]);
      }
    });
  });
}
