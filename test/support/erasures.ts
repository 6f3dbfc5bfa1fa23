// Who is erased is nowhere any more: the same attempts on every database that the server runs on.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Seen } from '#server/db/seenBy';
import { newId } from '#server/deps';
import { eraseAgain, eraseCustomer, isErased, whatBinds } from '#server/privacy/erase';
import { holdings } from '#server/privacy/holdings';
import { personOf } from '#server/privacy/person';
import { placeQueues } from '#server/repositories/portfolios';
import { must } from '#shared/lib/must';
import { tablesWith } from './everyRow.ts';
import { interactionReport } from './interactionReport.ts';
import { newsOf } from './newsOf.ts';
import { type Ask, startTestServer, type TestServer } from './testServer.ts';
import { wholeSet } from './wholeSet.ts';

/** Stand in no other text of the database. */
const canaries = {
  name: 'Zenobia Qwarkini',
  code: 'QX-7749',
  taxCode: 'QWRZNB80A01H501X',
  iban: 'IT60QX7749',
  email: 'zenobia.q@esempio.it',
  street: 'Vicolo Qwark 77',
  city: 'Qwarkopoli',
  preference: 'preferisce la qwarkera',
  number: '000774947749',
  contract: 'CTR-QWARK',
  caseTitle: 'Contatore qwarkizzato',
  complaint: 'bolletta del qwarkometro',
  withdrawn: 'qwarkometro ritrovato',
  note: 'ha detto qwarkità',
  written: 'ama la qwarkite',
  promised: 'promesso qwarkamento',
  about: 'richiamare sul qwarkaggio',
  words: 'cancellate ogni qwarkeria',
  help: 'aiuto sul qwarkismo',
  handover: 'passata per qwarkosi',
  history: 'qwarkovecchia@esempio.it',
  restriction: 'contesta il qwarkore',
  hold: 'causa qwarkiana',
  attachment: 'contatore-qwarkato.pdf',
  chat: 'Wimbledrop scritto in chat',
  visitor: 'Wimbledrop visitatrice',
  formerName: 'Xenobia Qwerkova',
  formerCode: 'QY-7750',
  formerNumber: '000774947750',
  telling: 'sposata con un qwark',
};
const texts = Object.values(canaries).flatMap((text) => [
  text,
  ...(text === canaries.name ? ['qwarkini', 'zenobia'] : []),
]);

/** `postgres`: the PostgreSQL on which; left out: as `openTestDatabase`. */
export function erasures(postgres?: () => string): void {
  let server: TestServer;
  let giulia: Ask;
  let sara: Ask;
  let id: string;
  let formerId: string;
  const now = () => server.deps.clock();

  beforeAll(async () => {
    server = await startTestServer({ postgres: postgres?.(), customers: 5 });
    [giulia, sara] = [await server.as('giulia'), await server.as('sara')];
  });
  afterAll(() => server.stop());

  const erase = (customerId: string) =>
    server.write(async (tx) => eraseCustomer(tx, must(await personOf(tx, customerId), 'person'), now()));
  const send = (url: string, payload: object) =>
    giulia({ method: 'POST', url, headers: { 'idempotency-key': newId(server.deps) }, payload });

  /** Somebody of whom everything is kept that can be, through the routes where there is one. */
  async function addZenobia(): Promise<string> {
    const made = newId(server.deps);
    const phone = { raw: canaries.number, e164: `+${canaries.number}` };
    await server.write(async (tx) => {
      await sql`insert into customers (id, code, kind, name, language, birth_date, tax_code, iban, email, street, postcode, city,
          preference, contracts, updated_at)
        values (${made}, ${canaries.code}, 'person', ${canaries.name}, 'it', '1980-01-01', ${canaries.taxCode}, ${canaries.iban},
          ${canaries.history}, ${canaries.street}, '77490', ${canaries.city}, ${canaries.preference},
          ${JSON.stringify([{ code: canaries.contract, name: canaries.contract }])}::jsonb, ${now()})`.execute(tx);
      await sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind)
        values (${made}, 0, ${phone.raw}, ${phone.e164}, ${canaries.number.slice(-9)}, 'mobile')`.execute(tx);
      await sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at)
        values (${newId(server.deps)}, ${made}, ${`T-${canaries.code}`}, ${canaries.caseTitle}, 'FAT-01', 'closed', ${now()})`.execute(
        tx,
      );
      const attached = newId(server.deps);
      await sql`insert into attachments (id, case_id, name, bytes, sha256, by_name, at, moved_at)
        select ${attached}, id, ${canaries.attachment}, 5, '', 'x', ${now()}, ${now()} from cases where customer_id = ${made}`.execute(
        tx,
      );
      await sql`insert into attachment_parts (attachment_id, at, length, sealed, bytes)
        values (${attached}, 0, 5, false, 'qwark')`.execute(tx);
      const letter = newId(server.deps);
      const parts = JSON.stringify({ opening: canaries.attachment });
      await sql`insert into letters (id, case_id, kind, template, language, parts, begun_at, changed_at, by_name)
        select ${letter}, id, 'answer', '{}', 'it', ${parts}, ${now()}, ${now()}, 'x' from cases where customer_id = ${made}`.execute(
        tx,
      );
      await sql`insert into letter_versions (letter_id, version, parts, by_name, at)
        values (${letter}, 1, ${parts}, 'x', ${now()})`.execute(tx);
      const chat = newId(server.deps);
      await sql`insert into chats (id, site, queue_id, language, visitor, about, notice_edition, state, opened_at, waits_since,
          seen_at, visitor_wrote_at, customer_id, ended_at, ended)
        values (${chat}, 'aurora', 'support', 'it', ${JSON.stringify({ name: canaries.visitor, code: null, email: null })}::jsonb,
          'Assistenza', '1', 'ended', ${now()}, ${now()}, ${now()}, ${now()}, ${made}, ${now()}, 'closedHere')`.execute(
        tx,
      );
      await sql`insert into chat_messages (chat_id, seq, id, at, by, kind, text)
        values (${chat}, 1, ${newId(server.deps)}, ${now()}, 'visitor', 'text', ${canaries.chat})`.execute(tx);
      const sent = newId(server.deps);
      await sql`insert into chat_files (id, chat_id, by, name, bytes, at, moved_at)
        values (${sent}, ${chat}, 'visitor', ${canaries.chat}, 5, ${now()}, ${now()})`.execute(tx);
      await sql`insert into chat_file_parts (file_id, at, length, sealed, bytes)
        values (${sent}, 0, 5, false, 'qwark')`.execute(tx);
      await sql`insert into lost_calls (id, queue_id, number, e164, at, waited_seconds)
        values (${newId(server.deps)}, 'support', ${phone.raw}, ${phone.e164}, ${now()}, 5)`.execute(tx);
      await sql`insert into restrictions (id, customer_id, since, why, by_agent, lifted_at, lifted_by)
        values (${newId(server.deps)}, ${made}, ${now()}, ${canaries.restriction}, 'x', ${now()}, 'x')`.execute(tx);
      await sql`insert into legal_holds (id, customer_id, reason, reference, placed_by, placed_at, review_on, lifted_by, lifted_at)
        values (${newId(server.deps)}, ${made}, ${canaries.hold}, ${canaries.hold}, 'x', ${now()}, '2027-01-01', 'x', ${now()})`.execute(
        tx,
      );
      await sql`insert into consents (id, customer_id, purpose, word, channel, edition, at)
        values (${newId(server.deps)}, ${made}, 'marketing', 'given', 'call', '2026-1', ${now()})`.execute(tx);
      await sql`insert into survey_invitations (id, survey, customer_id, portfolio_id, language, due_at, asked_on, given, given_on)
        values (${newId(server.deps)}, 'by-link', ${made}, 'company', 'it', ${now()}, ${now()},
          ${JSON.stringify({ scores: { csat: 1 }, comment: canaries.chat })}::jsonb, ${now()})`.execute(tx);
      await sql`insert into recontacts (id, portfolio_id, survey, customer_id, number, asked_on, due_on)
        values (${newId(server.deps)}, 'company', 'by-link', ${made}, ${canaries.chat}, ${now()}, ${now()}),
          (${newId(server.deps)}, 'company', 'after-chat', null, ${phone.e164}, ${now()}, ${now()})`.execute(tx);
      await sql`insert into connectors (id, kind, name, portfolio_id, address, settings, secrets, active, writes_calls, reading)
        values ('crm', 'zammad', 'CRM', 'company', 'https://crm.example.test', '{}', '', true, true, '{}')
        on conflict do nothing`.execute(tx);
      await sql`insert into crm_links (connector_id, remote_id, customer_id, marks, round)
        values ('crm', ${`theirs ${newId(server.deps)}`}, ${made}, '{}', 1)`.execute(tx);
      await sql`insert into crm_remembered (hash, customer_id, marks)
        values (${newId(server.deps)}, ${made}, '{"email":"mark"}')`.execute(tx);
      await sql`insert into crm_refusals (connector_id, remote_id, field, why, at)
        select connector_id, remote_id, 'email', 'notAnEmail', ${now()}::timestamptz from crm_links where customer_id = ${made}`.execute(
        tx,
      );
      const file = newId(server.deps);
      await sql`insert into imports (id, portfolio_id, name, by_name, at, state)
        values (${file}, 'company', 'clienti.csv', 'x', ${now()}, 'ready')`.execute(tx);
      await sql`insert into import_parts (import_id, portfolio_id, number, bytes)
        values (${file}, 'company', 0, ${Buffer.from(`Codice;Nome\n${canaries.code};Altra`)})`.execute(tx);
      await sql`insert into import_refusals (import_id, portfolio_id, line, why, was, cells)
        values (${file}, 'company', 2, 'missing', '', ${JSON.stringify({ Codice: canaries.code })}::jsonb)`.execute(tx);
      await sql`insert into import_rows (import_id, customer_id, changes)
        values (${file}, ${made}, ${JSON.stringify({ email: { was: canaries.history, becomes: null } })}::jsonb)`.execute(
        tx,
      );
      await sql`insert into tellings (id, customer_id, recipient, what, why, at)
        values (${newId(server.deps)}, ${made}, 'CRM', 'rectified', ${canaries.telling}, ${now()})`.execute(tx);
      await sql`insert into disclosures (id, customer_id, recipient, what, at)
        values (${newId(server.deps)}, ${made}, 'CRM', 'recapiti', ${now()})`.execute(tx);
      await sql`insert into privacy_requests (id, customer_id, kind, received_at, channel, identified, words, taken_by, due_on)
        values (${newId(server.deps)}, ${made}, 'erasure', ${now()}, 'call', 'standard', ${canaries.words}, 'x', '2026-04-02')`.execute(
        tx,
      );
    });
    const [found] = (await giulia({ url: '/v1/customers', query: { q: canaries.code } })).json().customers;
    const edited = await giulia({
      method: 'PATCH',
      url: `/v1/customers/${made}`,
      headers: { 'if-match': `"${found.version}"`, 'idempotency-key': newId(server.deps) },
      payload: { email: canaries.email },
    });
    expect(edited.statusCode).toBe(200);
    formerId = await mergeFormer(made);
    const written = {
      id: newId(server.deps),
      customerId: made,
      text: canaries.written,
      at: '2026-03-02T08:50:00.000Z',
    };
    expect((await send('/v1/notes', written)).statusCode).toBe(201);
    const complaint = newId(server.deps);
    const act = (doing: object) =>
      giulia({
        method: 'POST',
        url: `/v1/cases/${complaint}/acts`,
        payload: { customerId: made, at: now().toISOString(), act: { id: newId(server.deps), ...doing } },
      });
    const complaining = {
      ...{ kind: 'register', of: 'complaint', number: '-', title: 'Prova', reasonCode: 'FAT-01', priority: 'P3' },
      ...{ channel: 'call', contactId: null, contract: canaries.contract, words: canaries.complaint, variant: null },
      ...{ remedy: '', receivedAt: now().toISOString(), backOffice: 'REC' },
    };
    expect((await act(complaining)).statusCode).toBe(200);
    expect((await act({ kind: 'withdraw', words: canaries.withdrawn })).statusCode).toBe(200);
    const talk = newId(server.deps);
    const caller = { kind: 'number', number: phone.raw, e164: phone.e164, displayName: canaries.name };
    const report = { customerId: made, caller, reasonCode: 'FAT-01', note: canaries.note };
    const promises = {
      promised: { text: canaries.promised, by: '2026-03-09' },
      callback: { at: '2026-03-09T09:00:00.000Z', number: canaries.number },
      events: [
        { id: newId(server.deps), at: '2026-03-02T08:50:00.000Z', kind: 'transferred', detail: canaries.number },
      ],
    };
    expect((await send('/v1/interactions', interactionReport(talk, { ...report, ...promises }))).statusCode).toBe(201);
    // From the same number, and nobody was chosen: a row that knows a number alone.
    const unknown = interactionReport(newId(server.deps), { caller, note: canaries.note });
    expect((await send('/v1/interactions', unknown)).statusCode).toBe(201);
    const to = { kind: 'queue', queueId: 'complaints', name: 'Ufficio reclami', number: '8002' };
    const handover = { to, caller, queueId: null, customerId: made, reasonCode: null, note: canaries.handover };
    const left = await send('/v1/handovers', { id: talk, ...handover, at: '2026-03-02T08:55:00.000Z' });
    expect(left.statusCode).toBe(201);
    await server.write(async (tx) => {
      await sql`update callbacks set about = ${canaries.about} where id = ${talk}`.execute(tx);
      await sql`insert into help_requests (interaction_id, agent_id, words, asked_at)
        select ${talk}, id, ${canaries.help}, ${now()} from agents where username = 'giulia'`.execute(tx);
    });
    return made;
  }

  /** Somebody who turns out to be Zenobia, and a pair that nobody has looked at yet. Resolves to their id. */
  async function mergeFormer(zenobia: string): Promise<string> {
    const former = newId(server.deps);
    await server.write(async (tx) => {
      await sql`insert into customers (id, code, kind, name, language, updated_at)
        values (${former}, ${canaries.formerCode}, 'person', ${canaries.formerName}, 'it', ${now()})`.execute(tx);
      await sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind)
        values (${former}, 0, ${canaries.formerNumber}, ${`+${canaries.formerNumber}`}, ${canaries.formerNumber.slice(-9)}, 'mobile')`.execute(
        tx,
      );
      // Said not to be the same: what is likely no longer is forgotten by the house itself.
      await sql`insert into duplicate_pairs (one, other, reasons, score, found_at, state, decided_at)
        select least(id, ${zenobia}), greatest(id, ${zenobia}), '[]', 1, now(), 'notSame', now() from customers where code = 'AU-10001'`.execute(
        tx,
      );
    });
    const { rows } = await server.write((tx) =>
      sql<{ version: number }>`select version from customers where id = ${zenobia}`.execute(tx),
    );
    const payload = { keep: zenobia, keepVersion: rows[0]?.version, gone: former, goneVersion: 1, take: [] };
    const headers = { 'idempotency-key': newId(server.deps) };
    const merged = { id: newId(server.deps), ...payload };
    const answer = await sara({ method: 'POST', url: '/v1/merges', headers, payload: merged });
    expect(answer.statusCode).toBe(201);
    return former;
  }

  /** Where rows that say something of Zenobia lie, as an app loads them; the bytes are made and kept for whoever asks next. */
  const loaded = async (): Promise<string[]> => {
    const { rows } = await wholeSet(giulia);
    const theirs = rows.filter((row) => JSON.stringify(row).toLowerCase().includes('qwark'));
    return [...new Set(theirs.map(({ row }) => row.portfolioId))].sort();
  };

  beforeEach(async () => {
    id = await addZenobia();
    await loaded();
    return async () => {
      await server.write((tx) =>
        sql`update legal_holds set lifted_by = 'x', lifted_at = now() where lifted_at is null`.execute(tx),
      );
      const left = await server.write((tx) => personOf(tx, id));
      if (left !== null) await erase(id);
    };
  });

  test('everything that can be kept about somebody is kept about Zenobia: what follows looks at all of it', async () => {
    const counts = await server.write(async (tx) => {
      const person = must(await personOf(tx, id), 'person');
      const found: Record<string, number> = {};
      for (const { table, theirs } of holdings) {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from ${sql.table(table)} as held where ${theirs(person)}`.execute(tx);
        found[table] = rows[0]?.n ?? 0;
      }
      return found;
    });
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
    const seen = (await tablesWith(server.deps.db, texts)).map((line) => line.split(': ')[1]);
    expect(texts.filter((text) => !seen.includes(text))).toEqual([]);
  });

  test('who is erased stands in no row of any table, and whoever has a list open on which they were is told', async () => {
    const news = await newsOf(server.deps.db, () => erase(id));
    expect([...news]).toEqual(expect.arrayContaining(['callbacks', 'lostCalls']));
    expect(await tablesWith(server.deps.db, texts)).toEqual([]);
    for (const each of [id, formerId]) expect(await server.write((tx) => isErased(tx, each))).toBe(true);
  });

  test('their conversations still count: how many, when, what about', async () => {
    const shape = (tx: Seen) =>
      sql`select direction, channel, queue_id, started_at, closed_at, reason_code, outcome_code from interactions order by id`.execute(
        tx,
      );
    const before = await server.write(shape);
    await erase(id);
    expect((await server.write(shape)).rows).toEqual(before.rows);
  });

  test('nobody else loses anything, though they share a number', async () => {
    const marta = (await giulia({ url: '/v1/customers', query: { q: 'marta bassi' } })).json().customers[0];
    await server.write((tx) =>
      sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind)
        values (${marta.id}, 9, ${canaries.number}, ${`+${canaries.number}`}, ${canaries.number.slice(-9)}, 'mobile')`.execute(
        tx,
      ),
    );
    const others = (tx: Seen) =>
      sql`select to_jsonb(customers) as row from customers where id <> ${id} order by id`.execute(tx);
    const before = (await server.write(others)).rows;
    await erase(id);
    expect((await server.write(others)).rows).toEqual(before);
    const lost = await server.write((tx) => sql`select number from lost_calls`.execute(tx));
    expect(lost.rows).toEqual([{ number: canaries.number }]);
    await server.write(async (tx) => {
      await sql`delete from customer_phones where customer_id = ${marta.id} and position = 9`.execute(tx);
      for (const table of ['lost_calls', 'recontacts']) await sql`delete from ${sql.table(table)}`.execute(tx);
      await sql`update interactions set caller = '{"kind":"withheld"}', note = ''`.execute(tx);
    });
  });

  test('bytes that are kept for workstations are made anew without them, in closed queues’ portfolios too', async () => {
    await server.write(async (tx) => {
      await placeQueues(tx, [{ id: 'support', client: 'company', closed: true }]);
      await sql`insert into agent_queues (agent_id, queue_id)
        select id, 'support' from agents where username = 'giulia' on conflict do nothing`.execute(tx);
      await sql`update contacts set queue_id = 'support' where customer_id = ${id}`.execute(tx);
    });
    expect(await loaded()).toEqual(['company', 'support']);
    await erase(id);
    const kept = await server.write((tx) =>
      sql<{ n: number }>`select count(bytes)::int as n from segments`.execute(tx),
    );
    expect(kept.rows).toEqual([{ n: 0 }]);
    expect(await loaded()).toEqual([]);
    await server.write((tx) => placeQueues(tx, [{ id: 'support', client: 'company', closed: false }]));
  });

  test('an answer that was kept for a repeated request is gone too', async () => {
    await erase(id);
    const kept = await server.write((tx) => tx.selectFrom('idempotency_keys').select('answer').execute());
    expect(JSON.stringify(kept)).not.toContain(id);
  });

  test('what is sent of them later is taken, and kept without them', async () => {
    await erase(id);
    const caller = { kind: 'number', number: canaries.number, e164: `+${canaries.number}`, displayName: canaries.name };
    const late = { customerId: id, caller, note: canaries.note, promised: { text: canaries.promised, by: null } };
    const events = [
      { id: newId(server.deps), at: '2026-03-02T08:50:00.000Z', kind: 'dialled', detail: canaries.number },
    ];
    const talk = newId(server.deps);
    expect((await send('/v1/interactions', interactionReport(talk, { ...late, events }))).statusCode).toBe(201);
    const written = { id: newId(server.deps), customerId: id, text: canaries.written, at: '2026-03-02T08:50:00.000Z' };
    expect((await send('/v1/notes', written)).statusCode).toBe(201);
    const to = { kind: 'queue', queueId: 'complaints', name: 'Ufficio reclami', number: '8002' };
    const handover = { ...late, id: talk, to, queueId: null, reasonCode: null, at: '2026-03-02T08:55:00.000Z' };
    expect((await send('/v1/handovers', handover)).statusCode).toBe(201);
    const consent = { purpose: 'marketing', word: 'given', at: '2026-03-02T08:50:00.000Z', channel: 'call' };
    const said = { id: newId(server.deps), customerId: id, interactionId: talk, edition: '2026-1', ...consent };
    const taken = await send('/v1/consents', said);
    expect([taken.statusCode, taken.json()]).toEqual([201, { customer: null }]);
    expect(await tablesWith(server.deps.db, texts)).toEqual([]);
    const kept = await server.write((tx) =>
      tx.selectFrom('interactions').select(['id', 'customer_id as customer']).where('id', '=', talk).execute(),
    );
    expect(kept).toEqual([{ id: talk, customer: null }]);
  });

  test('a hold binds, whoever deletes: the database itself refuses', async () => {
    await server.write((tx) =>
      sql`insert into legal_holds (id, customer_id, reason, reference, placed_by, placed_at, review_on)
        values (${newId(server.deps)}, ${id}, 'causa', 'R.G. 12/2026', 'x', ${now()}, '2027-01-01')`.execute(tx),
    );
    expect(await server.write((tx) => whatBinds(tx, id, now()))).toEqual([
      { kind: 'hold', reason: 'causa', reference: 'R.G. 12/2026', reviewOn: '2027-01-01' },
    ]);
    await expect(erase(id)).rejects.toMatchObject({ code: 'P4091' });
    await expect(server.write((tx) => sql`delete from customers where id = ${id}`.execute(tx))).rejects.toMatchObject({
      code: 'P4091',
    });
    expect((await tablesWith(server.deps.db, [canaries.note])).length).toBeGreaterThan(0);
  });

  test('an open case binds, and what the law wants kept until its day', async () => {
    await server.write(async (tx) => {
      await sql`update cases set status = 'open' where number = ${`T-${canaries.code}`}`.execute(tx);
      await sql`update contacts set reason_code = 'REC-04' where customer_id = ${id}`.execute(tx);
    });
    const bindings = await server.write((tx) => whatBinds(tx, id, now()));
    expect(bindings).toMatchObject([
      { kind: 'openCase', number: `T-${canaries.code}` },
      { kind: 'rule', code: 'contacts-complaints', rows: 1, until: '2036-03-02' },
    ]);
    await server.write((tx) => sql`update cases set status = 'closed' where customer_id = ${id}`.execute(tx));
    const later = new Date('2036-03-03T00:00:00.000Z');
    expect(await server.write((tx) => whatBinds(tx, id, later))).toEqual([]);
  });

  test('after a restore from before it, an erasure is applied again', async () => {
    const customer = await server.write((tx) =>
      sql<{ row: unknown }>`select to_jsonb(customers) as row from customers where id = ${id}`.execute(tx),
    );
    await erase(id);
    const hashes = await server.write((tx) => tx.selectFrom('erased').select('hash').execute());
    await server.write(async (tx) => {
      const rows = JSON.stringify(customer.rows.map(({ row }) => row));
      await sql`select put_back('customers', ${rows}::jsonb)`.execute(tx);
    });
    expect(await tablesWith(server.deps.db, [canaries.name])).not.toEqual([]);
    const again = () =>
      server.write((tx) =>
        eraseAgain(
          tx,
          hashes.map(({ hash }) => hash),
          now(),
        ),
      );
    expect(await again()).toBe(1);
    expect(await tablesWith(server.deps.db, texts)).toEqual([]);
    expect(await again()).toBe(0);
  });
}
