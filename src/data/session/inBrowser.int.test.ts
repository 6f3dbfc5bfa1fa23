// Signing in with the company's account: the real program, a real backend, a real OpenID provider, and a browser that follows its pages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Rig, startRig } from '#test/support/dataRig';
import { type SignInService, signInClient, startSignInService } from '#test/support/signInService';
import { startTestServer, type TestServer } from '#test/support/testServer';

let service: SignInService;
let server: TestServer;
let backendUrl: string;
let folder: string;
let rig: Rig;

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

beforeAll(async () => {
  service = await startSignInService();
  server = await startTestServer({ config: { oidc: oidcAt(service.issuer) } });
  server.pass(Date.now() - server.deps.clock().getTime());
  backendUrl = await server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server.stop();
  await service.stop();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-browser-'));
  rig = await startRig({ folder, fetch });
});
afterEach(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As far as the browser is sent back to the app; `finishing` settles when the app has made something of it. */
async function signInAs(login: string | null) {
  const { url } = await rig.desk.beginBrowserSignIn({ backendUrl });
  const finishing = rig.desk.finishBrowserSignIn(null);
  const outcome = finishing.then(
    () => 'signedIn',
    (error: { failure: { code: string } }) => error.failure.code,
  );
  return { back: await service.browse(url, login), outcome };
}

test('the agent signs in in the browser, is told to come back, and the desk is theirs', async () => {
  const { back, outcome } = await signInAs('giulia');
  const page = await fetch(back);
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(await page.text()).toContain('tornare a Cornetta');
  expect(await outcome).toBe('signedIn');
  expect(rig.state().session).toMatchObject({ kind: 'signedIn', workstation: { agent: { username: 'giulia' } } });
});

test('a page that brings another state changes nothing: the app goes on waiting for its own', async () => {
  const { back, outcome } = await signInAs('giulia');
  const swapped = new URL(back);
  swapped.searchParams.set('state', 'swapped');
  expect((await fetch(swapped)).status).toBe(404);
  expect((await fetch(new URL('/else', back))).status).toBe(404);
  await fetch(back);
  expect(await outcome).toBe('signedIn');
});

test('who refuses there, is not known here, or closes the window is told what it was', async () => {
  const refused = await signInAs(null);
  await fetch(refused.back);
  expect(await refused.outcome).toBe('signIn.refused');
  expect(rig.state().session).toMatchObject({ kind: 'signedOut', failure: { code: 'signIn.refused' } });
  const stranger = await signInAs('estraneo');
  await fetch(stranger.back);
  expect(await stranger.outcome).toBe('signIn.noSuchAgent');
  const closed = await signInAs('giulia');
  await rig.desk.leaveBrowserSignIn(null);
  expect(await closed.outcome).toBe('signIn.notFinished');
  // What the browser still brings finds nobody.
  await expect(fetch(closed.back)).rejects.toThrow();
});

test('a company’s service that is away, and a backend without one, are told apart', async () => {
  const gone = await startSignInService();
  await gone.stop();
  for (const [oidc, code] of [
    [oidcAt(gone.issuer), 'signIn.providerAway'],
    [null, 'signIn.noBrowserWay'],
  ] as const) {
    const other = await startTestServer({ config: { oidc } });
    const url = await other.app.listen({ port: 0, host: '127.0.0.1' });
    await expect(rig.desk.beginBrowserSignIn({ backendUrl: url })).rejects.toMatchObject({ failure: { code } });
    await other.stop();
  }
});
