// Files in chats: what one side sends whole, and as it is announced, the other reads; nobody else does, and what is not wanted is kept nowhere.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chatThreadSchema } from '#shared/protocol/chat';
import { problemUrn } from '#shared/protocol/errors';
import { chatNoticeEdition, visitorChatSchema } from '#shared/protocol/visitor';
import { interactionReport } from '#test/support/interactionReport';
import { madeFile } from '#test/support/madeFiles';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from '../deps.ts';
import { forgetUnfinishedChatFiles } from '../repositories/chatFiles.ts';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
let examined: 'clean' | 'unwanted' | 'noAnswer';
/** What each examination waits for. */
let meanwhile: () => Promise<void>;
beforeAll(async () => {
  server = await startTestServer({
    customers: 3,
    attachments: {
      sealingKey: new Uint8Array(32).fill(7),
      async examine(bytes) {
        for await (const _piece of bytes);
        await meanwhile();
        return examined;
      },
    },
  });
});
afterAll(() => server.stop());
beforeEach(async () => {
  examined = 'clean';
  meanwhile = async () => {};
  // The doors count by the minute.
  server.pass(61_000);
  [giulia, luca] = [await server.as('giulia'), await server.as('luca')];
});

async function visitor(): Promise<{ readonly id: string; readonly ask: Ask }> {
  const id = newId(server.deps);
  const token = randomBytes(32).toString('base64url');
  const payload = {
    ...{ id, token, site: 'aurora', topic: 'support', language: 'it', name: 'Marta Prova', code: null, email: null },
    ...{ notice: chatNoticeEdition, left: null, callAt: null },
  };
  expect((await server.ask({ method: 'POST', url: '/v1/visitor/chats', payload })).statusCode).toBe(201);
  return {
    id,
    ask: (request) => server.ask({ ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } }),
  };
}
const taken = (id: string, ask = giulia) => ask({ method: 'POST', url: `/v1/chats/${id}/take`, payload: {} });
const end = (id: string, ask = giulia) => ask({ method: 'POST', url: `/v1/chats/${id}/end`, payload: {} });
const pdf = madeFile('pdf', 3_000);

/** The last answer to all of it, in pieces. */
async function send(ask: Ask, under: string, file: Uint8Array, id = newId(server.deps), name = 'bolletta.pdf') {
  let answer = await ask({ method: 'POST', url: under, payload: { id, name, bytes: file.length } });
  for (let at = 0; at < file.length && answer.json().state === 'arriving'; at += 700) {
    answer = await ask({
      ...{ method: 'PUT', url: `${under}/${id}/bytes?at=${at}` },
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(file.subarray(at, at + 700)),
    });
  }
  return { id, answer: answer.json() };
}
const visitorsFiles = '/v1/visitor/chat/files';
const filesOf = async (ask: Ask) =>
  visitorChatSchema
    .parse((await ask({ url: '/v1/visitor/chat' })).json())
    .messages.filter(({ kind }) => kind === 'file');

/** Announced by that side, and how the service has answered. */
async function announces(from: Ask, under: string, id = newId(server.deps), bytes = pdf.length) {
  const { statusCode, json } = await from({ method: 'POST', url: under, payload: { id, name: 'x.pdf', bytes } });
  return { id, statusCode, answer: json() };
}
const hands = (from: Ask, under: string, id: string, at: number, piece: Uint8Array) =>
  from({
    ...{ method: 'PUT', url: `${under}/${id}/bytes?at=${at}` },
    headers: { 'content-type': 'application/octet-stream' },
    payload: Buffer.from(piece),
  });

test('what a visitor sends is named with its size to the agent, who reads it byte by byte as it was; it is kept sealed, and on record', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  const { id: file, answer } = await send(ask, visitorsFiles, pdf);
  expect(answer).toEqual({ state: 'here' });
  const { messages } = chatThreadSchema.parse((await giulia({ url: `/v1/chats/${id}` })).json());
  expect(messages.at(-1)).toMatchObject({
    ...{ id: file, by: 'visitor', kind: 'file', text: 'bolletta.pdf' },
    file: { kind: 'pdf', bytes: pdf.length },
  });
  const read = await giulia({ url: `/v1/chats/${id}/files/${file}/bytes` });
  expect(read.rawPayload.equals(pdf)).toBe(true);
  expect(read.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename*=UTF-8''bolletta.pdf`,
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const kept = await server.write((tx) =>
    tx.selectFrom('chat_file_parts').select(['sealed', 'bytes']).where('file_id', '=', file).execute(),
  );
  for (const { sealed, bytes } of kept) {
    expect(sealed).toBe(true);
    expect(Buffer.from(bytes).includes('%PDF')).toBe(false);
  }
  const recorded = await server.write((tx) =>
    tx.selectFrom('audit_entries').select('detail').where('action', '=', 'attachmentRead').execute(),
  );
  expect(recorded).toContainEqual({ detail: { attachment: file, chat: id } });
  // What was announced again is there once.
  expect((await send(ask, visitorsFiles, pdf, file)).answer).toEqual({ state: 'here' });
  expect(await filesOf(ask)).toHaveLength(1);
  await end(id);
});

test('numbers that nobody is to have are masked in the name of what a visitor sends, before it is kept', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  const { id: file } = await send(ask, visitorsFiles, pdf, undefined, 'RSSMRA80A01H501U_carta_4111_1111_1111_1111.pdf');
  const kept = await server.write((tx) => tx.selectFrom('chat_files').select('name').where('id', '=', file).execute());
  expect(kept).toEqual([{ name: '••••••••••••••••_carta_••••_••••_••••_••••.pdf' }]);
  expect(await filesOf(ask)).toMatchObject([{ text: kept[0]?.name }]);
  await end(id);
});

test('what an agent sends the visitor has, and nobody else; it is on record as the agent’s', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  const { id: file, answer } = await send(giulia, `/v1/chats/${id}/files`, pdf, undefined, 'guida.pdf');
  expect(answer).toEqual({ state: 'here' });
  expect(await filesOf(ask)).toMatchObject([{ by: 'agent', text: 'guida.pdf', file: { bytes: pdf.length } }]);
  expect((await ask({ url: `${visitorsFiles}/${file}/bytes` })).rawPayload.equals(pdf)).toBe(true);
  const recorded = await server.write((tx) =>
    tx.selectFrom('audit_entries').select(['role', 'detail']).where('action', '=', 'attachmentAdded').execute(),
  );
  const detail = { attachment: file, chat: id, kind: 'pdf', bytes: pdf.length };
  expect(recorded).toEqual([{ role: 'agent', detail }]);
  const other = await visitor();
  expect((await other.ask({ url: `${visitorsFiles}/${file}/bytes` })).statusCode).toBe(404);
  expect((await luca({ url: `/v1/chats/${id}/files/${file}/bytes` })).statusCode).toBe(404);
  expect((await luca({ url: `/v1/chats/${other.id}/files/${file}/bytes` })).statusCode).toBe(404);
  await end(id);
});

test('what is no picture and no PDF, is too much, or is not wanted by the company’s examination is told, and nothing of it is kept', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  const answerOf = async (file: Uint8Array) => (await send(ask, visitorsFiles, file)).answer;
  expect(await answerOf(Buffer.from('<script>alert(1)</script>'))).toEqual({ state: 'refused', why: 'notAllowed' });
  examined = 'unwanted';
  expect(await answerOf(pdf)).toEqual({ state: 'refused', why: 'unwanted' });
  // Also more than any company takes, and whoever sends it.
  for (const bytes of [10 * 1024 * 1024 + 1, 3_000_000_000]) {
    for (const [by, url] of [
      [ask, visitorsFiles],
      [giulia, `/v1/chats/${id}/files`],
    ] as const) {
      const payload = { id: newId(server.deps), name: 'x.pdf', bytes };
      expect((await by({ method: 'POST', url, payload })).json()).toEqual({ state: 'refused', why: 'tooLarge' });
    }
  }
  const parts = await server.write((tx) =>
    sql<{ parts: number }>`select count(*)::int as parts from chat_file_parts
      where file_id in (select id from chat_files where chat_id = ${id})`.execute(tx),
  );
  expect(parts.rows).toEqual([{ parts: 0 }]);
  examined = 'clean';
  for (let nth = 0; nth < 4; nth += 1) expect(await answerOf(pdf)).toEqual({ state: 'here' });
  // What the agent is sending has its place.
  const { id: agents } = await announces(giulia, `/v1/chats/${id}/files`);
  expect(await answerOf(pdf)).toMatchObject({ why: 'caseFull' });
  expect((await send(giulia, `/v1/chats/${id}/files`, pdf, agents, 'x.pdf')).answer).toEqual({ state: 'here' });
  expect(await answerOf(pdf)).toMatchObject({ why: 'caseFull' });
  expect(await filesOf(ask)).toHaveLength(5);
  await end(id);
});

test('what is whole and is still looked at stays, though the same side announces another', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  examined = 'noAnswer';
  const { id: first } = await send(ask, visitorsFiles, pdf);
  examined = 'clean';
  expect((await send(ask, visitorsFiles, pdf)).answer).toEqual({ state: 'here' });
  expect((await announces(ask, visitorsFiles, first)).answer).toEqual({ state: 'here' });
  expect(await filesOf(ask)).toHaveLength(2);
  await end(id);
});

test('what was broken off takes nobody’s place: the next one that this side announces comes instead of it', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  const announced = async (from: Ask, under: string) => {
    const file = newId(server.deps);
    const payload = { id: file, name: 'x.pdf', bytes: pdf.length };
    expect((await from({ method: 'POST', url: under, payload })).json()).toEqual({ state: 'arriving', reached: 0 });
    return file;
  };
  const agents = await announced(giulia, `/v1/chats/${id}/files`);
  for (let nth = 0; nth < 7; nth += 1) await announced(ask, visitorsFiles);
  const last = await announced(ask, visitorsFiles);
  const rows = await server.write((tx) =>
    tx.selectFrom('chat_files').select('id').where('chat_id', '=', id).orderBy('id').execute(),
  );
  expect(rows.map((row) => row.id)).toEqual([agents, last].toSorted());
  expect((await send(ask, visitorsFiles, pdf, last, 'x.pdf')).answer).toEqual({ state: 'here' });
  await end(id);
});

test('where the examination gives no answer it is asked again; after the end nothing comes any more', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  examined = 'noAnswer';
  const { id: file, answer } = await send(ask, visitorsFiles, pdf);
  expect(answer).toMatchObject({ status: 503 });
  expect(await filesOf(ask)).toEqual([]);
  examined = 'clean';
  expect((await send(ask, visitorsFiles, pdf, file)).answer).toEqual({ state: 'here' });
  const late = newId(server.deps);
  await ask({ method: 'POST', url: visitorsFiles, payload: { id: late, name: 'x.pdf', bytes: pdf.length } });
  await end(id);
  expect((await send(ask, visitorsFiles, pdf, late)).answer).toEqual({ state: 'refused', why: 'gone' });
  expect((await send(ask, visitorsFiles, pdf)).answer).toMatchObject({ status: 409 });
});

test('a piece is taken where the file has got to and nowhere else, not empty, and no more of it than was announced', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  for (const [from, under] of [
    [ask, visitorsFiles],
    [giulia, `/v1/chats/${id}/files`],
  ] as const) {
    const { id: file } = await announces(from, under);
    expect((await hands(from, under, file, 0, pdf.subarray(0, 700))).json()).toMatchObject({ reached: 700 });
    for (const at of [0, 699, 701, 1_400]) {
      const elsewhere = await hands(from, under, file, at, pdf.subarray(at, at + 700));
      expect([elsewhere.statusCode, elsewhere.json().reached], `at ${at}`).toEqual([409, 700]);
    }
    expect((await hands(from, under, file, 700, new Uint8Array())).statusCode).toBe(422);
    expect((await hands(from, under, file, 700, new Uint8Array(pdf.length - 699))).statusCode).toBe(422);
    expect((await hands(from, under, file, 700, pdf.subarray(700))).json()).toEqual({ state: 'here' });
    // Its last answer was lost: what has come is not taken again.
    expect((await hands(from, under, file, 700, pdf.subarray(700))).json()).toEqual({ state: 'here' });
  }
  expect(await filesOf(ask)).toHaveLength(2);
  await end(id);
});

test('whoever sends a file goes on with it in its chat, and nobody else; under its id no other one is announced', async () => {
  const [{ id, ask }, other] = [await visitor(), await visitor()];
  for (const chat of [id, other.id]) await taken(chat);
  const [ofChat, ofOther] = [`/v1/chats/${id}/files`, `/v1/chats/${other.id}/files`];
  const theirs = await announces(ask, visitorsFiles);
  const agents = await announces(giulia, ofChat);
  for (const [from, under, file] of [
    [giulia, ofChat, theirs.id],
    [giulia, ofOther, agents.id],
    [ask, visitorsFiles, agents.id],
    [other.ask, visitorsFiles, theirs.id],
  ] as const) {
    expect((await hands(from, under, file, 0, pdf)).statusCode, under).toBe(404);
    expect((await announces(from, under, file)).answer.type, under).toBe(problemUrn('key-reused'));
  }
  for (const [from, under, file] of [
    [ask, visitorsFiles, theirs.id],
    [giulia, ofChat, agents.id],
  ] as const)
    expect((await announces(from, under, file, pdf.length + 1)).answer.type).toBe(problemUrn('key-reused'));

  // Nor a colleague who has the chat by now.
  const passed = { to: { kind: 'queue', queueId: 'support' }, note: 'Attende la guida.', identification: 'none' };
  expect((await giulia({ method: 'POST', url: `/v1/chats/${id}/pass`, payload: passed })).statusCode).toBe(200);
  expect((await taken(id, luca)).statusCode).toBe(200);
  expect((await hands(luca, ofChat, agents.id, 0, pdf)).statusCode).toBe(404);
  expect((await hands(ask, visitorsFiles, theirs.id, 0, pdf)).json()).toEqual({ state: 'here' });
  await end(id, luca);
  await end(other.id);
});

test('asked about twice at once it is looked at by both, and said once', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  examined = 'noAnswer';
  const { id: file } = await send(ask, visitorsFiles, pdf);
  examined = 'clean';
  const bothLook = Promise.withResolvers<void>();
  let looking = 0;
  meanwhile = () => {
    looking += 1;
    if (looking === 2) bothLook.resolve();
    return bothLook.promise;
  };
  const both = await Promise.all([1, 2].map(() => announces(ask, visitorsFiles, file)));
  expect(both.map(({ answer }) => answer)).toEqual([{ state: 'here' }, { state: 'here' }]);
  expect(await filesOf(ask)).toHaveLength(1);
  await end(id);
});

test('once it is known whose chat it was, what is read of it is on record as theirs; while their data may not be used none of it is given out but for privacy', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  const { id: file } = await send(ask, visitorsFiles, pdf);
  await end(id);
  const [customer] = (await giulia({ url: '/v1/customers', query: { phone: '+390000000103' } })).json().customers;
  const caller = { kind: 'visitor', name: 'Marta Prova' };
  const payload = interactionReport(id, { customerId: customer.id, channel: 'chat', caller });
  const headers = { 'idempotency-key': id };
  expect((await giulia({ method: 'POST', url: '/v1/interactions', headers, payload })).statusCode).toBe(201);
  const read = (by: Ask, url = `/v1/chats/${id}/files/${file}/bytes`) => by({ url });
  expect((await read(luca)).statusCode).toBe(200);
  const subjects = () =>
    server.write((tx) =>
      tx
        .selectFrom('audit_entries')
        .select('subjects')
        .where('action', '=', 'attachmentRead')
        .where(sql<boolean>`detail ->> 'attachment' = ${file}`)
        .execute(),
    );
  expect(await subjects()).toEqual([{ subjects: [customer.id] }]);
  await server.write((tx) =>
    sql`insert into restrictions (id, customer_id, since, why, by_agent) values ('R0', ${customer.id}, now(), 'Prova', 'Prova')`.execute(
      tx,
    ),
  );
  expect((await read(luca)).statusCode).toBe(423);
  await server.write((tx) =>
    tx.updateTable('agents').set({ role: 'privacy' }).where('username', '=', 'sara').execute(),
  );
  expect((await read(await server.as('sara'))).rawPayload.equals(pdf)).toBe(true);
  expect(await subjects()).toHaveLength(2);
  // Under another chat's number there is none.
  const other = await visitor();
  await taken(other.id);
  expect((await read(giulia, `/v1/chats/${other.id}/files/${file}/bytes`)).statusCode).toBe(404);
  await end(other.id);
});

test('what nobody goes on with is forgotten, and what was refused; not what is there, nor what goes on', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  const { id: there } = await send(ask, visitorsFiles, pdf);
  await send(ask, visitorsFiles, Buffer.from('neither picture nor PDF'));
  await announces(ask, visitorsFiles);
  server.pass(1_000);
  const { id: going } = await announces(giulia, `/v1/chats/${id}/files`);
  await server.write((tx) => forgetUnfinishedChatFiles(tx, server.deps.clock()));
  const rows = await server.write((tx) => tx.selectFrom('chat_files').select('id').where('chat_id', '=', id).execute());
  expect(rows.map((row) => row.id).toSorted()).toEqual([there, going].toSorted());
  await end(id);
});

test('a file may come in many pieces beside everything else that the page asks, but not in pieces without number', async () => {
  const { id, ask } = await visitor();
  await taken(id);
  const file = newId(server.deps);
  await ask({ method: 'POST', url: visitorsFiles, payload: { id: file, name: 'x.pdf', bytes: pdf.length } });
  const piece = (at: number) =>
    ask({
      ...{ method: 'PUT', url: `${visitorsFiles}/${file}/bytes?at=${at}` },
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(pdf.subarray(at, at + 20)),
    });
  for (let at = 0; at < pdf.length; at += 20) await piece(at);
  expect(await filesOf(ask)).toHaveLength(1);
  // 150 have come, and as many as twice the largest file has are taken in a minute.
  for (let nth = 150; nth < 800; nth += 1) expect((await piece(0)).statusCode).toBe(200);
  const tooMany = await piece(0);
  expect(tooMany.statusCode).toBe(429);
  expect(Number(tooMany.headers['retry-after'])).toBeGreaterThan(0);
  await end(id);
});
