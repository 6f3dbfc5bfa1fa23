// `node scripts/auditProof.ts`: proves the audit log of a database from its beginning to its end, and that places which were noted down
// before (each hour in the backend's log) are still in it. Ends with 1 when something does not fit.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prove } from '../src/server/audit/proof.ts';
import { openDb } from '../src/server/db/open.ts';
import { house, seenBy } from '../src/server/db/seenBy.ts';
import { auditPlaceSchema } from '../src/shared/protocol/audit.ts';

const usage = `usage: node scripts/auditProof.ts [--data DIR] [--place N:HASH …]
  the database is that of the environment's DATABASE_URL, or lies in the folder DIR (the backend has to be stopped)
  --place   a place that was noted down: as printed here, or by the backend each hour in its log`;

/** Null: they are not right, and it has been said. */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: { data: { type: 'string' }, place: { type: 'string', multiple: true, default: [] } },
    });
    const wrong = values.place.find((place) => !auditPlaceSchema.safeParse(place).success);
    if (wrong !== undefined) throw new Error(`--place: "${wrong}" is no place and hash`);
    const url = process.env.DATABASE_URL;
    if (values.data !== undefined)
      return { ...values, storage: { kind: 'folder', folder: resolve(values.data) } as const };
    if (url === undefined || url === '') throw new Error('neither --data nor DATABASE_URL');
    return { ...values, storage: { kind: 'postgres', url } as const };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return null;
  }
}

const given = readArguments();
if (given === null) process.exit(2);
const db = await openDb(given.storage, (error) => console.error(error.message));
try {
  const noted = new Map(given.place.map((place) => place.split(':') as [string, string]));
  const found = new Set<string>();
  const lost: string[] = [];
  const { from, to, brokenAt } = await seenBy(
    db.query,
    house,
    (tx) =>
      prove(tx, {
        most: Number.MAX_SAFE_INTEGER,
        onLink({ seq, hash }) {
          const wanted = noted.get(String(seq));
          if (wanted === undefined) return;
          found.add(String(seq));
          if (Buffer.from(hash).toString('hex') !== wanted)
            lost.push(`place ${seq} has another hash than was noted down: the log has been written anew`);
        },
      }),
    { readOnly: true, oneMoment: true },
  );
  for (const seq of noted.keys()) {
    if (Number(seq) > to.seq && brokenAt === null)
      lost.push(`place ${seq} is not there any more: the log has been written anew, or is older`);
    else if (!found.has(seq) && brokenAt === null)
      console.log(`place ${seq} has been kept long enough and cut off: it cannot be compared`);
  }
  if (brokenAt !== null) lost.push(`place ${brokenAt} does not fit: an entry was changed, taken out or put in`);
  for (const sentence of lost) console.error(sentence);
  if (lost.length === 0) {
    console.log(`${to.seq - from.seq} entries, all as they were written. Note this down elsewhere:`);
    console.log(`${to.seq}:${Buffer.from(to.hash).toString('hex')}`);
  }
  process.exitCode = lost.length === 0 ? 0 : 1;
} finally {
  await db.close();
}
