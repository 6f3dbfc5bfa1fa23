// All that a database holds, as text: what a dump of it would show to whoever looks for somebody in it.
import { sql } from 'kysely';
import type { Db } from '#server/db/db';
import { house, seenBy } from '#server/db/seenBy';

/** The tables in which any of these texts stands, with the text. Bytes are looked into as well. */
export async function tablesWith(db: Db, texts: readonly string[]): Promise<string[]> {
  return seenBy(db.query, house, async (tx) => {
    const { rows: tables } = await sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`.execute(tx);
    const found: string[] = [];
    for (const { name } of tables) {
      for (const text of texts) {
        const inBytes = Buffer.from(text).toString('hex');
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from ${sql.table(name)} as held
          where strpos(lower(held::text), lower(${text})) > 0 or strpos(held::text, ${inBytes}) > 0`.execute(tx);
        if ((rows[0]?.n ?? 0) > 0) found.push(`${name}: ${text}`);
      }
    }
    return found;
  });
}
