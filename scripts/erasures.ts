// Erasures outlive a backup: `list` writes who has been erased (hashes that tell nothing), `apply` erases them again in a database that
// was restored from before. The database is that of DATABASE_URL, or the folder after --data.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { migrate } from '#server/db/migrate';
import { openDb } from '#server/db/open';
import { house, seenBy } from '#server/db/seenBy';
import { eraseAgain, listErased } from '#server/privacy/erase';

const usage = `usage: node scripts/erasures.ts list [--data DIR]
       node scripts/erasures.ts apply FILE [--data DIR]`;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
const [command, file] = positionals;
const url = process.env.DATABASE_URL;
if ((command !== 'list' && !(command === 'apply' && file !== undefined)) || (values.data ?? url) === undefined) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
const db = await openDb(
  values.data === undefined ? { kind: 'postgres', url: url ?? '' } : { kind: 'folder', folder: values.data },
  (error) => process.stderr.write(`${error.message}\n`),
);
try {
  await migrate(db);
  if (command === 'list') {
    for (const hash of await seenBy(db.query, house, listErased)) process.stdout.write(`${hash}\n`);
  } else {
    const hashes = (await readFile(file ?? '', 'utf8')).split(/\s+/).filter((line) => line !== '');
    const again = await seenBy(db.query, house, (tx) => eraseAgain(tx, hashes, new Date()));
    process.stdout.write(`${hashes.length} erased before; ${again} were there again, and are erased now\n`);
  }
} finally {
  await db.close();
}
