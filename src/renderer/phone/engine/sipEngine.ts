// The engine on SIP.js: which account is in use, which are only finishing their calls, and whose leg an order is for.
import type { Registration } from '#shared/contract/deskPhone';
import { failure } from '#shared/contract/failure';
import type { LastWords } from '#shared/contract/main';
import { isSecured } from '#shared/lib/securedServer';
import type { CallId } from '#shared/model/ids';
import type { PbxSettings } from '#shared/protocol/workstation';
import { hurryFields } from '#shared/sip/quickFields';
import { hurryGrammar } from '#shared/sip/quickGrammar';
import { type Account, type AccountDeps, createAccount } from './account.ts';
import type { Engine } from './engine.ts';
import { createHoming } from './homing.ts';
import type { Leg } from './leg.ts';
import { handoverHeaders } from './readInvite.ts';
import { createSipTrace } from './sipTrace.ts';

export interface SipEngineDeps extends Omit<AccountDeps, 'trace' | 'keepLastWords' | 'takeUnsaid'> {
  /** Whenever they change: what it takes to end the calls there are without this page. */
  readonly keepLastWords: (all: readonly LastWords[]) => void;
}

export function createSipEngine(given: SipEngineDeps): Engine {
  hurryGrammar();
  hurryFields();
  const trace = createSipTrace(given.clock);
  const lastWords = new Map<CallId, LastWords>();
  /** Of a page that has died. */
  let unsaid: readonly LastWords[] = [];
  const keepAll = (): void => given.keepLastWords([...unsaid, ...lastWords.values()]);
  const deps: AccountDeps = {
    ...given,
    trace,
    keepLastWords(callId, words) {
      const had = words === null ? lastWords.delete(callId) : lastWords.set(callId, words).has(callId);
      if (had) keepAll();
    },
    takeUnsaid() {
      const taken = unsaid;
      unsaid = [];
      if (taken.length > 0) keepAll();
      return taken;
    },
  };
  /** What `use` was told last. */
  let asked: PbxSettings | null = null;
  let inUse: { readonly settings: PbxSettings; readonly account: Account } | null = null;
  /** The one in use, and those whose calls are not over yet. */
  let accounts: Account[] = [];
  let stopHoming = (): void => {};

  const ownerOf = (callId: CallId): Account | undefined => accounts.find((account) => account.legs.has(callId));
  const legOf = (callId: CallId): Leg | undefined => ownerOf(callId)?.legs.get(callId);

  async function leave(): Promise<void> {
    const leaving = inUse?.account;
    inUse = null;
    stopHoming();
    if (leaving !== undefined) await retire(leaving);
  }

  async function retire(leaving: Account): Promise<void> {
    await leaving.retire();
    accounts = accounts.filter((account) => account === inUse?.account || account.legs.size > 0);
  }

  function use(settings: PbxSettings | null): void {
    if (JSON.stringify(settings) === JSON.stringify(asked)) return;
    asked = settings;
    void leave().catch(deps.onBug);
    if (settings === null) deps.tell({ kind: 'registration', registration: { kind: 'off' } });
    else enter(settings);
  }

  function enter(given: PbxSettings): void {
    const settings = { ...given, servers: given.servers.filter(isSecured) };
    const left = given.servers.length - settings.servers.length;
    if (left > 0) deps.log(`not secured, and not used: ${left} of ${given.servers.length} servers`);
    if (settings.servers.length === 0) {
      const registration = {
        kind: 'failed',
        failure: failure('pbx.unsecured', 'phone', 'no server over TLS').failure,
        retryAt: null,
      } as const;
      deps.tell({ kind: 'registration', registration });
      return;
    }
    const account = createAccount(settings, deps);
    inUse = { settings, account };
    accounts.push(account);
    if (settings.servers.length === 1) return;
    const isIdle = (): boolean => accounts.every(({ legs }) => legs.size === 0);
    stopHoming = createHoming({
      isAway: () => inUse?.account.isAway() ?? false,
      isIdle,
      goHome: async () => {
        const away = inUse;
        const home = away === null ? null : await registerBeside(away.settings, deps);
        if (away === null || home === null) return false;
        accounts.push(home.account);
        const stays = inUse === away && isIdle();
        if (stays) {
          inUse = { settings: away.settings, account: home.account };
          deps.tell({ kind: 'registration', registration: home.registration });
        }
        await retire(stays ? away.account : home.account);
        return stays;
      },
      clock: deps.clock,
    });
  }

  return {
    use,
    reconnect: () => inUse?.account.reconnect(),
    check() {
      for (const account of accounts) account.check();
    },
    rest: () => inUse?.account.rest(),
    answer(callId, microphone) {
      const leg = legOf(callId);
      if (leg !== undefined) leg.accept(microphone);
      else for (const track of microphone.getTracks()) track.stop();
    },
    dial(callId, call) {
      if (inUse?.account.dial(callId, call)) return;
      for (const track of call.microphone.getTracks()) track.stop();
      deps.tell({ kind: 'leg', callId, fact: { kind: 'connectionLost' } });
    },
    decline: (callId) => legOf(callId)?.decline(),
    hangUp: (callId) => legOf(callId)?.hangUp(),
    setHold: (callId, hold) => void legOf(callId)?.setHold(hold).catch(deps.onBug),
    setMute: (callId, mute) => legOf(callId)?.setMute(mute),
    sendDigits: (callId, digits) => legOf(callId)?.sendDigits(digits),
    transfer(callId, to, interactionId) {
      const target = to.kind === 'leg' ? legOf(to.callId)?.session : ownerOf(callId)?.addressOf(to.number);
      if (target !== undefined) void legOf(callId)?.transfer(target, handoverHeaders(interactionId)).catch(deps.onBug);
      else deps.tell({ kind: 'leg', callId, fact: { kind: 'transferFailed', code: 'transfer.refused' } });
    },
    replaceMicrophone: (callId, microphone) => void legOf(callId)?.replaceMicrophone(microphone).catch(deps.onBug),
    watchLines: (extensions) => inUse?.account.watchLines(extensions) ?? (() => {}),
    async tellQueues(offer) {
      if (inUse === null) return false;
      const { pause, resume } = inUse.settings.featureCodes;
      const status = await inUse.account.dialCode(offer ? resume : pause);
      // Whoever is in no queue is certainly offered nothing.
      return status === 200 || (status === 404 && !offer);
    },
    async stats() {
      const legs = accounts.flatMap((account) => [...account.legs.values()]);
      const all = await Promise.all(legs.map((leg) => leg.stats()));
      return all.filter((stats) => stats !== null);
    },
    finish(left) {
      unsaid = left;
      inUse?.account.sayUnsaid();
    },
    trace: trace.read,
    counts: () =>
      accounts
        .map((account) => account.counts())
        .reduce(
          (sum, one) => ({
            legs: sum.legs + one.legs,
            sessions: sum.sessions + one.sessions,
            dialogues: sum.dialogues + one.dialogues,
            transactions: sum.transactions + one.transactions,
          }),
          { legs: 0, sessions: 0, dialogues: 0, transactions: 0 },
        ),
    async dispose() {
      for (const account of accounts) for (const leg of account.legs.values()) leg.hangUp();
      await leave();
    },
  };
}

/** An account at the first server of the list, once it is registered there; null where that fails. Until then nobody hears of it. */
function registerBeside(
  settings: PbxSettings,
  deps: AccountDeps,
): Promise<{ readonly account: Account; readonly registration: Registration } | null> {
  return new Promise((resolve) => {
    let isRegistered = false;
    const account = createAccount(settings, {
      ...deps,
      tell(fact) {
        if (isRegistered || fact.kind !== 'registration') return deps.tell(fact);
        const { registration } = fact;
        if (registration.kind === 'registered') {
          isRegistered = true;
          resolve({ account, registration });
        } else if (registration.kind === 'failed') {
          void account.retire().catch(deps.onBug);
          resolve(null);
        }
      },
    });
  });
}
