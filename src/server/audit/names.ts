// Who and whose data entries are about, by name: the log itself has ids alone, and keeps none of these.
import type { AuditNames } from '#shared/protocol/audit';
import type { Seen } from '../db/seenBy.ts';
import type { EntryRow } from '../repositories/audit.ts';

/** Of a customer who is erased, or an agent who is not there any more, there is none. With the house's eyes. */
export async function namesIn(tx: Seen, entries: readonly EntryRow[]): Promise<AuditNames> {
  const about = (kind: string) =>
    entries.flatMap(({ subjectKind, subjects }) => (subjectKind === kind ? subjects : []));
  const people = [...entries.flatMap(({ actor }) => (actor === null ? [] : [actor])), ...about('agent')];
  return {
    agents: await tx
      .selectFrom('agents')
      .select(['id', 'name'])
      .where('id', 'in', atLeastOne([...new Set(people)]))
      .execute(),
    customers: await tx
      .selectFrom('customers')
      .select(['id', 'code', 'name'])
      .where('id', 'in', atLeastOne([...new Set(about('customer'))]))
      .execute(),
  };
}

/** SQL has no empty list. */
const atLeastOne = (ids: readonly string[]): readonly string[] => (ids.length === 0 ? [''] : ids);
