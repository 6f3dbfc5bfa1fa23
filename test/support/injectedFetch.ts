// The real backend, asked without a network: what the network would do to requests and answers is the test's to say.
import type { FastifyInstance, InjectOptions } from 'fastify';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

/** What becomes of a request. `lost`: it is carried out, and its answer is not heard. `twice`: it is carried out once more, and that is the answer. A number: so many bytes of the answer come. An answer: that one is given, and nothing carried out. */
export type Fate = 'through' | 'unheard' | 'lost' | 'twice' | number | Response;

export function injectedFetch(app: () => FastifyInstance, fateOf: (asked: Asked) => Fate): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(String(input));
    const headers = new Headers(init.headers);
    const method = init.method ?? 'GET';
    const asked = { method, path: url.pathname, headers };
    if (url.pathname === '/v1/sync/events') return new Response(silence(init.signal), { status: 200 });
    const fate = fateOf(asked);
    if (fate === 'unheard') throw new TypeError('the network is away');
    if (fate instanceof Response) return fate;
    const payload = init.body instanceof Uint8Array ? Buffer.from(init.body) : (init.body as string | undefined);
    const carryOut = () =>
      app().inject({
        method: method as InjectOptions['method'] & string,
        url: url.pathname + url.search,
        headers: Object.fromEntries(headers),
        ...(payload !== undefined && { payload }),
      });
    if (fate === 'twice') await carryOut();
    const answer = await carryOut();
    if (fate === 'lost') throw new TypeError('the answer was lost');
    const answered = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const bytes = new Uint8Array(answer.rawPayload);
    const body = typeof fate === 'number' ? broken(bytes.subarray(0, fate)) : bytes;
    const isEmpty = answer.statusCode === 204 || answer.statusCode === 304;
    return new Response(isEmpty ? null : body, { status: answer.statusCode, headers: answered });
  };
}

const silence = (signal: AbortSignal | null | undefined) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => signal?.addEventListener('abort', () => controller.error(new Error('called off'))),
  });

/** These bytes, then the connection breaks. */
function broken(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let isTold = false;
  return new ReadableStream({
    pull(controller) {
      if (isTold || bytes.length === 0) return controller.error(new TypeError('terminated'));
      isTold = true;
      controller.enqueue(bytes);
    },
  });
}
