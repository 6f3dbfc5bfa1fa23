// The real data process, forked from source, with a desk's and a phone's end of its ports.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Connection, connect } from '#shared/contract/connect';
import { fromDataSchema, type ToData } from '#shared/contract/dataProgram';
import { type DeskDataState, deskData } from '#shared/contract/deskData';
import type { EventOf } from '#shared/contract/envelope';
import { type LineState, phoneData } from '#shared/contract/phoneData';
import type { Port } from '#shared/contract/port';
import { must } from '#shared/lib/must';
import { memoryEnvironment } from '../../src/main/programs/memory.ts';
import { deskAfter } from './deskAfter.ts';
import { endOf } from './endOf.ts';
import { until } from './until.ts';

export type DeskEvent = EventOf<typeof deskData>;

export interface DataProcess {
  readonly desk: Connection<typeof deskData>['call'];
  readonly phone: Connection<typeof phoneData>['call'];
  /** What the desk knows by now: the snapshot, and every event since applied to it. */
  deskState(): DeskDataState;
  lineState(): LineState;
  /** Every event that the desk was told, in order. */
  readonly deskEvents: readonly DeskEvent[];
  onDeskEvent(listener: (event: DeskEvent) => void): void;
  /** As when the agent has chosen a file in main's window; resolves to the word by which the desk names it. */
  chooseFile(file: string): Promise<string>;
  /** Those of which it has said that what was saved is whole or gone. */
  readonly usedTickets: ReadonlySet<string>;
  /** What it wrote on stderr. */
  log(): string;
  readonly pid: number;
  /** Resolves when it has ended, by whatever: what was not answered is lost then. */
  readonly ended: Promise<unknown>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends its writing thread alone, where what runs is `mortalData.ts`. */
  killWriter(): void;
  /** As when main dies: the line to it breaks. Resolves to the exit code. */
  abandon(): Promise<number | null>;
  /** As main does it; resolves to the exit code. */
  stop(): Promise<number | null>;
}

export interface DataProcessOptions {
  readonly folder: string;
  /** 64 hex digits; the same all over where it does not matter. */
  readonly key?: string;
  /** What is run; the source unless told. */
  readonly file?: string;
  /** A module that is loaded before it, in each of its threads, and what that one is told. */
  readonly preload?: { readonly file: string; readonly env: Readonly<Record<string, string>> };
  /** Whether every event of the desk is kept. Of hundreds of thousands only measurements are told, which have their own ear for them. */
  readonly keepsEvents?: boolean;
}

const entry = fileURLToPath(import.meta.resolve('../../src/data/entry.ts'));
const node24 = fileURLToPath(import.meta.resolve('../../node_modules/.bin/node'));
/** Against what hangs. A busy machine starts a program in its own time. */
const longestStartMs = 60_000;
export const testKey = '0123456789abcdef'.repeat(4);

/** It ended before its ports had told anything. */
export class EndedEarly extends Error {}

/** Resolves when its ports have told their snapshots. Throws EndedEarly. */
export async function startData(options: DataProcessOptions): Promise<DataProcess> {
  const child = fork(options.file ?? entry, [], {
    execPath: node24,
    execArgv: options.preload === undefined ? [] : ['--import', options.preload.file],
    env: { ...process.env, ...memoryEnvironment, ...options.preload?.env },
    silent: true,
    serialization: 'advanced',
  });
  let log = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    log += bytes.toString();
  });
  // Also told of what was written to a program that is dying: that one's exit follows.
  child.on('error', () => {});
  const gone = endOf(child);
  let ready = false;
  let refused = '';
  const known = new Set<string>();
  const used = new Set<string>();
  const listeners = new Map<number, (message: unknown) => void>();
  child.on('message', (raw) => {
    const message = fromDataSchema.parse(raw);
    if (message.kind === 'ready') ready = true;
    else if (message.kind === 'ticketKnown') known.add(message.ticket);
    else if (message.kind === 'ticketUsed') used.add(message.ticket);
    else listeners.get(message.id)?.(message.message);
  });
  const post = (message: ToData) => {
    if (child.connected) child.send(message);
  };
  post({ kind: 'start', folder: options.folder, key: options.key ?? testKey, appVersion: '0.0.0' });
  await until(
    'the data process is ready',
    () => ready || child.exitCode !== null || child.signalCode !== null,
    () => log.slice(-500),
    longestStartMs,
  );
  const endedEarly = () => new EndedEarly(`it ended with ${child.exitCode ?? child.signalCode}: ${log}`);
  if (!ready) throw endedEarly();

  const onRefused = (reason: string) => {
    refused += `${reason}\n`;
  };
  let desk: DeskDataState | null = null;
  let line: LineState | null = null;
  const deskEvents: DeskEvent[] = [];
  const deskListeners: ((event: DeskEvent) => void)[] = [];
  const deskEnd = connect({
    contract: deskData,
    port: channel(1, 'desk', post, listeners),
    onSnapshot: (state) => {
      desk = state;
    },
    onEvent: (event) => {
      desk = deskAfter(must(desk, 'the snapshot'), event);
      if (options.keepsEvents !== false) deskEvents.push(event);
      for (const listener of deskListeners) listener(event);
    },
    onRefused,
  });
  const phoneEnd = connect({
    contract: phoneData,
    port: channel(2, 'phone', post, listeners),
    onSnapshot: (state) => {
      line = state;
    },
    onEvent: (event) => {
      line = event.line;
    },
    onRefused,
  });
  const ended = gone.then((code) => {
    deskEnd.dispose();
    phoneEnd.dispose();
    return code;
  });
  await until('both snapshots are here', () => {
    if (refused !== '') throw new Error(refused);
    return (desk !== null && line !== null) || child.signalCode !== null;
  });
  if (desk === null || line === null) throw endedEarly();

  return {
    desk: deskEnd.call,
    phone: phoneEnd.call,
    deskState: () => must(desk, 'the snapshot'),
    lineState: () => must(line, 'the snapshot'),
    deskEvents,
    onDeskEvent: (listener) => deskListeners.push(listener),
    async chooseFile(file) {
      const ticket = randomUUID();
      post({ kind: 'fileChosen', ticket, file });
      await until('the file is known', () => known.has(ticket));
      return ticket;
    },
    usedTickets: used,
    log: () => log,
    pid: must(child.pid, 'pid'),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    killWriter: () => void child.kill('SIGUSR2'),
    abandon() {
      child.disconnect();
      return ended;
    },
    stop() {
      post({ kind: 'stop' });
      return ended;
    },
  };
}

function channel(
  id: number,
  user: 'desk' | 'phone',
  post: (message: ToData) => void,
  listeners: Map<number, (message: unknown) => void>,
): Port {
  post({ kind: 'channel', id, user });
  return {
    post: (message) => post({ kind: 'channelMessage', id, message }),
    listen(listener) {
      listeners.set(id, listener);
      return () => listeners.delete(id);
    },
    close: () => {
      listeners.delete(id);
      post({ kind: 'channelClosed', id });
    },
  };
}
