// Files that a visitor sends, by the page's own program and the real backend: whatever the line does, each arrives once, or it is said why not.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { newId } from '#server/deps';
import { chatNoticeEdition, visitorChatSchema } from '#shared/protocol/visitor';
import { sendFile } from '../../src/widget/files.ts';
import { type Fate, injectedFetch } from '../support/injectedFetch.ts';
import { madeFile } from '../support/madeFiles.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';

let server: TestServer;
/** What has been asked, and what becomes of the next. */
let asked: ('announced' | 'piece')[];
let fateOf: (what: 'announced' | 'piece', nth: number) => Fate;
let slept: number[];
/** False: nobody says anything until the time is up. */
let answers: boolean;
beforeAll(async () => {
  server = await startTestServer({ customers: 0 });
});
afterAll(() => server.stop());
beforeEach(() => {
  [asked, slept, answers, fateOf] = [[], [], true, () => 'through'];
  // The doors count by the minute.
  server.pass(61_000);
});

const injected = injectedFetch(
  () => server.app,
  ({ method }) => {
    const what = method === 'PUT' ? 'piece' : 'announced';
    asked.push(what);
    return fateOf(what, asked.filter((one) => one === what).length);
  },
);
/** As in a browser: by paths, and pieces are cut from the file. */
const browserFetch: typeof fetch = async (input, init) => {
  if (!answers)
    return new Promise((_, fail) => {
      if (init?.signal?.aborted) fail(new TypeError('called off'));
    });
  const body = init?.body;
  const whole = body instanceof Blob ? { ...init, body: new Uint8Array(await body.arrayBuffer()) } : init;
  return injected(new URL(String(input), 'http://backend.test'), whole);
};

/** Who sends files, by what was said in the chat. */
async function visitor() {
  const token = randomBytes(32).toString('base64url');
  const payload = {
    ...{ id: newId(server.deps), token, site: 'aurora', topic: 'support', language: 'it', name: null, code: null },
    ...{ email: null, notice: chatNoticeEdition, left: null, callAt: null },
  };
  expect((await server.ask({ method: 'POST', url: '/v1/visitor/chats', payload })).statusCode).toBe(201);
  const deps = { token, fetch: browserFetch, sleep: async (ms: number) => void slept.push(ms) };
  return {
    send: (bytes: Buffer) => sendFile(deps, newId(server.deps), new File([new Uint8Array(bytes)], 'bolletta.pdf')),
    async files() {
      const headers = { authorization: `Bearer ${token}` };
      const { messages } = visitorChatSchema.parse((await server.ask({ url: '/v1/visitor/chat', headers })).json());
      return messages.flatMap(({ file }) => (file === null ? [] : [file.bytes]));
    },
  };
}
/** Three pieces. */
const pdf = madeFile('pdf', 700_000);

test('a file goes in pieces, and arrives once though every answer is lost once', async () => {
  const marta = await visitor();
  expect(await marta.send(pdf)).toBe('here');
  expect(asked).toEqual(['announced', 'piece', 'piece', 'piece']);
  let nth = 0;
  fateOf = () => (nth++ % 2 === 0 ? 'lost' : 'through');
  expect(await marta.send(pdf)).toBe('here');
  expect(await marta.files()).toEqual([700_000, 700_000]);
});

test('what was too much in a minute is said again when the backend says, where it was', async () => {
  const marta = await visitor();
  fateOf = (what, nth) =>
    what === 'piece' && nth === 2 ? new Response(null, { status: 429, headers: { 'retry-after': '37' } }) : 'through';
  expect(await marta.send(pdf)).toBe('here');
  expect(slept).toEqual([37_000]);
  expect(asked).toEqual(['announced', 'piece', 'piece', 'piece', 'piece']);
});

test('what never gets on is given up, though it can be announced every time; so is what is answered by something that is no backend', async () => {
  const marta = await visitor();
  fateOf = (what) => (what === 'piece' ? new Response(null, { status: 500 }) : 'through');
  expect(await marta.send(pdf)).toBe('broken');
  expect(asked.filter((what) => what === 'piece')).toHaveLength(5);
  fateOf = () => new Response('<p>Wi-Fi: accetti le condizioni</p>', { status: 200 });
  expect(await marta.send(pdf)).toBe('away');
  let nth = 0;
  fateOf = () => (nth++ === 0 ? new Response('<p>', { status: 200 }) : 'through');
  expect(await marta.send(pdf)).toBe('here');
});

test('where nobody answers it is given up: every question has its time', async () => {
  const { send } = await visitor();
  const over = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
  onTestFinished(() => over.mockRestore());
  answers = false;
  expect(await send(pdf)).toBe('away');
});
