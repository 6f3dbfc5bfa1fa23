// Secrets that the server makes for itself once and then shares with every instance on the same database.
import type { Query } from '../db/db.ts';

/** The secret of that name, made by `make` when there is none yet. */
export async function keptSecret(db: Query, name: string, make: () => string): Promise<Uint8Array> {
  await db
    .insertInto('secrets')
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirstOrThrow();
  return Buffer.from(row.value, 'base64url');
}
