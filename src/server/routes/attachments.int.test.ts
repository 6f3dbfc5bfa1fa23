// Files of cases: pieces in any cuts end as the whole or as nothing; who may not see the case sees no file of it.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seenBy } from '#server/db/seenBy';
import { must } from '#shared/lib/must';
import type { Attachment } from '#shared/model/attachment';
import type { Role } from '#shared/model/role';
import { type Change, changesPageSchema } from '#shared/protocol/sync';
import { madeFile } from '#test/support/madeFiles';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { wholeSet } from '#test/support/wholeSet';
import { examineBy } from '../attachments/scan.ts';
import { newId } from '../deps.ts';
import { forgetUnfinished } from '../repositories/attachments.ts';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
let caseId: string;
let customerId: string;
/** What the company's examination says of what it is shown. */
let examined: 'clean' | 'unwanted' | 'noAnswer' = 'clean';

beforeAll(async () => {
  server = await startTestServer({
    attachments: {
      sealingKey: new Uint8Array(32).fill(7),
      async examine(bytes) {
        for await (const _piece of bytes);
        return examined;
      },
    },
  });
  giulia = await server.as('giulia');
  luca = await server.as('luca');
  const found = await server.write((tx) =>
    tx.selectFrom('cases').select(['id', 'customer_id']).executeTakeFirstOrThrow(),
  );
  [caseId, customerId] = [found.id, found.customer_id];
});
afterAll(() => server.stop());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const announce = (file: Uint8Array, differing: object = {}, ask = giulia) => {
  const payload = {
    id: newId(server.deps),
    caseId,
    name: 'fattura.pdf',
    bytes: file.length,
    sha256: sha256(file),
    ...differing,
  };
  return ask({ method: 'POST', url: '/v1/attachments', payload });
};
const put = (id: string, at: number, piece: Uint8Array, ask = giulia) =>
  ask({
    method: 'PUT',
    url: `/v1/attachments/${id}/bytes?at=${at}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: Buffer.from(piece),
  });
const get = (id: string, headers: Record<string, string> = {}, ask = giulia) =>
  ask({ url: `/v1/attachments/${id}/bytes`, headers });
const remove = (id: string, ask = giulia) => ask({ method: 'DELETE', url: `/v1/attachments/${id}` });
const lift = (what: 'restrictions' | 'legal_holds') =>
  server.write((tx) => sql`update ${sql.table(what)} set lifted_at = now(), lifted_by = 'Prova'`.execute(tx));

/** Sends all of it; the last answer. */
async function sendWhole(file: Uint8Array, differing: object = {}, piece = 700) {
  const id = newId(server.deps);
  let answer = (await announce(file, { id, ...differing })).json();
  for (let at = 0; at < file.length && answer.state === 'arriving'; at += piece) {
    answer = (await put(id, at, file.subarray(at, at + piece))).json();
  }
  return { id, answer };
}

const ofCase = async (ask = giulia): Promise<Attachment[]> => {
  await server.write((tx) => tx.deleteFrom('generations').execute());
  const { rows } = await wholeSet(ask);
  return rows.flatMap((row) => (row.kind === 'case' && row.row.id === caseId ? row.row.attachments : []));
};

test('a file that has come whole stands in its case, for whoever loads the set and for whoever follows the feed', async () => {
  const { cursor } = await wholeSet(giulia);
  const file = madeFile('pdf', 3_000);
  const { id, answer } = await sendWhole(file);
  expect(answer).toEqual({ state: 'here' });
  const { changes } = changesPageSchema.parse((await giulia({ url: '/v1/sync/changes', query: { cursor } })).json());
  const told = changes.find((change: Change) => change.kind === 'case' && change.row.id === caseId);
  const expected = { id, name: 'fattura.pdf', kind: 'pdf', bytes: 3_000, sha256: sha256(file), by: 'Giulia Serra' };
  expect(told).toMatchObject({ row: { attachments: expect.arrayContaining([expect.objectContaining(expected)]) } });
  expect(await ofCase()).toContainEqual(expect.objectContaining(expected));
});

test('until its last byte is there nobody is told of it, and nobody but its sender knows it', async () => {
  const file = madeFile('png', 3_000);
  const id = newId(server.deps);
  await announce(file, { id });
  await put(id, 0, file.subarray(0, 2_000));
  expect((await ofCase()).map((known) => known.id)).not.toContain(id);
  expect((await get(id)).statusCode).toBe(404);
  expect((await put(id, 2_000, file.subarray(2_000), luca)).statusCode).toBe(404);
  expect((await remove(id, luca)).statusCode).toBe(404);
  expect((await announce(file, { id }, luca)).statusCode).toBe(422);
  expect((await announce(file, { id })).json()).toEqual({ state: 'arriving', reached: 2_000 });
});

test('a piece that belongs elsewhere is told where it goes on', async () => {
  const file = madeFile('pdf', 3_000);
  const id = newId(server.deps);
  await announce(file, { id });
  await put(id, 0, file.subarray(0, 1_000));
  for (const at of [0, 999, 1_001]) {
    const answer = await put(id, at, file.subarray(at, at + 10));
    expect([answer.statusCode, answer.json().reached]).toEqual([409, 1_000]);
  }
  expect((await put(id, 1_000, Buffer.alloc(2_001))).statusCode).toBe(422);
  expect((await put(id, 1_000, Buffer.alloc(0))).statusCode).toBe(422);
  expect((await put(id, 1_000, Buffer.alloc(1_048_577))).statusCode).toBe(413);
  expect((await put(id, 1_000, file.subarray(1_000))).json()).toEqual({ state: 'here' });
  // Its last answer was lost: it may be sent, or announced, again.
  expect((await put(id, 1_000, file.subarray(1_000))).json()).toEqual({ state: 'here' });
  expect((await announce(file, { id })).json()).toEqual({ state: 'here' });
});

test('whatever the cuts, repetitions and order of pieces, it ends equal or refused', async () => {
  const file = madeFile('pdf', 400);
  const step = fc.record({
    at: fc.oneof(fc.constant('next' as const), fc.nat(420)),
    length: fc.integer({ min: 1, max: 250 }),
    broken: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const id = newId(server.deps);
      await announce(file, { id });
      const there: number[] = [];
      let isBroken = false;
      for (const { at, length, broken } of steps) {
        const from = at === 'next' ? there.length : at;
        const piece = Buffer.from(file.subarray(from, from + length));
        if (broken && piece.length > 0) piece[0] = (piece[0] ?? 0) ^ 1;
        const answer = await put(id, from, piece);
        if (answer.statusCode !== 200 || there.length === file.length) continue;
        expect(from).toBe(there.length);
        there.push(...piece);
        isBroken ||= broken;
      }
      const now = (await announce(file, { id })).json();
      if (there.length < file.length) expect(now).toEqual({ state: 'arriving', reached: there.length });
      else if (isBroken) expect(now).toEqual({ state: 'refused', why: 'damaged' });
      else expect([now, Buffer.from((await get(id)).rawPayload)]).toEqual([{ state: 'here' }, file]);
      await remove(id);
    }),
    { numRuns: 25 },
  );
});

test.each([
  ['a program called like a document', Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(600)]), 'notAllowed'],
  ['a document without its end', madeFile('pdf').subarray(0, -10), 'cutOff'],
] as const)('%s is refused, and its bytes are not kept', async (_what, file, why) => {
  const { id, answer } = await sendWhole(file);
  expect(answer).toEqual({ state: 'refused', why });
  expect((await announce(file, { id })).json()).toEqual({ state: 'refused', why });
  const parts = await server.write((tx) =>
    tx.selectFrom('attachment_parts').select('at').where('attachment_id', '=', id).execute(),
  );
  expect(parts).toEqual([]);
  expect((await get(id)).statusCode).toBe(404);
});

test('a picture called .pdf is a picture', async () => {
  const { id } = await sendWhole(madeFile('png'), { name: 'fattura.pdf' });
  const answer = await get(id);
  expect(answer.headers['content-type']).toBe('image/png');
  expect(answer.headers['content-disposition']).toBe("attachment; filename*=UTF-8''fattura_pdf.png");
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

test('what the company’s examination does not want is refused; without its answer a file is kept from everybody and looked at again', async () => {
  examined = 'unwanted';
  expect((await sendWhole(madeFile('pdf', 900, 5))).answer).toEqual({ state: 'refused', why: 'unwanted' });
  examined = 'noAnswer';
  const file = madeFile('pdf', 900, 6);
  const id = newId(server.deps);
  await announce(file, { id });
  const last = await put(id, 0, file);
  expect([last.statusCode, last.headers['retry-after']]).toEqual([503, '30']);
  expect((await get(id)).statusCode).toBe(404);
  expect((await announce(file, { id })).statusCode).toBe(503);
  examined = 'clean';
  expect((await announce(file, { id })).json()).toEqual({ state: 'here' });
});

test.each([
  ['exit 0', 'clean'],
  ['exit 1', 'unwanted'],
  ['exit 2', 'noAnswer'],
  ['kill -9 $$', 'noAnswer'],
  ['test "$(wc -c)" = 3000000', 'clean'],
  ['head -c 5 > /dev/null; exit 1', 'unwanted'],
] as const)('a command that does "%s" has said: %s', async (does, said) => {
  async function* bytes() {
    for (let piece = 0; piece < 3; piece++) yield Buffer.alloc(1_000_000, piece);
  }
  expect(await examineBy(['sh', '-c', does])(bytes())).toBe(said);
  expect(await examineBy(['no-such-program-here'])(bytes())).toBe('noAnswer');
});

test('what is said of a beginning, where the rest cannot be read, is no answer', async () => {
  async function* bytes() {
    yield Buffer.alloc(1_000);
    throw new Error('the connection is gone');
  }
  expect(await examineBy(['sh', '-c', 'cat > /dev/null'])(bytes())).toBe('noAnswer');
});

test('an examination that takes too long has said nothing', async () => {
  async function* bytes() {
    yield Buffer.from('x');
  }
  expect(await examineBy(['sh', '-c', 'exec sleep 30'], 100)(bytes())).toBe('noAnswer');
});

test('bytes are given whole, from one on, between two, and not behind the end', async () => {
  const file = madeFile('pdf', 3_000, 8);
  const { id } = await sendWhole(file);
  const [whole, part, rest, behind] = [
    await get(id),
    await get(id, { range: 'bytes=650-1500' }),
    await get(id, { range: 'bytes=2999-' }),
    await get(id, { range: 'bytes=3000-' }),
  ];
  expect(whole.rawPayload.equals(file)).toBe(true);
  expect([part.statusCode, part.headers['content-range']]).toEqual([206, 'bytes 650-1500/3000']);
  expect(part.rawPayload.equals(file.subarray(650, 1501))).toBe(true);
  expect(rest.rawPayload.equals(file.subarray(2_999))).toBe(true);
  expect([behind.statusCode, behind.headers['content-range']]).toEqual([416, 'bytes */3000']);
  expect((await get(id, { range: 'bytes=10-', 'if-range': '"another"' })).statusCode).toBe(200);
});

test('with the installation’s key nothing of a file can be read in the database, and no piece put in another’s place', async () => {
  const file = madeFile('pdf', 3_000, 9);
  const { id } = await sendWhole(file);
  const parts = await server.write((tx) =>
    tx.selectFrom('attachment_parts').selectAll().where('attachment_id', '=', id).orderBy('at').execute(),
  );
  const kept = Buffer.concat(parts.map(({ bytes }) => bytes));
  expect(kept.includes(file.subarray(0, 16))).toBe(false);
  expect(kept.includes(file.subarray(1_000, 1_016))).toBe(false);
  await server.write(async (tx) => {
    await tx
      .updateTable('attachment_parts')
      .set({ bytes: parts[1]?.bytes ?? kept })
      .where('attachment_id', '=', id)
      .where('at', '=', 0)
      .execute();
  });
  expect((await get(id)).statusCode).toBe(500);
});

test('more than the company allows is refused before a byte of it is sent', async () => {
  await server.write((tx) =>
    tx
      .updateTable('company')
      .set({ policy: JSON.stringify({ attachments: { megabytes: 1, perCase: 2 } }) })
      .execute(),
  );
  const another = await server.write((tx) =>
    tx.selectFrom('cases').select('id').where('id', '<>', caseId).executeTakeFirstOrThrow(),
  );
  const into = { caseId: another.id };
  const small = madeFile('pdf', 200);
  expect((await announce(small, { ...into, bytes: 1_048_577 })).json()).toEqual({ state: 'refused', why: 'tooLarge' });
  for (let file = 0; file < 2; file++) expect((await sendWhole(small, into)).answer).toEqual({ state: 'here' });
  expect((await announce(small, into)).json()).toEqual({ state: 'refused', why: 'caseFull' });
  await server.write((tx) => tx.updateTable('company').set({ policy: '{}' }).execute());
  expect((await announce(small, into)).json()).toEqual({ state: 'arriving', reached: 0 });
  expect((await announce(small, { caseId: 'no-such-case' })).statusCode).toBe(404);
});

test('a case is full of what stands in it and of what is coming now; what was refused, or given up long ago, keeps no room', async () => {
  const limit = (perCase: number) =>
    server.write((tx) =>
      tx
        .updateTable('company')
        .set({ policy: JSON.stringify({ attachments: { perCase } }) })
        .execute(),
    );
  const more = await server.write((tx) => tx.selectFrom('cases').select('id').where('id', '<>', caseId).execute());
  const into = { caseId: must(more[1], 'a third case').id };
  const file = madeFile('pdf', 900, 11);
  await limit(2);
  expect((await sendWhole(file.subarray(0, -10), into)).answer).toEqual({ state: 'refused', why: 'cutOff' });
  expect((await sendWhole(file, into)).answer).toEqual({ state: 'here' });
  const slow = newId(server.deps);
  expect((await announce(file, { ...into, id: slow })).json()).toEqual({ state: 'arriving', reached: 0 });
  expect((await announce(file, into)).json()).toEqual({ state: 'refused', why: 'caseFull' });
  server.pass(2 * 60 * 60_000);
  giulia = await server.as('giulia');
  luca = await server.as('luca');
  expect((await sendWhole(file, into)).answer).toEqual({ state: 'here' });
  // Its room is somebody else's by now. It is said, and it may come when there is room again.
  expect((await put(slow, 0, file)).json()).toEqual({ state: 'refused', why: 'caseFull' });
  expect((await announce(file, { ...into, id: slow })).json()).toEqual({ state: 'refused', why: 'caseFull' });
  await limit(3);
  expect((await announce(file, { ...into, id: slow })).json()).toEqual({ state: 'arriving', reached: 0 });
  expect((await put(slow, 0, file)).json()).toEqual({ state: 'here' });
  await server.write((tx) => tx.updateTable('company').set({ policy: '{}' }).execute());
});

test('what comes whole after its customer’s data may not be used any more is kept from everybody until they may', async () => {
  const file = madeFile('pdf', 900, 12);
  const id = newId(server.deps);
  await announce(file, { id });
  await server.write((tx) =>
    sql`insert into restrictions (id, customer_id, since, why, by_agent) values ('R0', ${customerId}, now(), 'Prova', 'Prova')`.execute(
      tx,
    ),
  );
  expect((await put(id, 0, file)).statusCode).toBe(423);
  expect((await announce(file, { id })).statusCode).toBe(423);
  await lift('restrictions');
  expect((await get(id)).statusCode).toBe(404);
  expect((await announce(file, { id })).json()).toEqual({ state: 'here' });
});

test('one’s own goes on the day on which it came; another’s, or yesterday’s, only by who may; what a hold covers by nobody', async () => {
  const [mine, older] = [await sendWhole(madeFile('pdf')), await sendWhole(madeFile('pdf'))];
  expect((await remove(mine.id, luca)).statusCode).toBe(403);
  const { cursor } = await wholeSet(giulia);
  expect((await remove(mine.id)).statusCode).toBe(204);
  expect((await get(mine.id)).statusCode).toBe(404);
  const { changes } = changesPageSchema.parse((await giulia({ url: '/v1/sync/changes', query: { cursor } })).json());
  const told = changes.find((change) => change.kind === 'case' && change.row.id === caseId);
  expect(told?.kind === 'case' && told.row.attachments.map(({ id }) => id)).not.toContain(mine.id);

  await server.write((tx) => sql`update attachments set at = at - interval '1 day' where id = ${older.id}`.execute(tx));
  expect((await remove(older.id)).statusCode).toBe(403);
  const as = async (role: Role) => {
    await server.write((tx) => tx.updateTable('agents').set({ role }).where('username', '=', 'sara').execute());
    return server.as('sara');
  };
  for (const role of ['quality', 'admin'] as const)
    expect((await remove(older.id, await as(role))).statusCode).toBe(403);
  const lead = await as('lead');
  await server.write((tx) =>
    sql`insert into legal_holds (id, customer_id, reason, reference, placed_by, placed_at, review_on)
      values ('H1', ${customerId}, 'Prova', 'Prova', 'Prova', now(), now())`.execute(tx),
  );
  expect((await remove(older.id, lead)).statusCode).toBe(409);
  await lift('legal_holds');
  expect((await remove(older.id, lead)).statusCode).toBe(204);
  const another = await sendWhole(madeFile('pdf'));
  expect((await remove(another.id, await as('privacy'))).statusCode).toBe(204);
});

test('of a customer whose data may be kept and not used nothing is added, read or taken away', async () => {
  const { id } = await sendWhole(madeFile('pdf'));
  await server.write((tx) =>
    sql`insert into restrictions (id, customer_id, since, why, by_agent) values ('R1', ${customerId}, now(), 'Prova', 'Prova')`.execute(
      tx,
    ),
  );
  const answers = [await announce(madeFile('pdf')), await get(id), await remove(id)];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([423, 423, 423]);
  // Whoever answers for privacy has to see what it is about.
  await server.write((tx) =>
    tx.updateTable('agents').set({ role: 'privacy' }).where('username', '=', 'sara').execute(),
  );
  expect((await get(id, {}, await server.as('sara'))).statusCode).toBe(200);
  await lift('restrictions');
});

test('it is on record who has added, read and taken away which file of whom', async () => {
  const { id } = await sendWhole(madeFile('pdf'));
  await get(id);
  await remove(id);
  const entries = await server.write((tx) =>
    tx.selectFrom('audit_entries').select(['action', 'subjects', 'detail']).orderBy('id').execute(),
  );
  const about = entries.filter(({ detail }) => 'attachment' in detail && detail.attachment === id);
  expect(about.map(({ action, subjects }) => [action, subjects])).toEqual([
    ['attachmentAdded', [customerId]],
    ['attachmentRead', [customerId]],
    ['attachmentRemoved', [customerId]],
  ]);
  expect(JSON.stringify(about)).not.toContain('fattura');
});

test('what nobody goes on with is forgotten, what is whole stays', async () => {
  const whole = await sendWhole(madeFile('pdf'));
  const file = madeFile('pdf', 2_000);
  const id = newId(server.deps);
  await announce(file, { id });
  await put(id, 0, file.subarray(0, 1_000));
  const forget = (days: number) =>
    server.write((tx) => forgetUnfinished(tx, new Date(server.deps.clock().getTime() - days * 86_400_000)));
  await forget(7);
  expect((await announce(file, { id })).json()).toEqual({ state: 'arriving', reached: 1_000 });
  await forget(-1);
  expect((await announce(file, { id })).json()).toEqual({ state: 'arriving', reached: 0 });
  expect((await get(whole.id)).statusCode).toBe(200);
});

test('a file goes where its case goes, with its bytes', async () => {
  const { id } = await sendWhole(madeFile('pdf'));
  await server.write(async (tx) => {
    await sql`insert into clients (id, name) values ('borea', 'Borea')`.execute(tx);
    await sql`insert into portfolios (id, client_id) values ('borea', 'borea')`.execute(tx);
    await tx.updateTable('customers').set({ portfolio_id: 'borea' }).where('id', '=', customerId).execute();
  });
  expect((await get(id)).statusCode).toBe(404);
  expect((await announce(madeFile('pdf'))).statusCode).toBe(404);
  const unknown = await announce(madeFile('pdf'), { caseId: newId(server.deps) });
  expect(unknown.statusCode).toBe(404);
  const borea = { kind: 'agent', portfolios: ['borea'] } as const;
  const parts = await seenBy(server.deps.db.query, borea, (tx) =>
    tx.selectFrom('attachment_parts').select('portfolio_id').where('attachment_id', '=', id).execute(),
  );
  expect(new Set(parts.map(({ portfolio_id: at }) => at))).toEqual(new Set(['borea']));
  await server.write((tx) => tx.deleteFrom('cases').where('id', '=', caseId).execute());
  const left = await server.write((tx) => sql`select from attachment_parts where attachment_id = ${id}`.execute(tx));
  expect(left.rows).toEqual([]);
  expect((await announce(madeFile('pdf'))).json()).toEqual({ state: 'erased' });
});
