// One visitor, two agents, two instances of the backend, a line that loses and doubles requests and answers, and an instance that is gone in the
// middle: at the end every message is there once, in the order in which its writer wrote it, and the same on both sides.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '#server/app';
import { newId } from '#server/deps';
import { chatListSchema, chatThreadSchema } from '#shared/protocol/chat';
import { sessionSchema } from '#shared/protocol/sessions';
import { chatNoticeEdition } from '#shared/protocol/visitor';
import { openKept } from '../../src/widget/kept.ts';
import { openLine, type Standing } from '../../src/widget/line.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';

let server: TestServer;
let stays: string;
beforeAll(async () => {
  server = await startTestServer({ customers: 0 });
  stays = await server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.stop());

/** What is done to one request; `none`: nothing. */
type Fault = 'none' | 'lostThere' | 'lostBack' | 'twice';
const fault = fc.constantFrom<Fault>('none', 'none', 'none', 'lostThere', 'lostBack', 'twice');

/** Requests go to either instance; which and with what fault the seed says, over and over. */
function badLine(
  instances: readonly string[],
  faults: readonly Fault[],
): (path: string, init?: RequestInit) => Promise<Response> {
  let count = 0;
  return async (path, init) => {
    const turn = count++;
    const at = `${instances[turn % instances.length]}${path}`;
    const kind = faults[turn % faults.length] ?? 'none';
    if (kind === 'lostThere') throw new TypeError('lost on the way there');
    const answer = await fetch(at, init);
    if (kind === 'lostBack') {
      await answer.body?.cancel();
      throw new TypeError('lost on the way back');
    }
    if (kind !== 'twice' || path.endsWith('/events')) return answer;
    await answer.body?.cancel();
    return fetch(at, init);
  };
}

test('every message is there once and in order on both sides', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { minLength: 7, maxLength: 23 }), async (faults) => {
      const goes = await buildServer(server.deps);
      const instances = [stays, await goes.listen({ port: 0, host: '127.0.0.1' })];
      const line = badLine(instances, [...faults, 'none', 'none']);
      /** As a PC does it: until there is an answer. Each id is the same one however often it is sent. */
      async function insist(path: string, token: string, body?: object): Promise<Response> {
        for (;;) {
          const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
          const answer = await line(path, {
            headers,
            ...(body && { method: 'POST', body: JSON.stringify(body) }),
          }).catch(() => null);
          if (answer !== null) return answer;
        }
      }
      const signIn = async (username: string) => {
        const body = JSON.stringify({ username, password: 'cornetta' });
        const headers = { 'content-type': 'application/json' };
        return sessionSchema.parse(
          await (await fetch(`${stays}/v1/sessions`, { method: 'POST', headers, body })).json(),
        );
      };
      const [giulia, luca] = [await signIn('giulia'), await signIn('luca')];
      const id = newId(server.deps);
      const token = randomBytes(32).toString('base64url');
      const begun = await insist('/v1/visitor/chats', '', {
        ...{ id, token, site: 'aurora', topic: 'support', language: 'it', name: null, code: null, email: null },
        ...{ notice: chatNoticeEdition, left: null, callAt: null },
      });
      expect(begun.status).toBe(201);

      const kept = openKept('aurora', () => {
        throw new Error('refused to a frame');
      });
      kept.write({ token, unsent: [] });
      let standing: Standing | null = null;
      const visitor = openLine({
        kept,
        fetch: (path, init) => line(String(path), init),
        newId: () => newId(server.deps),
        isSeen: () => true,
        mayEnd: () => true,
        onChange: (now) => {
          standing = now;
        },
      });
      const say = async (agent: typeof giulia, text: string) => {
        const message = { id: newId(server.deps), text, canned: null };
        expect((await insist(`/v1/chats/${id}/messages`, agent.accessToken, message)).status).toBe(200);
      };
      const theirs: string[] = [];
      const ours: string[] = [];
      const talk = async (agent: typeof giulia, name: string) => {
        for (const turn of [1, 2, 3, 4]) {
          theirs.push(`${name} ${turn} chiede`);
          visitor.say(`${name} ${turn} chiede`);
          ours.push(`${name} ${turn} risponde`);
          await say(agent, `${name} ${turn} risponde`);
        }
      };
      expect((await insist(`/v1/chats/${id}/take`, giulia.accessToken, {})).status).toBe(200);
      await talk(giulia, 'giulia');
      // Without a word to anybody who is connected to it.
      await goes.close();
      instances[1] = stays;
      const to = { kind: 'agent', agentId: luca.agent.id };
      await insist(`/v1/chats/${id}/pass`, giulia.accessToken, { to, note: '', identification: 'none' });
      expect((await insist(`/v1/chats/${id}/take`, luca.accessToken, {})).status).toBe(200);
      await talk(luca, 'luca');
      const whole = [...theirs, ...ours].toSorted();
      const shown = () => (standing?.messages ?? []).filter(({ kind }) => kind === 'text');
      await expect
        .poll(
          () =>
            shown()
              .map(({ text }) => text)
              .toSorted(),
          { timeout: 60_000 },
        )
        .toEqual(whole);
      visitor.stop();

      const list = chatListSchema.parse(await (await insist('/v1/chats', luca.accessToken)).json());
      expect(list.mine.filter((chat) => chat.id === id)).toMatchObject([{ state: 'open', continues: id }]);
      const thread = chatThreadSchema.parse(await (await insist(`/v1/chats/${id}`, luca.accessToken)).json());
      expect(thread.messages.map(({ seq }) => seq)).toEqual(thread.messages.map((_, place) => place + 1));
      const texts = thread.messages.filter(({ kind }) => kind === 'text');
      expect(texts.map(({ text, seq }) => [seq, text])).toEqual(shown().map(({ text, seq }) => [seq, text]));
      expect(texts.filter(({ by }) => by === 'visitor').map(({ text }) => text)).toEqual(theirs);
      expect(texts.filter(({ by }) => by === 'agent').map(({ text }) => text)).toEqual(ours);
      await insist(`/v1/chats/${id}/end`, luca.accessToken, {});
      server.pass(60_000);
    }),
    { numRuns: 4 },
  );
});
