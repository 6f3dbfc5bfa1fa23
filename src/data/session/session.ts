// Who is signed in, where: the sign-in, the tokens and their renewal, the workstation that came with them.
import { createHash, randomBytes } from 'node:crypto';
import type { SessionState } from '#shared/contract/deskData';
import { type Failure, FailureError, failure } from '#shared/contract/failure';
import type { Credentials, Session as Signed } from '#shared/protocol/sessions';
import type { SignInWays } from '#shared/protocol/signIn';
import { protocolVersion } from '#shared/protocol/version';
import type { Workstation } from '#shared/protocol/workstation';
import type { Files } from '../db/files.ts';
import { type Answer, silent } from '../http/answer.ts';
import { createBackend, createDoor, type Door } from '../http/backend.ts';
import { createClient, type Tokens } from '../http/client.ts';
import { errorName, type Log } from '../log.ts';
import { forDesk, type KeptSession, keptSessionSchema } from './keptSession.ts';
import { type Loopback, openLoopback } from './loopback.ts';

export interface Session {
  state(): SessionState;
  /** Null while nobody is signed in. */
  current(): KeptSession | null;
  readonly tokens: Tokens;
  /** Which ways to sign in there are at that address. Rejects with a FailureError. */
  ways(backendUrl: string): Promise<SignInWays>;
  /** Rejects with the failure that the state shows too. */
  signIn(backendUrl: string, credentials: Credentials): Promise<void>;
  /**
   * Begins to sign in with the company's account: where the browser is to go. Rejects like `signIn`, and with `signIn.noBrowserWay` where the
   * backend has none.
   */
  beginInBrowser(backendUrl: string): Promise<string>;
  /** Waits until the browser has come back, and signs in. Rejects with the failure that the state shows too. */
  finishInBrowser(): Promise<void>;
  /** The agent does not want to any more. */
  leaveBrowser(): void;
  signOut(): void;
  /** The backend wants a new sign-in: work goes on, sending waits. */
  expire(): void;
  updateWorkstation(workstation: Workstation): void;
}

interface InBrowser {
  readonly backendUrl: string;
  readonly door: Door;
  readonly codeVerifier: string;
  readonly loopback: Loopback;
}

/** Long enough to find the second factor; then the browser's page counts no more. */
const browserMs = 5 * 60_000;

export interface SessionDeps {
  readonly files: Files;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly log: Log;
  readonly onChange: () => void;
  /** A sign-in has just succeeded; what ran for the one before must end. */
  readonly onSignedIn: () => void;
  readonly onSignedOut: () => void;
}

export function createSession(deps: SessionDeps): Session {
  const { files, log } = deps;
  let kept = readKept();
  let expired = false;
  let signingIn = false;
  let lastFailure: Failure | null = null;
  let inBrowser: InBrowser | null = null;
  let renewal: Promise<Answer<null>> | null = null;

  function readKept(): KeptSession | null {
    const parsed = keptSessionSchema.safeParse(files.readWork((work) => work.kept('session')));
    return parsed.success ? parsed.data : null;
  }

  function keep(session: KeptSession | null): void {
    kept = session;
    try {
      files.work((work) => work.keep('session', session));
    } catch (error) {
      // Without room on the disk the session lives in memory: the agent has been told.
      log.warn('session not kept', { error: errorName(error) });
    }
  }

  const clientFor = (backendUrl: string, tokens: Tokens | null) =>
    createClient({ backendUrl, fetch: deps.fetch, tokens, now: deps.now, log });

  async function renew(session: KeptSession): Promise<Answer<null>> {
    const answer = await createDoor(clientFor(session.backendUrl, null)).refresh(session.refreshToken);
    // Signed out, or in as somebody else, while the answer was on its way.
    if (kept?.refreshToken !== session.refreshToken) return silent('backend.unreachable', 'another session by now');
    if (answer.kind !== 'ok') return answer;
    keep({ ...kept, accessToken: answer.value.accessToken, refreshToken: answer.value.refreshToken });
    return { kind: 'ok', value: null };
  }

  const tokens: Tokens = {
    access: () => kept?.accessToken ?? null,
    renew(refused) {
      if (kept === null) return Promise.resolve(silent('backend.sessionExpired', 'nobody is signed in'));
      // Somebody else has renewed it while this request was under way.
      if (kept.accessToken !== refused) return Promise.resolve({ kind: 'ok', value: null });
      renewal ??= renew(kept).finally(() => {
        renewal = null;
      });
      return renewal;
    },
  };

  async function checkedDoor(backendUrl: string): Promise<Door> {
    const door = createDoor(clientFor(backendUrl, null));
    const health = orThrow(notOurs(await door.health()));
    const versions = `it speaks protocols ${health.oldest} to ${health.protocol}, this app ${protocolVersion}`;
    if (health.protocol < protocolVersion) throw failure('backend.older', 'server', versions);
    if (health.oldest > protocolVersion) throw failure('backend.newer', 'server', versions);
    return door;
  }

  async function enter(backendUrl: string, signed: Signed): Promise<KeptSession> {
    const only: Tokens = {
      access: () => signed.accessToken,
      renew: () => Promise.resolve(silent('backend.sessionExpired', 'the new session is refused')),
    };
    const workstation = orThrow(
      await createBackend(clientFor(backendUrl, only)).workstation(AbortSignal.timeout(15_000)),
    );
    return { backendUrl, accessToken: signed.accessToken, refreshToken: signed.refreshToken, workstation };
  }

  /** Keeps the session that comes of it; what it fails with is shown. */
  async function settle(open: () => Promise<KeptSession>): Promise<void> {
    try {
      const session = await open();
      keep(session);
      expired = false;
      lastFailure = null;
      signingIn = false;
      deps.onSignedIn();
    } catch (error) {
      signingIn = false;
      lastFailure = error instanceof FailureError ? error.failure : null;
      deps.onChange();
      throw error;
    }
  }

  return {
    state() {
      if (kept !== null)
        return { kind: 'signedIn', backendUrl: kept.backendUrl, workstation: forDesk(kept.workstation), expired };
      return signingIn ? { kind: 'signingIn' } : { kind: 'signedOut', failure: lastFailure };
    },
    current: () => kept,
    tokens,
    async ways(backendUrl) {
      const door = await checkedDoor(backendUrl);
      return orThrow(await door.ways());
    },
    async signIn(backendUrl, credentials) {
      if (signingIn) throw failure('call.notNow', 'data', 'a sign-in is under way');
      signingIn = true;
      deps.onChange();
      await settle(async () => {
        const door = await checkedDoor(backendUrl);
        const answer = await door.signIn(credentials);
        // Too easy to guess, or the one that was made for them.
        if (answer.kind === 'refused' && answer.problem === 'invalid-request' && credentials.newPassword !== undefined)
          throw failure('backend.passwordWeak', 'server');
        return enter(backendUrl, orThrow(answer));
      });
    },
    async beginInBrowser(backendUrl) {
      if (signingIn) throw failure('call.notNow', 'data', 'a sign-in is under way');
      inBrowser?.loopback.close();
      const door = await checkedDoor(backendUrl);
      const codeVerifier = randomBytes(32).toString('base64url');
      const awaited = { state: '' };
      const loopback = await openLoopback((state) => state !== '' && state === awaited.state, browserMs);
      const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
      const answer = await door.beginInBrowser({ redirectUri: loopback.redirectUri, codeChallenge });
      if (answer.kind !== 'ok') {
        loopback.close();
        const isMissing = answer.kind === 'refused' && answer.problem === 'not-found';
        throw isMissing ? failure('signIn.noBrowserWay', 'server') : new FailureError(answer.failure);
      }
      awaited.state = answer.value.state;
      inBrowser = { backendUrl, door, codeVerifier, loopback };
      return answer.value.authorizationUrl;
    },
    async finishInBrowser() {
      const mine = inBrowser;
      if (mine === null || signingIn) throw failure('call.notNow', 'data', 'no sign-in has been begun');
      signingIn = true;
      deps.onChange();
      await settle(async () => {
        const brought = await mine.loopback.brought;
        inBrowser = null;
        if (brought === null) throw failure('signIn.notFinished', 'data');
        const [code, state, iss] = [brought.get('code'), brought.get('state'), brought.get('iss')];
        if (code === null || state === null) throw failure('signIn.refused', 'server', brought.get('error') ?? '');
        const { backendUrl, door, codeVerifier } = mine;
        const signed = await door.finishInBrowser({ state, code, codeVerifier, ...(iss !== null && { iss }) });
        return enter(backendUrl, orThrow(signed));
      });
    },
    leaveBrowser() {
      inBrowser?.loopback.close();
      inBrowser = null;
    },
    signOut() {
      if (kept === null) return;
      const { backendUrl, accessToken } = kept;
      const last: Tokens = {
        access: () => accessToken,
        renew: () => Promise.resolve(silent('backend.sessionExpired', 'signing out')),
      };
      // Told if it can be; the tokens are gone from here in any case.
      void createBackend(clientFor(backendUrl, last)).signOut();
      keep(null);
      expired = false;
      lastFailure = null;
      deps.onSignedOut();
    },
    expire() {
      if (kept === null || expired) return;
      expired = true;
      deps.onChange();
    },
    updateWorkstation(workstation) {
      if (kept === null || JSON.stringify(kept.workstation) === JSON.stringify(workstation)) return;
      keep({ ...kept, workstation });
      deps.onChange();
    },
  };
}

/** Whatever answers health checks in other words is no backend of ours. */
function notOurs<T>(answer: Answer<T>): Answer<T> {
  if (answer.kind !== 'refused' || answer.problem !== null || answer.status >= 500) return answer;
  return silent('backend.notCornetta', `health answers ${answer.status}`);
}

function orThrow<T>(answer: Answer<T>): T {
  if (answer.kind === 'ok') return answer.value;
  throw new FailureError(answer.failure);
}
