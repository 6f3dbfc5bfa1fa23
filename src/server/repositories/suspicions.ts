// That somebody may be calling in a customer's name: after failed attempts, or by an agent's word; until its time is up or a lead says otherwise.
import { sql } from 'kysely';
import { type IdentificationList, identificationListSchema } from '#shared/model/lists/identification';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { Seen } from '../db/seenBy.ts';
import { writtenLists } from './lists.ts';

const hourMs = 3_600_000;

/** By everybody's rules; without any, nothing is counted. */
async function rulesOf(tx: Seen): Promise<IdentificationList['suspicious'] | null> {
  const lists = await writtenLists(tx, ['identification']);
  const everybodys = lists.find(({ clientId }) => clientId === null);
  return identificationListSchema.safeParse(everybodys?.body).data?.suspicious ?? null;
}

/** What a report means for the record that it was about: as many failed contacts as the rules bear, or a word of the agent's. */
export async function markSuspicious(tx: Seen, report: InteractionReport, at: Date): Promise<void> {
  const { customerId, identificationFailed, suspected } = report;
  if (customerId === null || !(identificationFailed || suspected)) return;
  const rules = await rulesOf(tx);
  if (rules === null) return;
  if (!suspected) {
    const { failed } = await tx
      .selectFrom('interactions')
      .select((row) => row.fn.countAll<string>().as('failed'))
      .where('customer_id', '=', customerId)
      .where('identification_failed', '=', true)
      .where('started_at', '>', new Date(Date.parse(report.startedAt) - rules.hours * hourMs))
      .executeTakeFirstOrThrow();
    if (Number(failed) < rules.failures) return;
  }
  const until = new Date(Date.parse(report.startedAt) + rules.days * 24 * hourMs);
  if (until <= at) return;
  await tx
    .updateTable('customers')
    .set({ suspicious_until: sql<Date>`greatest(suspicious_until, ${until}::timestamptz)`, updated_at: at })
    .where('id', '=', customerId)
    .where((row) => row.or([row('suspicious_until', 'is', null), row('suspicious_until', '<', until)]))
    .execute();
}

/** The history has who said so (see `asAuthor`). */
export async function clearSuspicion(tx: Seen, customerId: string, at: Date): Promise<void> {
  await tx
    .updateTable('customers')
    .set({ suspicious_until: null, updated_at: at })
    .where('id', '=', customerId)
    .where('suspicious_until', 'is not', null)
    .execute();
}
