// What the instances on a database tell each other while something is done there (server/repositories/news.ts).
import { sql } from 'kysely';
import type { Db } from '#server/db/db';

const end = 'the end of what is listened to';

/** The kinds of news that `work` has told once all of it has been heard. */
export async function newsOf({ query, listen }: Pick<Db, 'query' | 'listen'>, work: () => Promise<unknown>) {
  const kinds = new Set<string>();
  let isHeard = (): void => {};
  const heardAll = new Promise<void>((resolve) => {
    isHeard = resolve;
  });
  const stop = await listen('cornetta', {
    heard: (payload) => {
      if (payload === end) isHeard();
      else kinds.add(JSON.parse(payload).kind);
    },
    missed: () => {},
  });
  try {
    await work();
    // They are heard in the order in which they were told.
    await sql`select pg_notify('cornetta', ${end})`.execute(query);
    await heardAll;
    return kinds;
  } finally {
    await stop();
  }
}
