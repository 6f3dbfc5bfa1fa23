// Where the browser brings the agent back to after signing in there: an address of this PC alone (RFC 8252, 7.3), for one answer.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Loopback {
  readonly redirectUri: string;
  /** What the browser brought with that state. Null: nobody came back in time, or it was closed. */
  readonly brought: Promise<URLSearchParams | null>;
  close(): void;
}

const path = '/signed-in';

/** Whatever comes with another state, or asks for something else, is sent away and changes nothing. `isAwaited`: by its state. */
export async function openLoopback(isAwaited: (state: string) => boolean, waitMs: number): Promise<Loopback> {
  let settle: (brought: URLSearchParams | null) => void = () => {};
  const brought = new Promise<URLSearchParams | null>((resolve) => {
    settle = resolve;
  });
  const server = createServer((request, response) => {
    const url = URL.canParse(request.url ?? '', 'http://127.0.0.1')
      ? new URL(request.url ?? '', 'http://127.0.0.1')
      : null;
    const isOurs = request.method === 'GET' && url?.pathname === path && isAwaited(url.searchParams.get('state') ?? '');
    response
      .writeHead(isOurs ? 200 : 404, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        connection: 'close',
      })
      .end(isOurs ? backToApp : nothingHere, () => {
        if (isOurs && url !== null) finish(url.searchParams);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const timer = setTimeout(() => finish(null), waitMs);
  timer.unref();
  function finish(what: URLSearchParams | null): void {
    clearTimeout(timer);
    server.close();
    settle(what);
  }
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  return { redirectUri, brought, close: () => finish(null) };
}

/** In both languages: whose browser it is, is not known here. */
const page = (lines: readonly string[]): string =>
  `<!doctype html><meta charset="utf-8"><title>Cornetta</title><style>body{font:18px/1.5 system-ui,sans-serif;margin:20vh auto;max-width:34em;padding:0 1em;color-scheme:light dark}</style>${lines.map((line) => `<p>${line}</p>`).join('')}`;
const backToApp = page([
  'Si può chiudere questa pagina e tornare a Cornetta.',
  '<span lang="en">You can close this page and go back to Cornetta.</span>',
]);
const nothingHere = page([
  'Questa pagina non è più valida.',
  '<span lang="en">This page is not valid any more.</span>',
]);
