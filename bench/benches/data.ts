// The cache with a million customers (`--customers N`): lookups, search, first load, changes, memory, each beside SQLite alone on the same
// machine, in the same run, on the same rows.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../scripts/build.ts';
import { projectFolder } from '../../scripts/paths.ts';
import { openCacheReader } from '../../src/data/db/cache.ts';
import { openDb } from '../../src/data/db/driver.ts';
import { silentLog } from '../../src/data/log.ts';
import { searchCustomers } from '../../src/data/search/search.ts';
import { createTasks } from '../../src/data/writer/tasks.ts';
import type { InteractionId } from '../../src/shared/model/ids.ts';
import type { Change } from '../../src/shared/protocol/sync.ts';
import { fact, ringingCall } from '../../test/support/calls.ts';
import { type DataProcess, startData, testKey } from '../../test/support/dataProcess.ts';
import { until } from '../../test/support/until.ts';
import { articleFigures } from '../data/articles.ts';
import { bareLoad, bareLookup, deltaWithoutSearch, plainFullText, removeDb, sizes } from '../data/floors.ts';
import { personAt, portfolio } from '../data/people.ts';
import { queriesAmong } from '../data/queries.ts';
import { type Segments, serveSegments, writeSegments } from '../data/segmentServer.ts';
import { atLeast, type Figure, figure, percentile } from '../figures.ts';

const million = 1_000_000;
const lookups = 10_000;
const changed = 10_000;
const perPage = 2_000;

export async function bench(report: (line: string) => void, args: readonly string[]): Promise<Figure[]> {
  const { values } = parseArgs({ args: [...args], options: { customers: { type: 'string' } } });
  const customers = Number(values.customers ?? million);
  await buildIfStale({ report });
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-bench-'));
  const at = (name: string) => join(folder, name);
  try {
    for (const name of ['segments', 'profile']) mkdirSync(at(name));
    report(`${customers} customers, cut into segments …`);
    const segments = await writeSegments(at('segments'), customers);
    const { rows } = segments;
    report(`Bare inserts of their ${rows} rows …`);
    const bareMs = bareLoad(at('bare.db'), customers);
    removeDb(at('bare.db'));
    report('The data process loads them …');
    const loaded = await loadInProcess(at('profile'), segments);
    const through = (name: string, p: number) =>
      figure(`lookup through the port, ${name}`, 'ms', percentile(loaded.lookups, p), 2, {
        what: 'nothing through it',
        value: percentile(loaded.nothing, p),
      });
    const load = [
      atLeast('load', 'rows/s', (rows / loaded.ms) * 1_000, 0.6, {
        what: 'bare inserts',
        value: (rows / bareMs) * 1_000,
      }),
      figure('lookup while loading, p99', 'ms', percentile(loaded.meanwhile, 0.99), Number.POSITIVE_INFINITY, null),
      figure('longest lookup while loading', 'ms', Math.max(...loaded.meanwhile), 10, null),
      figure('  of which the first', 'ms', loaded.meanwhile[0] ?? 0, Number.POSITIVE_INFINITY, null),
      through('median', 0.5),
      through('p99', 0.99),
      figure('memory when loaded', 'MB', loaded.memory, 200, null),
      figure('memory after 1 000 searches', 'MB', loaded.memoryLater, 200, null),
    ];
    report('Lookups and searches in this process …');
    const file = at('profile/cache.db');
    const inside = await lookupsAndSearches(file, at('plain.db'), customers);
    removeDb(at('plain.db'));
    report('Articles …');
    const knowledge = articleFigures(folder);
    report(`${changed} changes …`);
    copyFileSync(file, at('beside.db'));
    const pages = pagesOfChanges(customers);
    const besideMs = deltaWithoutSearch(at('beside.db'), pages);
    removeDb(at('beside.db'));
    const written = writePages(at('profile'), pages);
    return [
      ...load,
      ...inside,
      ...knowledge,
      figure('longest transaction of 10 000 changes', 'ms', written.longestMs, 50, null),
      atLeast('changes', 'rows/s', (changed / written.ms) * 1_000, 0, {
        what: 'without what is searched',
        value: (changed / besideMs) * 1_000,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loadInProcess(folder: string, segments: Segments) {
  const { customers } = segments;
  const server = await serveSegments(segments);
  const data = await startData({
    folder,
    file: join(projectFolder, 'out/main/data.js'),
    keepsEvents: false,
  });
  const arrive = arrivalsAt(data);
  try {
    const began = performance.now();
    await data.desk.signIn({ backendUrl: server.url, credentials: { username: 'giulia', password: 'right' } });
    let loading = true;
    const meanwhile: number[] = [];
    const watching = (async () => {
      for (let n = 0; loading; n += 1) {
        meanwhile.push(await arrive(numberOf(n, customers)));
        await pause(20);
      }
    })();
    await until(
      'everybody is loaded',
      () => data.deskState().sync.load.kind === 'complete',
      () => JSON.stringify(data.deskState().sync.load),
      900_000,
    );
    const ms = performance.now() - began;
    loading = false;
    await watching;
    // The parts of numbers are put in before.
    await until(
      'what was loaded is shown to be right',
      () => data.deskState().sync.proved !== null,
      () => '',
      900_000,
    );
    const memory = residentMb(data.pid);
    const lookups: number[] = [];
    const nothing: number[] = [];
    for (let n = 0; n < 2_000; n += 1) {
      lookups.push(await arrive(numberOf(n, customers)));
      // The next call does not ring while this one's end is written down.
      await pause(5);
      const asked = performance.now();
      await data.desk.search({ text: '', limit: 20 });
      nothing.push(performance.now() - asked);
    }
    const queries = queriesAmong(customers);
    for (let n = 0; n < 1_000; n += 1) await data.desk.search({ text: queries[n % queries.length] ?? '', limit: 20 });
    return { ms, meanwhile, lookups, nothing, memory, memoryLater: residentMb(data.pid) };
  } finally {
    await data.stop();
    await server.stop();
  }
}

const pause = (ms: number): Promise<void> => new Promise((over) => setTimeout(over, ms));

/** Every other one is nobody's. */
const numberOf = (n: number, customers: number): string => {
  const [number] = personAt((n * 7_919) % customers).numbers;
  return n % 2 === 0 ? number : number.replace('+39000', '+39001');
};

/** Milliseconds from a call that the phone tells of to the customer on its way to the screen; the caller hangs up then. */
function arrivalsAt(data: DataProcess): (number: string) => Promise<number> {
  const waiting = new Map<InteractionId, () => void>();
  data.onDeskEvent((event) => {
    if (event.kind === 'interactionOpened') waiting.get(event.open.interaction.id)?.();
  });
  return async (number) => {
    const call = ringingCall(number);
    const began = performance.now();
    const shown = new Promise<void>((resolve) => waiting.set(call.interactionId, resolve));
    const written = data.phone.callArrived({ call, event: fact('ringing') });
    await shown;
    const ms = performance.now() - began;
    waiting.delete(call.interactionId);
    await written;
    await data.phone.recordEvent({ interactionId: call.interactionId, event: fact('ended', 'callerGaveUp') });
    return ms;
  };
}

async function lookupsAndSearches(file: string, plainFile: string, customers: number): Promise<Figure[]> {
  const opening = performance.now();
  const reader = openCacheReader(file, testKey, silentLog);
  reader.customers.byNumber(numberOf(0, customers));
  const openedMs = performance.now() - opening;
  const bare = bareLookup(file);
  const plain = plainFullText(plainFile, customers);
  try {
    const numbers = Array.from({ length: lookups }, (_none, n) => numberOf(n, customers));
    for (const number of numbers.slice(0, 500)) {
      bare.find(number);
      reader.customers.byNumber(number);
    }
    const beside: number[] = [];
    const ours: number[] = [];
    // In turns: what else the machine does falls upon both.
    for (const number of numbers) {
      beside.push(spent(() => bare.find(number)));
      ours.push(spent(() => reader.customers.byNumber(number)));
    }
    const looking = { limit: 20, country: 'IT', restricted: false } as const;
    // Others first: nobody's first search of the day is the measure.
    for (const text of queriesAmong(customers, 5_000)) {
      searchCustomers(reader, text, looking);
      plain.search(text);
    }
    const queries = queriesAmong(customers);
    const found = queries.map((text) => spent(() => searchCustomers(reader, text, looking)));
    const ranked = queries.map((text) => spent(() => plain.search(text)));
    const us = (samples: readonly number[], p: number) => percentile(samples, p) * 1_000;
    const lookup = (name: string, p: number) =>
      figure(`lookup in the process, ${name}`, 'µs', us(ours, p), 1.3 * us(beside, p), {
        what: 'bare statement',
        value: us(beside, p),
      });
    const search = (name: string, p: number, most: number) =>
      figure(`search, ${name}`, 'ms', percentile(found, p), most, {
        what: 'order by rank',
        value: percentile(ranked, p),
      });
    const db = openDb({ file, key: testKey, synchronous: 'NORMAL', log: silentLog });
    const tables = sizes(db).slice(0, 8);
    db.close();
    return [
      lookup('median', 0.5),
      lookup('p99', 0.99),
      search('median', 0.5, 16),
      search('p95', 0.95, 16),
      search('p99', 0.99, Number.POSITIVE_INFINITY),
      figure('opening', 'ms', openedMs, Number.POSITIVE_INFINITY, null),
      figure('on disk', 'MB', statSync(file).size / 1e6, Number.POSITIVE_INFINITY, null),
      ...tables.map(({ name, bytes }) =>
        figure(`  of which ${name}`, 'MB', bytes / 1e6, Number.POSITIVE_INFINITY, null),
      ),
    ];
  } finally {
    reader.close();
    bare.close();
    plain.close();
  }
}

/** Of anybody: half of them another preference, the others another name, number or town. */
function pagesOfChanges(customers: number): Uint8Array[] {
  const changes = Array.from({ length: changed }, (_none, n): Change => {
    const index = (n * 7_368_787) % customers;
    const { rows, numbers } = personAt(index);
    const row = rows.flatMap((one) => (one.kind === 'customer' ? [one.row] : []))[0];
    if (row === undefined) throw new Error('a person without a row');
    const other = personAt((index + 1) % customers);
    const differing =
      n % 2 === 0
        ? { preference: 'e-mail' }
        : n % 6 === 1
          ? { name: other.name }
          : n % 6 === 3
            ? { phones: row.phones.slice(0, numbers.length - 1) }
            : { address: { street: 'Via Prova 1', postcode: '00100', city: other.town } };
    return { kind: 'customer', row: { ...row, ...differing, version: 2 } };
  });
  return Array.from({ length: changed / perPage }, (_none, page) => {
    const next = String(page + 1);
    const body = {
      changes: changes.slice(page * perPage, (page + 1) * perPage),
      next,
      more: false,
      portfolios: [portfolio],
    };
    return new TextEncoder().encode(JSON.stringify(body));
  });
}

function writePages(folder: string, pages: readonly Uint8Array[]): { readonly ms: number; readonly longestMs: number } {
  const tasks = createTasks({ folder, key: testKey, log: silentLog });
  let longestMs = 0;
  const began = performance.now();
  for (const [page, bytes] of pages.entries()) {
    const written = tasks.page({ target: 'cache', from: String(page), bytes });
    if (written === null) throw new Error('the file stands elsewhere');
    longestMs = Math.max(longestMs, written.longestMs);
  }
  const ms = performance.now() - began;
  tasks.release(null);
  return { ms, longestMs };
}

function spent(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

const residentMb = (pid: number): number => {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1_024;
};
