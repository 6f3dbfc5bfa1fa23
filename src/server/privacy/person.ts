// Somebody about whom something is kept, with everything by which it is found: what is kept by a number alone is theirs too.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { PrivacyPerson } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';
import { search } from '../repositories/customers.ts';

export interface Person {
  readonly id: string;
  /** The ids of those who were made one with them. */
  readonly former: readonly string[];
  /** The last digits of their numbers, as `number_tail` has them. */
  readonly tails: readonly string[];
  /** Those of them that no other customer has. */
  readonly ownTails: readonly string[];
  /** The ids of the conversations with them, and of those with nobody that came from their own numbers. */
  readonly interactions: readonly string[];
}

/** The ids of those who were made one with them. */
export async function formerOf(tx: Seen, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive former as (
      select gone as id from merges where kept = ${id}
      union select merges.gone from merges join former on merges.kept = former.id
    ) select id from former order by id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Null: there is no such customer. With the house's eyes, or it finds less than there is. */
export async function personOf(tx: Seen, id: string): Promise<Person | null> {
  const customer = await tx.selectFrom('customers').select('id').where('id', '=', id).executeTakeFirst();
  if (customer === undefined) return null;
  const former = await formerOf(tx, id);
  const phones = await sql<{ tail: string; shared: boolean }>`
    select distinct mine.tail, exists (
      select from customer_phones as theirs where theirs.tail = mine.tail and theirs.customer_id <> ${id}) as shared
    from customer_phones as mine where customer_id = ${id} and tail <> '' order by 1`.execute(tx);
  const tails = phones.rows.map(({ tail }) => tail);
  const ownTails = phones.rows.filter(({ shared }) => !shared).map(({ tail }) => tail);
  const interactions = await sql<{ id: string }>`
    select id from interactions where customer_id = ${id}
    union select id from contacts where customer_id = ${id}
    union select id from interactions where customer_id is null and caller->>'kind' = 'number'
      and ${amongTails(sql`coalesce(caller->>'e164', caller->>'number')`, ownTails)}`.execute(tx);
  return {
    id,
    former,
    tails,
    ownTails,
    interactions: interactions.rows.map((row) => row.id),
  };
}

const mostPeople = 20;

/** By the beginnings of words of the name, the code, or a number. With the house's eyes: of every client company. */
export async function findPeople(tx: Seen, text: string): Promise<PrivacyPerson[]> {
  const found = (await search(tx, text, { restricted: true })).slice(0, mostPeople);
  const { rows } = await sql<{ id: string; onHold: boolean; restricted: boolean }>`
    select id,
      exists (select from legal_holds where customer_id = customers.id and lifted_at is null) as "onHold",
      exists (select from restrictions where customer_id = customers.id and lifted_at is null) as restricted
    from customers where id = any (${found.map(({ id }) => id)})`.execute(tx);
  const marks = new Map(rows.map(({ id, ...mark }) => [id, mark]));
  return found.map(({ id, code, name, birthDate, taxCode, iban, address }) => ({
    ...{ id, code, name, birthDate, taxCode, iban, city: address?.city ?? null },
    ...(marks.get(id) ?? { onHold: false, restricted: false }),
  }));
}

/** Whether a column with a number is one of these, whichever way it is written. */
export const amongTails = (number: RawBuilder<unknown>, tails: readonly string[]): RawBuilder<SqlBool> =>
  tails.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`number_tail(${number}) in (${sql.join(tails)})`;

/** Whether a column is one of these ids. */
export const amongIds = (column: RawBuilder<unknown>, ids: readonly string[]): RawBuilder<SqlBool> =>
  ids.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`${column} in (${sql.join(ids)})`;
