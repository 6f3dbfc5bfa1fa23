// The simulator as a program: it says where it listens, in one line, and goes when it is told or its parent is gone.
import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { endOf } from '#test/support/endOf';

const program = resolve(import.meta.dirname, 'listen.ts');
const assets = resolve(import.meta.dirname, '../../assets');
const children: ChildProcess[] = [];

function start(...args: string[]) {
  const child = fork(program, ['--port', '0', '--control-port', '0', ...args], { silent: true });
  children.push(child);
  const lines = createInterface({ input: child.stdout ?? expect.unreachable() });
  const line = new Promise<string>((done) => lines.once('line', done));
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  return { child, exit: endOf(child), line, errors: () => errors };
}
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('listens where it says, takes the control’s word, and ends on SIGTERM', async () => {
  const { child, exit, line, errors } = start('--assets', assets);
  const { listening, control } = JSON.parse(await line);
  await new Promise((open) => new WebSocket(listening, 'sip').once('open', open));
  const rung = await fetch(`${control}/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number: '+390000000150', name: 'Prova', queue: 'welcome' }),
  });
  expect(rung.status).toBe(201);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(errors()).toContain('waits in welcome');
  expect(errors()).not.toMatch(/0150|Prova/);
});

test('ends when its parent lets go of it', async () => {
  const { child, exit, line } = start('--assets', assets);
  await line;
  child.disconnect();
  expect(await exit).toBe(0);
});

test('says what is wrong when it cannot start', async () => {
  const { exit, errors } = start('--assets', '/nowhere');
  expect(await exit).toBe(1);
  expect(errors()).toMatch(/could not start: .*company\.json/);
});
