// Opens a profile's files, with a look before each statement that it takes: to see what a program leaves that is killed there.
/// <reference path="../../src/data/db/betterSqlite3.d.ts" />
import Database from 'better-sqlite3';
import { openProfile } from './profileFiles.ts';

/** Resolves to how many statements there were. `before`: told the number of each, from 0 on, before it is carried out. */
export async function openWatched(folder: string, before: (statement: number) => void): Promise<number> {
  let count = 0;
  const next = () => {
    before(count);
    count += 1;
  };
  const { exec, pragma } = Database.prototype;
  Database.prototype.exec = function (sql) {
    for (const statement of statementsIn(sql)) {
      next();
      exec.call(this, statement);
    }
    return this;
  };
  Database.prototype.pragma = function (...asked) {
    next();
    return pragma.apply(this, asked);
  };
  try {
    const files = openProfile(folder);
    await files.close();
    return count;
  } finally {
    Object.assign(Database.prototype, { exec, pragma });
  }
}

/** A step is many statements in one text. */
const statementsIn = (sql: string): string[] =>
  sql
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
