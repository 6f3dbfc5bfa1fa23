// Running other programs from the scripts: plainly, captured, or watched by the folder that they fill.
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Takes one line for people; never called with personal data. */
export type Report = (line: string) => void;

/** Runs a program to its end on the same terminal and returns its exit code (1 for a signal). */
export function run(command: string, args: string[], options: SpawnOptions = {}): Promise<number> {
  return ended(spawn(command, args, { stdio: 'inherit', ...options }));
}

/** Runs a program to its end and returns what it said, for showing it only when it failed. */
export async function runCaptured(command: string, args: string[], options: SpawnOptions = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const code = await ended(child);
  return { code, output: output.trim() };
}

/** Exit code of a child (1 when a signal ended it); rejects when it could not be started. */
export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Standard output of a short program, or undefined when it is missing or fails. */
export function outputOf(command: string, args: string[]): string | undefined {
  const result = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return result.status === 0 ? result.stdout : undefined;
}

/** Whether a program of this name is on PATH. */
export function hasProgram(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

type Watch = {
  env?: Record<string, string>;
  cwd?: string;
  /** Folder whose growth is the progress. */
  folder: string;
  expectedBytes: number;
  /** Given up when the folder has not grown for so long. */
  idleMs: number;
  report: Report;
};

/** Runs a download, reports its share every few seconds, and ends it when it stands still. */
export async function runWatched(command: string, args: string[], watch: Watch) {
  const env = { ...process.env, ...watch.env };
  const child = spawn(command, args, { cwd: watch.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let lastLine: string | undefined;
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    lastLine = output.trim().split('\n').at(-1);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  let bytes = 0;
  let idle = false;
  let grewAt = performance.now();
  let reportedAt = grewAt;
  const timer = setInterval(() => {
    const now = performance.now();
    const size = sizeOf(watch.folder);
    if (size > bytes) grewAt = now;
    bytes = Math.max(size, bytes);
    if (bytes > 0 && now - reportedAt > 3_000) {
      reportedAt = now;
      const share = Math.min(99, Math.round((bytes / watch.expectedBytes) * 100));
      watch.report(`  ${share} % (${megabytes(bytes)} of about ${megabytes(watch.expectedBytes)})`);
    }
    if (now - grewAt > watch.idleMs) {
      idle = true;
      child.kill();
    }
  }, 500);
  try {
    return { code: await ended(child), idle, output, lastLine };
  } finally {
    clearInterval(timer);
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function sizeOf(folder: string): number {
  let total = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    total += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return total;
}
