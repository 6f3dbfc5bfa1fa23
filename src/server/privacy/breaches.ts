// The register of breaches (GDPR art. 33.5): all of them, also those that nobody had to be told of.
import { type Breach, type BreachDraft, breachSchema } from '#shared/protocol/privacy';
import type { Query } from '../db/db.ts';

/** From when it was found, the authority has to be told within this (art. 33.1). */
const authorityHours = 72;
const mostListed = 100;

export async function addBreach(tx: Query, draft: BreachDraft, by: string, at: Date): Promise<void> {
  await tx
    .insertInto('breaches')
    .values({
      ...{ id: draft.id, found_at: draft.foundAt, reported_at: at, reported_by: by, risk: null },
      facts: JSON.stringify(draft.facts),
      ...{ authority_told_at: null, persons_told_at: null, closed_at: null },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The open ones first, what is due first before the others. */
export async function listBreaches(db: Query): Promise<Breach[]> {
  const rows = await db
    .selectFrom('breaches')
    .leftJoin('agents', 'agents.id', 'reported_by')
    .selectAll('breaches')
    .select('agents.name as reporter')
    .orderBy('closed_at', (order) => order.desc().nullsFirst())
    .orderBy('found_at')
    .limit(mostListed)
    .execute();
  return rows.map((row) =>
    breachSchema.parse({
      ...{ id: row.id, facts: row.facts, risk: row.risk, why: row.why, lessons: row.lessons },
      reportedBy: row.reporter ?? '',
      foundAt: row.found_at.toISOString(),
      reportedAt: row.reported_at.toISOString(),
      authorityDue: new Date(row.found_at.getTime() + authorityHours * 3_600_000).toISOString(),
      authorityToldAt: row.authority_told_at?.toISOString() ?? null,
      personsToldAt: row.persons_told_at?.toISOString() ?? null,
      closedAt: row.closed_at?.toISOString() ?? null,
    }),
  );
}

export type BreachChange =
  | { readonly risk: 'none' | 'risk' | 'high'; readonly why: string }
  | { readonly authority_told_at: Date }
  | { readonly persons_told_at: Date }
  | { readonly closed_at: Date; readonly lessons: string };

/** False: there is none, or it is closed. */
export async function changeBreach(tx: Query, id: string, change: BreachChange): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('breaches')
    .set(change)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
