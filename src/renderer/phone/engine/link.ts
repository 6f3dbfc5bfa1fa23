// The way to the PBX: connected and registered, or trying to be. Backs off with jitter over the list of servers, notices a socket
// that is dead without saying so, and gives up only where trying again cannot help: at a wrong password.
import type { Registration } from '#shared/contract/deskPhone';
import { FailureError, failure } from '#shared/contract/failure';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { Clock } from '../clock.ts';
import type { Registered } from './registration.ts';

/** Short waits while the PBX or the network restarts; longer ones once it is plainly away, for the sake of both. */
const soon: RetryPolicy = { baseMs: 500, capMs: 2_500 };
const awayForLong: RetryPolicy = { baseMs: 500, capMs: 15_000 };
const manyAttempts = 40;

/** A dead socket is noticed after at most the two together. */
const pingEveryMs = 3_000;
const pongDeadlineMs = 5_000;

export interface LinkDeps {
  /** Opens a socket to the server with this number; the numbers go up with every try. */
  readonly connect: (server: number) => Promise<void>;
  readonly disconnect: () => void;
  /** @throws FailureError */
  readonly register: (onLost: (reason: FailureError) => void) => Promise<Registered>;
  /** Asks the other end for any sign of life. */
  readonly ping: () => void;
  readonly framesReceived: () => number;
  readonly tell: (registration: Registration) => void;
  readonly clock: Clock;
}

export interface Link {
  /** Tries at once, with a new socket. */
  start(): void;
  /** The socket has closed by itself. */
  socketLost(): void;
  /** Says goodbye and stays away. The socket is left open for those who still need it. */
  stop(keepSocket: boolean): Promise<void>;
}

export function createLink(deps: LinkDeps): Link {
  const { clock } = deps;
  let attempt = 0;
  let server = 0;
  /** Grows with every try: what belongs to an earlier one has no say any more. */
  let current = 0;
  let registered: Registered | null = null;
  let timers: (() => void)[] = [];
  let stopped = false;

  function abandon(keepSocket = false): void {
    current += 1;
    for (const callOff of timers) callOff();
    timers = [];
    registered?.drop();
    registered = null;
    if (!keepSocket) deps.disconnect();
  }

  async function start(): Promise<void> {
    abandon();
    const mine = current;
    deps.tell({ kind: 'connecting', attempt });
    try {
      await deps.connect(server).catch(() => {
        throw failure('pbx.unreachable', 'network', 'WebSocket');
      });
      if (mine !== current) return;
      const registration = await deps.register((reason) => {
        if (mine === current) fail(reason);
      });
      if (mine !== current) return registration.drop();
      registered = registration;
      attempt = 0;
      deps.tell({ kind: 'registered', sinceAt: clock.now().toISOString() });
      keepAsking();
    } catch (error) {
      if (mine === current)
        fail(error instanceof FailureError ? error : failure('pbx.refused', 'phone', String(error)));
    }
  }

  function fail(reason: FailureError): void {
    abandon();
    server += 1;
    if (reason.failure.code === 'pbx.wrongPassword') {
      deps.tell({ kind: 'failed', failure: reason.failure, retryAt: null });
      return;
    }
    const policy = attempt < manyAttempts ? soon : awayForLong;
    const delay = retryDelayMs(policy, attempt, clock.random(), reason.failure.retryAfterMs);
    attempt += 1;
    const retryAt = new Date(clock.now().getTime() + delay).toISOString();
    deps.tell({ kind: 'failed', failure: reason.failure, retryAt });
    timers.push(clock.after(delay, () => void start()));
  }

  function keepAsking(): void {
    const heard = deps.framesReceived();
    deps.ping();
    timers = [
      ...timers.slice(-1),
      clock.after(pingEveryMs, keepAsking),
      clock.after(pongDeadlineMs, () => {
        if (deps.framesReceived() === heard) fail(failure('pbx.unreachable', 'network', 'no sign of life'));
      }),
    ];
  }

  return {
    start: () => void start(),
    socketLost() {
      if (!stopped) fail(failure('pbx.unreachable', 'network', 'the socket closed'));
    },
    async stop(keepSocket) {
      stopped = true;
      const leaving = registered;
      registered = null;
      await leaving?.leave();
      abandon(keepSocket);
      deps.tell({ kind: 'off' });
    },
  };
}
