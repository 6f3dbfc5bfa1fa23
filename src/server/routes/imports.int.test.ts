// Customers brought in from a file, from its first part to taking it all back.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildServer } from '#server/app';
import { must } from '#shared/lib/must';
import { type Import, importCheckSchema, importListSchema, importSchema } from '#shared/protocol/imports';
import { interactionReport } from '#test/support/interactionReport';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';
import { newId } from '../deps.ts';
import { grantPortfolios, placeQueues } from '../repositories/portfolios.ts';

let server: TestServer;
let admin: Ask;
beforeEach(async () => {
  server = await startTestServer();
  await server.write((tx) => tx.updateTable('agents').set({ role: 'admin' }).where('username', '=', 'sara').execute());
  admin = await server.as('sara');
});
afterEach(() => server.stop());

async function send(text: string, pieces = 1, portfolioId = 'company'): Promise<Import> {
  const id = newId(server.deps);
  const bytes = Buffer.from(text);
  const begun = await admin({ method: 'POST', url: '/v1/imports', payload: { id, portfolioId, name: 'clienti.csv' } });
  expect(begun.statusCode).toBe(201);
  const size = Math.ceil(bytes.length / pieces);
  for (let part = 0; part < pieces; part++) {
    const sent = await admin({
      method: 'PUT',
      url: `/v1/imports/${id}/parts/${part}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: bytes.subarray(part * size, (part + 1) * size),
    });
    expect(sent.statusCode).toBe(204);
  }
  const read = await admin({ method: 'POST', url: `/v1/imports/${id}/read` });
  if (read.statusCode !== 200) throw new Error(`refused with ${read.statusCode}`);
  return importSchema.parse(read.json());
}

const post = (file: Import, what: string, payload: object = {}) =>
  admin({ method: 'POST', url: `/v1/imports/${file.id}/${what}`, payload: { mapping: file.guess, ...payload } });
const now = async (file: Import) => importSchema.parse((await admin({ url: `/v1/imports/${file.id}` })).json());

async function runWhole(file: Import, options: object = {}): Promise<Extract<Import['state'], { kind: 'done' }>> {
  expect((await post(file, 'run', options)).statusCode).toBe(202);
  return ended(file);
}

const ended = (file: Import) =>
  untilHolds(async () => {
    const { state } = await now(file);
    if (state.kind !== 'done') throw new Error(`it is ${state.kind}`);
    return state;
  });

const found = async (q: string) =>
  (await admin({ url: '/v1/customers', query: { q } })).json().customers as {
    id: string;
    name: string;
    code: string;
    email: string | null;
    phones: { raw: string; e164: string | null }[];
    version: number;
  }[];

const table = [
  'Codice;Nome;Cognome;E-mail;Cellulare;Data di nascita',
  '77;Zita;Provini;zita@esempio.it;+39 0000 000771;03/04/1980',
  ';Nino;Provini;;non ricorda;',
  '78;Gino;Provini;gino(a)esempio.it;;',
  '77;Rino;Provini;;;',
].join('\n');

test('a file says what it is, and the check what would become of it, without a trace', async () => {
  const file = await send(table, 3);
  expect(file).toMatchObject({
    kind: 'csv',
    encoding: 'utf-8',
    state: { kind: 'ready' },
    guess: { Codice: 'code', Nome: 'givenName', Cognome: 'familyName', Cellulare: 'mobile' },
  });
  const check = importCheckSchema.parse((await post(file, 'check')).json());
  expect(check).toEqual({
    counts: { created: 2, updated: 0, skipped: 0, refused: 2, unreadNumbers: 1 },
    rows: [
      expect.objectContaining({ line: 2, code: 'CL-0077', name: 'Zita Provini', numbers: ['+390000000771'] }),
      expect.objectContaining({ line: 3, code: null, name: 'Nino Provini', numbers: ['non ricorda'] }),
      expect.objectContaining({ line: 5, name: 'Rino Provini' }),
    ],
    refusals: [
      { line: 4, column: 'E-mail', why: 'notAnEmail', was: 'gino(a)esempio.it' },
      { line: 5, column: null, why: 'twice', was: 'CL-0077' },
    ],
  });
  expect(await found('Provini')).toEqual([]);
});

test('a run brings them in, reports what it refused as a table to be mended, and is found in the history', async () => {
  const file = await send(table);
  const done = await runWhole(file);
  expect(done.counts).toEqual({ created: 2, updated: 0, skipped: 0, refused: 2, unreadNumbers: 1 });
  const [nino, zita] = (await found('Provini')).sort((a, b) => a.name.localeCompare(b.name));
  expect(zita).toMatchObject({ name: 'Zita Provini', code: 'CL-0077', phones: [{ e164: '+390000000771' }] });
  expect(nino?.code).toMatch(/^NC-\d{6}$/);
  const report = await admin({ url: `/v1/imports/${file.id}/refused` });
  expect(report.body.split('\r\n')).toEqual([
    '\uFEFF"Riga";"Perché";"Codice";"Nome";"Cognome";"E-mail";"Cellulare";"Data di nascita"',
    '"4";"E-mail: non è un indirizzo e-mail";"78";"Gino";"Provini";"gino(a)esempio.it";"";""',
    '"5";"già presente più in alto nel file";"77";"Rino";"Provini";"";"";""',
    '',
  ]);
  const parts = await server.write((tx) => tx.selectFrom('import_parts').select('number').execute());
  expect(parts).toEqual([]);
});

test('who is there already stays as they are, or is given what the file says; nothing is emptied', async () => {
  const [before] = await found('AU-10003');
  const { code, email, phones } = must(before, 'a customer');
  const text = `Codice;Nome;E-mail;Cellulare\n${code};Altro Nome;;+39 0000 000772`;
  expect((await runWhole(await send(text))).counts).toMatchObject({ skipped: 1, updated: 0 });
  expect(await found(code)).toEqual([before]);
  expect((await runWhole(await send(text), { present: 'update' })).counts).toMatchObject({ updated: 1 });
  const [after] = await found(code);
  expect(after).toMatchObject({ name: 'Altro Nome', email });
  expect(after?.phones.map((phone) => phone.e164)).toEqual([...phones.map((phone) => phone.e164), '+390000000772']);
  const history = await admin({ url: `/v1/customers/${must(before, 'a customer').id}/history` });
  expect(history.json().changes.map((change: { field: string; cause: string; by: string }) => change)).toEqual(
    expect.arrayContaining([expect.objectContaining({ field: 'name', cause: 'import', by: 'Sara Conti' })]),
  );
});

test('taken back: the new ones go but for whom somebody has changed since; fields that still say it get what was', async () => {
  const [before] = await found('AU-10003');
  const { code, id } = must(before, 'a customer');
  const text = `${table}\n${code};Altro;Nome;altro@esempio.it;;`;
  const file = await send(text);
  await runWhole(file, { present: 'update' });
  const [zita] = await found('CL-0077');
  const { id: zitas, version } = must(zita, 'Zita');
  const mended = (whose: string, ifMatch: number, payload: object) =>
    admin({
      method: 'PATCH',
      url: `/v1/customers/${whose}`,
      headers: { 'if-match': `"${ifMatch}"`, 'idempotency-key': newId(server.deps) },
      payload,
    });
  expect((await mended(zitas, version, { preference: 'la sera' })).statusCode).toBe(200);
  const present = must((await found(code))[0], 'the customer');
  expect((await mended(id, present.version, { email: 'nuova@esempio.it' })).statusCode).toBe(200);
  const undone = importSchema.parse((await post(file, 'undo')).json());
  expect(undone.state).toMatchObject({ kind: 'undone', stayed: 1 });
  expect((await found('Provini')).map(({ name }) => name)).toEqual(['Zita Provini']);
  expect(await found(code)).toMatchObject([{ name: must(before, 'before').name, email: 'nuova@esempio.it' }]);
  expect((await post(file, 'undo')).statusCode).toBe(409);
});

test('whoever was spoken to on behalf of a closed queue stays, though whoever takes the file back sees nothing of it', async () => {
  const file = await send(table);
  await runWhole(file);
  await server.write((tx) => placeQueues(tx, [{ id: 'support', client: 'company', closed: true }]));
  const giulia = await server.as('giulia');
  const customerId = must((await found('CL-0077'))[0], 'Zita').id;
  const talk = interactionReport(newId(server.deps), { customerId, queueId: 'support' });
  const headers = { 'idempotency-key': newId(server.deps) };
  expect((await giulia({ method: 'POST', url: '/v1/interactions', headers, payload: talk })).statusCode).toBe(201);
  await server.write((tx) => tx.deleteFrom('interactions').execute());
  const undone = importSchema.parse((await post(file, 'undo')).json());
  expect(undone.state).toMatchObject({ kind: 'undone', stayed: 1 });
  expect((await found('Provini')).map(({ name }) => name)).toEqual(['Zita Provini']);
});

test('whoever an agent has spoken to stays, though the contact has gone by now', async () => {
  const file = await send(table);
  await runWhole(file);
  const giulia = await server.as('giulia');
  const customerId = must((await found('CL-0077'))[0], 'Zita').id;
  const talk = interactionReport(newId(server.deps), { customerId });
  const headers = { 'idempotency-key': newId(server.deps) };
  expect((await giulia({ method: 'POST', url: '/v1/interactions', headers, payload: talk })).statusCode).toBe(201);
  await server.write((tx) => tx.deleteFrom('contacts').execute());
  const undone = importSchema.parse((await post(file, 'undo')).json());
  expect(undone.state).toMatchObject({ kind: 'undone', stayed: 1 });
});

test('who was made one with somebody, and two again, is taken back with the others, but for whom somebody has changed besides', async () => {
  const [marta, carlo] = [must((await found('AU-10002'))[0], 'Marta'), must((await found('AU-10003'))[0], 'Carlo')];
  const text = `${table}\n${carlo.code};Altro;Nome;altro@esempio.it;;`;
  const file = await send(text);
  await runWhole(file, { present: 'update' });
  const key = () => ({ 'idempotency-key': newId(server.deps) });
  /** Into Marta, and out again. */
  async function thereAndBack(code: string, between?: (id: string) => Promise<void>): Promise<void> {
    const [keep, gone] = [must((await found(marta.code))[0], 'Marta'), must((await found(code))[0], code)];
    const id = newId(server.deps);
    const wish = { keep: keep.id, keepVersion: keep.version, gone: gone.id, goneVersion: gone.version, take: [] };
    const merged = await admin({ method: 'POST', url: '/v1/merges', headers: key(), payload: { id, ...wish } });
    expect(merged.statusCode).toBe(201);
    const undone = await admin({ method: 'POST', url: `/v1/merges/${id}/undo`, headers: key() });
    expect(undone.statusCode).toBe(200);
    await between?.(gone.id);
  }
  const nino = must((await found('Nino Provini'))[0], 'Nino');
  await thereAndBack('CL-0077');
  await thereAndBack(carlo.code);
  await thereAndBack(nino.code, async (id) => {
    const { version } = must((await found(nino.code))[0], 'Nino');
    const headers = { 'if-match': `"${version}"`, ...key() };
    const payload = { preference: 'la sera' };
    expect((await admin({ method: 'PATCH', url: `/v1/customers/${id}`, headers, payload })).statusCode).toBe(200);
  });
  const undone = importSchema.parse((await post(file, 'undo')).json());
  expect(undone.state).toMatchObject({ kind: 'undone', stayed: 1 });
  expect((await found('Provini')).map(({ name }) => name)).toEqual(['Nino Provini']);
  expect(await found(carlo.code)).toMatchObject([{ name: carlo.name, email: carlo.email }]);
});

test('who was made one with somebody comes back also where the import that had brought them is forgotten', async () => {
  const file = await send(table);
  await runWhole(file);
  const [keep, gone] = [must((await found('AU-10002'))[0], 'Marta'), must((await found('CL-0077'))[0], 'Zita')];
  const id = newId(server.deps);
  const headers = { 'idempotency-key': newId(server.deps) };
  const payload = { id, keep: keep.id, keepVersion: keep.version, gone: gone.id, goneVersion: gone.version, take: [] };
  expect((await admin({ method: 'POST', url: '/v1/merges', headers, payload })).statusCode).toBe(201);
  await server.write((tx) => tx.deleteFrom('imports').where('id', '=', file.id).execute());
  const undone = await admin({
    ...{ method: 'POST', url: `/v1/merges/${id}/undo` },
    headers: { 'idempotency-key': newId(server.deps) },
  });
  expect(undone.statusCode).toBe(200);
});

test('taking back that was cut off in the middle is gone on with by another instance', async () => {
  const file = await send(table);
  await runWhole(file);
  const longAgo = new Date(server.deps.clock().getTime() - 120_000);
  await server.write((tx) =>
    tx.updateTable('imports').set({ state: 'undone', moved_at: longAgo }).where('id', '=', file.id).execute(),
  );
  const other = await buildServer({ ...server.deps });
  await untilHolds(async () => expect(await found('Provini')).toEqual([]));
  await untilHolds(async () => {
    const rows = await server.write((tx) => tx.selectFrom('import_rows').select('id').execute());
    expect(rows).toEqual([]);
  });
  await other.close();
});

test('too late to take back after 30 days', async () => {
  const file = await send(table);
  await runWhole(file);
  server.pass(31 * 86_400_000);
  admin = await server.as('sara');
  expect((await post(file, 'undo')).statusCode).toBe(409);
});

test('a run whose instance is gone is taken up by another where it stood, and nobody comes twice', async () => {
  const rows = Array.from({ length: 450 }, (_, place) => `${1_000 + place};Prova${place};Dodici`);
  const file = await send(['Codice;Nome;Cognome', ...rows].join('\n'));
  const begun = await server.write(async (tx) => {
    const options = { mapping: file.guess, dates: 'dayFirst', present: 'skip', codePrefix: 'CL' };
    const set = { state: 'running', options: JSON.stringify(options), moved_at: new Date(0) } as const;
    return tx.updateTable('imports').set(set).where('id', '=', file.id).executeTakeFirst();
  });
  expect(begun.numUpdatedRows).toBe(1n);
  const other = await buildServer(server.deps);
  const third = await buildServer(server.deps);
  expect((await ended(file)).counts).toEqual({ created: 450, updated: 0, skipped: 0, refused: 0, unreadNumbers: 0 });
  await Promise.all([other.close(), third.close()]);
});

test('only an administrator, only what they see; a code elsewhere is refused and not changed', async () => {
  const giulia = await server.as('giulia');
  expect((await giulia({ url: '/v1/imports' })).statusCode).toBe(403);
  await server.write(async (tx) => {
    await tx.insertInto('clients').values({ id: 'borea', name: 'Borea' }).execute();
    await tx.insertInto('portfolios').values({ id: 'borea', client_id: 'borea' }).execute();
    await grantPortfolios(tx, [{ username: 'sara', portfolios: ['company'] }]);
    await tx.updateTable('customers').set({ portfolio_id: 'borea' }).where('code', '=', 'AU-10003').execute();
  });
  const id = newId(server.deps);
  const payload = { id, portfolioId: 'borea', name: 'clienti.csv' };
  expect((await admin({ method: 'POST', url: '/v1/imports', payload })).statusCode).toBe(403);
  const file = await send('Codice;Nome\nAU-10003;Prova Dodici');
  expect((await runWhole(file, { present: 'update' })).counts).toMatchObject({ refused: 1, updated: 0, created: 0 });
});

test('cards too; a mapping that cannot be is refused with the reason; an empty file is said to be one', async () => {
  const file = await send(
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Carta Tredici\r\nTEL;TYPE=CELL:+390000000773\r\nEND:VCARD\r\n',
  );
  expect(file.kind).toBe('vcard');
  const wrong = await post(file, 'check', { mapping: { FN: 'email' } });
  expect(wrong.statusCode).toBe(422);
  expect(wrong.json().errors).toEqual([{ field: 'mapping', message: 'no column is a name' }]);
  expect((await runWhole(file)).counts).toMatchObject({ created: 1 });
  expect(await found('Tredici')).toMatchObject([{ name: 'Carta Tredici', phones: [{ e164: '+390000000773' }] }]);
  expect(importListSchema.parse((await admin({ url: '/v1/imports' })).json()).imports).toHaveLength(1);
  const widest = Array.from({ length: 200 }, (_, place) => `C${place}`).join(';');
  expect((await send(`${widest}${';'.repeat(16_000)}\n`)).columns).toHaveLength(200);
  await expect(send(`${widest};C200\n`)).rejects.toThrow('refused with 422');
  const id = newId(server.deps);
  await admin({ method: 'POST', url: '/v1/imports', payload: { id, portfolioId: 'company', name: 'vuoto.csv' } });
  expect((await admin({ method: 'POST', url: `/v1/imports/${id}/read` })).statusCode).toBe(422);
});
