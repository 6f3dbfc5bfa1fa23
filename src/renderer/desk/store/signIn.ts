// Signing in takes three programs: main opens the door, data starts behind it, then data is asked. Whatever comes first is waited for.
import { FailureError } from '#shared/contract/failure';
import type { MainState, Settings } from '#shared/contract/main';
import type { Credentials } from '#shared/protocol/sessions';
import type { SignInWays } from '#shared/protocol/signIn';
import type { Programs } from './connections.ts';
import type { DeskState } from './deskState.ts';

interface Wanted {
  readonly backendUrl: string;
  readonly by: Credentials | 'browser';
}

export interface SignIn {
  /** Opens the door of a company's service and signs in. The password stays in memory, and only until it has been used. */
  connect(backendUrl: string, credentials: Credentials): Promise<void>;
  /** The same with the company's account, in the system's browser. */
  connectInBrowser(backendUrl: string): Promise<void>;
  leaveBrowser(): Promise<void>;
  /** Opens the door of a company's service and asks which ways to sign in there are. Null: it does not say; why is a sign-in's failure. */
  ways(backendUrl: string): Promise<SignInWays | null>;
  practise(): Promise<void>;
  /** Back to the two doors. */
  leave(): Promise<void>;
  /** Practice that did not start, or whose sign-in was refused, is tried once more. */
  retry(): void;
  /** Something has changed that the sign-in may have waited for. */
  review(): void;
}

export interface SignInDeps {
  readonly programs: Pick<Programs, 'main' | 'data'>;
  readonly get: () => DeskState;
  readonly set: (change: Partial<DeskState>) => void;
}

const samePractice = (a: MainState['practice'], b: MainState['practice']): boolean =>
  a?.backendUrl === b?.backendUrl && a?.username === b?.username;

export function createSignIn({ programs, get, set }: SignInDeps): SignIn {
  let wanted: Wanted | null = null;
  let waysWanted: { readonly backendUrl: string; readonly done: (ways: SignInWays | null) => void } | null = null;
  let asking = false;
  let doorOpening = false;
  /** The practice backend that was already tried: a refusal is not repeated by itself. */
  let tried: MainState['practice'] = null;

  function fail(error: unknown): void {
    if (!(error instanceof FailureError)) throw error;
    set({ signingIn: false, signInFailure: error.failure });
  }

  /** Answered as soon as the data process is there. */
  async function askWays(): Promise<void> {
    if (waysWanted === null || doorOpening || get().data === null) return;
    const { backendUrl, done } = waysWanted;
    waysWanted = null;
    set({ signInFailure: null });
    try {
      done(await programs.data.signInWays({ backendUrl }));
    } catch (error) {
      fail(error);
      done(null);
    }
  }

  function giveUpAsking(): void {
    waysWanted?.done(null);
    waysWanted = null;
  }

  async function ways(backendUrl: string): Promise<SignInWays | null> {
    giveUpAsking();
    const answer = new Promise<SignInWays | null>((done) => {
      waysWanted = { backendUrl, done };
    });
    if (!sameDoor(backendUrl)) await openDoor({ kind: 'connect', backendUrl });
    if (get().signInFailure === null) await askWays();
    else giveUpAsking();
    return answer.finally(() => set({ signingIn: false }));
  }

  function wantPractice({ main }: DeskState): void {
    if (main?.settings.door.kind !== 'practise' || main.practice === null) return;
    if (samePractice(main.practice, tried)) return;
    tried = main.practice;
    const { backendUrl, username, password } = main.practice;
    wanted = { backendUrl, by: { username, password } };
  }

  async function ask(): Promise<void> {
    const { data } = get();
    if (wanted === null || asking || doorOpening || data === null) return;
    if (data.session.kind === 'signingIn') return;
    if (data.session.kind === 'signedIn' && !data.session.expired && data.session.backendUrl === wanted.backendUrl) {
      wanted = null;
      set({ signingIn: false });
      return;
    }
    asking = true;
    set({ signingIn: true, signInFailure: null });
    try {
      await signIn(wanted);
      wanted = null;
      set({ signingIn: false });
    } catch (error) {
      // The data process went away in the middle: it is asked again when it is back.
      const lost = error instanceof FailureError && error.failure.code === 'contract.lost';
      if (!lost) {
        wanted = null;
        fail(error);
      }
    } finally {
      asking = false;
    }
  }

  async function signIn({ backendUrl, by }: Wanted): Promise<void> {
    if (by !== 'browser') {
      await programs.data.signIn({ backendUrl, credentials: by });
      return;
    }
    const { url } = await programs.data.beginBrowserSignIn({ backendUrl });
    set({ inBrowser: true });
    try {
      await programs.main.openSignInPage({ url });
      await programs.data.finishBrowserSignIn(null);
    } finally {
      set({ inBrowser: false });
    }
  }

  async function openDoor(door: Settings['door']): Promise<void> {
    doorOpening = true;
    // Behind another door there is another data process: what the last one said does not count any more.
    set({ signInFailure: null, signingIn: door.kind === 'connect', data: null });
    try {
      await programs.main.chooseDoor(door);
    } catch (error) {
      wanted = null;
      fail(error);
    } finally {
      doorOpening = false;
    }
  }

  async function practise(): Promise<void> {
    tried = null;
    await openDoor({ kind: 'practise' });
    wantPractice(get());
    await ask();
  }

  async function connect(what: Wanted): Promise<void> {
    wanted = what;
    const { backendUrl } = what;
    if (!sameDoor(backendUrl)) await openDoor({ kind: 'connect', backendUrl });
    await ask();
  }

  const sameDoor = (backendUrl: string): boolean => {
    const door = get().main?.settings.door;
    return door?.kind === 'connect' && door.backendUrl === backendUrl && get().data !== null;
  };

  return {
    connectInBrowser: (backendUrl) => connect({ backendUrl, by: 'browser' }),
    async leaveBrowser() {
      await programs.data.leaveBrowserSignIn(null).catch(fail);
    },
    ways,
    connect: (backendUrl, credentials) => connect({ backendUrl, by: credentials }),
    practise,
    async leave() {
      giveUpAsking();
      wanted = null;
      tried = null;
      set({ signingIn: false, signInFailure: null, data: null, page: { kind: 'desk' }, sheet: 'none' });
      await programs.main.chooseDoor({ kind: 'none' }).catch(fail);
    },
    retry() {
      if (get().main?.practice == null) {
        void practise();
        return;
      }
      tried = null;
      set({ signInFailure: null });
      wantPractice(get());
      void ask();
    },
    review() {
      wantPractice(get());
      void askWays();
      void ask();
    },
  };
}
