// A program that serves an address: it says in one line of JSON where it listens, comes back there when it dies, and is stopped with the app.
import type { z } from 'zod';
import type { ProgramState } from '#shared/contract/main';
import { type ProgramProcess, type ProgramRuntime, startProgram } from './fork.ts';
import { afterDeath } from './restartPolicy.ts';

export interface Service<T> {
  /** What it said of itself when it was listening. Rejects when it ends before that. */
  readonly listening: Promise<T>;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
}

export interface ServiceDeps<T> {
  readonly runtime: ProgramRuntime;
  readonly file: string;
  /** `before`: what it said of itself in its last life, so that whoever knows it there finds it again; null for the first. */
  readonly args: (before: T | null) => readonly string[];
  readonly announcement: z.ZodType<T>;
  readonly now: () => number;
  readonly onState: (state: ProgramState) => void;
  readonly log: (line: string) => void;
}

/** The backend takes five seconds at most. */
const stopDeadlineMs = 6_000;

export function startService<T>(deps: ServiceDeps<T>): Service<T> {
  const deaths: number[] = [];
  let program: ProgramProcess | null = null;
  let said: T | null = null;
  let stopped: Promise<void> | null = null;
  let restartTimer: NodeJS.Timeout | undefined;
  let onceStopped: () => void = () => {};
  let onListening: (what: T) => void = () => {};
  let onFailed: (error: Error) => void = () => {};
  const listening = new Promise<T>((resolve, reject) => {
    onListening = resolve;
    onFailed = reject;
  });

  function start(): void {
    const started = startProgram(deps.runtime, deps.file, deps.args(said));
    program = started;
    started.onLogLine(deps.log);
    started.onLine((line) => {
      const parsed = deps.announcement.safeParse(parseJson(line));
      if (!parsed.success) return;
      said = parsed.data;
      deps.onState({ kind: 'running' });
      onListening(parsed.data);
    });
    started.onExit(died);
  }

  function died(code: number | null): void {
    program = null;
    const reason = `exit ${code}`;
    if (stopped !== null) {
      deps.onState({ kind: 'stopped' });
      onceStopped();
    } else {
      deaths.push(deps.now());
      const decision = said === null ? ({ kind: 'giveUp' } as const) : afterDeath(deaths, deps.now());
      if (decision.kind === 'giveUp') deps.onState({ kind: 'gaveUp', reason });
      else {
        deps.onState({ kind: 'restarting', attempt: decision.attempt, reason });
        restartTimer = setTimeout(start, decision.delayMs);
      }
    }
    onFailed(new Error(`ended with ${code} before it listened`));
  }

  function end(): Promise<void> {
    clearTimeout(restartTimer);
    const target = program;
    if (target === null) return Promise.resolve();
    return new Promise((resolve) => {
      const deadline = setTimeout(target.killNow, stopDeadlineMs);
      onceStopped = () => {
        clearTimeout(deadline);
        resolve();
      };
      target.kill();
    });
  }

  deps.onState({ kind: 'starting' });
  start();

  return {
    listening,
    stop() {
      stopped ??= end();
      return stopped;
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
