// Chats of an agent's PC with the real backend and a visitor: both sides read the same, once and in order, whatever the line does; and a kill.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '#server/deps';
import { must } from '#shared/lib/must';
import type { InteractionId } from '#shared/model/ids';
import { emptyDraft } from '#shared/model/interaction';
import { chatNoticeEdition, visitorChatSchema } from '#shared/protocol/visitor';
import { createPatientClock, type Rig, startRig } from '#test/support/dataRig';
import { type Asked, type Fate, injectedFetch } from '#test/support/injectedFetch';
import { madeFile } from '#test/support/madeFiles';
import { startTestServer, type TestServer } from '#test/support/testServer';

let folder: string;
let server: TestServer;
let data: Rig;
let fateOf: (asked: Asked) => Fate;

const start = () =>
  startRig({
    folder,
    fetch: injectedFetch(
      () => server.app,
      (asked) => fateOf(asked),
    ),
    clock: createPatientClock(),
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-chats-there-'));
  server = await startTestServer({ customers: 3 });
  fateOf = () => 'through';
  data = await start();
});
afterEach(async () => {
  await data.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function visitor() {
  const id = newId(server.deps) as InteractionId;
  const token = randomBytes(32).toString('base64url');
  const begun = await server.ask({
    method: 'POST',
    url: '/v1/visitor/chats',
    payload: {
      ...{ id, token, site: 'aurora', topic: 'support', language: 'it', name: 'Marta Prova', code: null, email: null },
      ...{ notice: chatNoticeEdition, left: null, callAt: null },
    },
  });
  expect(begun.statusCode).toBe(201);
  const headers = { authorization: `Bearer ${token}` };
  return {
    id,
    say: (text: string) =>
      server.ask({
        ...{ method: 'POST', url: '/v1/visitor/chat/messages', headers },
        payload: { id: newId(server.deps), text },
      }),
    async reads() {
      const answer = await server.ask({ url: '/v1/visitor/chat', query: { after: '0' }, headers });
      const { messages } = visitorChatSchema.parse(answer.json());
      return messages.filter(({ kind }) => kind === 'text').map(({ by, text }) => `${by}: ${text}`);
    },
    async send(file: Buffer, name: string) {
      const sent = newId(server.deps);
      const payload = { id: sent, name, bytes: file.length };
      await server.ask({ method: 'POST', url: '/v1/visitor/chat/files', headers, payload });
      return server.ask({
        ...{ method: 'PUT', url: `/v1/visitor/chat/files/${sent}/bytes?at=0`, payload: file },
        headers: { ...headers, 'content-type': 'application/octet-stream' },
      });
    },
    end: () => server.ask({ method: 'POST', url: '/v1/visitor/chat/end', headers }),
  };
}

const own = () => data.state().chats?.own[0];
const written = () => own()?.messages.filter(({ kind }) => kind === 'text');
const read = () => written()?.map(({ by, text }) => `${by}: ${text}`);

test('taken, written in on a line that loses every other answer, killed, and closed like a call: both sides have read the same', async () => {
  const marta = await visitor();
  await marta.say('La linea non funziona');
  await data.signIn('cornetta');
  await data.until('she waits', () => data.state().chats?.waiting.length === 1);
  expect(data.state().chats?.waiting[0]).toMatchObject({ id: marta.id, name: 'Marta Prova' });
  expect(await data.desk.takeChat({ id: marta.id })).toBe('taken');
  await data.until('it is here', () => written()?.length === 1);
  // The company wants no calls beside chats.
  expect(data.line().isChatting).toBe(true);

  let nth = 0;
  fateOf = ({ method, path }) => {
    if (method !== 'POST' || !path.endsWith('/messages')) return 'through';
    nth += 1;
    return nth % 3 === 0 ? 'unheard' : nth % 2 === 0 ? 'lost' : 'twice';
  };
  for (const text of ['Buongiorno', 'Verifico subito', 'Un momento'])
    await data.desk.sayInChat({ id: marta.id, text, canned: null });
  await data.stop();
  data = await start();
  await marta.say('Grazie');
  const all = ['visitor: La linea non funziona', 'agent: Buongiorno', 'agent: Verifico subito', 'agent: Un momento'];
  await data.until(
    'all is written',
    () => written()?.length === 5 && written()?.every(({ state }) => state === 'sent') === true,
  );
  expect((await marta.reads()).toSorted()).toEqual([...all, 'visitor: Grazie'].toSorted());
  expect(read()).toEqual(await marta.reads());
  expect((await marta.reads()).filter((text) => text.startsWith('agent'))).toEqual(all.slice(1));

  await marta.end();
  await data.until('the wrap-up is open', () => data.state().open[0]?.interaction.stage === 'wrapUp');
  expect(own()).toMatchObject({ state: 'ended', ended: 'closedThere' });
  const draft = { ...emptyDraft, reasonCode: 'INF-01', outcomeCode: 'RIS-1', note: 'Linea verificata.' };
  expect(await data.desk.closeInteraction({ interactionId: marta.id, draft })).toEqual({ kind: 'closed' });
  await data.until('the report is there', () => data.state().sync.outbox.waiting === 0);
  expect(data.state().sync.outbox.setAside).toBe(0);
  expect(data.state().chats?.own).toEqual([]);
  const kept = await server.write((tx) => tx.selectFrom('interactions').select(['id', 'channel']).execute());
  expect(kept).toContainEqual({ id: marta.id, channel: 'chat' });
}, 60_000);

test('a file that the visitor sends is opened outside when it is wanted, and put into a case: what came of it there is what was sent', async () => {
  const { id: caseId } = await server.write((tx) =>
    tx.selectFrom('cases').select('id').where('status', '<>', 'closed').executeTakeFirstOrThrow(),
  );
  const marta = await visitor();
  await marta.say('Ecco la bolletta');
  await data.signIn('cornetta');
  await data.until('she waits', () => data.state().chats?.waiting.length === 1);
  await data.desk.takeChat({ id: marta.id });
  await data.until('the cases are here', async () => (await data.desk.caseHere({ id: caseId })) !== null);
  const pdf = madeFile('pdf', 300_000);
  expect((await marta.send(pdf, 'bolletta.pdf')).json()).toEqual({ state: 'here' });
  await data.until('it is said', () => own()?.messages.at(-1)?.kind === 'file');
  const said = own()?.messages.at(-1);
  expect(said).toMatchObject({ by: 'visitor', text: 'bolletta.pdf', file: { kind: 'pdf', bytes: 300_000 } });
  const file = { ...must(said?.file, 'what was sent'), id: said?.id ?? '', name: 'bolletta.pdf' };
  const ours = madeFile('png', 2_000);
  const going = await data.desk.beginChatFile({ id: marta.id, name: 'schema.png', bytes: ours.length });
  if (going.kind !== 'going') throw new Error('it is not taken');
  expect(await data.desk.handChatFile({ id: marta.id, file: going.file, at: going.reached, bytes: ours })).toEqual({
    kind: 'sent',
  });
  await data.until('it is said here too', () => own()?.messages.at(-1)?.text === 'schema.png');
  // Wanted several times at once it comes every time.
  const wanted = [1, 2, 3, 4].map(() => data.desk.copyChatFile({ id: marta.id, file }));
  const put = data.desk.chatFileIntoCase({ id: marta.id, file, caseId });
  for (const { copy } of await Promise.all(wanted))
    expect(readFileSync(join(folder, 'opened', copy)).equals(pdf)).toBe(true);
  expect(await put).toEqual({ kind: 'kept' });
  const kept = () =>
    server.write((tx) =>
      tx
        .selectFrom('attachments')
        .select(['name', 'sha256'])
        .where('case_id', '=', caseId)
        .where('state', '=', 'here')
        .execute(),
    );
  await data.until('it is in the case', async () => (await kept()).length === 1);
  expect(await kept()).toEqual([{ name: 'bolletta.pdf', sha256: file.sha256 }]);
}, 60_000);

test('passed on, it waits for the others with its note and level', async () => {
  const marta = await visitor();
  await marta.say('Mi serve la fattura');
  await data.signIn('cornetta');
  await data.until('she waits', () => data.state().chats?.waiting.length === 1);
  await data.desk.takeChat({ id: marta.id });
  await data.until('it is here', () => written()?.length === 1);
  await data.desk.saveDraft({
    interactionId: marta.id,
    draft: { note: 'Vuole la fattura.', identification: 'standard' },
  });
  const to = { kind: 'queue' as const, queueId: 'complaints' as never };
  expect(await data.desk.passChat({ id: marta.id, to })).toBe('passed');
  await data.until('the wrap-up is open', () => data.state().open[0]?.interaction.stage === 'wrapUp');
  expect(own()).toMatchObject({ state: 'ended', ended: 'transferred' });
  const luca = await server.as('luca');
  const { waiting } = (await luca({ url: '/v1/chats' })).json();
  expect(waiting).toMatchObject([{ id: marta.id, passed: { note: 'Vuole la fattura.', identification: 'standard' } }]);
}, 60_000);
