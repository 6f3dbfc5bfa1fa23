// Who and whose data entries are about, by name: the log itself has ids alone, and keeps none of these.
import { type SqlBool, sql } from 'kysely';
import type { AuditNames } from '#shared/protocol/audit';
import type { Seen } from '../db/seenBy.ts';
import type { EntryRow } from '../repositories/audit.ts';

/** Of a customer who is erased, or an agent who is not there any more, there is none. With the house's eyes. */
export async function namesIn(tx: Seen, entries: readonly EntryRow[]): Promise<AuditNames> {
  const about = (kind: string) =>
    entries.flatMap(({ subjectKind, subjects }) => (subjectKind === kind ? subjects : []));
  const people = [...entries.flatMap(({ actor }) => (actor === null ? [] : [actor])), ...about('agent')];
  return {
    agents: await tx.selectFrom('agents').select(['id', 'name']).where(isAmong(people)).execute(),
    customers: await tx
      .selectFrom('customers')
      .select(['id', 'code', 'name'])
      .where(isAmong(about('customer')))
      .execute(),
  };
}

const isAmong = (ids: readonly string[]) => sql<SqlBool>`id = any (${[...new Set(ids)]}::text[])`;
