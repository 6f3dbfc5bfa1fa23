// `npm run seed -- --customers N`: fills the database that DATABASE_URL (or `--data DIR`) names with the exercise company and N made-up
// customers, for trials at the size of the real thing. Run again it adds what is missing.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { defaultConfig } from '../src/server/config.ts';
import { keepHouseClock } from '../src/server/db/houseClock.ts';
import { migrate } from '../src/server/db/migrate.ts';
import { openDb } from '../src/server/db/open.ts';
import { readOptions } from '../src/server/options.ts';
import { seedDemo } from '../src/server/seed/seedDemo.ts';
import { projectFolder } from './paths.ts';

const usage = `usage: [DATABASE_URL=postgres://…] npm run seed -- [--data DIR] --customers N
  --data DIR      PGlite in this folder, in place of PostgreSQL at DATABASE_URL
  --customers N   how many made-up customers the company has besides the named ones (300)`;

const options = readOptions(['--seed', 'demo', ...process.argv.slice(2)], process.env, join(projectFolder, 'assets'));
if (!options.ok || options.value.storage.kind === 'memory') {
  console.error(`${options.ok ? 'Which database? One in memory would be gone at once.' : options.error}\n\n${usage}`);
  process.exit(2);
}
const { storage, assets, customers } = options.value;
const db = await openDb(storage, (error) => console.error(error.message));
const startedAt = performance.now();
const seconds = () => (performance.now() - startedAt) / 1000;
try {
  await migrate(db);
  const clock = await keepHouseClock(db, () => undefined);
  const deps = { db, clock: clock.now, random: randomBytes, config: defaultConfig };
  await seedDemo(deps, { assets, customers, onProgress: tell });
  await clock.stop();
  console.log(`Done in ${Math.round(seconds())} s. Sign in as giulia, luca or sara with the password "cornetta".`);
} finally {
  await db.close();
}

function tell(done: number, of: number): void {
  const speed = done / seconds();
  const left = Math.round((of - done) / speed);
  console.log(`${done} of ${of} customers, ${Math.round(speed)} a second, ${left} s left`);
}
