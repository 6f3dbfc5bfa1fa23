// Contact reasons, outcomes and reasons for not being ready as rows: what contacts are classified by refers to them for years. They follow the
// document that the company edits; a row that is not in it any more is out of use, and stays.
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { type Classification, classificationSchema } from '#shared/model/classification';
import type { Query } from '../db/db.ts';
import { notReadyRows, outcomeRows, reasonRows } from './workstation.ts';

/** As the rows have it; null: there are none yet, because the company has not been set up. */
export async function classificationOf(db: Query): Promise<Classification | null> {
  const row = await db
    .selectNoFrom([
      jsonArrayFrom(reasonRows(db)).as('reasons'),
      jsonArrayFrom(outcomeRows(db)).as('outcomes'),
      jsonArrayFrom(notReadyRows(db)).as('notReadyReasons'),
    ])
    .executeTakeFirstOrThrow();
  return row.reasons.length === 0 ? null : classificationSchema.parse(row);
}

/** Whether two say the same: what one leaves out the other may have as null. */
export function isSameClassification(one: Classification, other: unknown): boolean {
  const written = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_key, each: unknown) => (each === null ? undefined : each)));
  const read = classificationSchema.safeParse(other).data;
  return read !== undefined && isDeepStrictEqual(written(one), written(read));
}

/** For a company that has these queues: where a reason is passed on to another, nobody knows where to. */
export const withOwnQueues = <T extends Pick<Classification, 'reasons'>>(all: T, queues: ReadonlySet<string>): T => ({
  ...all,
  reasons: all.reasons.map((group) => ({
    ...group,
    reasons: group.reasons.map((reason) => ({
      ...reason,
      queueId: reason.queueId != null && queues.has(reason.queueId) ? reason.queueId : null,
    })),
  })),
});

const positioned = <T extends { readonly code: string; readonly labels: object }>(rows: readonly T[]) =>
  rows.map(({ code, labels }, position) => ({ code, position, labels: JSON.stringify(labels) }));

/** Brings the rows in line with the document. */
export async function keepClassification(tx: Query, document: Classification): Promise<void> {
  const { reasons: reasonGroups, outcomes: outcomeGroups, notReadyReasons } = document;
  for (const [table, rows] of [
    ['reason_groups', positioned(reasonGroups)],
    ['outcome_groups', positioned(outcomeGroups)],
    ['not_ready_reasons', positioned(notReadyReasons)],
  ] as const) {
    await tx
      .insertInto(table)
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((row) => ({
          position: row.ref('excluded.position'),
          labels: row.ref('excluded.labels'),
        })),
      )
      .execute();
  }
  const reasons = reasonGroups.flatMap((group) =>
    group.reasons.map((reason, position) => ({
      ...{ code: reason.code, position, group_code: group.code, labels: JSON.stringify(reason.labels) },
      ...{ priority: reason.priority, desk: reason.desk, queue_id: reason.queueId ?? null },
      ...{ level: reason.level, complaint: reason.complaint, active: reason.active },
      target: reason.target && JSON.stringify(reason.target),
      words: JSON.stringify(reason.words),
    })),
  );
  await tx
    .insertInto('reasons')
    .values(reasons)
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet((row) => ({
        ...{ position: row.ref('excluded.position'), group_code: row.ref('excluded.group_code') },
        ...{ labels: row.ref('excluded.labels'), priority: row.ref('excluded.priority') },
        ...{ desk: row.ref('excluded.desk'), queue_id: row.ref('excluded.queue_id') },
        ...{ level: row.ref('excluded.level'), complaint: row.ref('excluded.complaint') },
        ...{ active: row.ref('excluded.active'), target: row.ref('excluded.target'), words: row.ref('excluded.words') },
      })),
    )
    .execute();
  const outcomes = outcomeGroups.flatMap((group) =>
    group.outcomes.map((outcome, position) => ({
      ...{ code: outcome.code, position, group_code: group.code, labels: JSON.stringify(outcome.labels) },
      ...{ active: outcome.active, needs: JSON.stringify(outcome.needs) },
    })),
  );
  await tx
    .insertInto('outcomes')
    .values(outcomes)
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet((row) => ({
        ...{ position: row.ref('excluded.position'), group_code: row.ref('excluded.group_code') },
        ...{ labels: row.ref('excluded.labels'), active: row.ref('excluded.active') },
        needs: row.ref('excluded.needs'),
      })),
    )
    .execute();
  const codes = (rows: readonly { readonly code: string }[]) => rows.map(({ code }) => code);
  await tx.updateTable('reasons').set({ active: false }).where('code', 'not in', codes(reasons)).execute();
  await tx.updateTable('outcomes').set({ active: false }).where('code', 'not in', codes(outcomes)).execute();
  await sql`delete from not_ready_reasons where code <> all (${codes(notReadyReasons)}::text[])`.execute(tx);
}
