import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { signIn } from '#test/support/backend';
import { endOf } from '#test/support/endOf';
import { untilHolds } from '#test/support/until';

/** Against what hangs. A busy machine opens a database, and fills it, in its own time; some tests do so twice. */
const longestStartMs = 60_000;
vi.setConfig({ testTimeout: 3 * longestStartMs });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cornetta-backend-'));
});
const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

interface Program {
  readonly child: ChildProcess;
  /** All that it has said so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** When all that it has said is here too. */
  readonly exited: Promise<number | null>;
  /** Where it listens, once it has said so. */
  readonly url: () => Promise<string>;
}

function start(args: string[], stdio: 'pipe' | 'ipc' = 'pipe'): Program {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'listen.ts'), ...args], {
    stdio: stdio === 'ipc' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: '' },
  });
  running.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    exited: endOf(child),
    url: () => untilHolds(() => z.object({ listening: z.url() }).parse(JSON.parse(stdout)).listening, longestStartMs),
  };
}

const onFolder = () => ['--port', '0', '--data', folder, '--seed', 'demo', '--customers', '3'];

test('it says in one line where it listens, stops when asked to, and finds its data again', async () => {
  const first = start(onFolder());
  await signIn(await first.url(), 'giulia');
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
  expect(first.stdout()).toMatch(/^\{"listening":"http:\/\/127\.0\.0\.1:\d+"\}\n$/);

  const second = start(onFolder());
  await signIn(await second.url(), 'giulia');
  expect(second.stderr()).not.toContain('brought up to date');
  second.child.kill('SIGINT');
  expect(await second.exited).toBe(0);
});

test('what it had said yes to is there after it was killed', async () => {
  const first = start(onFolder());
  const session = await signIn(await first.url(), 'giulia');
  first.child.kill('SIGKILL');
  await first.exited;
  const second = start(onFolder());
  const answer = await fetch(`${await second.url()}/v1/workstation`, {
    headers: { authorization: `Bearer ${session.accessToken}` },
  });
  // No PBX is set up here; the session, though, is known.
  expect(answer.status).toBe(503);
});

test('a second one on the same folder refuses, and says who is there', async () => {
  const first = start(onFolder());
  await first.url();
  const second = start(onFolder());
  expect(await second.exited).toBe(1);
  expect(second.stderr()).toContain(`in use by the process ${first.child.pid}`);
  expect(second.stdout()).toBe('');
});

test('it ends with the program that started it', async () => {
  const program = start(['--port', '0', '--seed', 'none'], 'ipc');
  await program.url();
  program.child.disconnect();
  expect(await program.exited).toBe(0);
});

test.each([
  [['--port', 'abc'], 2, '--port: a number'],
  [['--seed', 'demo', '--assets', '/nowhere'], 1, '/nowhere/demo/company.json'],
])('%j: it ends with a sentence', async (args, code, sentence) => {
  const program = start(args);
  expect(await program.exited).toBe(code);
  expect(program.stderr()).toContain(sentence);
  expect(program.stdout()).toBe('');
});

test('the log holds neither names, numbers, passwords nor tokens', async () => {
  const program = start(onFolder());
  const url = await program.url();
  const { accessToken } = await signIn(url, 'giulia');
  await expect(signIn(url, 'luca', 'secret-of-luca')).rejects.toThrow('401');
  const headers = { authorization: `Bearer ${accessToken}` };
  await fetch(`${url}/v1/customers?phone=%2B390000000103`, { headers });
  await fetch(`${url}/v1/customers?q=bassi`, { headers });
  program.child.kill('SIGTERM');
  await program.exited;
  expect(program.stderr()).toContain('"route":"/v1/customers"');
  for (const told of ['0000000103', 'bassi', 'giulia', 'luca', 'cornetta"', accessToken]) {
    expect(program.stderr()).not.toContain(told);
  }
});
