// What only a real PostgreSQL can show of the audit log: many who write at once, several instances that chain, and the proof by command.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { audit } from '#server/audit/audit';
import { chainSome } from '#server/audit/chaining';
import { prove } from '#server/audit/proof';
import type { Db } from '#server/db/db';
import { openPostgres } from '#server/db/postgres';
import { house, seenBy } from '#server/db/seenBy';
import { projectFolder } from '../../scripts/paths.ts';
import { migrated } from '../support/beginnings.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { createDatabase } from '../support/testDatabase.ts';

let postgres: Postgres;
let url: string;
let instances: readonly Db[];
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  ({ url } = await createDatabase(postgres.url, migrated));
  instances = [1, 2].map(() => openPostgres({ url, maxConnections: 12, onError: () => {} }));
  return async () => {
    for (const instance of instances) await instance.close();
  };
});

const instance = (place: number): Db => instances[place % instances.length] as Db;
const entry = (name: string) => ({
  ...{ by: null, at: new Date('2026-03-02T09:00:00.000Z'), subject: null, action: 'interactionReported' as const },
  detail: { interaction: name },
});
const proof = () => seenBy(instance(0).query, house, (tx) => prove(tx, { most: 1_000_000 }));
const chain = (place = 0) => seenBy(instance(place).query, house, chainSome);

test('200 who write at once, some of whom take it back, leave each entry once in a chain without a gap', async () => {
  let writing = true;
  const chaining = instances.map(async (_, place) => {
    let count = 0;
    while (writing) count += await chain(place);
    return count;
  });
  const written = await Promise.all(
    Array.from({ length: 200 }, (_, place) =>
      seenBy(instance(place).query, house, async (tx) => {
        await audit(tx, entry(`first ${place}`));
        await sql`select pg_sleep(${(randomBytes(1)[0] ?? 0) / 10_000})`.execute(tx);
        await audit(tx, entry(`second ${place}`));
        if (place % 5 === 0) throw new Error('taken back');
      }).then(
        () => 2,
        () => 0,
      ),
    ),
  );
  writing = false;
  await Promise.all(chaining);
  while ((await chain()) > 0);
  expect(written.filter((count) => count === 2)).toHaveLength(160);
  expect(await proof()).toMatchObject({ to: { seq: 320 }, brokenAt: null, isWhole: true });
});

test('whoever is still at it holds up nobody: others are written and chained, and it has its place when it ends', async () => {
  const slow = new pg.Client({ connectionString: url });
  await slow.connect();
  await slow.query(`begin; set local cornetta.scope = '*';
    insert into audit_entries (at, action) values (now(), 'interactionReported')`);
  await seenBy(instance(0).query, house, (tx) => audit(tx, entry('quick')));
  expect(await chain()).toBe(1);
  await slow.query('commit');
  await slow.end();
  expect(await chain(1)).toBe(1);
  expect(await proof()).toMatchObject({ to: { seq: 2 }, brokenAt: null, isWhole: true });
});

test('the command says that all is well, and what is not', async () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(projectFolder, 'scripts/auditProof.ts'), ...args], {
      env: { ...process.env, DATABASE_URL: url },
    }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
    );
  for (const name of ['a', 'b', 'c']) await seenBy(instance(0).query, house, (tx) => audit(tx, entry(name)));
  await chain();
  const whole = await run();
  expect(whole).toMatchObject({ code: 0, said: expect.stringContaining('3 entries') });
  const head = /3:[0-9a-f]{64}/.exec(whole.said)?.[0] ?? '';
  expect(await run('--place', head)).toMatchObject({ code: 0 });
  const another = await run('--place', `2:${'0'.repeat(64)}`);
  expect(another).toMatchObject({ code: 1, said: expect.stringContaining('written anew') });
  await seenBy(instance(0).query, house, async (tx) => {
    await sql`alter table audit_entries disable trigger user`.execute(tx);
    await sql`update audit_entries set actor = 'another' where seq = 2`.execute(tx);
  });
  expect(await run()).toMatchObject({ code: 1, said: expect.stringContaining('place 2') });
  expect(await run('--place', 'x')).toMatchObject({ code: 2, said: expect.stringContaining('--place') });
});
