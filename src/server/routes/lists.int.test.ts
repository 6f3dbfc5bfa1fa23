// The lists that a company edits: kept from what Cornetta proposes, read by every PC, edited by few, with every edition that was.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classificationListSchema } from '#shared/model/classification';
import { problemUrn } from '#shared/protocol/errors';
import { listEditionsSchema, listHeadsSchema, listSchema, listsSchema } from '#shared/protocol/lists';
import { workstationSchema } from '#shared/protocol/workstation';
import { projectAssets } from '#test/support/beginnings';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';
import { keepFileLists, keepListProposals } from '../lists/proposals.ts';
import { findList, lockList, writeList } from '../repositories/lists.ts';
import { startPokes } from '../sync/pokes.ts';

let server: TestServer;
let sara: Ask;
let luca: Ask;
beforeAll(async () => {
  server = await startTestServer({ answersForOthers: true, customers: 0, config: { accessTokenSeconds: 100_000 } });
  await server.write((tx) =>
    tx.updateTable('agents').set({ role: 'quality' }).where('username', '=', 'sara').execute(),
  );
  sara = await server.as('sara');
  luca = await server.as('luca');
});
afterAll(() => server.stop());

const read = async (code: string, client?: string) =>
  listSchema.parse((await sara({ url: `/v1/lists/${code}`, query: client ? { client } : {} })).json());
const put = (code: string, version: number, body: unknown, client?: string) =>
  sara({
    method: 'PUT',
    url: `/v1/lists/${code}`,
    ...(client && { query: { client } }),
    headers: { 'if-match': `"${version}"` },
    payload: { body },
  });
const reset = (code: string, version: number, client?: string) =>
  sara({
    method: 'POST',
    url: `/v1/lists/${code}/reset`,
    ...(client && { query: { client } }),
    headers: { 'if-match': `"${version}"` },
  });
const told = async (ask: Ask, known?: string) =>
  listsSchema.parse((await ask({ url: '/v1/lists', ...(known && { query: { known } }) })).json());
const keepProposals = () => keepListProposals(server.deps.db, projectAssets, server.deps.clock());
const hints = (word: string) => ({ judgement: { it: [word], en: [] }, health: { it: [], en: [] } });

test('every agent is told the lists that PCs go by, and nothing twice', async () => {
  const { mark, lists } = await told(luca);
  const codes = lists?.map(({ code }) => code) ?? [];
  expect(codes).toEqual(expect.arrayContaining(['guide', 'words', 'identification', 'backOffices']));
  expect(codes).not.toContain('letterTemplates');
  expect(await told(luca, mark)).toEqual({ mark, lists: null });
});

test('what was edited is everybody’s at once, with who did it and what it was before', async () => {
  const before = await read('hints');
  expect(before).toMatchObject({ version: 1, proposal: true, editedBy: null });
  const { mark } = await told(luca);
  const answer = await put('hints', 1, hints('scorbutico'));
  expect(listSchema.parse(answer.json())).toMatchObject({ version: 2, proposal: false, editedBy: 'Sara Conti' });
  const { lists } = await told(luca, mark);
  expect(lists?.find(({ code }) => code === 'hints')?.body).toEqual(hints('scorbutico'));
  const { editions } = listEditionsSchema.parse((await sara({ url: '/v1/lists/hints/editions' })).json());
  expect(editions.map(({ version, by }) => [version, by])).toEqual([
    [2, 'Sara Conti'],
    [1, null],
  ]);
  expect(editions[1]?.body).toEqual(before.body);
  const entries = await server.write((tx) =>
    tx.selectFrom('audit_entries').select('detail').where('action', '=', 'listChanged').execute(),
  );
  expect(entries.map(({ detail }) => detail)).toContainEqual({ list: 'hints' });
});

test('whoever edits an older version is shown the newer one, and nothing is written over', async () => {
  const { version } = await read('calming');
  const answer = await put('calming', version + 1, (await read('calming')).body);
  expect(answer.statusCode).toBe(412);
  expect(answer.json()).toMatchObject({ type: problemUrn('version-conflict'), current: { code: 'calming', version } });
});

test('a list that does not fit is refused, place by place', async () => {
  const { version, body } = await read('words');
  const [pair] = (body as { pairs: object[] }).pairs;
  const answer = await put('words', version, {
    ...(body as object),
    pairs: [{ ...pair, avoid: { it: 'solo questo' } }],
  });
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors).toMatchObject([{ field: 'pairs.0.avoid.en' }]);
});

test('a list that names what is not there is refused', async () => {
  const offices = await read('backOffices');
  const [first, ...others] = offices.body as { queueId: string | null }[];
  const answer = await put('backOffices', offices.version, [{ ...first, queueId: 'nowhere' }, ...others]);
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors).toEqual([{ field: '0.queueId', message: 'there is no queue "nowhere"' }]);
});

test('a list that nobody has edited follows the program, and an edited one never does', async () => {
  const older = { code: 'alphabets', clientId: null };
  const { body } = await read('alphabets');
  await server.write(async (tx) => {
    await lockList(tx, older);
    const of = { fromFile: null, by: null, at: server.deps.clock() };
    await writeList(tx, older, { body: { alphabets: [] }, shipped: 'the one of an older program', ...of });
  });
  await keepProposals();
  expect(await read('alphabets')).toMatchObject({ version: 3, proposal: true, body });

  const { version } = await read('mandate');
  const own = [{ upToCents: null, by: 'lead' }];
  await put('mandate', version, own);
  await keepProposals();
  expect(await read('mandate')).toMatchObject({ version: version + 1, proposal: false, body: own });

  const back = listSchema.parse((await reset('mandate', version + 1)).json());
  expect(back).toMatchObject({ version: version + 2, proposal: true, editedBy: 'Sara Conti' });
  expect(back.body).not.toEqual(own);
});

test('the company’s file counts when it says something new, and what is edited afterwards stays', async () => {
  const apply = (word: string) => server.write((tx) => keepFileLists(tx, { hints: hints(word) }, server.deps.clock()));
  await apply('dal file');
  const { version } = await read('hints');
  expect(await read('hints')).toMatchObject({ proposal: false, editedBy: null, body: hints('dal file') });
  await put('hints', version, hints('a mano'));
  await apply('dal file');
  await keepProposals();
  expect((await read('hints')).body).toEqual(hints('a mano'));
  await reset('hints', version + 1);
  await apply('dal file');
  expect(await read('hints')).toMatchObject({ proposal: true });
  await apply('altro dal file');
  expect((await read('hints')).body).toEqual(hints('altro dal file'));
});

test('a client company’s own list is seen by those alone who see its customers, until it is taken back', async () => {
  const portfolios = await server.write((tx) => tx.selectFrom('agents').select(['username', 'portfolios']).execute());
  const scopeOf = (name: string) => portfolios.find(({ username }) => username === name)?.portfolios ?? [];
  expect([scopeOf('sara').includes('borea'), scopeOf('luca').includes('borea')]).toEqual([true, false]);

  expect((await put('hints', 0, hints('di Borea'), 'borea')).statusCode).toBe(200);
  const ofBorea = async (ask: Ask) => (await told(ask)).lists?.filter(({ clientId }) => clientId === 'borea');
  expect(await ofBorea(sara)).toEqual([{ code: 'hints', clientId: 'borea', body: hints('di Borea') }]);
  expect(await ofBorea(luca)).toEqual([]);
  const heads = listHeadsSchema.parse((await sara({ url: '/v1/lists/heads' })).json()).lists;
  expect(heads.filter(({ clientId }) => clientId === 'borea')).toMatchObject([{ code: 'hints', version: 1 }]);

  const everybodys = await read('hints');
  expect(listSchema.parse((await reset('hints', 1, 'borea')).json())).toEqual(everybodys);
  expect(await ofBorea(sara)).toEqual([]);
  // What it was is not forgotten: the next one counts on from there.
  expect(listSchema.parse((await put('hints', 0, hints('di nuovo'), 'borea')).json()).version).toBe(2);
});

test('whoever does not see a client company’s customers writes no list of it', async () => {
  await server.write((tx) => tx.updateTable('agents').set({ role: 'admin' }).where('username', '=', 'luca').execute());
  const ask = (method: 'PUT' | 'POST', url: string) =>
    luca({ method, url, query: { client: 'borea' }, headers: { 'if-match': '"0"' }, payload: { body: hints('x') } });
  expect((await ask('PUT', '/v1/lists/hints')).statusCode).toBe(404);
  expect((await luca({ url: '/v1/lists/hints', query: { client: 'borea' } })).statusCode).toBe(404);
});

test('what open cases go by is not taken out of a list; it is put out of use instead', async () => {
  const offices = await read('backOffices');
  const rows = offices.body as { code: string; active: boolean }[];
  const without = rows.filter(({ code }) => code !== 'LOG');
  const holds = (status: string, file: object | null) =>
    server.write(async (tx) => {
      const { id } = await tx.selectFrom('cases').select('id').orderBy('id').limit(1).executeTakeFirstOrThrow();
      await sql`update cases set status = ${status}, file = ${file && JSON.stringify(file)}::jsonb where id = ${id}`.execute(
        tx,
      );
    });
  const task = { backOffice: 'LOG', state: 'open' };
  for (const file of [
    { backOffice: 'LOG', tasks: [] },
    { backOffice: 'FL', tasks: [task] },
  ]) {
    await holds('open', file);
    const refused = await put('backOffices', offices.version, without);
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ type: problemUrn('on-hold'), codes: ['LOG'] });
  }
  const idle = rows.map((row) => (row.code === 'LOG' ? { ...row, active: false } : row));
  expect((await put('backOffices', offices.version, idle)).statusCode).toBe(200);
  // Somebody's own office is one of the proposal's: going back takes nothing away.
  expect((await reset('backOffices', offices.version + 1)).statusCode).toBe(200);
  await holds('closed', { backOffice: 'LOG', tasks: [] });
  expect((await put('backOffices', offices.version + 2, without)).statusCode).toBe(200);
});

test('an edition stays as it was', async () => {
  await expect(server.write((tx) => tx.updateTable('list_editions').set({ body: '{}' }).execute())).rejects.toThrow(
    /stays as it is/,
  );
  await expect(server.write((tx) => tx.deleteFrom('list_editions').execute())).rejects.toThrow(/stays as it is/);
});

test('PCs are told when a list is another', async () => {
  const pokes = await startPokes(server.deps);
  const heard: string[] = [];
  pokes.listen({ agentId: 'a', sessionId: 's', poke: ({ kind }) => heard.push(kind), end: () => {} });
  const { version } = await read('rootCauses');
  await put('rootCauses', version, (await read('rootCauses')).body);
  await untilHolds(() => expect(heard).toContain('lists'));
  await pokes.stop();
  const kept = await server.write((tx) => findList(tx, { code: 'rootCauses', clientId: null }));
  expect(kept?.version).toBe(version + 1);
});

test('contact reasons and outcomes are edited as a list, and the workstation follows: what is taken out stays readable and is offered no more', async () => {
  const reasonsOf = async () => workstationSchema.parse((await luca({ url: '/v1/workstation' })).json()).reasons;
  const list = await read('classification');
  expect(list).toMatchObject({ proposal: true, editedBy: null });
  const document = classificationListSchema.parse(list.body);
  const [billing, ...others] = document.reasons;
  const [first, second, ...rest] = billing?.reasons ?? [];
  const renamed = { ...second, labels: { it: 'Importo contestato', en: 'Amount in dispute' } };
  const fresh = { ...second, code: 'FAT-90', labels: { it: 'Bolletta illeggibile', en: 'Unreadable bill' } };
  const edited = { ...document, reasons: [...others, { ...billing, reasons: [fresh, renamed, ...rest] }] };
  const saved = await put('classification', list.version, edited);
  expect(saved.statusCode).toBe(200);
  expect(saved.json()).toMatchObject({ proposal: false, editedBy: 'Sara Conti' });
  const now = await reasonsOf();
  expect(now.map(({ code }) => code)).toEqual([...others.map(({ code }) => code), 'FAT']);
  const reasons = now.at(-1)?.reasons ?? [];
  expect(reasons.find(({ code }) => code === 'FAT-90')).toMatchObject({ labels: fresh.labels, active: true });
  expect(reasons.find(({ code }) => code === second?.code)).toMatchObject({ labels: renamed.labels });
  expect(reasons.find(({ code }) => code === first?.code)).toMatchObject({ labels: first?.labels, active: false });

  const wrong = async (body: object) => (await put('classification', list.version + 1, body)).statusCode;
  expect(await wrong({ ...edited, reasons: [...others, { ...billing, reasons: [fresh, fresh] }] })).toBe(422);
  expect(await wrong({ ...edited, reasons: [{ ...billing, reasons: [{ ...fresh, code: 'TEC-91' }] }] })).toBe(422);
  expect(await wrong({ ...edited, reasons: [{ ...billing, reasons: [{ ...fresh, queueId: 'nowhere' }] }] })).toBe(422);
  expect((await put('classification', 0, edited, 'borea')).statusCode).toBe(404);

  const back = await reset('classification', list.version + 1);
  expect(back.json()).toMatchObject({ proposal: true });
  const again = (await reasonsOf()).find(({ code }) => code === 'FAT')?.reasons ?? [];
  expect(again.find(({ code }) => code === first?.code)).toMatchObject({ active: true });
  expect(again.find(({ code }) => code === 'FAT-90')).toMatchObject({ active: false });
});

test('what a wrap-up gets whose time is up stays in use', async () => {
  const wrapUp = { seconds: 60, moreSeconds: 30, reasonCode: 'ALT-02', outcomeCode: 'RIS-2' };
  const policy = (body: object) =>
    server.write((tx) =>
      tx
        .updateTable('company')
        .set({ policy: JSON.stringify(body) })
        .execute(),
    );
  const list = await read('classification');
  const document = classificationListSchema.parse(list.body);
  const reasons = document.reasons.map((group) => ({
    ...group,
    reasons: group.reasons.map((reason) => (reason.code === 'ALT-02' ? { ...reason, active: false } : reason)),
  }));
  await policy({ wrapUp });
  const refused = await put('classification', list.version, { ...document, reasons });
  expect(refused.statusCode).toBe(409);
  expect(refused.json()).toMatchObject({ codes: ['ALT-02'] });
  await policy({});
  expect((await put('classification', list.version, { ...document, reasons })).statusCode).toBe(200);
});
