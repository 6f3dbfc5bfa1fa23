// A company's own sign-in service for tests: a real OpenID provider on this machine, and a browser without a window that fills in its pages.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface SignInService {
  readonly issuer: string;
  /** Goes where the address leads, signs in with that name (or refuses, with null), and gives where the browser is sent in the end. */
  browse(address: string, login: string | null): Promise<URL>;
  /** Which paths it was asked for. */
  readonly asked: readonly string[];
  /** By path: what it answers there in place of what it should. */
  readonly broken: Map<string, { readonly status: number; readonly body: string }>;
  stop(): Promise<void>;
}

/** To which of the company's groups who signs in belongs: said in the token alone, while names are said to who asks. */
const groups: Readonly<Record<string, readonly string[]>> = { giulia: ['personale', 'capi'] };

export const signInClient = 'cornetta-test';

/** `port`: where one was before. */
export async function startSignInService(port = 0): Promise<SignInService> {
  let handle: ReturnType<Provider['callback']> = async (_request, response) => void response.destroy();
  const asked: string[] = [];
  const broken: SignInService['broken'] = new Map();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1');
    asked.push(pathname);
    const instead = broken.get(pathname);
    if (instead === undefined) return void handle(request, response);
    response.writeHead(instead.status, { 'content-type': 'application/json' }).end(instead.body);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: signInClient,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/signed-in'],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'groups'], profile: ['preferred_username'], email: ['email'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: (use) => ({ sub: id, ...(use === 'id_token' ? { groups: groups[id] } : { preferred_username: id }) }),
    }),
    cookies: { keys: ['of the test'] },
  });
  handle = provider.callback();
  return {
    ...{ issuer, asked, broken },
    browse: (address, login) => browse(issuer, address, login),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const mostPages = 20;

async function browse(issuer: string, address: string, login: string | null): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(address);
  let form: URLSearchParams | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const answer: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form !== null && { method: 'POST', body: form }),
    });
    form = null;
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const to = answer.headers.get('location');
    if (to !== null) {
      url = new URL(to, url);
      if (url.origin !== issuer) return url;
      continue;
    }
    const html = await answer.text();
    if (!answer.ok) throw new Error(`the sign-in service answers ${answer.status}: ${html.slice(0, 300)}`);
    if (login === null) {
      url = new URL(/href="([^"]*\/abort)"/.exec(html)?.[1] ?? '', url);
      continue;
    }
    url = new URL(/action="([^"]*)"/.exec(html)?.[1] ?? '', url);
    form = html.includes('name="login"')
      ? new URLSearchParams({ prompt: 'login', login, password: 'any' })
      : new URLSearchParams({ prompt: 'consent' });
  }
  throw new Error('the pages of the sign-in service lead nowhere');
}
