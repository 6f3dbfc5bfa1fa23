// The control endpoint: HTTP on loopback by which the app's practice and scripts make customers ring and change the weather.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { ringRequestSchema } from '../switchboard/ringRequest.ts';
import type { Switchboard } from '../switchboard/switchboard.ts';
import { conditionsSchema } from '../weather/weather.ts';
import { type Answer, refused } from './answer.ts';
import { streamQueues } from './queueStream.ts';
import { supervised } from './supervised.ts';

const mostBytes = 16 * 1024;

/** Several may be asked at once; `clear` comes first. */
const weatherRequestSchema = z.strictObject({
  clear: z.literal(true).optional(),
  /** What it leaves out is fine weather. */
  conditions: conditionsSchema.optional(),
  deafSeconds: z.number().positive().max(600).optional(),
  cut: z
    .strictObject({ extension: z.string().nullable().default(null), seconds: z.number().min(0).max(600).default(0) })
    .optional(),
});

const messageRequestSchema = z.strictObject({ extension: z.string() });

/** Resolves once it listens. `port` 0 takes any free one. @throws when the port is taken */
export async function openControl(
  board: Switchboard,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  /** Calls of another run had other names. */
  const run = `${Date.now().toString(36)}-`;
  const isForUs = (request: IncomingMessage) => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');

  async function answer(request: IncomingMessage): Promise<Answer> {
    // A web page can reach loopback too: by another host name, or without asking first unless the content is JSON.
    if (!isForUs(request)) return refused(403, 'not for this host');
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = `${request.method} ${pathname}`;
    const call = /^DELETE \/calls\/([\w-]+)$/.exec(route)?.[1];
    if (call !== undefined) return board.hangUp(call) ? { status: 204, body: null } : refused(404, 'no such call');
    const wish = supervised(route, board, (id) => (id.startsWith(run) ? id.slice(run.length) : id));
    if (wish !== null) {
      if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return refused(415, 'JSON only');
      return wish(await bodyOf(request));
    }
    if (route === 'GET /state') return { status: 200, body: stateOf(board) };
    if (!['POST /calls', 'POST /weather', 'POST /messages'].includes(route)) return refused(404, 'no such thing');
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return refused(415, 'JSON only');

    const body = await bodyOf(request);
    if (body === undefined) return refused(400, 'not JSON, or too long');
    if (route === 'POST /messages') return leaveMessage(board, body);
    return route === 'POST /calls' ? ring(board, body) : change(board, body);
  }

  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/queues' && isForUs(request)) {
      streamQueues(board, response, (id) => `${run}${id}`);
      return;
    }
    answer(request)
      .catch(() => refused(500, 'failed'))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(status === 204 ? '' : JSON.stringify(body));
      });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function ring(board: Switchboard, body: unknown): Answer {
  const wish = ringRequestSchema.safeParse(body);
  if (!wish.success) return refused(400, z.prettifyError(wish.error));
  const known =
    !('scenario' in wish.data) ||
    board.scenarios.some((one) => 'scenario' in wish.data && one.id === wish.data.scenario);
  if (!known) return refused(404, 'no such scenario');
  if (wish.data.queue !== undefined && !board.company.queues.some((one) => one.id === wish.data.queue)) {
    return refused(404, 'no such queue');
  }
  return { status: 201, body: { id: board.ring(wish.data).id } };
}

function leaveMessage(board: Switchboard, body: unknown): Answer {
  const wish = messageRequestSchema.safeParse(body);
  if (!wish.success) return refused(400, z.prettifyError(wish.error));
  return board.leaveMessage(wish.data.extension) ? { status: 201, body: null } : refused(404, 'no such extension');
}

function change({ weather }: Switchboard, body: unknown): Answer {
  const wish = weatherRequestSchema.safeParse(body);
  if (!wish.success) return refused(400, z.prettifyError(wish.error));
  const { clear, conditions, deafSeconds, cut } = wish.data;
  if (clear) weather.clear();
  if (conditions !== undefined) weather.set(conditions);
  if (deafSeconds !== undefined) weather.deafFor(deafSeconds);
  if (cut !== undefined) weather.cut(cut);
  return { status: 200, body: weather.conditions() };
}

/** Everything but who calls: numbers and names of callers stay out of it. */
function stateOf(board: Switchboard) {
  return {
    registrations: board.registrations().map(({ extension, expiresInSeconds }) => ({ extension, expiresInSeconds })),
    agents: board.agents(),
    calls: board.calls(),
    weather: board.weather.conditions(),
    scenarios: board.scenarios.map(({ id, title, language, queue }) => ({ id, title, language, queue })),
  };
}

/** The parsed body; undefined when it is no JSON or too long. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > mostBytes) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
