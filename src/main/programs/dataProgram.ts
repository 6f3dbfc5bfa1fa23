// The data process: started with the profile's folder and key, restarted when it dies, and given a channel for each window.
// Under plain Node its channels are relayed here; under Electron they go straight to it.
import { MessageChannelMain, type MessagePortMain } from 'electron';
import { fromDataSchema, type StartData } from '#shared/contract/dataProgram';
import type { ProgramState } from '#shared/contract/main';
import { type ProgramProcess, type ProgramRuntime, startProgram } from './fork.ts';
import { afterDeath } from './restartPolicy.ts';

export interface DataProgram {
  /** A window's end of a new channel, or null while the program is not running. */
  openChannel(user: 'desk' | 'phone'): MessagePortMain | null;
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
  let process: ProgramProcess | null = null;
  let running = false;
  let stopping = false;
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
      else {
        running = true;
        deps.onState({ kind: 'running' });
        deps.onRunning();
      }
    });
    started.onExit((code) => died(code));
    started.post({ kind: 'start', ...deps.start });
  }

  function died(code: number | null): void {
    running = false;
    process = null;
    for (const port of relayed.values()) port.close();
    relayed.clear();
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
