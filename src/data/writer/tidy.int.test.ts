// What the writer leaves for later, and how rows stand in the order of search.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Contact, contactSchema } from '#shared/model/customer';
import { portfolioIdSchema } from '#shared/model/ids';
import type { Row } from '#shared/protocol/sync';
import { beginEmpty, pageOf } from '#test/support/bringRows';
import { testKey } from '#test/support/dataProcess';
import { pagesOf } from '#test/support/filePages';
import { modelCustomer, modelPortfolio } from '#test/support/modelBackend';
import { blockOf } from '#test/support/segmentBlocks';
import { type Cache, openCache } from '../db/cache.ts';
import { silentLog } from '../log.ts';
import type { Writer } from './contract.ts';
import { inlineWriter } from './inline.ts';
import { createTidying } from './tidy.ts';

const aurora = portfolioIdSchema.parse('aurora');
let folder: string;
let writer: Writer;
let cache: Cache;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-tidy-'));
  cache = openCache(join(folder, 'cache.db'), testKey, silentLog);
  writer = inlineWriter({ folder, key: testKey, log: silentLog });
});
afterEach(async () => {
  cache.close();
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

async function loadSegment(rows: readonly Row[]): Promise<void> {
  const generation = ulid();
  const segments = [{ portfolioId: modelPortfolio, generation, number: 0, customers: rows.length }];
  await writer.ask('begin', {
    target: 'cache',
    owner: 'A',
    portfolios: [modelPortfolio],
    manifest: { changes: 'start', segments },
  });
  const segment = { generation, number: 0, etag: null, reached: 0, loaded: 0 };
  await writer.ask('blocks', { target: 'cache', segment, bytes: blockOf(rows), last: true });
  await writer.ask('finish', { target: 'cache' });
}
async function tidyUp(): Promise<void> {
  while ((await writer.ask('tidy', { budgetMs: 5 })).more);
}

const people = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_none, n) => ({ kind: 'customer', row: modelCustomer(from + n) }));
const spokenTo = (n: number, at: string): Row => {
  const row = { id: ulid(), customerId: modelCustomer(n).id, portfolioId: modelPortfolio, at, channel: 'call' };
  const rest = { direction: 'incoming', agentName: 'Luca', reasonCode: null, outcomeCode: null, note: '', version: 1 };
  return { kind: 'contact', row: contactSchema.parse({ ...row, ...rest }) satisfies Contact };
};
const found = (word: string) =>
  cache.words.rows(`"${word}"`, 3).map((row) => cache.customers.byRow(row)?.customer.name.replace('Prova ', ''));

test('whoever has just been spoken to stands before everybody else, the others stay as they are', async () => {
  await loadSegment(people(0, 1_500));
  expect(found('prova')).toEqual(['Numero0', 'Numero1', 'Numero2']);
  await writer.ask('page', pageOf('start', 'a', [spokenTo(1_400, '2026-03-02T09:00:00.000Z')]));
  await writer.ask('page', pageOf('a', 'b', [spokenTo(1_300, '2026-03-02T09:05:00.000Z')]));
  expect(found('prova')).toEqual(['Numero1300', 'Numero1400', 'Numero0']);
  // Not by a contact that is older than what is known, and not among the first, where order is not kept.
  await writer.ask('page', pageOf('b', 'c', [spokenTo(1_200, '2026-03-02T09:06:00.000Z')]));
  await writer.ask('page', pageOf('c', 'd', [spokenTo(1_400, '2026-01-01T09:00:00.000Z')]));
  expect(found('prova')).toEqual(['Numero1200', 'Numero1300', 'Numero1400']);
  expect(cache.customers.byNumber('+390000002300')).toMatchObject([{ customer: { name: 'Prova Numero1300' } }]);
  expect(cache.customers.byTail('000002300')).toHaveLength(1);
  expect(cache.portfolios.customers()).toBe(1_500);
});

test('of a portfolio that was lost the indexes keep nothing either', async () => {
  await beginEmpty(writer.ask);
  const lost = modelCustomer(9, { portfolioId: aurora, name: 'Sempronio Canarino' });
  await writer.ask(
    'page',
    pageOf('start', 'a', [...people(0, 5), { kind: 'customer', row: lost }], [modelPortfolio, aurora]),
  );
  const traces = () =>
    cache.db
      .query<{ block: Buffer }>('trace', 'SELECT block FROM words_data')
      .all()
      .filter(({ block }) => /semproni|canarin/.test(block.toString('latin1'))).length;
  expect(traces()).toBe(1);
  while ((await writer.ask('keepOnly', { target: 'cache', portfolios: [modelPortfolio] })).more);
  await tidyUp();
  expect(traces()).toBe(0);
  expect([cache.words.has('sempronio'), cache.words.has('prova'), cache.mark('purge')]).toEqual([false, true, null]);
  expect(found('prova')).toHaveLength(3);
});

test('who is erased stands nowhere in the file, nor in its log', async () => {
  await loadSegment(people(0, 300));
  const canary = modelCustomer(5_000, { name: 'Zenobia Canarino', email: 'zenobia@canarino.esempio.it' });
  await writer.ask('page', pageOf('start', 'a', [{ kind: 'customer', row: canary }]));
  await writer.ask('page', pageOf('a', 'b', [spokenTo(5_000, '2026-03-02T09:00:00.000Z'), ...people(300, 600)]));
  await tidyUp();
  const file = join(folder, 'cache.db');
  cache.db.pragma('wal_checkpoint(TRUNCATE)');
  const words = ['enobia', 'anarino'];
  const found = () => words.filter((word) => pagesOf(file, testKey).includes(word));
  expect(found()).toEqual(words);
  const tombstone = { kind: 'tombstone', entity: 'customer', id: canary.id, version: 2 } as const;
  await writer.ask('page', pageOf('b', 'c', [tombstone]));
  await tidyUp();
  // One page: that it is done.
  expect(statSync(`${file}-wal`).size).toBeLessThan(5_000);
  expect(found()).toEqual([]);
  expect([cache.words.has('zenobia'), cache.mark('purge')]).toEqual([false, null]);
});

test('who is erased while others are being taken out is taken out too', async () => {
  const two = [5_000, 5_001].map((n) => modelCustomer(n, { name: `Zenobia Canarino${n}` }));
  await loadSegment([...people(0, 5), ...two.map((row): Row => ({ kind: 'customer', row }))]);
  const gone = (n: number) => ({ kind: 'tombstone', entity: 'customer', id: modelCustomer(n).id, version: 2 }) as const;
  await writer.ask('page', pageOf('start', 'a', [gone(5_000)]));
  const tidying = createTidying(cache, () => cache, silentLog);
  while (cache.mark('purge') !== 'going') cache.transact(() => tidying.step());
  await writer.ask('page', pageOf('a', 'b', [gone(5_001)]));
  while (cache.transact(() => tidying.step()));
  expect(['canarino5000', 'canarino5001'].filter((word) => cache.words.has(word))).toEqual([]);
  expect(cache.mark('purge')).toBe('log');
});

test('however many pages of changes come, what is searched stays in few pieces', async () => {
  await beginEmpty(writer.ask, '0');
  await writer.ask('parts', { target: 'cache' });
  for (let page = 0; page < 60; page += 1)
    await writer.ask('page', pageOf(`${page}`, `${page + 1}`, people(page * 2, page * 2 + 2)));
  for (const table of ['words', 'digits']) {
    const pieces = cache.db.query<{ n: number }>('', `SELECT count(DISTINCT segid) AS n FROM ${table}_idx`).get()?.n;
    expect(pieces, table).toBeGreaterThan(0);
    expect(pieces, table).toBeLessThan(12);
  }
});
