// Whoever has been given a customer's data is told that they were put right, restricted or erased (GDPR art. 19): who is to be told of
// what, and that they have been.

import { type Telling, tellingSchema } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { recipientsOf } from './holds.ts';

type ToTell = Pick<Telling, 'what'> & { readonly fields?: readonly string[]; readonly why?: string };

/** Notes it for each of the customer's recipients; resolves to who they are. Before the customer is gone. */
export async function noteToTell(
  tx: Seen,
  deps: Pick<ServerDeps, 'clock' | 'random'>,
  customerId: string,
  { what, fields = [], why = '' }: ToTell,
): Promise<string[]> {
  const recipients = await recipientsOf(tx, customerId);
  for (const recipient of recipients) {
    await tx
      .insertInto('tellings')
      .values({ id: newId(deps), customer_id: customerId, recipient, what, fields: [...fields], why, at: deps.clock() })
      .execute();
  }
  return recipients;
}

/** Whom somebody has told without its having been noted before. */
export async function addTold(
  tx: Seen,
  telling: Pick<Telling, 'id' | 'customerId' | 'recipient' | 'what' | 'why'>,
  by: string,
  at: Date,
): Promise<void> {
  const { customerId, ...rest } = telling;
  await tx
    .insertInto('tellings')
    .values({ ...rest, customer_id: customerId, fields: [], at, told_at: at, told_by: by })
    .execute();
}

/** Whose data it was about; null: there is no such telling, or they have been told. */
export async function markTold(tx: Seen, id: string, by: string, at: Date): Promise<string | null> {
  const row = await tx
    .updateTable('tellings')
    .set({ told_at: at, told_by: by })
    .where('id', '=', id)
    .where('told_at', 'is', null)
    .returning('customer_id')
    .executeTakeFirst();
  return row?.customer_id ?? null;
}

/** The latest of those who were told, besides all who are not yet. */
const mostTold = 50;

export async function listTellings(tx: Seen): Promise<Telling[]> {
  const rowsOf = () =>
    tx
      .selectFrom('tellings')
      .leftJoin('customers', 'customers.id', 'customer_id')
      .select([
        'tellings.id',
        'recipient',
        'what',
        'fields',
        'why',
        'at',
        'told_at as toldAt',
        'customer_id as customerId',
      ])
      .select(['code', 'name']);
  const open = await rowsOf().where('told_at', 'is', null).orderBy('at').orderBy('tellings.id').execute();
  const told = await rowsOf().where('told_at', 'is not', null).orderBy('told_at', 'desc').limit(mostTold).execute();
  return [...open, ...told].map(({ customerId, code, name, at, toldAt, ...row }) =>
    tellingSchema.parse({
      ...row,
      customerId,
      customer: code === null || name === null ? null : { id: customerId, code, name },
      at: at.toISOString(),
      toldAt: toldAt?.toISOString() ?? null,
    }),
  );
}
