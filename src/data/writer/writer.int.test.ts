// The one writer, in a thread of its own and in the caller's: the same tasks, the same file; what a thread adds is that nobody waits.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import type { Change } from '#shared/protocol/sync';
import { beginEmpty, pageOf } from '#test/support/bringRows';
import { testKey } from '#test/support/dataProcess';
import { modelCustomer } from '#test/support/modelBackend';
import { type CacheReader, openCacheReader } from '../db/cache.ts';
import { silentLog } from '../log.ts';
import type { StartWriter, Writer } from './contract.ts';
import { inlineWriter } from './inline.ts';
import { threadWriter } from './thread.ts';

const entry = new URL('./entry.ts', import.meta.url);
let threads: Worker[] = [];
const inThread = (file: URL): StartWriter =>
  threadWriter((workerData) => {
    const thread = new Worker(file, { workerData, execArgv: [], stderr: true });
    threads.push(thread);
    return thread;
  });

let folder: string;
let reader: CacheReader;
let writer: Writer | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-writer-'));
  reader = openCacheReader(join(folder, 'cache.db'), testKey, silentLog);
  threads = [];
});
afterEach(async () => {
  reader.close();
  await writer?.close();
  writer = null;
  rmSync(folder, { recursive: true, force: true });
});

function start(startWriter: StartWriter): Writer {
  writer = startWriter({ folder, key: testKey, log: silentLog });
  return writer;
}

const people = (count: number): Change[] =>
  Array.from({ length: count }, (_none, n) => ({ kind: 'customer', row: modelCustomer(n) }));

async function startAt(startWriter: StartWriter): Promise<Writer> {
  const started = start(startWriter);
  await beginEmpty(started.ask);
  return started;
}

describe.each([
  ['in a thread of its own', inThread(entry)],
  ['in the same thread', inlineWriter],
])('%s', (_where, startWriter) => {
  test('a page is read by the other connection with its cursor, in slices or not', async () => {
    const written = await (await startAt(startWriter)).ask('page', pageOf('start', 'a', people(1_200)));
    expect(written?.touched).toBe('many');
    expect(reader.portfolios.customers()).toBe(1_200);
    expect(reader.mark('changes')).toBe('a');
  });

  test('a page that follows on another one than the file has is not written', async () => {
    const to = await startAt(startWriter);
    await to.ask('page', pageOf('start', 'a', people(1)));
    expect(await to.ask('page', pageOf('b', 'c', people(2)))).toBeNull();
    expect([reader.portfolios.customers(), reader.mark('changes')]).toEqual([1, 'a']);
  });

  test('what cannot be written is told as data, and the next task is carried out', async () => {
    const to = await startAt(startWriter);
    const broken = { kind: 'customer', row: { ...modelCustomer(1), phones: null } } as unknown as Change;
    await expect(to.ask('page', pageOf('start', 'a', [broken]))).rejects.toMatchObject({
      problem: { trouble: null, failure: { code: 'backend.notCornetta' } },
    });
    await to.ask('page', pageOf('start', 'a', people(1)));
    expect(reader.mark('changes')).toBe('a');
  });

  test('when it is closed the log is written back', async () => {
    const to = await startAt(startWriter);
    await to.ask('page', pageOf('start', 'a', people(10)));
    reader.close();
    await to.close();
    expect(readdirSync(folder)).toEqual(['cache.db']);
  });
});

test('while the thread writes, lookups are answered', async () => {
  const to = await startAt(inThread(entry));
  let done = false;
  const writing = to.ask('page', pageOf('start', 'a', people(5_000))).finally(() => {
    done = true;
  });
  let answered = 0;
  while (!done) {
    reader.customers.byNumber('+390000001001');
    answered += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await writing;
  expect(answered).toBeGreaterThan(10);
});

test('a thread that dies in the middle leaves whole slices and no cursor; the next task starts another', async () => {
  const to = await startAt(inThread(entry));
  const writing = to.ask('page', pageOf('start', 'a', people(20_000)));
  while (reader.portfolios.customers() === 0) await new Promise((resolve) => setImmediate(resolve));
  await must(threads[0], 'the thread').terminate();
  await expect(writing).rejects.toMatchObject({ problem: { error: 'the writing thread has died' } });
  expect(reader.mark('changes')).toBe('start');
  expect(await to.ask('page', pageOf('start', 'a', people(3_000)))).not.toBeNull();
  expect(reader.mark('changes')).toBe('a');
  expect(threads).toHaveLength(2);
});

test('where no thread can be had, this one writes', async () => {
  for (const startWriter of [
    inThread(new URL('./nothingOfTheKind.ts', import.meta.url)),
    threadWriter(() => {
      throw new Error('no threads here');
    }),
  ]) {
    await writer?.close();
    const to = start(startWriter);
    await Promise.all([to.ask('standing', { target: 'cache' }), beginEmpty(to.ask)]);
    expect(reader.mark('owner')).toBe('A');
  }
});
