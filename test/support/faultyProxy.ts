// A bad way between an app and its backend: each request meets a fate that a seed decides. Answers are lost after the work was done,
// cut off, said by somebody else, or come late; all of it comes again with the same seed and the same requests.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seeded } from '#shared/lib/seeded';

const fates = [
  'late',
  'lostBefore',
  'lostAfter',
  'cutOff',
  'twice',
  'refused500',
  'refused502',
  'refused503',
  'refused429',
  'somebodyElse',
] as const;
export type Fate = (typeof fates)[number];

export interface FaultyProxy {
  readonly url: string;
  /** How often each of them has come. */
  readonly met: Readonly<Record<Fate, number>>;
  /** Nothing bad happens any more. */
  calm(): void;
  stop(): Promise<void>;
}

export interface FaultyProxyOptions {
  /** Where it leads to just now. */
  readonly target: () => string;
  readonly seed: number;
  /** Of all requests; the others pass. */
  readonly share?: number;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const longestDelayMs = 400;

export async function startFaultyProxy({ target, seed, share = 0.25 }: FaultyProxyOptions): Promise<FaultyProxy> {
  const random = seeded(seed);
  const met = Object.fromEntries(fates.map((fate) => [fate, 0])) as Record<Fate, number>;
  let isCalm = false;

  function fateOf({ url = '' }: IncomingMessage): Fate | null {
    // Who may come in is not what is tried here.
    if (isCalm || url.startsWith('/v1/sessions') || random() >= share) return null;
    return fates[Math.floor(random() * fates.length)] ?? null;
  }

  async function meet(fate: Fate, asked: IncomingMessage, body: Buffer, answer: ServerResponse): Promise<void> {
    met[fate] += 1;
    const refuse = (status: number) => answer.writeHead(status, { 'retry-after': '1' }).end();
    switch (fate) {
      case 'lostBefore':
        return void answer.destroy();
      case 'lostAfter':
        await forward(target(), asked, body);
        return void answer.destroy();
      case 'cutOff': {
        const { status, headers, body: whole } = await forward(target(), asked, body);
        answer.writeHead(status, { ...headers, 'content-length': whole.length });
        answer.write(whole.subarray(0, whole.length >> 1), () => answer.destroy());
        return;
      }
      case 'twice':
        await forward(target(), asked, body);
        return tell(answer, await forward(target(), asked, body));
      case 'late':
        await new Promise((resolve) => setTimeout(resolve, random() * longestDelayMs));
        return tell(answer, await forward(target(), asked, body));
      case 'somebodyElse':
        return void answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Benvenuti nella rete ospiti</h1>');
      default:
        return void refuse(Number(fate.slice('refused'.length)));
    }
  }

  const server = createServer(async (asked, answer) => {
    try {
      if (asked.url === '/v1/sync/events') return stream(target(), asked, answer);
      const pieces: Buffer[] = [];
      for await (const piece of asked) pieces.push(piece);
      const body = Buffer.concat(pieces);
      const fate = fateOf(asked);
      if (fate === null) tell(answer, await forward(target(), asked, body));
      else await meet(fate, asked, body, answer);
    } catch {
      // The backend is away: so is this.
      answer.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met,
    calm() {
      isCalm = true;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const askAt = (target: string, { url = '', method = 'GET', headers }: IncomingMessage) =>
  request(new URL(url, target), { method, headers: { ...headers, host: new URL(target).host }, agent: false });

function forward(target: string, asked: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const there = askAt(target, asked);
    there.on('error', reject);
    there.on('response', (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(pieces) }),
      );
    });
    there.end(body);
  });
}

function tell(answer: ServerResponse, { status, headers, body }: Answer): void {
  const { 'transfer-encoding': _chunked, ...others } = headers;
  answer.writeHead(status, others).end(body);
}

function stream(target: string, asked: IncomingMessage, answer: ServerResponse): void {
  const there = askAt(target, asked);
  there.on('error', () => answer.destroy());
  there.on('response', (events) => {
    answer.writeHead(events.statusCode ?? 502, events.headers);
    events.pipe(answer);
    events.on('error', () => answer.destroy());
    events.on('close', () => answer.destroy());
  });
  answer.on('close', () => there.destroy());
  there.end();
}
