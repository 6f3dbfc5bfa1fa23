// What keeps a customer as they are: legal holds (nothing is deleted) and restrictions (nothing is used, GDPR art. 18). And whom of the
// recipients to tell what has changed (art. 19).
import { sql } from 'kysely';
import type { Hold, Restriction } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';

const named = (row: { id: string | null; code: string | null; name: string | null }) =>
  row.id === null ? null : { id: row.id, code: row.code ?? '', name: row.name ?? '' };

export async function listHolds(tx: Seen): Promise<Hold[]> {
  const { rows } = await sql<{
    holdId: string;
    reason: string;
    reference: string;
    placedAt: Date;
    reviewOn: string;
    id: string | null;
    code: string | null;
    name: string | null;
  }>`
    select legal_holds.id as "holdId", reason, reference, placed_at as "placedAt", review_on::text as "reviewOn",
      customers.id, code, name
    from legal_holds left join customers on customers.id = customer_id
    where lifted_at is null order by review_on, legal_holds.id`.execute(tx);
  return rows.map(({ holdId, reason, reference, placedAt, reviewOn, ...customer }) => ({
    ...{ id: holdId, reason, reference, reviewOn },
    placedAt: placedAt.toISOString(),
    customer: named(customer) as Hold['customer'],
  }));
}

export async function listRestrictions(tx: Seen): Promise<Restriction[]> {
  const rows = await tx
    .selectFrom('restrictions')
    .innerJoin('customers', 'customers.id', 'customer_id')
    .select(['customers.id', 'code', 'name', 'since', 'why'])
    .where('lifted_at', 'is', null)
    .orderBy('since')
    .execute();
  return rows.map(({ since, why, ...customer }) => ({
    ...{ why, since: since.toISOString() },
    customer: customer as Restriction['customer'],
  }));
}

export interface NewHold {
  readonly id: string;
  readonly customerId: string;
  readonly reason: string;
  readonly reference: string;
  readonly reviewOn: string;
}

export async function placeHold(tx: Seen, hold: NewHold, by: string, at: Date): Promise<void> {
  await tx
    .insertInto('legal_holds')
    .values({
      ...{ id: hold.id, customer_id: hold.customerId, reason: hold.reason, reference: hold.reference },
      ...{ review_on: hold.reviewOn, placed_by: by, placed_at: at },
    })
    .execute();
}

/** The customer it was about; null: there is no such hold any more. */
export async function liftHold(tx: Seen, id: string, by: string, at: Date): Promise<string | null> {
  const row = await tx
    .updateTable('legal_holds')
    .set({ lifted_by: by, lifted_at: at })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .returning('customer_id')
    .executeTakeFirst();
  return row?.customer_id ?? null;
}

/** False: it is already. */
export async function restrict(
  tx: Seen,
  { id, customerId, why }: { readonly id: string; readonly customerId: string; readonly why: string },
  by: string,
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('restrictions')
    .values({ id, customer_id: customerId, since: at, why, by_agent: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function liftRestriction(tx: Seen, customerId: string, by: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('restrictions')
    .set({ lifted_at: at, lifted_by: by })
    .where('customer_id', '=', customerId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Who has been given something of theirs, and the other CRMs that have them too, each once. */
export async function recipientsOf(tx: Seen, customerId: string): Promise<string[]> {
  const { rows } = await sql<{ recipient: string }>`
    select recipient from disclosures where customer_id = ${customerId}
    union select name from crm_links join connectors on connectors.id = connector_id where customer_id = ${customerId}
    order by 1`.execute(tx);
  return rows.map(({ recipient }) => recipient);
}
