// The data process's program inside the test's own: real files, a model of the backend, time that passes when nothing else does.
import { monotonicFactory } from 'ulid';
import type { Clock } from '#data/clock';
import { silentLog } from '#data/log';
import { type Program, startProgram } from '#data/program';
import type { StartWriter } from '#data/writer/contract';
import { inlineWriter } from '#data/writer/inline';
import { type Connection, connect } from '#shared/contract/connect';
import { type DeskDataState, deskData } from '#shared/contract/deskData';
import type { EventOf } from '#shared/contract/envelope';
import { type LineState, phoneData } from '#shared/contract/phoneData';
import type { Port } from '#shared/contract/port';
import { must } from '#shared/lib/must';
import { testKey } from './dataProcess.ts';
import { deskAfter } from './deskAfter.ts';
import { modelUrl } from './modelBackend.ts';

export interface PatientClock extends Clock {
  /** Lets the next sleeper wake. False when nobody sleeps. */
  passToNext(): boolean;
}

export function createPatientClock(start = Date.parse('2026-03-02T08:00:00.000Z'), random = () => 0.5): PatientClock {
  let now = start;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    now: () => new Date(now),
    steadyMs: () => now,
    random,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const sleeper = {
          at: now + ms,
          wake() {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => sleeper.wake());
      }),
    passToNext() {
      const [next] = [...sleepers].sort((a, b) => a.at - b.at);
      if (next === undefined) return false;
      now = Math.max(now, next.at);
      next.wake();
      return true;
    },
  };
}

/** What it says differs from the time that passes. */
export interface WrongClock extends PatientClock {
  /** As when somebody, or a time server, sets it ahead (or back, below 0) by so much. */
  set(byMs: number): void;
}

/** No PC's clock is set before its makers' first day, and ids know no time before 1970. */
const earliest = Date.parse('1980-01-01T00:00:00.000Z');

export function createWrongClock(): WrongClock {
  const patient = createPatientClock();
  let offset = 0;
  return {
    ...patient,
    now: () => new Date(Math.max(earliest, patient.now().getTime() + offset)),
    set(byMs) {
      offset += byMs;
    },
  };
}

export interface Rig {
  readonly desk: Connection<typeof deskData>['call'];
  readonly phone: Connection<typeof phoneData>['call'];
  state(): DeskDataState;
  line(): LineState;
  readonly events: readonly EventOf<typeof deskData>[];
  /** What the desk and the phone were told, and what reached the disk, in the order in which it happened. */
  readonly refused: readonly string[];
  signIn(password?: string): Promise<void>;
  /** Lets everything run, and time pass when nothing does, until it is so. */
  until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void>;
  /** The desk's window is loaded anew: its old port is heard no more. */
  reloadDesk(): void;
  /** As main tells it: the screen is locked or the PC asleep, or neither. */
  presence(away: boolean): void;
  /** Lets everything run that needs no time. */
  quiet(): Promise<void>;
  /** Ends without drain: what is in flight stays so. */
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly folder: string;
  readonly fetch: typeof fetch;
  readonly clock?: PatientClock;
  readonly key?: string;
  readonly version?: string;
  /** One within the test's own thread unless told. */
  readonly startWriter?: StartWriter;
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

export async function startRig(options: RigOptions): Promise<Rig> {
  const clock = options.clock ?? createPatientClock();
  const newId = monotonicFactory();
  const program: Program = startProgram({
    folder: options.folder,
    key: options.key ?? testKey,
    version: options.version ?? '1.0.0',
    clock,
    newId: () => newId(clock.now().getTime()),
    fetch: options.fetch,
    startWriter: options.startWriter ?? inlineWriter,
    log: silentLog,
    onFileDone: () => {},
  });
  let desk: DeskDataState | null = null;
  let line: LineState | null = null;
  const events: EventOf<typeof deskData>[] = [];
  const refused: string[] = [];
  const phonePort = portPair();
  program.openPhone(phonePort.owner);
  const onRefused = (reason: string) => refused.push(reason);
  const openDesk = () => {
    const port = portPair();
    program.openDesk(port.owner);
    return connect({
      contract: deskData,
      port: port.user,
      onSnapshot: (state) => {
        desk = state;
      },
      onEvent: (event) => {
        events.push(event);
        desk = deskAfter(must(desk, 'the snapshot'), event);
      },
      onRefused,
    });
  };
  let deskEnd = openDesk();
  const phoneEnd = connect({
    contract: phoneData,
    port: phonePort.user,
    onSnapshot: (state) => {
      line = state;
    },
    onEvent: (event) => {
      line = event.line;
    },
    onRefused,
  });
  const quiet = async () => {
    for (let turn = 0; turn < 12; turn += 1) await nextTurn();
  };
  await quiet();
  return {
    get desk() {
      return deskEnd.call;
    },
    phone: phoneEnd.call,
    state: () => must(desk, 'the snapshot'),
    line: () => must(line, 'the snapshot'),
    events,
    refused,
    signIn: async (password = 'right') => {
      await deskEnd.call.signIn({ backendUrl: modelUrl, credentials: { username: 'giulia', password } });
    },
    async until(what, isSo) {
      for (let round = 0; round < 3_000; round += 1) {
        for (let turn = 0; turn < 12; turn += 1) {
          if (await isSo()) return;
          await nextTurn();
        }
        clock.passToNext();
      }
      throw new Error(`did not come true: ${what}`);
    },
    reloadDesk() {
      deskEnd.dispose();
      deskEnd = openDesk();
    },
    presence: program.presence,
    quiet,
    async stop() {
      await program.stop();
      deskEnd.dispose();
      phoneEnd.dispose();
    },
  };
}

function portPair(): { owner: Port; user: Port } {
  const listeners: Record<'owner' | 'user', ((message: unknown) => void) | null> = { owner: null, user: null };
  const end = (mine: 'owner' | 'user', theirs: 'owner' | 'user'): Port => ({
    post(message) {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => listeners[theirs]?.(copy));
    },
    listen(listener) {
      listeners[mine] = listener;
      return () => {
        listeners[mine] = null;
      };
    },
    close() {
      listeners[mine] = null;
    },
  });
  return { owner: end('owner', 'user'), user: end('user', 'owner') };
}
