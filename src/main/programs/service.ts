// A program that serves an address: it says in one line of JSON where it listens; it is stopped with the app.
import type { z } from 'zod';
import type { ProgramState } from '#shared/contract/main';
import { type ProgramRuntime, startProgram } from './fork.ts';

export interface Service<T> {
  /** What it said of itself when it was listening. Rejects when it ends before that. */
  readonly listening: Promise<T>;
  stop(): Promise<void>;
}

export interface ServiceDeps<T> {
  readonly runtime: ProgramRuntime;
  readonly file: string;
  readonly args: readonly string[];
  readonly announcement: z.ZodType<T>;
  readonly onState: (state: ProgramState) => void;
  readonly log: (line: string) => void;
}

export function startService<T>(deps: ServiceDeps<T>): Service<T> {
  deps.onState({ kind: 'starting' });
  const program = startProgram(deps.runtime, deps.file, deps.args);
  program.onLogLine(deps.log);
  let stopping = false;
  let onceStopped: () => void = () => {};
  const listening = new Promise<T>((resolve, reject) => {
    program.onLine((line) => {
      const said = deps.announcement.safeParse(parseJson(line));
      if (!said.success) return;
      deps.onState({ kind: 'running' });
      resolve(said.data);
    });
    program.onExit((code) => {
      deps.onState(stopping ? { kind: 'stopped' } : { kind: 'gaveUp', reason: `exit ${code}` });
      onceStopped();
      reject(new Error(`ended with ${code} before it listened`));
    });
  });
  return {
    listening,
    stop() {
      if (stopping) return Promise.resolve();
      stopping = true;
      return new Promise((resolve) => {
        onceStopped = resolve;
        program.kill();
      });
    },
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
