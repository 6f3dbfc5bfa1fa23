// What the backend has of surveys by keys, past its public API: who was asked is nobody's to see there.
import { sql } from 'kysely';
import { house, seenBy } from '#server/db/seenBy';
import type { Backend } from './backend.ts';

/** Nobody is left out by the draw. */
export const askEverybody = ({ deps }: Backend) =>
  seenBy(deps.db.query, house, (tx) =>
    sql`update lists set body = jsonb_set(body, '{surveys,0,share}', '1') where code = 'surveys'`.execute(tx),
  );

/** The company asks nobody. */
export const askNobody = ({ deps }: Backend) =>
  seenBy(deps.db.query, house, (tx) => sql`delete from lists where code = 'surveys'`.execute(tx));

/** What those have answered who were asked; scores null: nothing so far. */
export async function keysGiven({ deps }: Backend): Promise<{ language: string; scores: unknown }[]> {
  const { rows } = await seenBy(deps.db.query, house, (tx) =>
    sql<{ language: string; scores: unknown }>`
      select language, given -> 'scores' as scores from survey_invitations where asked_on is not null`.execute(tx),
  );
  return rows;
}
