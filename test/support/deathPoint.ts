// Loaded into the data process, and into its writing thread, before all else (--import): the whole process is gone, as by kill -9, in the moment
// in which the named point is passed for the nth time. Where no point is named, each that is passed is written down.
/// <reference path="../../src/data/db/betterSqlite3.d.ts" />
import fs, { openSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

const { DEATH_POINT: wanted = '', DEATH_NTH: nth = '1', DEATH_LOG: log = '' } = process.env;
/** Not by what is replaced below. */
const journal = log === '' ? null : openSync(log, 'a');
let passed = 0;

function point(name: string): void {
  if (journal !== null) writeSync(journal, `${name}\n`);
  if (name !== wanted) return;
  passed += 1;
  if (passed === Number(nth)) process.kill(process.pid, 'SIGKILL');
}

/** Transactions of the three files: before the first change, before and after the commit. */
const { exec } = Database.prototype;
Database.prototype.exec = function (sql) {
  const [what] = /^(BEGIN IMMEDIATE|COMMIT)$/.exec(sql) ?? [];
  const file = basename(this.name);
  if (what === 'COMMIT') point(`${file}: before the commit`);
  const done = exec.call(this, sql);
  if (what !== undefined) point(`${file}: ${what === 'COMMIT' ? 'after the commit' : 'begun'}`);
  return done;
};

/** Files of the profile: what is renamed, removed or written whole; a file of a case by its folder. */
const named = (path: unknown): string => {
  const text = path instanceof URL ? fileURLToPath(path) : String(path);
  return basename(dirname(text)) === 'attachments' ? 'a file of a case' : basename(text).replace(/-?\d{4}-.*$/, '');
};
for (const name of ['renameSync', 'rmSync', 'writeFileSync'] as const) {
  const real = fs[name] as (...given: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...given: unknown[]) => {
      point(`${named(given[0])}: before ${name}`);
      const done = real(...given);
      point(`${named(given[0])}: after ${name}`);
      return done;
    },
  });
}
syncBuiltinESMExports();

/** Pieces of a file of a case, and when they are to be on the disk. */
const some = await fs.promises.open(fileURLToPath(import.meta.url));
const handles = Object.getPrototypeOf(some) as Record<string, (...given: unknown[]) => Promise<unknown>>;
await some.close();
for (const name of ['write', 'sync', 'truncate']) {
  const real = handles[name];
  handles[name] = async function (this: unknown, ...given: unknown[]) {
    point(`a file of a case: before ${name}`);
    const done = await real?.apply(this, given);
    point(`a file of a case: after ${name}`);
    return done;
  };
}

/** What is asked of the backend: before it is, when the answer has begun, and when all of it is here. */
const ask = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { pathname } = new URL(String(input));
  const what = `${init?.method ?? 'GET'} ${pathname
    .split('/')
    .slice(1, 4)
    .join('/')
    .replaceAll(/[0-9A-Z]{26}/g, '…')}`;
  point(`${what}: before it is asked`);
  const answer = await ask(input, init);
  point(`${what}: answered`);
  return answer;
};
