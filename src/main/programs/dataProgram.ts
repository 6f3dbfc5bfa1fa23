// The data process: started with the profile's folder and key, restarted when it dies, and given a channel for each window.
// Under plain Node its channels are relayed here; under Electron they go straight to it.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MessageChannelMain, type MessagePortMain } from 'electron';
import { type ChannelFor, fromDataSchema, partName, type StartData } from '#shared/contract/dataProgram';
import { failure } from '#shared/contract/failure';
import type { ProgramState } from '#shared/contract/main';
import { type ProgramProcess, type ProgramRuntime, startProgram } from './fork.ts';
import { afterDeath } from './restartPolicy.ts';

export interface DataProgram {
  /** A window's end of a new channel, or null while the program is not running. */
  openChannel(user: ChannelFor): MessagePortMain | null;
  /** Lets it write `file`; resolves to the word by which the desk names it. Throws `file.notSaved` while it is not running. */
  giveFile(file: string): Promise<string>;
  /** The screen is locked or the PC goes to sleep (`away`); or neither any more. One that starts again is told. */
  presence(away: boolean): void;
  stop(): Promise<void>;
}

export interface DataProgramDeps {
  readonly runtime: ProgramRuntime;
  readonly file: string;
  readonly start: Omit<StartData, 'kind'>;
  readonly now: () => number;
  readonly onState: (state: ProgramState) => void;
  /** It runs (again): windows need new channels. */
  readonly onRunning: () => void;
  readonly log: (line: string) => void;
}

const stopDeadlineMs = 3_000;

export function startDataProgram(deps: DataProgramDeps): DataProgram {
  const deaths: number[] = [];
  const relayed = new Map<number, MessagePortMain>();
  /** Files that were chosen, by their tickets, until each is saved or not wanted any more. */
  const given = new Map<string, string>();
  const asking = new Map<string, { readonly known: () => void; readonly gone: () => void }>();
  let process: ProgramProcess | null = null;
  let running = false;
  let stopping = false;
  let isAway = false;
  let lastChannel = 0;
  let restartTimer: NodeJS.Timeout | undefined;
  let onceStopped: () => void = () => {};

  function start(): void {
    const started = startProgram(deps.runtime, deps.file, []);
    process = started;
    started.onLogLine(deps.log);
    started.onLine(deps.log);
    started.onMessage((raw) => {
      const message = fromDataSchema.safeParse(raw);
      if (!message.success) deps.log('data: a message that fits no schema');
      else if (message.data.kind === 'channelMessage') relayed.get(message.data.id)?.postMessage(message.data.message);
      else if (message.data.kind === 'ticketKnown') asking.get(message.data.ticket)?.known();
      else if (message.data.kind === 'ticketUsed') given.delete(message.data.ticket);
      else {
        running = true;
        deps.onState({ kind: 'running' });
        deps.onRunning();
      }
    });
    started.onExit((code) => died(code));
    started.post({ kind: 'start', ...deps.start });
    if (isAway) started.post({ kind: 'presence', away: true });
  }

  function died(code: number | null): void {
    running = false;
    process = null;
    for (const port of relayed.values()) port.close();
    relayed.clear();
    for (const { gone } of asking.values()) gone();
    dropParts();
    if (stopping) {
      deps.onState({ kind: 'stopped' });
      onceStopped();
      return;
    }
    deps.log(`data: exited with ${code}`);
    deaths.push(deps.now());
    const decision = afterDeath(deaths, deps.now());
    const reason = `exit ${code}`;
    if (decision.kind === 'giveUp') deps.onState({ kind: 'gaveUp', reason });
    else {
      deps.onState({ kind: 'restarting', attempt: decision.attempt, reason });
      restartTimer = setTimeout(start, decision.delayMs);
    }
  }

  /** What it was writing when it died: of a person's data no half is left lying. */
  function dropParts(): void {
    for (const [ticket, file] of given)
      rm(join(dirname(file), partName(ticket)), { force: true }).catch(() =>
        deps.log('data: what it was saving could not be removed'),
      );
    given.clear();
  }

  deps.onState({ kind: 'starting' });
  start();

  return {
    openChannel(user) {
      if (!running || process === null) return null;
      const { port1: ours, port2: theWindows } = new MessageChannelMain();
      lastChannel += 1;
      const id = lastChannel;
      if (deps.runtime.kind === 'electron') process.post({ kind: 'channel', id, user }, [ours]);
      else {
        const target = process;
        relayed.set(id, ours);
        target.post({ kind: 'channel', id, user });
        ours.on('message', (event) => target.post({ kind: 'channelMessage', id, message: event.data }));
        ours.on('close', () => {
          relayed.delete(id);
          target.post({ kind: 'channelClosed', id });
        });
        ours.start();
      }
      return theWindows;
    },
    async giveFile(file) {
      const target = process;
      const notNow = () => failure('file.notSaved', 'main', 'the data program is not running');
      if (!running || target === null) throw notNow();
      const ticket = randomUUID();
      try {
        await new Promise<void>((known, gone) => {
          asking.set(ticket, { known, gone: () => gone(notNow()) });
          given.set(ticket, file);
          target.post({ kind: 'fileChosen', ticket, file });
        });
      } finally {
        asking.delete(ticket);
      }
      return ticket;
    },
    presence(away) {
      isAway = away;
      process?.post({ kind: 'presence', away });
    },
    stop() {
      stopping = true;
      clearTimeout(restartTimer);
      const target = process;
      if (target === null) return Promise.resolve();
      return new Promise((resolve) => {
        const deadline = setTimeout(target.killNow, stopDeadlineMs);
        onceStopped = () => {
          clearTimeout(deadline);
          resolve();
        };
        target.post({ kind: 'stop' });
      });
    },
  };
}
