// The backend as a program of its own, run from its sources with the arguments that somebody would type.
import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { endOf } from './endOf.ts';
import { until } from './until.ts';

/** Against what hangs. A busy machine opens a database, and fills it, in its own time. */
export const longestStartMs = 60_000;

const file = join(import.meta.dirname, '..', '..', 'src', 'server', 'listen.ts');
const saidSchema = z.object({ listening: z.url(), metrics: z.url().optional() });

export interface ServerProgram {
  readonly child: ChildProcess;
  /** All that it has said so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** When all that it has said is here too. */
  readonly exited: Promise<number | null>;
  /** Where it listens, once it has said so. */
  readonly url: () => Promise<string>;
  /** Where its metrics are, once it has said so. */
  readonly metricsUrl: () => Promise<string>;
}

export interface ServerProgramOptions {
  /** `ipc`: it ends with whoever started it. */
  readonly stdio?: 'pipe' | 'ipc';
  /** PostgreSQL; without, it keeps its data where the arguments say. */
  readonly databaseUrl?: string;
  /** By how much its machine's clock is ahead; below 0: behind. */
  readonly clockAheadMs?: number;
  /** Until it has said where it listens; a great database takes its time to be filled. */
  readonly longestStartMs?: number;
  /** It has of the processors what nobody else wants, as if it were on a machine of its own. */
  readonly givesWay?: boolean;
}

/** Whoever starts one sees to it that it ends. */
export function startServerProgram(args: readonly string[], options: ServerProgramOptions = {}): ServerProgram {
  const { clockAheadMs: ahead } = options;
  const clock = ahead === undefined ? [] : ['--import', import.meta.resolve('./machineClock.ts')];
  const child = spawn(process.execPath, [...clock, file, ...args], {
    stdio: options.stdio === 'ipc' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: options.databaseUrl ?? '',
      ...(ahead !== undefined && { CORNETTA_TEST_CLOCK_AHEAD_MS: String(ahead) }),
    },
  });
  if (options.givesWay === true && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const said = async () => {
    await until(
      'the backend listens',
      () => stdout.includes('\n') || child.exitCode !== null || child.signalCode !== null,
      () => stderr.slice(-300),
      options.longestStartMs ?? longestStartMs,
    );
    if (!stdout.includes('\n')) throw new Error(`the backend ended before it listened ${stderr.slice(-300)}`);
    return saidSchema.parse(JSON.parse(stdout));
  };
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    exited: endOf(child),
    url: async () => (await said()).listening,
    metricsUrl: async () => z.url().parse((await said()).metrics),
  };
}
