// The data process as it is started: under Electron (utilityProcess, ports handed over) or under plain Node (fork, ports
// carried inside messages). The only place that knows which.
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { monotonicFactory } from 'ulid';
import {
  type ChannelFor,
  type FromData,
  fromDataSchema,
  type StartData,
  toDataSchema,
} from '#shared/contract/dataProgram';
import type { Port } from '#shared/contract/port';
import { systemClock } from './clock.ts';
import { createLog, errorName, whereIn } from './log.ts';
import { createCarriedPorts } from './ports/carried.ts';
import { type ElectronPort, handedPort } from './ports/handed.ts';
import { type Program, startProgram } from './program.ts';
import { threadWriter } from './writer/thread.ts';

interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void,
  ): void;
  postMessage(message: unknown): void;
}

const log = createLog((line) => process.stderr.write(line), systemClock.now);
const parentPort = (process as typeof process & { readonly parentPort?: ParentPort }).parentPort;

const post = (message: FromData): void => {
  if (parentPort !== undefined) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
};
const carried = createCarriedPorts((id, message) => post({ kind: 'channelMessage', id, message }));

/** The writing thread's file: as it is here, or as it was built, beside this one. */
const writersFile = new URL(import.meta.url.endsWith('.ts') ? './writer/entry.ts' : './writer.js', import.meta.url);

// What is forgotten is swept up often, in heaps that are kept small: a PC in an office has other programs to run. Left to itself the engine lets
// them grow to more than twice of what is in use, here and in the writing thread, and keeps them.
setFlagsFromString('--optimize-for-size');
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

let program: Program | null = null;
const waiting: ((program: Program) => void)[] = [];

function whenStarted(use: (program: Program) => void): void {
  if (program === null) waiting.push(use);
  else use(program);
}

function start({ folder, key, appVersion }: StartData): void {
  if (program !== null) return;
  const newId = monotonicFactory();
  const began = performance.now();
  program = startProgram({
    folder,
    key,
    version: appVersion,
    clock: systemClock,
    newId: () => newId(),
    fetch: globalThis.fetch,
    startWriter: threadWriter((workerData) => new Worker(writersFile, { workerData, resourceLimits })),
    log,
    onFileDone: (ticket) => post({ kind: 'ticketUsed', ticket }),
  });
  log.info('started', { ms: Math.round(performance.now() - began) });
  for (const use of waiting.splice(0)) use(program);
  post(fromDataSchema.parse({ kind: 'ready' }));
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  try {
    await program?.stop();
  } catch (error) {
    log.warn('stop', { error: errorName(error) });
  }
  process.exit(0);
}

function openChannel(id: number, user: ChannelFor, handed: ElectronPort | undefined): void {
  const port: Port = handed === undefined ? carried.open(id) : handedPort(handed);
  whenStarted((started) => {
    const open = { desk: started.openDesk, bar: started.openBar, phone: started.openPhone };
    const release = open[user](port);
    if (handed === undefined) carried.onClosed(id, release);
    else handed.on('close', release);
  });
}

/** The desk is told the ticket only when it is known here: its own words come by another way. */
function fileChosen({ ticket, file }: { readonly ticket: string; readonly file: string }): void {
  whenStarted((started) => {
    started.fileChosen(ticket, file);
    post({ kind: 'ticketKnown', ticket });
  });
}

/** The last word counts, also before it has started. */
const told = (away: boolean): void => whenStarted((started) => started.presence(away));

function heard(raw: unknown, ports: readonly ElectronPort[]): void {
  const message = toDataSchema.safeParse(raw);
  if (!message.success) log.warn('a message from main that fits no schema');
  else if (message.data.kind === 'start') start(message.data);
  else if (message.data.kind === 'channel') openChannel(message.data.id, message.data.user, ports[0]);
  else if (message.data.kind === 'fileChosen') fileChosen(message.data);
  else if (message.data.kind === 'presence') told(message.data.away);
  else if (message.data.kind === 'channelMessage') carried.deliver(message.data.id, message.data.message);
  else if (message.data.kind === 'channelClosed') carried.close(message.data.id);
  else void stop();
}

if (parentPort !== undefined) parentPort.on('message', (event) => heard(event.data, event.ports));
else {
  process.on('message', (message) => heard(message, []));
  process.on('disconnect', () => void stop());
}
process.on('SIGTERM', () => void stop());
// A bug outside of every request: the supervisor starts us again, and the files are in order at any instruction.
process.on('uncaughtException', (error) => {
  log.warn('bug', { error: errorName(error), at: whereIn(error) });
  process.exit(1);
});
