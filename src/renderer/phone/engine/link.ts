// The way to the PBX: connected and registered at one of its servers, or trying to be. Backs off with jitter, goes on to the next
// server, notices a socket that is dead without saying so, and gives up only where trying again cannot help: at a wrong password.
import type { Registration } from '#shared/contract/deskPhone';
import { FailureError, failure } from '#shared/contract/failure';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { Clock } from '../clock.ts';
import { createPulse } from './pulse.ts';
import type { Registered } from './registration.ts';

/**
 * While the PBX or the network restarts. The first wait may be of any length, so that not all phones come back at once where a PBX has lost
 * them all; those after it differ by half. Waits of any length would be as many tries, and the next one after the PBX's return later.
 */
const soonMs = (attempt: number, random: number): number =>
  Math.round(attempt === 0 ? 500 * random : 500 + 500 * random);
/** Once it is plainly away, for the sake of both. */
const awayForLong: RetryPolicy = { baseMs: 500, capMs: 15_000 };
const manyAttempts = 400;
/** However chance falls, a server is not asked again at once. */
const leastWaitMs = 100;

/** A registration that has lasted so long was no accident: its server is tried first when it is lost. */
const lastingMs = 10_000;

/** A password that has been taken once may be refused by a PBX that is being reloaded: it is tried again, seldom and not for ever. */
const refusedAgainMs = 5_000;
const mostRefusals = 3;

/** Time does not pass while the PC sleeps: whoever is still here after so long is awake. */
const longestRestMs = 10_000;

export interface LinkDeps {
  /** How many servers there are; the first is the preferred one. */
  readonly servers: number;
  /** Opens a socket to the server with this index. @throws FailureError where it is known why there is none */
  readonly connect: (server: number) => Promise<void>;
  readonly disconnect: () => void;
  /** @throws FailureError */
  readonly register: (onLost: (reason: FailureError) => void) => Promise<Registered>;
  /** Asks the other end for any sign of life. */
  readonly ping: () => void;
  readonly framesReceived: () => number;
  /** There are calls, which only the server that registered us last can know. */
  readonly holdsCalls: () => boolean;
  readonly tell: (registration: Registration) => void;
  readonly clock: Clock;
}

export interface Link {
  /** Tries at once, with a new socket. */
  start(): void;
  /** The network may have changed, or the PC slept: makes sure of the socket now, or tries now to have one. */
  check(): void;
  /** The PC is about to sleep: says goodbye, and is back with `start`, or where no word comes of its waking. */
  rest(): void;
  /** The socket has closed by itself. */
  socketLost(): void;
  /** Says goodbye and stays away. The socket is left open for those who still need it. */
  stop(keepSocket: boolean): Promise<void>;
  /** The index of the server that it is registered at; null while it is at none. */
  registeredAt(): number | null;
}

export function createLink(deps: LinkDeps): Link {
  const { clock } = deps;
  const now = (): number => clock.now().getTime();
  /** Failures since the last registration that has lasted. */
  let attempt = 0;
  let server = 0;
  /** The server that knows the calls there are. */
  let lastRegisteredAt: number | null = null;
  let registered: { readonly registration: Registered; readonly at: number } | null = null;
  /** When each server may be asked again, where it has said so itself. */
  const restsUntil = new Map<number, number>();
  let refusals = 0;
  /** Grows with every try: what belongs to an earlier one has no say any more. */
  let current = 0;
  let phase: 'trying' | 'waiting' | 'registered' | 'resting' | 'gaveUp' | 'stopped' = 'waiting';
  let callOffRetry = (): void => {};

  const pulse = createPulse({
    ask: deps.ping,
    framesReceived: deps.framesReceived,
    onDead: () => fail(failure('pbx.unreachable', 'network', 'no sign of life')),
    clock,
  });

  function abandon(): void {
    current += 1;
    callOffRetry();
    pulse.stop();
    registered?.registration.drop();
    registered = null;
    deps.disconnect();
  }

  /** Says goodbye, over a socket that stays open for it. */
  async function leave(): Promise<void> {
    current += 1;
    callOffRetry();
    pulse.stop();
    const leaving = registered?.registration;
    registered = null;
    await leaving?.leave();
  }

  async function start(): Promise<void> {
    if (phase === 'stopped') return;
    abandon();
    phase = 'trying';
    const mine = current;
    const isMine = (): boolean => mine === current;
    deps.tell({ kind: 'connecting', attempt });
    try {
      await connect(isMine);
      if (!isMine()) return;
      const registration = await deps.register((reason) => {
        if (isMine()) fail(reason);
      });
      if (!isMine()) return registration.drop();
      settle(registration);
    } catch (error) {
      if (isMine()) fail(error instanceof FailureError ? error : failure('pbx.refused', 'phone', String(error)));
    }
  }

  async function connect(isMine: () => boolean): Promise<void> {
    const unreachable = (error: unknown): never => {
      throw error instanceof FailureError ? error : failure('pbx.unreachable', 'network', 'WebSocket');
    };
    await deps.connect(server).catch(unreachable);
    const knowsCalls = lastRegisteredAt;
    if (!isMine() || knowsCalls === null || knowsCalls === server || !deps.holdsCalls()) return;
    // The network is there, it seems: the calls' own server is knocked at once more before they are given up.
    const other = server;
    deps.disconnect();
    server = knowsCalls;
    try {
      await deps.connect(knowsCalls);
    } catch {
      if (!isMine()) return;
      server = other;
      await deps.connect(other).catch(unreachable);
    }
  }

  function settle(registration: Registered): void {
    phase = 'registered';
    registered = { registration, at: now() };
    lastRegisteredAt = server;
    refusals = 0;
    deps.tell({ kind: 'registered', sinceAt: clock.now().toISOString() });
    pulse.start();
  }

  function fail(reason: FailureError): void {
    const lasted = registered !== null && now() - registered.at >= lastingMs;
    abandon();
    const { code, retryAfterMs = 0 } = reason.failure;
    if (code === 'pbx.wrongPassword') refusals += 1;
    if (code === 'pbx.wrongPassword' && (lastRegisteredAt === null || refusals >= mostRefusals)) {
      phase = 'gaveUp';
      deps.tell({ kind: 'failed', failure: reason.failure, retryAt: null });
      return;
    }
    if (lasted) attempt = 0;
    else {
      restsUntil.set(server, now() + (code === 'pbx.wrongPassword' ? refusedAgainMs : retryAfterMs));
      server = nextServer();
    }
    const rest = Math.max(leastWaitMs, (restsUntil.get(server) ?? 0) - now());
    const random = clock.random();
    const delay =
      attempt < manyAttempts
        ? Math.max(rest, soonMs(attempt, random))
        : retryDelayMs(awayForLong, attempt, random, rest);
    attempt += 1;
    phase = 'waiting';
    callOffRetry = clock.after(delay, () => void start());
    const retryAt = new Date(now() + delay).toISOString();
    deps.tell({ kind: 'failed', failure: reason.failure, retryAt });
  }

  /** The one after this that may be asked now, or else the one that may be asked first. */
  function nextServer(): number {
    const others = Array.from({ length: deps.servers }, (_, step) => (server + 1 + step) % deps.servers);
    const until = (one: number): number => Math.max(now(), restsUntil.get(one) ?? 0);
    return others.reduce((best, one) => (until(one) < until(best) ? one : best));
  }

  return {
    start: () => void start(),
    check() {
      if (phase === 'registered') pulse.doubt();
      // A try that is under way may be knocking at a network that is gone.
      else if (phase === 'waiting' || phase === 'trying') void start();
    },
    rest() {
      if (phase === 'stopped' || phase === 'gaveUp') return;
      const left = leave();
      const mine = current;
      phase = 'resting';
      deps.tell({ kind: 'connecting', attempt });
      callOffRetry = clock.after(longestRestMs, () => void start());
      void left.then(() => {
        if (mine === current) deps.disconnect();
      });
    },
    socketLost() {
      if (phase !== 'stopped' && phase !== 'resting') fail(failure('pbx.unreachable', 'network', 'the socket closed'));
    },
    async stop(keepSocket) {
      phase = 'stopped';
      await leave();
      if (!keepSocket) deps.disconnect();
      deps.tell({ kind: 'off' });
    },
    registeredAt: () => (registered === null ? null : server),
  };
}
