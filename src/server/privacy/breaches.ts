// The register of breaches (GDPR art. 33.5): all of them, also those that nobody had to be told of.
import { type Breach, type BreachDraft, breachSchema, hoursToTellAuthority } from '#shared/protocol/privacy';
import type { Query } from '../db/db.ts';

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

const rowsOf = (db: Query) =>
  db
    .selectFrom('breaches')
    .leftJoin('agents', 'agents.id', 'reported_by')
    .selectAll('breaches')
    .select('agents.name as reporter');

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

const toBreach = (row: Row): Breach =>
  breachSchema.parse({
    ...{ id: row.id, facts: row.facts, risk: row.risk, why: row.why, lessons: row.lessons },
    reportedBy: row.reporter ?? '',
    foundAt: row.found_at.toISOString(),
    reportedAt: row.reported_at.toISOString(),
    authorityDue: new Date(row.found_at.getTime() + hoursToTellAuthority * 3_600_000).toISOString(),
    authorityToldAt: row.authority_told_at?.toISOString() ?? null,
    personsToldAt: row.persons_told_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
  });

/** The open ones first, what is due first before the others. */
export async function listBreaches(db: Query): Promise<Breach[]> {
  const rows = await rowsOf(db)
    .orderBy('closed_at', (order) => order.desc().nullsFirst())
    .orderBy('found_at')
    .limit(mostListed)
    .execute();
  return rows.map(toBreach);
}

/** All that there ever were, in the order in which they were found. */
export async function wholeRegister(db: Query): Promise<Breach[]> {
  return (await rowsOf(db).orderBy('found_at').orderBy('breaches.id').execute()).map(toBreach);
}

export async function findBreach(db: Query, id: string): Promise<Breach | null> {
  const row = await rowsOf(db).where('breaches.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toBreach(row);
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
