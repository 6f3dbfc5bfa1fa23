// What customers have said about the use of their data: every word is kept, and the customer's row has what stands (migration 243).
import { sql } from 'kysely';
import {
  type ConsentText,
  consentTextSchema,
  type RecordedWord,
  recordedWordSchema,
  textsInForce,
} from '#shared/model/consent';
import type { ConsentDraft } from '#shared/protocol/consents';
import type { ConsentEdition } from '#shared/protocol/privacy';
import type { Query } from '../db/db.ts';
import type { Seen } from '../db/seenBy.ts';
import type { ToOurs } from '../sendersClock.ts';

/** A word that is there already stays as it is. `agentId` null: the customer has said it without anybody. */
export async function keepWord(tx: Seen, said: ConsentDraft, by: { agentId: string | null; at: Date }): Promise<void> {
  const { id, purpose, word, channel, edition } = said;
  await tx
    .insertInto('consents')
    .values({
      ...{ id, purpose, word, channel, edition, at: said.at },
      ...{ customer_id: said.customerId, interaction_id: said.interactionId },
      ...{ agent_id: by.agentId, received_at: by.at },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/**
 * When it was said. What was written down as it was said has the moment of the sender's clock, the rest that of a calendar. Nothing was
 * said later than now.
 */
export function momentSaid(
  { at, channel }: Pick<ConsentDraft, 'at' | 'channel'>,
  { toOurs, now }: { readonly toOurs: ToOurs; readonly now: Date },
): string {
  if (channel === 'call' || channel === 'person') return toOurs(at);
  return new Date(Math.min(Date.parse(at), now.getTime())).toISOString();
}

export async function isText(tx: Query, purpose: string, edition: string | null): Promise<boolean> {
  let texts = tx.selectFrom('consent_texts').select('purpose').where('purpose', '=', purpose);
  if (edition !== null) texts = texts.where('edition', '=', edition);
  return (await texts.executeTakeFirst()) !== undefined;
}

const mostShown = 200;

/** Newest first. */
export async function wordsOf(tx: Seen, customerId: string): Promise<RecordedWord[]> {
  const rows = await tx
    .selectFrom('consents')
    .leftJoin('agents', 'agents.id', 'agent_id')
    .select(['consents.id', 'purpose', 'word', 'channel', 'edition', 'at', 'agents.name as by'])
    .where('customer_id', '=', customerId)
    .orderBy('at', 'desc')
    .orderBy('consents.id', 'desc')
    .limit(mostShown)
    .execute();
  return rows.map(({ at, by, ...row }) => recordedWordSchema.parse({ ...row, at: at.toISOString(), by: by ?? '' }));
}

/** Of each purpose the edition that counts on that day, and those that are to come; in the company's order. */
export async function textsFrom(db: Query, day: string): Promise<ConsentText[]> {
  const { rows } = await sql<ConsentText>`
    select purpose, edition, name, text, from_day::text as "fromDay" from consent_texts as text
    where from_day >= coalesce((
      select max(from_day) from consent_texts as other where other.purpose = text.purpose and other.from_day <= ${day}::date),
      from_day)
    order by position, purpose, from_day, edition`.execute(db);
  return rows.map((row) => consentTextSchema.parse(row));
}

/** Every edition, the newest of each purpose first: whether it counts on that day, and how many have consented to it. With the house's eyes. */
export async function editionsOf(tx: Seen, day: string): Promise<ConsentEdition[]> {
  const { rows } = await sql<ConsentText & Pick<ConsentEdition, 'given' | 'stands'>>`
    with said as (
      select customer_id, purpose, edition, word, at,
        max(at) filter (where word = 'given') over theirs as last_given,
        max(at) filter (where word <> 'given') over theirs as last_refused
      from consents window theirs as (partition by customer_id, purpose)),
    counted as (
      select purpose, edition, count(*)::int as given,
        count(distinct customer_id) filter (where at = last_given and (last_refused is null or last_refused < at))::int as stands
      from said where word = 'given' group by purpose, edition)
    select purpose, edition, name, text, from_day::text as "fromDay",
      coalesce(counted.given, 0) as given, coalesce(stands, 0) as stands
    from consent_texts left join counted using (purpose, edition)
    order by min(position) over (partition by purpose), purpose, from_day desc, edition desc`.execute(tx);
  // Of two of one day the later one counts.
  const current = textsInForce(rows.toReversed(), day);
  return rows.map((row) => ({
    ...row,
    standing: current.includes(row) ? 'current' : row.fromDay > day ? 'coming' : 'past',
  }));
}

/** False: there is such an edition already. */
export async function addText(tx: Seen, { purpose, edition, name, text, fromDay }: ConsentText): Promise<boolean> {
  const { rows } = await sql<{ edition: string }>`
    insert into consent_texts (purpose, edition, position, name, text, from_day)
    select ${purpose}, ${edition}, coalesce(
        (select min(position) from consent_texts where purpose = ${purpose}), (select max(position) + 1 from consent_texts), 0),
      ${JSON.stringify(name)}::jsonb, ${JSON.stringify(text)}::jsonb, ${fromDay}::date
    on conflict do nothing returning edition`.execute(tx);
  return rows.length > 0;
}
