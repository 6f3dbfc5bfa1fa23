// The one way to the backend: JSON over fetch, with a deadline, a token that is renewed once, and replies that are parsed.
import type { z } from 'zod';
import { misfitOf, protocolHeader } from '#shared/protocol/version';
import { errorName, type Log } from '../log.ts';
import { type Answer, refusedOf, silent } from './answer.ts';

export interface Request<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From "v1/" on, without a leading slash: a backend may live beneath a path. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; bytes as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a yes must look like. Null: nothing is read. */
  readonly reply: z.ZodType<T> | null;
  /** What 304 stands for, where `if-none-match` is among the headers. */
  readonly unchanged?: T;
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** A long answer, read while it comes: the caller watches over its own deadline. */
export type StreamRequest = Pick<Request<never>, 'method' | 'path' | 'query' | 'body' | 'headers'> & {
  readonly signal: AbortSignal;
};

export interface Streamed {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array>;
}

/** Who is asking. A door (signing in) needs nobody. */
export interface Tokens {
  access(): string | null;
  /** Called with the token that was refused. False: it cannot be renewed now. */
  renew(refused: string | null): Promise<Answer<null>>;
}

export interface Client {
  ask<T>(request: Request<T>): Promise<Answer<T>>;
  /** A whole answer that is read elsewhere. */
  bytes(request: Omit<Request<never>, 'reply' | 'body' | 'method'>): Promise<Answer<Uint8Array>>;
  stream(request: StreamRequest): Promise<Answer<Streamed>>;
}

export interface ClientOptions {
  readonly backendUrl: string;
  readonly fetch: typeof fetch;
  readonly tokens: Tokens | null;
  readonly now: () => Date;
  readonly log: Log;
  /** Told when it changes: the service speaks a protocol that this app does not, or (null) one that it does again. */
  readonly onMisfit?: (misfit: 'older' | 'newer' | null) => void;
}

const binary = 'application/octet-stream';
const isBytes = (body: unknown): body is Uint8Array<ArrayBuffer> => body instanceof Uint8Array;

const usualDeadlineMs = 15_000;

export function createClient(options: ClientOptions): Client {
  const base = options.backendUrl.endsWith('/') ? options.backendUrl : `${options.backendUrl}/`;

  let known: ReturnType<typeof misfitOf> = null;

  async function send(request: Omit<Request<unknown>, 'reply'>, signal: AbortSignal): Promise<Response> {
    const url = new URL(request.path, base);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
    const token = options.tokens?.access() ?? null;
    return options.fetch(url, {
      method: request.method,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(request.body !== undefined && { 'content-type': isBytes(request.body) ? binary : 'application/json' }),
        ...(token !== null && { authorization: `Bearer ${token}` }),
        // What is told has moments of this PC's clock in it: where that is wrong, the backend puts them right.
        ...(request.method !== 'GET' && { 'sent-at': options.now().toISOString() }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: isBytes(request.body) ? request.body : JSON.stringify(request.body) }),
      // Followed blindly, it would carry customers' data to whoever answered.
      redirect: 'manual',
      signal,
    });
  }

  /** Runs `read` on a yes. A refused token is renewed and the request sent again, once. */
  async function answered<T>(
    request: Omit<Request<T>, 'reply'>,
    signal: AbortSignal,
    read: (response: Response) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const began = performance.now();
    const told = (outcome: string) =>
      options.log.info('http', {
        request: `${request.method} ${nameOf(request.path)}`,
        outcome,
        ms: Math.round(performance.now() - began),
      });
    for (let attempt = 0; ; attempt += 1) {
      const token = options.tokens?.access() ?? null;
      try {
        const response = await send(request, signal);
        const misfit = misfitOf(response.headers.get(protocolHeader));
        if (misfit !== known) options.onMisfit?.(misfit);
        known = misfit;
        if (misfit !== null) {
          void response.body?.cancel();
          told(`a service that is ${misfit}`);
          return silent(`backend.${misfit}`, 'another protocol');
        }
        if (response.ok || (response.status === 304 && request.unchanged !== undefined)) {
          const answer = await read(response);
          told(answer.kind === 'ok' ? String(response.status) : answer.kind);
          return answer;
        }
        if (response.status < 400) {
          void response.body?.cancel();
          told('redirect');
          return silent('backend.notCornetta', `redirected with ${response.status}`);
        }
        const document = parsed(await response.text());
        const refused = refusedOf(response.status, document, response.headers.get('retry-after'), sentAt(response));
        told(`${refused.status} ${refused.problem ?? ''}`.trim());
        if (refused.status !== 401 || options.tokens === null || attempt > 0) return refused;
        const renewed = await options.tokens.renew(token);
        if (renewed.kind !== 'ok') return renewed;
      } catch (error) {
        const name = errorName(error instanceof TypeError && error.cause !== undefined ? error.cause : error);
        told(name);
        return silent('backend.unreachable', name);
      }
    }
  }

  /** By the clock of whoever answers: a date in the answer is theirs too. */
  function sentAt({ headers }: Response): Date {
    const date = new Date(headers.get('date') ?? '');
    return Number.isNaN(date.getTime()) ? options.now() : date;
  }

  const until = ({
    deadlineMs = usualDeadlineMs,
    signal,
  }: Pick<Request<never>, 'deadlineMs' | 'signal'>): AbortSignal => {
    const deadline = AbortSignal.timeout(deadlineMs);
    return signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  };

  return {
    ask<T>(request: Request<T>): Promise<Answer<T>> {
      return answered<T>(request, until(request), async (response) => {
        if (response.status === 304 && request.unchanged !== undefined) {
          await response.body?.cancel();
          return { kind: 'ok', value: request.unchanged };
        }
        if (request.reply === null) {
          await response.body?.cancel();
          return { kind: 'ok', value: null as T };
        }
        const reply = request.reply.safeParse(parsed(await response.text()));
        if (reply.success) return { kind: 'ok', value: reply.data };
        return silent('backend.notCornetta', `the reply to ${nameOf(request.path)} does not fit the protocol`);
      });
    },
    bytes: (request) =>
      answered<Uint8Array>({ ...request, method: 'GET' }, until(request), async (response) => ({
        kind: 'ok',
        value: new Uint8Array(await response.arrayBuffer()),
      })),
    stream: (request) =>
      answered<Streamed>(request, request.signal, async ({ status, headers, body }) =>
        body === null
          ? silent('backend.unreachable', 'an empty answer')
          : { kind: 'ok', value: { status, headers, body } },
      ),
  };
}

/** The path without what it names: ids stay out of the log. */
const nameOf = (path: string): string => path.replaceAll(/\/([0-9A-Z]{26}|callers\/[^/]+)/g, '/…');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
