// Files of cases from the PC's side, with the real backend behind a network that the test breaks.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { grantPortfolios } from '#server/repositories/portfolios';
import { handedPieceBytes } from '#shared/contract/attachments';
import { must } from '#shared/lib/must';
import type { Attachment } from '#shared/model/attachment';
import type { CustomerId } from '#shared/model/ids';
import { problemUrn } from '#shared/protocol/errors';
import { type Rig, startRig } from '#test/support/dataRig';
import { type Asked, type Fate, injectedFetch } from '#test/support/injectedFetch';
import { madeFile } from '#test/support/madeFiles';
import { startTestServer, type TestServer } from '#test/support/testServer';
import { troubleDisk } from '#test/support/troubledDisk';

let folder: string;
let server: TestServer;
let rig: Rig;
let caseId: string;
let customerId: CustomerId;
let fateOf: (asked: Asked) => Fate;
let asked: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-attached-'));
  server = await startTestServer();
  const open = await server.write((tx) =>
    tx.selectFrom('cases').select(['id', 'customer_id']).where('status', '<>', 'closed').executeTakeFirstOrThrow(),
  );
  [caseId, customerId] = [open.id, open.customer_id as CustomerId];
  fateOf = () => 'through';
  asked = [];
  rig = await start();
  await rig.signIn('cornetta');
  await loaded();
});
afterEach(async () => {
  await rig.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = () =>
  startRig({
    folder,
    fetch: injectedFetch(
      () => server.app,
      (one) => {
        if (one.path.startsWith('/v1/attachments'))
          asked.push(`${one.method} ${one.headers.get('range') ?? ''}`.trim());
        return fateOf(one);
      },
    ),
  });
const loaded = () => rig.until('the cache is loaded', () => rig.state().sync.load.kind === 'complete');
/** The program ends and comes again: what was in memory is gone. */
async function again() {
  await rig.stop();
  rig = await start();
}

const isAttachment = ({ path }: Asked) => path.startsWith('/v1/attachments');
const problem = (type: Parameters<typeof problemUrn>[0], status: number) =>
  new Response(JSON.stringify({ type: problemUrn(type), title: type, status }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
/** As the backend answers who does not see the case. */
const notSeen = () => problem('not-found', 404);
const away = (one: Asked): Fate => (isAttachment(one) ? 'unheard' : 'through');

async function attach(file: Uint8Array, name = 'fattura.pdf') {
  const begun = await rig.desk.beginAttachment({ caseId, name, bytes: file.length });
  if (begun.kind === 'refused') return begun;
  for (let at = 0; at < file.length; at += handedPieceBytes) {
    await rig.desk.handAttachment({ id: begun.id, bytes: file.subarray(at, at + handedPieceBytes) });
  }
  return { ...(await rig.desk.keepAttachment({ id: begun.id })), id: begun.id };
}
const own = () => rig.state().attachments.own;
const told = async (): Promise<Attachment[]> =>
  (await rig.desk.getCustomer({ id: customerId }))?.openCases.find(({ id }) => id === caseId)?.attachments ?? [];
const kept = async () =>
  server.write((tx) => tx.selectFrom('attachments').select(['id', 'name', 'state']).orderBy('id').execute());
const untilTold = (count: number) => rig.until('its case tells of it', async () => (await told()).length === count);

async function read({ id, bytes }: Pick<Attachment, 'id' | 'bytes'>): Promise<Buffer> {
  await rig.desk.fetchAttachment({ caseId, id });
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes; at += pieces.at(-1)?.length ?? bytes) {
    pieces.push((await rig.desk.readAttachment({ caseId, id, at })).bytes);
  }
  return Buffer.concat(pieces);
}
const sealedFiles = () => readdirSync(join(folder, 'attachments'));

test('attached while the backend is away it waits, over an end of the program too, and goes when it is there again; once', async () => {
  fateOf = away;
  const file = madeFile('pdf', 1_400_000);
  expect(await attach(file)).toMatchObject({ kind: 'kept' });
  expect(own()).toMatchObject([{ name: 'fattura.pdf', kind: 'pdf', caseId, state: { kind: 'waiting' } }]);
  expect(rig.state().sync.outbox.waiting).toBe(1);
  await again();
  await loaded();
  // What a network says to whoever has not paid for it is no answer.
  fateOf = (one) => (isAttachment(one) ? new Response('<html>Accesso alla rete</html>', { status: 403 }) : 'through');
  asked = [];
  await rig.until('it was tried', () => asked.length > 1);
  expect(own()).toMatchObject([{ state: { kind: 'waiting' } }]);
  fateOf = () => 'through';
  await untilTold(1);
  await rig.until('nothing is untold', () => own().length === 0);
  expect(rig.state().sync.outbox.waiting).toBe(0);
  const [one] = await told();
  expect(await read(must(one, 'attachment'))).toEqual(file);
  expect((await kept()).map(({ name, state }) => [name, state])).toEqual([['fattura.pdf', 'here']]);
  // What it has sent it need not fetch.
  expect(asked.filter((request) => request.startsWith('GET'))).toEqual([]);
});

test('on a network that loses requests and answers, and brings some twice, it goes on at the byte, and ends equal', async () => {
  const file = madeFile('pdf', 2_900_000, 3);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Fate>('unheard', 'lost', 'twice', 'through'), { maxLength: 14 }),
      async (fates) => {
        const left = [...fates];
        fateOf = (one) => (isAttachment(one) ? (left.shift() ?? 'through') : 'through');
        const before = (await told()).length;
        await attach(file);
        await untilTold(before + 1);
        const one = must((await told()).at(-1), 'attachment');
        await rig.until('it is here', () => own().length === 0);
        expect((await read(one)).equals(file)).toBe(true);
        const parts = await server.write((tx) =>
          sql<{
            bytes: number;
          }>`select sum(length)::int as bytes from attachment_parts where attachment_id = ${one.id}`.execute(tx),
        );
        expect(parts.rows).toEqual([{ bytes: file.length }]);
      },
    ),
    { numRuns: 8 },
  );
});

test('what is no document and no picture is refused here already, and nothing of it stays', async () => {
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600)]);
  expect(await attach(program, 'fattura.pdf')).toMatchObject({ kind: 'refused', why: 'notAllowed' });
  expect(await attach(madeFile('pdf').subarray(0, -9))).toMatchObject({ kind: 'refused', why: 'cutOff' });
  expect(await attach(new Uint8Array())).toEqual({ kind: 'refused', why: 'empty' });
  const tooLarge = await rig.desk.beginAttachment({ caseId, name: 'x.pdf', bytes: 20 * 1_048_576 + 1 });
  expect(tooLarge).toEqual({ kind: 'refused', why: 'tooLarge' });
  const elsewhere = await rig.desk.beginAttachment({ caseId: 'no-such-case', name: 'x.pdf', bytes: 9 });
  expect(elsewhere).toEqual({ kind: 'refused', why: 'gone' });
  expect([sealedFiles(), asked, own()]).toEqual([[], [], []]);
});

test('dropped while it is sent it is nowhere, and no word is said of it', async () => {
  let pieces = 0;
  let dropped: Promise<null> | null = null;
  fateOf = ({ method, path }) => {
    if (method === 'PUT' && path.startsWith('/v1/attachments')) pieces += 1;
    if (pieces === 2) dropped ??= rig.desk.dropAttachment({ id: must(own()[0], 'own').id });
    return 'through';
  };
  await attach(madeFile('pdf', 4_000_000, 9));
  await rig.until('it is dropped', () => dropped !== null && own().length === 0);
  await dropped;
  await rig.until('the backend has none of it', async () => (await kept()).length === 0);
  await rig.quiet();
  expect([sealedFiles(), await told(), rig.state().sync.notices]).toEqual([[], [], []]);
});

test('a file that changes while it is handed over is refused', async () => {
  const file = madeFile('pdf', 5_000);
  const begun = await rig.desk.beginAttachment({ caseId, name: 'x.pdf', bytes: file.length });
  if (begun.kind === 'refused') throw new Error(begun.why);
  await rig.desk.handAttachment({ id: begun.id, bytes: file.subarray(0, 4_000) });
  expect(await rig.desk.keepAttachment({ id: begun.id })).toEqual({ kind: 'refused', why: 'damaged' });
  expect(sealedFiles()).toEqual([]);
});

test('refused by the backend it says why, can be tried again, or dropped', async () => {
  const set = (perCase: number) =>
    server.write((tx) =>
      tx
        .updateTable('company')
        .set({ policy: JSON.stringify({ attachments: { perCase } }) })
        .execute(),
    );
  await set(0);
  const file = madeFile('pdf', 300_000);
  await attach(file);
  await rig.until('it is refused', () => own()[0]?.state.kind === 'refused');
  expect(own()).toMatchObject([{ state: { kind: 'refused', why: 'caseFull' } }]);
  await set(5);
  await rig.desk.sendAgain({ id: must(own()[0], 'own').id });
  await untilTold(1);
  await set(1);
  await attach(madeFile('png', 900), 'foto.png');
  await rig.until('it is refused', () => own()[0]?.state.kind === 'refused');
  await rig.desk.dropAttachment({ id: must(own()[0], 'own').id });
  expect(own()).toEqual([]);
  await rig.until('nothing of it is left', () => sealedFiles().length === 1);
});

test('what is missing or damaged on this PC is fetched anew', async () => {
  const file = madeFile('pdf', 400_000, 4);
  await attach(file);
  await untilTold(1);
  const one = must((await told())[0], 'attachment');
  await rig.until('its case tells of it here', () => own().length === 0);
  const path = join(folder, 'attachments', one.id);
  const sealed = readFileSync(path);
  rmSync(path);
  expect((await read(one)).equals(file)).toBe(true);
  sealed[500] = (sealed[500] ?? 0) ^ 1;
  writeFileSync(path, sealed);
  await expect(read(one)).rejects.toMatchObject({ failure: { code: 'attachment.damaged' } });
  expect((await read(one)).equals(file)).toBe(true);
});

test('what another has attached comes when it is wanted, from where it broke off, and is kept', async () => {
  const file = madeFile('webp', 1_000_000, 5);
  const sara = await server.as('sara');
  await attach(file, 'foto.webp');
  await untilTold(1);
  const one = must((await told())[0], 'attachment');
  await rig.stop();
  rmSync(folder, { recursive: true });
  fateOf = () => 'through';
  rig = await start();
  await rig.signIn('cornetta');
  await loaded();
  expect((await sara({ url: `/v1/attachments/${one.id}/bytes` })).statusCode).toBe(200);
  asked = [];
  const cuts: Fate[] = [400_000, 'unheard', 300_000];
  fateOf = (request) => (isAttachment(request) ? (cuts.shift() ?? 'through') : 'through');
  let whole: Buffer | null = null;
  void read(one).then((bytes) => {
    whole = bytes;
  });
  await rig.until('it is here', () => whole !== null);
  expect(must<Buffer>(whole, 'whole').equals(file)).toBe(true);
  expect(asked).toEqual(['GET bytes=0-', 'GET bytes=262144-', 'GET bytes=262144-', 'GET bytes=524288-']);
  asked = [];
  expect((await read(one)).equals(file)).toBe(true);
  expect(asked).toEqual([]);
  fateOf = away;
  await again();
  await loaded();
  expect((await read(one)).equals(file)).toBe(true);
});

test('bytes that are others than its case says are not kept', async () => {
  await attach(madeFile('pdf', 300_000, 6));
  await untilTold(1);
  const one = must((await told())[0], 'attachment');
  await rig.until('its case tells of it here', () => own().length === 0);
  rmSync(join(folder, 'attachments', one.id));
  const others = madeFile('pdf', 300_000, 7);
  await server.write((tx) =>
    tx.updateTable('attachment_parts').set({ bytes: others }).where('attachment_id', '=', one.id).execute(),
  );
  await expect(read(one)).rejects.toMatchObject({ failure: { code: 'attachment.damaged' } });
  expect(sealedFiles()).toEqual([]);
});

test('nothing of it lies on the disk as it is, but the copy that the agent has asked for, until they sign out', async () => {
  const words = 'La bolletta di Zenobia Qwarkini';
  const file = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(40_000, words), Buffer.from('\n%%EOF')]);
  await attach(file, '../fattura.exe');
  await untilTold(1);
  const one = must((await told())[0], 'attachment');
  const inClear = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path).includes('Zenobia'));
  expect(inClear()).toEqual([]);
  const { copy } = await rig.desk.copyAttachment({ caseId, id: one.id });
  expect(copy).toMatch(/^[0-9A-Z]{26}\/fattura_exe\.pdf$/);
  expect(inClear()).toEqual([join(folder, 'opened', copy)]);
  expect(readFileSync(join(folder, 'opened', copy)).equals(file)).toBe(true);
  await rig.desk.signOut(null);
  await rig.until('nobody is signed in', () => rig.state().session.kind === 'signedOut');
  expect([inClear(), existsSync(join(folder, 'opened'))]).toEqual([[], false]);
});

test('of a case that is erased nothing that came whole stays here, nor what was opened outside', async () => {
  await attach(madeFile('pdf', 300_000));
  await untilTold(1);
  const one = must((await told())[0], 'attachment');
  await read(one);
  expect(sealedFiles()).toEqual([one.id]);
  const { copy } = await rig.desk.copyAttachment({ caseId, id: one.id });
  expect(existsSync(join(folder, 'opened', copy))).toBe(true);
  await server.write((tx) => tx.deleteFrom('cases').where('id', '=', caseId).execute());
  await rig.until('it is gone from here', () => sealedFiles().length === 0);
  expect(existsSync(join(folder, 'opened', copy))).toBe(false);
  await expect(rig.desk.fetchAttachment({ caseId, id: one.id })).rejects.toMatchObject({
    failure: { code: 'attachment.gone' },
  });
});

test('what waits for a case that is erased goes too, and the agent is told, without a word of whose it was', async () => {
  fateOf = away;
  await attach(madeFile('pdf', 300_000));
  await server.write((tx) => tx.deleteFrom('cases').where('id', '=', caseId).execute());
  fateOf = () => 'through';
  await rig.until('they are told', () => rig.state().sync.notices.some(({ code }) => code === 'attachment.caseGone'));
  await rig.until('nothing of it is left', () => own().length === 0 && sealedFiles().length === 0);
  expect(rig.state().sync.outbox).toEqual({ waiting: 0, setAside: 0 });
  expect(JSON.stringify(rig.state().sync.notices)).not.toMatch(new RegExp(`fattura|${caseId}`));
});

test.each<[what: string, move: () => Promise<unknown>]>([
  [
    'whose queue is closed',
    () =>
      server.write(async (tx) => {
        await sql`insert into portfolios (id, client_id) values ('vip', 'company')`.execute(tx);
        await sql`insert into queues (id, position, number, language, name, about)
          values ('vip', 99, '799', 'it', '{"it": "VIP", "en": "VIP"}', '{"it": "", "en": ""}')`.execute(tx);
        await tx.updateTable('cases').set({ queue_id: 'vip' }).where('id', '=', caseId).execute();
        await sql`update queues set portfolio_id = 'vip' where id = 'vip'`.execute(tx);
      }),
  ],
  [
    'whose customer is another client company’s by now',
    () =>
      server.write(async (tx) => {
        await sql`insert into clients (id, name) values ('borea', 'Borea')`.execute(tx);
        await sql`insert into portfolios (id, client_id) values ('borea', 'borea')`.execute(tx);
        await tx.updateTable('customers').set({ portfolio_id: 'borea' }).where('id', '=', customerId).execute();
      }),
  ],
])(
  'what waits for a case %s is kept and asked about; once the case is erased where it is now, it goes',
  async (_what, move) => {
    fateOf = away;
    await attach(madeFile('pdf', 300_000));
    await move();
    await rig.until('its case is not seen any more', async () => (await rig.desk.caseHere({ id: caseId })) === null);
    expect(own()).toMatchObject([{ state: { kind: 'waiting' } }]);
    fateOf = () => 'through';
    await rig.until('it is asked about', () => rig.state().sync.outbox.setAside === 1);
    await rig.quiet();
    expect(await rig.desk.setAside(null)).toMatchObject([{ kind: 'file', name: 'fattura.pdf', why: 'gone' }]);
    expect(sealedFiles()).toHaveLength(1);
    expect(rig.state().sync.notices).toEqual([]);
    // In the place where it is now; this PC is told of nothing.
    await server.write((tx) => tx.deleteFrom('cases').where('id', '=', caseId).execute());
    await again();
    await rig.until('they are told', () => rig.state().sync.notices.some(({ code }) => code === 'attachment.caseGone'));
    expect([own(), sealedFiles(), rig.state().sync.outbox.setAside]).toEqual([[], [], 0]);
  },
);

test('what was refused, and whose case is erased after that, goes as well; a program’s silence is no answer', async () => {
  fateOf = (one) => (isAttachment(one) ? notSeen() : 'through');
  await attach(madeFile('pdf', 300_000));
  await rig.until('it is refused', () => rig.state().sync.outbox.setAside === 1);
  fateOf = away;
  await server.write((tx) => tx.deleteFrom('cases').where('id', '=', caseId).execute());
  await rig.until('its case is not seen any more', async () => (await rig.desk.caseHere({ id: caseId })) === null);
  await rig.quiet();
  expect(own()).toMatchObject([{ state: { kind: 'refused', why: 'gone' } }]);
  fateOf = () => 'through';
  await again();
  await rig.until('they are told', () => rig.state().sync.notices.some(({ code }) => code === 'attachment.caseGone'));
  expect([own(), sealedFiles(), rig.state().sync.outbox.setAside]).toEqual([[], [], 0]);
});

test('erased while its pieces are on their way it goes with its case', async () => {
  let pieces = 0;
  let erased: Promise<unknown> | null = null;
  fateOf = ({ method, path }) => {
    if (method === 'PUT' && path.startsWith('/v1/attachments')) pieces += 1;
    // Before the backend comes to the second.
    if (pieces === 2) erased ??= server.write((tx) => tx.deleteFrom('cases').where('id', '=', caseId).execute());
    return 'through';
  };
  await attach(madeFile('pdf', 4_000_000, 9));
  await rig.until('it is erased', () => erased !== null);
  await erased;
  pieces = 9;
  await rig.until('they are told', () => rig.state().sync.notices.some(({ code }) => code === 'attachment.caseGone'));
  expect([own(), sealedFiles(), rig.state().sync.outbox.setAside]).toEqual([[], [], 0]);
  // Nor were they ever asked about it.
  expect(rig.events.filter((event) => event.kind === 'syncChanged' && event.sync.outbox.setAside > 0)).toEqual([]);
});

test('what the backend finds no case for is kept, and said with its name and case, until the agent has decided', async () => {
  fateOf = (one) => (isAttachment(one) ? notSeen() : 'through');
  const file = madeFile('pdf', 300_000);
  await attach(file);
  await rig.until('it is refused', () => rig.state().sync.outbox.setAside === 1);
  const [aside] = await rig.desk.setAside(null);
  expect(aside).toMatchObject({ kind: 'file', name: 'fattura.pdf', why: 'gone', customer: { id: customerId } });
  expect(must(aside?.kind === 'file' ? aside : null, 'file').caseNumber).toMatch(/\d/);
  expect(rig.state().sync.notices).toEqual([]);

  // Over an end of the program, and where all that this agent sees is another company's by now.
  await again();
  await loaded();
  await server.write(async (tx) => {
    await sql`insert into clients (id, name) values ('borea', 'Borea')`.execute(tx);
    await sql`insert into portfolios (id, client_id) values ('borea', 'borea')`.execute(tx);
    await sql`update queues set client_id = 'borea'`.execute(tx);
    await grantPortfolios(tx, [{ username: 'giulia', portfolios: ['borea'] }]);
  });
  await rig.until('its case is not seen any more', async () => (await rig.desk.caseHere({ id: caseId })) === null);
  expect(await rig.desk.setAside(null)).toMatchObject([
    { name: 'fattura.pdf', caseNumber: expect.stringMatching(/\d/), customer: null },
  ]);
  const id = must(own()[0], 'own').id;
  const { copy } = await rig.desk.copyAttachment({ caseId, id });
  expect(readFileSync(join(folder, 'opened', copy)).equals(file)).toBe(true);
  await server.write((tx) => sql`update queues set client_id = 'company'`.execute(tx));
  await rig.until('its case is seen again', async () => (await rig.desk.caseHere({ id: caseId })) !== null);
  fateOf = () => 'through';
  await rig.desk.sendAgain({ id });
  await untilTold(1);
  expect((await kept()).map((one) => one.id)).toEqual([id]);
  expect(rig.state().sync.outbox).toEqual({ waiting: 0, setAside: 0 });
});

test('tried again after an answer that was lost and a right, or a use of the data, that was missing for a moment, it is there once', async () => {
  for (const [refused, why, there] of [
    [notSeen, 'gone', 1],
    [() => problem('restricted', 423), 'restricted', 2],
  ] as const) {
    let is: 'lost' | 'refused' | 'through' = 'lost';
    fateOf = (one) => {
      if (!isAttachment(one) || is === 'through') return 'through';
      if (is === 'refused') return refused();
      if (one.method !== 'PUT') return 'through';
      is = 'refused';
      return 'lost';
    };
    await attach(madeFile('pdf', 3_000, there));
    await rig.until('it is refused', () => own()[0]?.state.kind === 'refused');
    expect(own()).toMatchObject([{ state: { why } }]);
    expect((await kept()).filter(({ state }) => state === 'here')).toHaveLength(there);
    is = 'through';
    const id = must(own()[0], 'own').id;
    await Promise.all([rig.desk.sendAgain({ id }), rig.desk.sendAgain({ id })]);
    await rig.until('it is told', async () => own().length === 0 && (await told()).length === there);
    expect(await kept()).toHaveLength(there);
  }
});

test('whose session has ended is told so by the first file that is to go, which goes when they have signed in again', async () => {
  fateOf = (one) => (isAttachment(one) || one.path.startsWith('/v1/sessions') ? 'through' : 'unheard');
  await rig.quiet();
  await server.write((tx) => tx.updateTable('sessions').set({ revoked_at: server.deps.clock() }).execute());
  await attach(madeFile('pdf', 3_000));
  await rig.until('the session shows as expired', () => {
    const { session } = rig.state();
    return session.kind === 'signedIn' && session.expired;
  });
  expect(own()).toMatchObject([{ state: { kind: 'waiting' } }]);
  fateOf = () => 'through';
  await rig.signIn('cornetta');
  await untilTold(1);
});

test('what the disk refuses for a while keeps no other file, and goes when it may be read; what it has lost is asked about', async () => {
  fateOf = away;
  await attach(madeFile('pdf', 300_000), 'prima.pdf');
  await attach(madeFile('png', 3_000), 'seconda.png');
  const first = join(folder, 'attachments', must(own()[0], 'own').id);
  renameSync(first, `${first}.held`);
  mkdirSync(first);
  fateOf = () => 'through';
  await untilTold(1);
  expect(own()).toMatchObject([{ name: 'prima.pdf', state: { kind: 'waiting' } }]);
  rmdirSync(first);
  renameSync(`${first}.held`, first);
  await untilTold(2);
  expect((await kept()).map(({ state }) => state)).toEqual(['here', 'here']);

  fateOf = away;
  await rig.until('both are known to have come', () => own().length === 0);
  await attach(madeFile('pdf', 3_000), 'terza.pdf');
  rmSync(join(folder, 'attachments', must(own()[0], 'own').id));
  fateOf = () => 'through';
  await rig.until('it is asked about', () => rig.state().sync.outbox.setAside === 1);
  expect(await rig.desk.setAside(null)).toMatchObject([{ kind: 'file', name: 'terza.pdf', why: 'damaged' }]);
});

test('where there is no room to keep it, nothing of it is left, and nothing is said to be kept', async () => {
  const disk = await troubleDisk();
  try {
    for (const trouble of [() => disk.files('sync', 'ENOSPC'), () => disk.workIsFull(true)]) {
      trouble();
      await expect(attach(madeFile('pdf', 300_000))).rejects.toMatchObject({ failure: { code: 'files.diskFull' } });
      expect([sealedFiles(), own(), asked]).toEqual([[], [], []]);
      disk.files('sync', null);
      disk.workIsFull(false);
    }
    disk.files('write', 'ENOSPC');
    const begun = await rig.desk.beginAttachment({ caseId, name: 'x.pdf', bytes: 4_000 });
    if (begun.kind === 'refused') throw new Error(begun.why);
    await expect(rig.desk.handAttachment({ id: begun.id, bytes: new Uint8Array(4_000) })).rejects.toMatchObject({
      failure: { code: 'files.diskFull' },
    });
    await rig.desk.dropAttachment({ id: begun.id });
    expect(sealedFiles()).toEqual([]);
  } finally {
    disk.stop();
  }
});

test('a desk that begins anew in the middle has left nothing of what it was adding', async () => {
  const file = madeFile('pdf', 400_000);
  const begun = await rig.desk.beginAttachment({ caseId, name: 'x.pdf', bytes: file.length });
  if (begun.kind === 'refused') throw new Error(begun.why);
  await rig.desk.handAttachment({ id: begun.id, bytes: file.subarray(0, handedPieceBytes) });
  expect(sealedFiles()).toHaveLength(1);
  rig.reloadDesk();
  await rig.until('nothing of it is left', () => sealedFiles().length === 0);
  await expect(rig.desk.keepAttachment({ id: begun.id })).rejects.toMatchObject({
    failure: { code: 'attachment.gone' },
  });
  // One that had only just been asked for, too.
  const asked = rig.desk.beginAttachment({ caseId, name: 'x.pdf', bytes: file.length }).catch(() => 'nobody hears it');
  await Promise.resolve();
  rig.reloadDesk();
  await asked;
  await rig.quiet();
  await rig.until('nothing of it is left', () => sealedFiles().length === 0);
  expect(await attach(file)).toMatchObject({ kind: 'kept' });
});

test('a folder that cannot be read is no reason not to start', async () => {
  await attach(madeFile('pdf', 3_000));
  await untilTold(1);
  await rig.stop();
  rmSync(join(folder, 'attachments'), { recursive: true });
  writeFileSync(join(folder, 'attachments'), '');
  rig = await start();
  await loaded();
  expect(await told()).toHaveLength(1);
  await expect(attach(madeFile('pdf', 3_000))).rejects.toMatchObject({ failure: { code: 'program.bug' } });
  rmSync(join(folder, 'attachments'));
  expect(await attach(madeFile('pdf', 3_000))).toMatchObject({ kind: 'kept' });
});

test('taken away, it is gone for everybody; who may not is told so', async () => {
  await attach(madeFile('pdf', 3_000));
  await untilTold(1);
  const one = must((await told())[0], 'attachment');
  await rig.until('its case tells of it here', () => own().length === 0);
  await server.write((tx) => sql`update attachments set at = at - interval '1 day'`.execute(tx));
  const refused = rig.desk.removeAttachment({ caseId, id: one.id });
  await expect(refused).rejects.toMatchObject({ failure: { code: 'attachment.notAllowed' } });
  await server.write((tx) => sql`update attachments set at = at + interval '1 day'`.execute(tx));
  await rig.desk.removeAttachment({ caseId, id: one.id });
  await untilTold(0);
  await rig.until('it is gone from here', () => sealedFiles().length === 0);
});
