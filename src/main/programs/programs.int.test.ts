// Programs that die, hang, or are left before they are up: real processes, started as the app starts them.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { partName } from '#shared/contract/dataProgram';
import type { ProgramState } from '#shared/contract/main';
import { steadyPort } from '#test/support/steadyPort';
import { until } from '#test/support/until';
import { startDataProgram } from './dataProgram.ts';
import { startService } from './service.ts';

vi.mock('electron', () => {
  const end = () => ({ on: () => {}, start: () => {}, close: () => {}, postMessage: () => {} });
  return {
    utilityProcess: {},
    MessageChannelMain: class {
      port1 = end();
      port2 = end();
    },
  };
});

const runtime = { kind: 'node', executable: process.execPath } as const;
const wait = (isSo: () => boolean) => until('it is so', isSo);
let folder: string;
const stops: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-programs-'));
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** A program of these lines, which writes down the pid of each of its lives. */
function program(lines: string): string {
  const file = join(folder, 'program.mjs');
  const life = `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(lives())}, process.pid + '\\n');`;
  writeFileSync(file, `${life}\n${lines}\n`);
  return file;
}
const lives = () => join(folder, 'lives');
const pids = (): number[] => (existsSync(lives()) ? readFileSync(lives(), 'utf8').trim().split('\n').map(Number) : []);
const kill = (): void => void process.kill(pids().at(-1) ?? 0, 'SIGKILL');

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function data(lines: string) {
  const states: ProgramState['kind'][] = [];
  const started = startDataProgram({
    runtime,
    file: program(lines),
    start: { folder, key: '0'.repeat(64), appVersion: '0.0.0' },
    now: () => performance.now(),
    onState: ({ kind }) => states.push(kind),
    onRunning: () => {},
    log: () => {},
  });
  stops.push(started.stop);
  return { ...started, states };
}
const ready = `process.on('message', (message) => {
  if (message.kind === 'start') process.send({ kind: 'ready' });
  if (message.kind === 'stop') process.exit(0);
});`;

function service(lines: string, port = 0) {
  const states: ProgramState['kind'][] = [];
  const started = startService({
    runtime,
    file: program(lines),
    args: (before) => [before === null ? String(port) : new URL(before.listening).port],
    announcement: z.object({ listening: z.url() }),
    now: () => performance.now(),
    onState: ({ kind }) => states.push(kind),
    log: () => {},
  });
  stops.push(started.stop);
  return { ...started, states };
}
const listens = `import { createServer } from 'node:http';
const server = createServer((_request, answer) => answer.end('here')).listen(Number(process.argv[2]), '127.0.0.1', () =>
  console.log(JSON.stringify({ listening: 'http://127.0.0.1:' + server.address().port })));`;

test('a data process that is written to while it dies is started again once, not twice', async () => {
  const { states, openChannel, stop } = data(ready);
  await wait(() => states.includes('running'));
  kill();
  // Dead, and nobody has noticed yet: what is written now fails by itself.
  const seenDead = performance.now() + 50;
  while (performance.now() < seenDead);
  openChannel('desk');
  openChannel('phone');
  await wait(() => states.filter((kind) => kind === 'running').length >= 2);
  await stop();
  expect(states).toEqual(['starting', 'running', 'restarting', 'running', 'stopped']);
  expect(pids()).toHaveLength(2);
  expect(pids().filter(isAlive)).toEqual([]);
});

test('what a data process was saving when it died is not left as half of a file; what is others’ stays', async () => {
  const { states, giveFile } = data(`import { writeFileSync } from 'node:fs';
    import { dirname, join } from 'node:path';
    process.on('message', (message) => {
      if (message.kind === 'start') process.send({ kind: 'ready' });
      if (message.kind === 'stop') process.exit(0);
      if (message.kind !== 'fileChosen') return;
      writeFileSync(join(dirname(message.file), '.cornetta-' + message.ticket + '.part'), 'half');
      process.send({ kind: 'ticketKnown', ticket: message.ticket });
      if (message.file.endsWith('fatta.zip')) process.send({ kind: 'ticketUsed', ticket: message.ticket });
    });`);
  await wait(() => states.includes('running'));
  const file = join(folder, 'copia.zip');
  const partOf = (ticket: string) => join(folder, partName(ticket));
  // A browser calls so what it has not got whole.
  writeFileSync(`${file}.part`, 'somebody else’s');
  const done = await giveFile(join(folder, 'fatta.zip'));
  const ticket = await giveFile(file);
  expect(ticket.length).toBeGreaterThan(16);
  expect(existsSync(partOf(ticket))).toBe(true);
  kill();
  await wait(() => !existsSync(partOf(ticket)));
  expect(readFileSync(`${file}.part`, 'utf8')).toBe('somebody else’s');
  // What was said to be done is not looked for any more.
  expect(existsSync(partOf(done))).toBe(true);
});

test('a file that is chosen while the data process dies is refused, and nothing waits for ever', async () => {
  const { states, giveFile } = data(`process.on('message', (message) => {
      if (message.kind === 'start') process.send({ kind: 'ready' });
      if (message.kind === 'stop') process.exit(0);
      if (message.kind === 'fileChosen') process.exit(1);
    });`);
  await wait(() => states.includes('running'));
  await expect(giveFile(join(folder, 'copia.zip'))).rejects.toMatchObject({ failure: { code: 'file.notSaved' } });
});

test('a program that cannot be started at all is given up, and says so', async () => {
  const states: ProgramState['kind'][] = [];
  const missing = startService({
    runtime: { kind: 'node', executable: join(folder, 'no-such-node') },
    file: program(listens),
    args: () => [],
    announcement: z.object({ listening: z.url() }),
    now: () => performance.now(),
    onState: ({ kind }) => states.push(kind),
    log: () => {},
  });
  await expect(missing.listening).rejects.toThrow('before it listened');
  expect(states).toEqual(['starting', 'gaveUp']);
  await missing.stop();
});

test('a data process that does not end when it is asked to is ended', async () => {
  const { states, stop } = data(`process.on('SIGTERM', () => {});
    process.on('message', (message) => message.kind === 'start' && process.send({ kind: 'ready' }));`);
  await wait(() => states.includes('running'));
  await stop();
  expect(pids().filter(isAlive)).toEqual([]);
});

test('a service that dies later comes back where it was', async () => {
  const { states, listening, stop } = service(listens, await steadyPort());
  const { listening: where } = await listening;
  kill();
  await wait(() => states.filter((kind) => kind === 'running').length >= 2);
  expect(await (await fetch(where)).text()).toBe('here');
  expect(states).toEqual(['starting', 'running', 'restarting', 'running']);
  await stop();
  expect(states.at(-1)).toBe('stopped');
  expect(pids().filter(isAlive)).toEqual([]);
});

test('a service that ends before it listens has failed: it is not tried for ever', async () => {
  const { states, listening } = service('process.exit(3);');
  await expect(listening).rejects.toThrow('ended with 3');
  expect(states).toEqual(['starting', 'gaveUp']);
});

test('whoever stops a service twice waits for its end twice', async () => {
  const { listening, stop } = service(listens);
  await listening;
  await Promise.all([stop(), stop().then(() => expect(pids().filter(isAlive)).toEqual([]))]);
});
