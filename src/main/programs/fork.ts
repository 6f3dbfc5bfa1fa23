// Starting a Node program of ours: under Electron's own Node (utilityProcess), or under the Node that one setting names
// where Electron's is too old for the SQLite driver. Everything else sees the same process.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type MessagePortMain, utilityProcess } from 'electron';
import { memoryEnvironment } from './memory.ts';

export type ProgramRuntime = { readonly kind: 'electron' } | { readonly kind: 'node'; readonly executable: string };

export interface ProgramProcess {
  /** Sends to the program; ports can only be handed over under Electron's runtime. */
  post(message: unknown, ports?: readonly MessagePortMain[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onLine(listener: (line: string) => void): void;
  onLogLine(listener: (line: string) => void): void;
  /** Called once, with the exit code (null: killed by a signal). */
  onExit(listener: (code: number | null) => void): void;
  readonly pid: number | undefined;
  /** Asks it to end. */
  kill(): void;
  /** Ends it, whatever it is doing. */
  killNow(): void;
}

/** The setting: `CORNETTA_PROGRAM_NODE`, else a Node shipped beside the app, else Electron's own. */
export function programRuntime(environment: NodeJS.ProcessEnv, resourcesPath: string): ProgramRuntime {
  const named = environment.CORNETTA_PROGRAM_NODE;
  if (named !== undefined && named !== '') return { kind: 'node', executable: named };
  const shipped = join(resourcesPath, 'node', 'bin', 'node');
  return existsSync(shipped) ? { kind: 'node', executable: shipped } : { kind: 'electron' };
}

const eachLine = (stream: Readable | null, listener: (line: string) => void): void => {
  if (stream !== null) createInterface({ input: stream }).on('line', listener);
};

export function startProgram(runtime: ProgramRuntime, file: string, args: readonly string[]): ProgramProcess {
  return runtime.kind === 'node' ? underNode(runtime.executable, file, args) : underElectron(file, args);
}

function underNode(executable: string, file: string, args: readonly string[]): ProgramProcess {
  const child: ChildProcess = fork(file, [...args], {
    execPath: executable,
    execArgv: [],
    env: { ...process.env, ...memoryEnvironment },
    silent: true,
    serialization: 'advanced',
  });
  let exited: ((code: number | null) => void) | null = null;
  child.once('exit', (code) => exited?.(code));
  // Also told of what was written to a program that is dying: that one's exit follows.
  child.on('error', () => {
    if (child.pid === undefined) exited?.(1);
  });
  return {
    post: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => void child.on('message', listener),
    onLine: (listener) => eachLine(child.stdout, listener),
    onLogLine: (listener) => eachLine(child.stderr, listener),
    onExit: (listener) => {
      exited = listener;
    },
    pid: child.pid,
    kill: () => void child.kill('SIGTERM'),
    killNow: () => void child.kill('SIGKILL'),
  };
}

function underElectron(file: string, args: readonly string[]): ProgramProcess {
  const child = utilityProcess.fork(file, [...args], {
    env: { ...process.env, ...memoryEnvironment },
    stdio: 'pipe',
  });
  return {
    post: (message, ports = []) => child.postMessage(message, [...ports]),
    onMessage: (listener) => void child.on('message', listener),
    onLine: (listener) => eachLine(child.stdout as Readable | null, listener),
    onLogLine: (listener) => eachLine(child.stderr as Readable | null, listener),
    onExit: (listener) => void child.once('exit', listener),
    get pid() {
      return child.pid;
    },
    kill: () => void child.kill(),
    killNow() {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
