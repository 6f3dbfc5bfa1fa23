import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectorsOutside } from '#server/connectors/outside';
import { sealingKeyBytes } from '#server/connectors/sealing';
import { newId } from '#server/deps';
import { nightlyPurge, purge } from '#server/privacy/purge';
import { grantPortfolios, keepClients } from '#server/repositories/portfolios';
import { newReading } from '#shared/connector/machine';
import { must } from '#shared/lib/must';
import type { ConsentEdition, PrivacyOverview, PrivacyStep } from '#shared/protocol/privacy';
import { projectAssets } from '#test/support/beginnings';
import { madeFile } from '#test/support/madeFiles';
import { newsOf } from '#test/support/newsOf';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';

let server: TestServer;
let giulia: Ask;
let officer: Ask;
let marta: { id: string; version: number };
beforeAll(async () => {
  // Descriptions of other CRMs are there, and nobody is asked anything.
  const outside = await connectorsOutside(projectAssets, new Uint8Array(sealingKeyBytes));
  server = await startTestServer({ connectors: { ...outside, send: async () => null } });
  await server.write((tx) =>
    tx.updateTable('agents').set({ role: 'privacy' }).where('username', '=', 'sara').execute(),
  );
  [giulia, officer] = [await server.as('giulia'), await server.as('sara')];
  [marta] = (await giulia({ url: '/v1/customers', query: { q: 'marta bassi' } })).json().customers;
});
afterAll(() => server.stop());

const post = (ask: Ask, url: string, payload: object) =>
  ask({ method: 'POST', url, headers: { 'idempotency-key': newId(server.deps) }, payload });
const take = (step: PrivacyStep | object, ask = officer) => post(ask, '/v1/privacy/steps', step);
const overview = async (): Promise<PrivacyOverview> => (await officer({ url: '/v1/privacy' })).json();

const asks = async (kind: string, differing: object = {}) => {
  const id = newId(server.deps);
  const draft = { id, customerId: marta.id, kind, receivedAt: '2026-01-31T10:00:00.000Z', channel: 'call' };
  const answer = await post(giulia, '/v1/privacy/requests', {
    ...draft,
    ...{ identified: 'standard', words: 'vuole sapere', ...differing },
  });
  expect(answer.statusCode).toBe(201);
  return id;
};

test('a request is due in one month by the calendar, may be prolonged once by two, and is answered once', async () => {
  const id = await asks('access');
  const [first] = (await overview()).requests;
  expect(first).toMatchObject({ id, dueOn: '2026-02-28', takenBy: 'Giulia Serra', customer: { name: 'Marta Bassi' } });
  const why = 'archivio da ricostruire';
  expect((await take({ kind: 'prolong', requestId: id, why })).json().overview.requests[0]).toMatchObject({
    prolongedTo: '2026-04-28',
    prolongedWhy: why,
  });
  expect((await take({ kind: 'prolong', requestId: id, why })).statusCode).toBe(409);
  // Nobody is erased who has asked for something else.
  expect((await take({ kind: 'erase', requestId: id })).statusCode).toBe(404);
  const answered = await take({ kind: 'answer', requestId: id, state: 'done', decision: 'copia consegnata' });
  expect(answered.json().overview.requests[0]).toMatchObject({ state: 'done', decision: 'copia consegnata' });
  expect((await take({ kind: 'answer', requestId: id, state: 'refused', decision: 'non dovuto' })).statusCode).toBe(
    409,
  );
});

test('the copy of their data has everything for programs and for people, and no colleague’s name', async () => {
  const id = await asks('access');
  const answer = await officer({ url: `/v1/privacy/requests/${id}/copy` });
  expect(answer.headers['content-type']).toContain('application/zip');
  const files = unzipSync(new Uint8Array(answer.rawPayload));
  expect(Object.keys(files).sort()).toEqual(['copia-dei-dati.pdf', 'data.json', 'data.schema.json']);
  const text = strFromU8(must(files['data.json'], 'data'));
  const data = JSON.parse(text);
  const part = (table: string) => data.parts.find((one: { table: string }) => one.table === table);
  expect(part('customers').rows).toMatchObject([{ name: 'Marta Bassi' }]);
  expect(part('customer_phones').rows.length).toBeGreaterThan(0);
  expect(part('audit_entries').rows).toContainEqual(
    expect.objectContaining({ action: 'customersFound', role: 'agent' }),
  );
  expect(text).not.toContain('Serra');
  expect(strFromU8(must(files['copia-dei-dati.pdf'], 'pdf').slice(0, 5))).toBe('%PDF-');
  const portable = await asks('portability');
  const carried = unzipSync(
    new Uint8Array((await officer({ url: `/v1/privacy/requests/${portable}/copy` })).rawPayload),
  );
  const tables = JSON.parse(strFromU8(must(carried['data.json'], 'data'))).parts.map(
    ({ table }: { table: string }) => table,
  );
  expect(tables).toContain('contacts');
  expect(tables).not.toContain('audit_entries');
  expect((await giulia({ url: `/v1/privacy/requests/${id}/copy` })).statusCode).toBe(403);
  for (const requestId of [id, portable]) {
    await take({ kind: 'answer', requestId, state: 'done', decision: 'copia consegnata' });
  }
});

test('the files of their cases go along, each as what it is, and nobody else’s', async () => {
  const [theirs, others] = await server.write(async (tx) => {
    const cases = (customerId: string, number: string) =>
      tx
        .insertInto('cases')
        .values({
          ...{ id: `case-${number}`, customer_id: customerId, number, title: 'Prova', reason_code: 'REC-04' },
          ...{ status: 'closed', opened_at: new Date(), reminders: 0 },
        })
        .execute();
    const other = await tx.selectFrom('customers').select('id').where('id', '<>', marta.id).executeTakeFirstOrThrow();
    await cases(marta.id, 'T-901');
    await cases(other.id, 'T-902');
    return ['case-T-901', 'case-T-902'];
  });
  const file = madeFile('pdf', 1_500_000);
  for (const [caseId, name] of [
    [theirs, '../fattura.exe'],
    [theirs, '../fattura.exe'],
    [others, 'altro.pdf'],
  ] as const) {
    const id = newId(server.deps);
    const sha256 = createHash('sha256').update(file).digest('hex');
    await giulia({ method: 'POST', url: '/v1/attachments', payload: { id, caseId, name, bytes: file.length, sha256 } });
    for (const at of [0, 1_000_000]) {
      await giulia({
        method: 'PUT',
        url: `/v1/attachments/${id}/bytes?at=${at}`,
        headers: { 'content-type': 'application/octet-stream' },
        payload: file.subarray(at, at + 1_000_000),
      });
    }
  }
  const id = await asks('access');
  const answer = await officer({ url: `/v1/privacy/requests/${id}/copy` });
  expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
  const files = unzipSync(new Uint8Array(answer.rawPayload));
  const attached = Object.keys(files).filter((path) => path.startsWith('allegati/'));
  expect(attached).toEqual(['allegati/T-901/1-fattura_exe.pdf', 'allegati/T-901/2-fattura_exe.pdf']);
  for (const path of attached) expect(Buffer.from(must(files[path], path)).equals(file)).toBe(true);
  expect(strFromU8(must(files['data.json'], 'data'))).toContain('fattura.exe');
  await take({ kind: 'answer', requestId: id, state: 'done', decision: 'copia consegnata' });
});

test('the record of processing is of what is in force: a change of the configuration is in it', async () => {
  const record = async () => (await officer({ url: '/v1/privacy/record' })).json();
  const before = await record();
  expect(before).toMatchObject({ company: 'Aurora Servizi S.p.A.', supervision: null, connectors: [] });
  expect(before.services).toContainEqual(expect.objectContaining({ where: 'pbx.esempio.it:8089' }));
  await take({ kind: 'setRule', code: 'lost-calls', keptFor: 'P7D', inForce: true });
  await take({ kind: 'confirmProcessing', code: 'care' });
  await server.write((tx) =>
    tx
      .updateTable('company')
      .set({
        policy: JSON.stringify({
          supervision: { legalReference: 'Accordo 12/2026', impactAssessment: 'DPIA-7', until: '2027-12-31' },
        }),
      })
      .execute(),
  );
  const after = await record();
  expect(after.edition).not.toBe(before.edition);
  expect(after.retention).toContainEqual(expect.objectContaining({ keptFor: 'P7D', inForce: true }));
  expect(after.processings[0]).toMatchObject({ code: 'care', confirmed: true });
  expect(after.supervision).toBe('Accordo 12/2026');
  expect((await record()).edition).toBe(after.edition);
  const pdf = await officer({ url: '/v1/privacy/record', query: { format: 'pdf', language: 'en' } });
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
});

test('the record names each other CRM: where it is, whose customers are read, what is read, whether calls go there', async () => {
  const record = async () => (await officer({ url: '/v1/privacy/record' })).json();
  const before = await record();
  const address = 'https://crm.esempio.it';
  await server.write((tx) =>
    tx
      .insertInto('connectors')
      .values({
        ...{ id: 'vendite', kind: 'zammad', name: 'CRM vendite', portfolio_id: 'company', address, settings: '{}' },
        ...{ secrets: '', active: false, writes_calls: false, reading: JSON.stringify(newReading) },
      })
      .execute(),
  );
  const after = await record();
  expect(after.edition).not.toBe(before.edition);
  const client = 'Aurora Servizi S.p.A.';
  expect(after.connectors).toMatchObject([
    { name: 'CRM vendite', crm: 'Zammad', address, client, active: false, writesCalls: false },
  ]);
  expect(after.connectors[0].read).toContainEqual({ it: 'e-mail', en: 'e-mail' });
  // What the company has it read besides.
  const own = JSON.stringify({ name: ['/name'], nameElse: [], phones: [], taxCode: '/vat' });
  await server.write((tx) => tx.updateTable('connectors').set({ mapping: own }).execute());
  const mapped = (await officer({ url: '/v1/privacy/record' })).json().connectors[0].read;
  expect(mapped).toContainEqual({ it: 'codice fiscale', en: 'tax code' });
  expect(mapped).not.toContainEqual({ it: 'e-mail', en: 'e-mail' });
  await server.write((tx) =>
    tx.updateTable('connectors').set({ active: true, writes_calls: true }).where('id', '=', 'vendite').execute(),
  );
  const written = await record();
  expect(written.connectors).toMatchObject([{ active: true, writesCalls: true }]);
  expect(written.edition).not.toBe(after.edition);
  await server.write((tx) => tx.deleteFrom('connectors').where('id', '=', 'vendite').execute());
  expect((await record()).edition).toBe(before.edition);
});

test('whom a request is about is found among everybody’s customers, and the search is on record', async () => {
  await server.write(async (tx) => {
    await keepClients(tx, 'Aurora Servizi S.p.A.', [{ id: 'borea', name: 'Borea' }]);
    await grantPortfolios(tx, [{ username: 'giulia', portfolios: ['company'] }]);
    await tx.updateTable('customers').set({ portfolio_id: 'borea' }).where('id', '=', marta.id).execute();
  });
  const found = (await officer({ url: '/v1/privacy/people', query: { q: 'marta bassi' } })).json().people;
  expect(found).toMatchObject([{ id: marta.id, onHold: false, restricted: false }]);
  expect((await giulia({ url: '/v1/privacy/people', query: { q: 'marta bassi' } })).statusCode).toBe(403);
  const entries = await server.write((tx) =>
    tx.selectFrom('audit_entries').select('subjects').where('action', '=', 'customersFound').execute(),
  );
  expect(entries.at(-1)?.subjects).toEqual([marta.id]);
  await server.write((tx) =>
    tx.updateTable('customers').set({ portfolio_id: 'company' }).where('id', '=', marta.id).execute(),
  );
});

test('whose code is typed in full is found first, however many codes begin with it', async () => {
  const made = await server.write(async (tx) => {
    const make = async (code: string) => {
      const id = newId(server.deps);
      await sql`insert into customers (id, code, kind, name, language, updated_at)
        values (${id}, ${code}, 'person', 'Prova', 'it', now())`.execute(tx);
      return id;
    };
    const exact = await make('ZZ-1000');
    // By the last contact it would come behind all the others.
    for (let last = 0; last < 60; last += 1)
      await sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
        values (${newId(server.deps)}, ${await make(`ZZ-1000${last}`)}, now(), 'call', 'incoming', 'Prova', '')`.execute(
        tx,
      );
    return exact;
  });
  const found = (await officer({ url: '/v1/privacy/people', query: { q: 'zz-1000' } })).json().people;
  expect(found).toHaveLength(20);
  expect(found[0]).toMatchObject({ id: made, code: 'ZZ-1000' });
  await server.write((tx) => tx.deleteFrom('customers').where('name', '=', 'Prova').execute());
});

test('nobody hands in a request about a customer whom they may not see', async () => {
  const draft = { id: newId(server.deps), customerId: '01JZZZZZZZZZZZZZZZZZZZZZZZ', kind: 'access' };
  const rest = { receivedAt: '2026-01-31T10:00:00.000Z', channel: 'call', identified: 'none', words: '' };
  expect((await post(giulia, '/v1/privacy/requests', { ...draft, ...rest })).statusCode).toBe(404);
});

test('what is corrected keeps what was before and who has done it, and says whom to tell', async () => {
  await server.write((tx) =>
    tx
      .insertInto('disclosures')
      .values({ id: newId(server.deps), customer_id: marta.id, recipient: 'CRM', what: 'recapiti', at: new Date() })
      .execute(),
  );
  const answer = await take({
    kind: 'rectify',
    customerId: marta.id,
    why: 'nome sbagliato sul contratto',
    fields: { name: 'Marta Bassi Đorđe' },
  });
  expect(answer.json().toTell).toEqual(['CRM']);
  const history = await giulia({ url: `/v1/customers/${marta.id}/history`, query: { field: 'name' } });
  expect(history.json().changes[0]).toMatchObject({
    was: 'Marta Bassi',
    becomes: 'Marta Bassi Đorđe',
    cause: 'rectify',
    at: server.deps.clock().toISOString(),
  });
  expect(history.json().changes[0]).not.toHaveProperty('why');
  const why = await server.write((tx) =>
    tx.selectFrom('field_changes').select('why').where('customer_id', '=', marta.id).execute(),
  );
  expect(why).toContainEqual({ why: 'nome sbagliato sul contratto' });
  const [telling] = answer.json().overview.tellings;
  expect(telling).toMatchObject({
    ...{ recipient: 'CRM', what: 'rectified', fields: ['name'], why: 'nome sbagliato sul contratto', toldAt: null },
    customer: { id: marta.id },
  });
  const told = await take({ kind: 'told', tellingId: telling.id });
  expect(told.json().overview.tellings).toMatchObject([{ id: telling.id, toldAt: expect.any(String) }]);
  expect((await take({ kind: 'told', tellingId: telling.id })).statusCode).toBe(404);
});

test('an erasure is refused while a hold stands, with what it is; afterwards the customer is nowhere, and the request answered', async () => {
  const id = await asks('erasure');
  await server.write((tx) =>
    tx.updateTable('cases').set({ status: 'closed' }).where('customer_id', '=', marta.id).execute(),
  );
  await server.write((tx) =>
    tx.updateTable('cases').set({ reason_code: 'FAT-01' }).where('customer_id', '=', marta.id).execute(),
  );
  await server.write((tx) =>
    tx.updateTable('contacts').set({ reason_code: 'FAT-01' }).where('customer_id', '=', marta.id).execute(),
  );
  const placed = await take({
    kind: 'placeHold',
    customerId: marta.id,
    reason: 'causa',
    reference: 'R.G. 12',
    reviewOn: '2027-01-01',
  });
  const [hold] = placed.json().overview.holds;
  const outlook = async () => (await officer({ url: `/v1/privacy/requests/${id}/erasure` })).json();
  expect(await outlook()).toMatchObject({ bindings: [{ kind: 'hold', reference: 'R.G. 12' }], toTell: ['CRM'] });
  expect((await outlook()).held).toContainEqual(expect.objectContaining({ rows: 1 }));
  expect((await giulia({ url: `/v1/privacy/requests/${id}/erasure` })).statusCode).toBe(403);
  const refused = await take({ kind: 'erase', requestId: id });
  expect(refused.statusCode).toBe(409);
  expect(refused.json().bindings).toEqual([
    { kind: 'hold', reason: 'causa', reference: 'R.G. 12', reviewOn: '2027-01-01' },
  ]);
  await take({ kind: 'liftHold', holdId: hold.id });
  expect((await take({ kind: 'liftHold', holdId: hold.id })).statusCode).toBe(404);
  expect((await outlook()).bindings).toEqual([]);
  const erased = await take({ kind: 'erase', requestId: id });
  expect(erased.json().toTell).toEqual(['CRM']);
  expect(erased.json().overview.requests).toContainEqual(
    expect.objectContaining({ id, state: 'done', customer: null }),
  );
  expect((await giulia({ url: '/v1/customers', query: { q: 'marta bassi' } })).json().customers).toEqual([]);
});

test('who was told by another way is on the list of those who were, and on record', async () => {
  const [someone] = (await giulia({ url: '/v1/customers', query: { q: 'carlo' } })).json().customers;
  const step = { kind: 'recordTelling', customerId: someone.id, recipient: 'Recupero Crediti Po' };
  const answer = await take({ ...step, what: 'restricted', why: 'per PEC' });
  expect(answer.json().overview.tellings.at(0)).toBeDefined();
  expect(answer.json().overview.tellings).toContainEqual(
    expect.objectContaining({
      ...{ recipient: 'Recupero Crediti Po', what: 'restricted', why: 'per PEC', toldAt: expect.any(String) },
      customer: { id: someone.id, code: someone.code, name: someone.name },
    }),
  );
  expect((await take({ ...step, customerId: newId(server.deps), what: 'restricted', why: 'per PEC' })).statusCode).toBe(
    404,
  );
});

test('an objection by letter counts at once, whatever was consented to before, and only to what is asked about', async () => {
  const [someone] = (await giulia({ url: '/v1/customers', query: { q: 'carlo' } })).json().customers;
  const said = { customerId: someone.id, purpose: 'marketing', word: 'given', channel: 'call', edition: '2026-1' };
  const at = server.deps.clock().toISOString();
  const given = { id: newId(server.deps), ...said, at: new Date(Date.parse(at) - 60_000).toISOString() };
  expect((await post(giulia, '/v1/consents', { ...given, interactionId: null })).statusCode).toBe(201);
  const editions = async () => (await officer({ url: '/v1/privacy/consent-texts' })).json().texts;
  const current = async () =>
    (await editions()).find(
      ({ purpose, standing }: ConsentEdition) => purpose === 'marketing' && standing === 'current',
    );
  expect(await current()).toMatchObject({ edition: '2026-1', given: 1, stands: 1 });
  const objected = { kind: 'object', customerId: someone.id, purpose: 'marketing', channel: 'letter', at };
  // Whom one wanted to call about it, one does not call any more.
  const news = newsOf(server.deps.db, async () => expect((await take(objected)).statusCode).toBe(200));
  expect(await news).toContain('callbacks');
  expect(await current()).toMatchObject({ given: 1, stands: 0 });
  const { words } = (await giulia({ url: `/v1/customers/${someone.id}/consents` })).json();
  expect(words[0]).toMatchObject({ word: 'objected', channel: 'letter', edition: null, at });
  expect((await take({ ...objected, purpose: 'astrology' })).statusCode).toBe(422);
  expect((await giulia({ url: '/v1/privacy/consent-texts' })).statusCode).toBe(403);
});

test('a new edition is read out from its day on; no text is ever another afterwards', async () => {
  const [before] = (await officer({ url: '/v1/privacy/consent-texts' })).json().texts;
  const text = { purpose: before.purpose, name: before.name, text: { it: 'Altro', en: 'Another' } };
  const tomorrow = new Date(server.deps.clock().getTime() + 86_400_000).toISOString().slice(0, 10);
  const today = server.deps.clock().toISOString().slice(0, 10);
  await take({ kind: 'addConsentText', text: { ...text, edition: 'prova-1', fromDay: tomorrow } });
  await take({ kind: 'addConsentText', text: { ...text, edition: 'prova-2', fromDay: today } });
  const { texts } = (await officer({ url: '/v1/privacy/consent-texts' })).json();
  const standing = texts
    .filter(({ purpose }: ConsentEdition) => purpose === before.purpose)
    .map((one: ConsentEdition) => `${one.edition} ${one.standing}`);
  expect(standing).toEqual(['prova-1 coming', 'prova-2 current', `${before.edition} past`]);
  for (const change of [
    sql`update consent_texts set text = '{"it": "x", "en": "x"}'`,
    sql`update consent_texts set from_day = '2020-01-01'`,
    sql`delete from consent_texts`,
  ])
    await expect(server.write((tx) => change.execute(tx))).rejects.toThrow('stays as it is');
});

test('a rule is tried before it is in force, and what was decided stays over the next start', async () => {
  const rule = async () => (await overview()).rules.find(({ code }) => code === 'contacts');
  expect(await rule()).toMatchObject({ keptFor: 'P24M', inForce: false, confirmedAt: null });
  await take({ kind: 'setRule', code: 'contacts', keptFor: 'P18M', inForce: true });
  expect(await rule()).toMatchObject({ keptFor: 'P18M', inForce: true, confirmedAt: expect.any(String) });
  const tried = (await take({ kind: 'tryPurge' })).json().overview.lastDryRun;
  expect(tried).toMatchObject({ dry: true });
  expect(tried.report.find(({ rule: code }: { rule: string }) => code === 'contacts')).toMatchObject({ inForce: true });
  expect((await take({ kind: 'setRule', code: 'contacts', keptFor: 'forever', inForce: true })).statusCode).toBe(422);
});

test('a breach is due within 72 hours of being found, whoever reports it; what is decided is kept with why', async () => {
  const id = newId(server.deps);
  const facts = {
    what: 'Un portatile è stato rubato',
    nature: ['confidentiality'],
    data: 'recapiti',
    people: null,
    measures: '',
  };
  expect((await post(giulia, '/v1/breaches', { id, foundAt: '2026-03-02T08:00:00.000Z', facts })).statusCode).toBe(201);
  expect((await overview()).breaches[0]).toMatchObject({
    id,
    authorityDue: '2026-03-05T08:00:00.000Z',
    reportedBy: 'Giulia Serra',
  });
  await take({ kind: 'judgeBreach', breachId: id, risk: 'risk', why: 'disco cifrato, chiave al sicuro' });
  await take({ kind: 'breachTold', breachId: id, whom: 'authority' });
  const closed = await take({ kind: 'closeBreach', breachId: id, lessons: 'portatili nell’armadio' });
  expect(closed.json().overview.breaches[0]).toMatchObject({
    ...{ risk: 'risk', authorityToldAt: expect.any(String), lessons: 'portatili nell’armadio' },
  });
  expect((await take({ kind: 'breachTold', breachId: id, whom: 'persons' })).statusCode).toBe(404);
});

test('the register of breaches is a document, whole or of one, for whoever answers for it', async () => {
  const { id } = must((await overview()).breaches[0], 'breach');
  for (const query of [{}, { id }, { language: 'en' }]) {
    const answer = await officer({ url: '/v1/breaches/report', query });
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(strFromU8(new Uint8Array(answer.rawPayload).slice(0, 5))).toBe('%PDF-');
  }
  expect((await officer({ url: '/v1/breaches/report', query: { id: newId(server.deps) } })).statusCode).toBe(404);
  expect((await giulia({ url: '/v1/breaches/report' })).statusCode).toBe(403);
  const entries = await server.write((tx) =>
    tx.selectFrom('audit_entries').select('detail').where('action', '=', 'breachReportMade').execute(),
  );
  expect(entries).toContainEqual({ detail: { breach: id } });
});

test('a restriction is placed once and lifted once, and both are told to whoever was given their data and to the CRMs that have them', async () => {
  const [carlo] = (await giulia({ url: '/v1/customers', query: { q: 'carlo bassi' } })).json().customers;
  await server.write(async (tx) => {
    await sql`insert into connectors (id, kind, name, portfolio_id, address, settings, secrets, active, writes_calls, reading)
      values ('vendite', 'zammad', 'CRM vendite', 'company', 'https://crm.esempio.it', '{}', '', false, false, '{}')`.execute(
      tx,
    );
    await sql`insert into crm_links (connector_id, remote_id, customer_id, marks, round) values ('vendite', '1', ${carlo.id}, '{}', 1)`.execute(
      tx,
    );
    const given = { id: newId(server.deps), customer_id: carlo.id, recipient: 'Recupero Crediti Po', what: 'recapiti' };
    await tx
      .insertInto('disclosures')
      .values({ ...given, at: new Date() })
      .execute();
  });
  const recipients = ['CRM vendite', 'Recupero Crediti Po'];
  const step = { kind: 'restrict', customerId: carlo.id, why: 'contesta i dati' };
  const placed = (await take(step)).json();
  expect(placed.overview.restrictions).toMatchObject([{ customer: { id: carlo.id } }]);
  expect(placed.toTell).toEqual(recipients);
  expect((await take(step)).statusCode).toBe(409);
  const lifted = (await take({ kind: 'liftRestriction', customerId: carlo.id })).json();
  expect(lifted.overview.restrictions).toEqual([]);
  expect(lifted.toTell).toEqual(recipients);
  expect((await take({ kind: 'liftRestriction', customerId: carlo.id })).statusCode).toBe(404);
});

test('each step is on record, with whose data it was and without a value of it', async () => {
  const entries = await server.write((tx) =>
    tx.selectFrom('audit_entries').select(['subjects', 'detail']).where('action', '=', 'privacyStep').execute(),
  );
  expect(entries.map(({ detail }) => detail.step)).toEqual(
    expect.arrayContaining([
      'prolong',
      'answer',
      'rectify',
      'placeHold',
      'liftHold',
      'erase',
      'restrict',
      'closeBreach',
    ]),
  );
  expect(entries.find(({ detail }) => detail.step === 'erase')?.subjects).toEqual([marta.id]);
  expect(JSON.stringify(entries)).not.toMatch(/bassi|contesta|armadio/i);
});

test('what would be deleted is counted as the night would count it, however far ahead the clock is', async () => {
  await nightlyPurge(server.deps);
  const runs = await server.write((tx) => tx.selectFrom('purge_runs').select('counted_to as to').execute());
  const counted = Math.max(...runs.map(({ to }) => to?.getTime() ?? 0));
  const years = 10 * 365 * 86_400_000;
  server.pass(years);
  const later = await server.as('sara');
  const tried = (await take({ kind: 'tryPurge' }, later)).json().overview.lastDryRun;
  expect(tried.report).toEqual(await purge(server.deps.db, new Date(counted + 31 * 86_400_000), true));
  // By the clock alone it would be more.
  expect(tried.report).not.toEqual(await purge(server.deps.db, server.deps.clock(), true));
  server.pass(-years);
});
