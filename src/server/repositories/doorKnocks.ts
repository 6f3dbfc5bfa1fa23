// Knocks at the doors by network address, as rows: nothing of them is kept for longer than the minutes that follow.
import { sql } from 'kysely';
import type { Query } from '../db/db.ts';

/** Counts one, and says how many there were from that address in that minute, this one included. */
export async function knock(db: Query, address: string, minute: Date): Promise<number> {
  const { rows } = await sql<{ knocks: number }>`
    insert into door_knocks (address, minute, knocks) values (${address}, ${minute}, 1)
    on conflict (minute, address) do update set knocks = door_knocks.knocks + 1
    returning knocks`.execute(db);
  const knocks = rows[0]?.knocks ?? 1;
  // The first of a minute clears away what was before.
  if (knocks === 1) await db.deleteFrom('door_knocks').where('minute', '<', minute).execute();
  return knocks;
}
