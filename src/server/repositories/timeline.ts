// What hangs on a customer, by its time.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { newestFirst, type Place, placeOf, type TimelineItem, type TimelineKind } from '#shared/protocol/timeline';
import type { Seen } from '../db/seenBy.ts';
import { caseRows, contactRows, noteRows, toCase, toContact, toNote } from './rows.ts';

interface Wanted {
  readonly kinds: readonly TimelineKind[];
  /** Older than what stands there. */
  readonly before: Place | null;
  readonly limit: number;
}

/** To the millisecond, as places are told: the database knows more, by which one page could end and the next begin elsewhere. */
const moment = (at: string) => sql`date_trunc('milliseconds', ${sql.ref(at)})`;
const newest = (at: string) => sql`${moment(at)} desc, id desc`;

function olderThan(before: Place | null, at: string): RawBuilder<SqlBool> {
  if (before === null) return sql<SqlBool>`true`;
  return sql<SqlBool>`${sql.ref(at)} < ${before.at}::timestamptz + interval '1 millisecond'
    and (${moment(at)}, id) < (${before.at}::timestamptz, ${before.id})`;
}

/** Newest first. */
export async function timelineOf(
  db: Seen,
  customerId: string,
  { kinds, before, limit }: Wanted,
): Promise<TimelineItem[]> {
  const read: Record<TimelineKind, () => Promise<TimelineItem[]>> = {
    contact: async () =>
      (
        await contactRows(db)
          .where('customer_id', '=', customerId)
          .where(olderThan(before, 'at'))
          .orderBy(newest('at'))
          .limit(limit)
          .execute()
      ).map((row) => ({ kind: 'contact', row: toContact(row) })),
    note: async () =>
      (
        await noteRows(db)
          .where('customer_id', '=', customerId)
          .where(olderThan(before, 'at'))
          .orderBy(newest('at'))
          .limit(limit)
          .execute()
      ).map((row) => ({ kind: 'note', row: toNote(row) })),
    case: async () =>
      (
        await caseRows(db)
          .where('customer_id', '=', customerId)
          .where(olderThan(before, 'opened_at'))
          .orderBy(newest('opened_at'))
          .limit(limit)
          .execute()
      ).map((row) => ({ kind: 'case', row: toCase(row) })),
  };
  const found: TimelineItem[] = [];
  for (const kind of kinds) found.push(...(await read[kind]()));
  return found.sort((one, other) => newestFirst(placeOf(one), placeOf(other))).slice(0, limit);
}
