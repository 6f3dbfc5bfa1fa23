import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { defaultConfig } from '#server/config';
import { problemUrn } from '#shared/protocol/errors';
import { sessionSchema } from '#shared/protocol/sessions';
import { browserSignInBegunSchema } from '#shared/protocol/signIn';
import { type SignInService, signInClient, startSignInService } from '#test/support/signInService';
import { startTestServer, type TestServer } from '#test/support/testServer';

let service: SignInService;
let server: TestServer;
const oidcAt = (issuer: string) => ({
  ...{
    issuer,
    clientId: signInClient,
    secret: null,
    claim: 'preferred_username',
    scope: 'openid profile',
    roles: null,
  },
  ...{ name: 'Prova ID', hours: 12 },
});

/** As late as it is for the sign-in service. */
const nowIs = (other: TestServer) => other.pass(Date.now() - other.deps.clock().getTime());

beforeAll(async () => {
  service = await startSignInService();
  server = await startTestServer({ config: { oidc: oidcAt(service.issuer) } });
});
afterAll(async () => {
  await server.stop();
  await service.stop();
});
beforeEach(() => nowIs(server));

const redirectUri = 'http://127.0.0.1:49152/signed-in';

async function begin(on = server) {
  const codeVerifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const answer = await on.ask({ method: 'POST', url: '/v1/sign-in/oidc', payload: { redirectUri, codeChallenge } });
  return { answer, codeVerifier };
}
/** What the browser brings back to the app. */
async function signInAtService(login: string | null, on = server) {
  const { answer, codeVerifier } = await begin(on);
  const { state, authorizationUrl } = browserSignInBegunSchema.parse(answer.json());
  const { searchParams } = await service.browse(authorizationUrl, login);
  const [code, iss] = [searchParams.get('code') ?? '', searchParams.get('iss') ?? ''];
  expect(searchParams.get('state')).toBe(state);
  return { brought: { state, code, codeVerifier, iss }, error: searchParams.get('error') };
}
const finish = (payload: object, on = server) => on.ask({ method: 'POST', url: '/v1/sessions/oidc', payload });
const refused = { type: problemUrn('sign-in-refused') };

test('it says which ways there are', async () => {
  expect((await server.ask({ url: '/v1/sign-in' })).json()).toEqual({ local: true, oidc: { name: 'Prova ID' } });
  expect(defaultConfig.oidc).toBeNull();
});

test('whoever signs in with the company’s account has their session here, and works', async () => {
  const { brought } = await signInAtService('Giulia');
  const answer = await finish(brought);
  expect(answer.statusCode).toBe(201);
  const { agent, accessToken } = sessionSchema.parse(answer.json());
  expect(agent).toMatchObject({ username: 'giulia', role: 'agent' });
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await server.ask({ url: '/v1/workstation', headers })).statusCode).toBe(200);
});

test('the session ends by itself after twelve hours, however often it was renewed', async () => {
  let session = sessionSchema.parse((await finish((await signInAtService('giulia')).brought)).json());
  const renew = () =>
    server.ask({ method: 'POST', url: '/v1/sessions/refresh', payload: { refreshToken: session.refreshToken } });
  for (let hour = 0; hour < 11; hour += 1) {
    server.pass(3_600_000);
    session = sessionSchema.parse((await renew()).json());
  }
  server.pass(3_600_000);
  expect((await renew()).statusCode).toBe(401);
});

test('whoever refuses there brings no code', async () => {
  const { brought, error } = await signInAtService(null);
  expect({ error, code: brought.code }).toEqual({ error: 'access_denied', code: '' });
});

test('somebody whom the company knows and this backend does not is told so', async () => {
  const { brought } = await signInAtService('estraneo');
  const answer = await finish(brought);
  expect([answer.statusCode, answer.json().type]).toEqual([403, problemUrn('no-such-agent')]);
});

test('a code works once; so does what was begun', async () => {
  const { brought } = await signInAtService('luca');
  expect((await finish(brought)).statusCode).toBe(201);
  expect((await finish(brought)).json()).toMatchObject(refused);
  // Even with another sign-in's state.
  const other = await signInAtService('luca');
  expect((await finish({ ...other.brought, code: brought.code })).json()).toMatchObject(refused);
});

test('a code that somebody has caught opens nothing without the app’s secret, nor with another’s state', async () => {
  const [his, hers] = [await signInAtService('luca'), await signInAtService('giulia')];
  const guessed = randomBytes(32).toString('base64url');
  expect((await finish({ ...his.brought, codeVerifier: guessed })).json()).toMatchObject(refused);
  expect((await finish({ ...hers.brought, state: his.brought.state })).json()).toMatchObject(refused);
  expect((await finish({ ...hers.brought, state: 'swapped' })).json()).toMatchObject(refused);
});

test('what was begun ten minutes ago is over', async () => {
  const { brought } = await signInAtService('luca');
  server.pass(10 * 60_000);
  expect((await finish(brought)).json()).toMatchObject(refused);
});

test('only an address of the app itself is sent the code', async () => {
  const codeChallenge = 'A'.repeat(43);
  for (const elsewhere of [
    'https://example.com/signed-in',
    'http://127.0.0.1.example.com:1/signed-in',
    'http://localhost:1/signed-in',
  ]) {
    const payload = { redirectUri: elsewhere, codeChallenge };
    expect((await server.ask({ method: 'POST', url: '/v1/sign-in/oidc', payload })).statusCode).toBe(422);
  }
});

test('clocks that are some minutes apart keep nobody out, one that is hours ahead is said to be', async () => {
  for (const [minutes, type] of [
    [-5, undefined],
    [5, undefined],
    [120, problemUrn('clock-off')],
  ] as const) {
    const other = await startTestServer({ config: { oidc: oidcAt(service.issuer) } });
    try {
      nowIs(other);
      other.pass(minutes * 60_000);
      const refusal = await finish((await signInAtService('giulia', other)).brought, other);
      expect([minutes, refusal.json().type]).toEqual([minutes, type]);
      // Set right, it counts at once.
      other.pass(-minutes * 60_000);
      expect((await finish((await signInAtService('giulia', other)).brought, other)).statusCode).toBe(201);
    } finally {
      await other.stop();
    }
  }
});

test('a sign-in service that is away is said to be, and is asked again', async () => {
  const gone = await startSignInService();
  const port = Number(new URL(gone.issuer).port);
  const other = await startTestServer({ config: { oidc: oidcAt(gone.issuer) } });
  try {
    await gone.stop();
    const { answer } = await begin(other);
    expect([answer.statusCode, answer.json().type]).toEqual([503, problemUrn('provider-away')]);
    const back = await startSignInService(port);
    expect((await begin(other)).answer.statusCode).toBe(201);
    await back.stop();
  } finally {
    await other.stop();
  }
});

test.each([
  ['/.well-known/openid-configuration', 503, 'in manutenzione'],
  ['/token', 502, 'in manutenzione'],
  ['/token', 500, '{"error":"server_error"}'],
])('a sign-in service that says at %s that it is at fault (%i) is as good as away', async (path, status, body) => {
  const other = await startTestServer({ config: { oidc: oidcAt(service.issuer) }, customers: 0 });
  nowIs(other);
  try {
    if (path === '/token') {
      const { brought } = await signInAtService('giulia', other);
      service.broken.set(path, { status, body });
      expect((await finish(brought, other)).json()).toMatchObject({ type: problemUrn('provider-away') });
    } else {
      service.broken.set(path, { status, body });
      expect((await begin(other)).answer.json()).toMatchObject({ type: problemUrn('provider-away') });
    }
    service.broken.clear();
    expect((await finish((await signInAtService('giulia', other)).brought, other)).statusCode).toBe(201);
    // What it is like is asked until it has said so, and not each time.
    const discoveries = () => service.asked.filter((one) => one.startsWith('/.well-known')).length;
    const before = discoveries();
    await signInAtService('giulia', other);
    expect(discoveries()).toBe(before);
  } finally {
    service.broken.clear();
    await other.stop();
  }
});

test('where there is none, and where there is nothing else', async () => {
  const without = await startTestServer();
  expect((await without.ask({ url: '/v1/sign-in' })).json()).toEqual({ local: true, oidc: null });
  expect((await begin(without)).answer.statusCode).toBe(404);
  await without.stop();
  const only = await startTestServer({ config: { localAccounts: false, oidc: oidcAt(service.issuer) } });
  const payload = { username: 'giulia', password: 'cornetta' };
  const refusal = await only.ask({ method: 'POST', url: '/v1/sessions', payload });
  expect([refusal.statusCode, refusal.json().type]).toEqual([403, problemUrn('browser-only')]);
  await only.stop();
});

test('where the service says the roles, each sign-in brings the first that fits, and it is so from then on', async () => {
  const of = [
    ['capi', 'lead'],
    ['personale', 'quality'],
  ] as const;
  const decided = await startTestServer({
    config: { oidc: { ...oidcAt(service.issuer), roles: { claim: 'groups', of } } },
  });
  nowIs(decided);
  const enter = async (login: string) =>
    sessionSchema.parse((await finish((await signInAtService(login, decided)).brought, decided)).json());
  const { agent, accessToken } = await enter('giulia');
  expect(agent.role).toBe('lead');
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await decided.ask({ url: '/v1/duplicates', headers })).statusCode).toBe(200);
  // A lead here, and nothing there.
  expect((await enter('sara')).agent.role).toBe('agent');
  const entries = await decided.write((tx) =>
    tx.selectFrom('audit_entries').select(['action', 'actor', 'subjects', 'detail']).orderBy('id').execute(),
  );
  expect(entries.slice(0, 2)).toEqual([
    { action: 'accountChanged', actor: null, subjects: [agent.id], detail: { fields: ['role'] } },
    { action: 'signedIn', actor: agent.id, subjects: [], detail: {} },
  ]);
  await decided.stop();
});
