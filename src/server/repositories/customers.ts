// Customers as agents look them up and mend them.
import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { ladder } from '#shared/model/arriving';
import type { ChangedAt, Customer, CustomerDetails } from '#shared/model/customer';
import { type E164, lastDigits } from '#shared/model/phoneNumber';
import type { CustomerPatch } from '#shared/protocol/interactions';
import type { Seen } from '../db/seenBy.ts';
import { noteChange } from './history.ts';
import { customerRows, toCustomer, toWholeCustomer } from './rows.ts';

const mostFound = 50;

/** The latest contact first: the likeliest caller of those who share a number. */
const byLastContact = sql`(select max(at) from contacts where customer_id = customers.id) desc nulls last, customers.id`;

/** Everybody with that number: the number itself, failing that other ways to write it, failing that the same last nine digits. */
export async function findByNumber(db: Seen, raw: string, e164: E164 | null): Promise<Customer[]> {
  for (const rung of ladder(raw, e164)) {
    const exact = await having(db, sql`e164 = ${rung.e164}`);
    if (exact.length > 0) return exact;
  }
  const tails = [lastDigits(e164 ?? raw), lastDigits(raw)].filter((tail) => tail.length >= 7);
  return tails.length === 0 ? [] : having(db, sql`tail in (${sql.join(tails)})`);
}

async function having(db: Seen, phone: ReturnType<typeof sql>): Promise<Customer[]> {
  const rows = await customerRows(db)
    .where(sql<SqlBool>`customers.id in (select customer_id from customer_phones where ${phone})`)
    .orderBy(byLastContact)
    .limit(mostFound)
    .execute();
  return rows.map(toCustomer);
}

/**
 * Whose code it is comes first. By the beginnings of words of the name (accents do not count), by the beginning of the code, or by a number's last digits. Whose data
 * may not be used is found by whoever answers for privacy alone (`restricted`), and with all of them.
 */
export async function search(db: Seen, text: string, { restricted }: { restricted: boolean }): Promise<Customer[]> {
  const words =
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const digits = lastDigits(text);
  const code = text.trim().toUpperCase();
  // Each is answered by an index below row-level security, whose conditions have to leak nothing: ^@ and =, but not "like".
  const found = [
    sql`select id from customers where code ^@ ${code}`,
    // A code of somebody who went into another.
    sql`select led_to(gone) from merges where gone_code ^@ ${code}`,
    ...(words.length === 0 ? [] : [havingWords(words)]),
    ...(digits.length < 7 ? [] : [sql`select customer_id from customer_phones where tail = ${digits}`]),
  ];
  const rows = await customerRows(db)
    .where(sql<SqlBool>`customers.id in (${sql.join(found, sql` union `)})`)
    .$if(!restricted, (query) => query.where('restricted_at', 'is', null))
    // Whoever types a whole code means that customer, however many codes begin with it.
    .orderBy(
      sql`customers.code = ${code} or customers.id in (select led_to(gone) from merges where gone_code = ${code})`,
      'desc',
    )
    .orderBy(byLastContact)
    .limit(mostFound)
    .execute();
  return rows.map(restricted ? toWholeCustomer : toCustomer);
}

/** Joined, so that the database begins with the rarest of them. */
function havingWords(beginnings: readonly string[]) {
  const tables = beginnings.map((beginning, place) => ({ beginning, name: sql.ref(`w${place}`) }));
  const from = sql.join(
    tables.map(({ name }) => sql`customer_words as ${name}`),
    sql` cross join `,
  );
  const conditions = tables.map(
    ({ beginning, name }) => sql`${name}.word ^@ ${beginning} and ${name}.customer_id = w0.customer_id`,
  );
  return sql`select w0.customer_id from ${from} where ${sql.join(conditions, sql` and `)}`;
}

/** All of them, whatever may be given out. */
export async function findCustomer(db: Seen, id: string): Promise<Customer | null> {
  const row = await customerRows(db).where('customers.id', '=', id).executeTakeFirst();
  return row ? toWholeCustomer(row) : null;
}

/** As they may be given out. */
export async function showCustomer(db: Seen, id: string): Promise<Customer | null> {
  const row = await customerRows(db).where('customers.id', '=', id).executeTakeFirst();
  return row ? toCustomer(row) : null;
}

/** Whether there is such a customer, for whoever looks. */
export async function isCustomer(db: Seen, id: string): Promise<boolean> {
  return (await db.selectFrom('customers').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** The customer, who stays as they are until the end of this transaction. */
export async function lockCustomer(tx: Seen, id: string): Promise<Customer | null> {
  await tx.selectFrom('customers').select('id').where('id', '=', id).forUpdate().execute();
  return findCustomer(tx, id);
}

/** What can be written over a customer: what agents correct, who they are, and who went into them. */
export type CustomerChange = CustomerPatch &
  Partial<
    Pick<Customer, 'kind' | 'name' | 'language' | 'birthDate' | 'taxCode' | 'iban' | 'contracts' | 'mergedFrom'>
  > & {
    /** Where what is written has stood elsewhere already; otherwise it stands since now. */
    readonly changedAt?: ChangedAt;
  };

/** Writes what is given over `before`; the version grows by one, and the history has what was (see `asAuthor`). */
export async function updateCustomer(tx: Seen, before: Customer, patch: CustomerChange, at: Date): Promise<void> {
  const { id } = before;
  await tx
    .updateTable('customers')
    .set({
      updated_at: at,
      ...(patch.kind !== undefined && { kind: patch.kind }),
      ...(patch.name !== undefined && { name: patch.name }),
      ...(patch.language !== undefined && { language: patch.language }),
      ...(patch.birthDate !== undefined && { birth_date: patch.birthDate }),
      ...(patch.taxCode !== undefined && { tax_code: patch.taxCode }),
      ...(patch.iban !== undefined && { iban: patch.iban }),
      ...(patch.contracts !== undefined && { contracts: JSON.stringify(patch.contracts) }),
      ...(patch.mergedFrom !== undefined && { merged_from: JSON.stringify(patch.mergedFrom) }),
      ...(patch.email !== undefined && { email: patch.email }),
      ...(patch.preference !== undefined && { preference: patch.preference }),
      ...(patch.needs !== undefined && { needs: JSON.stringify(patch.needs) }),
      ...(patch.delegations !== undefined && { delegations: JSON.stringify(patch.delegations) }),
      ...(patch.address !== undefined && {
        street: patch.address?.street ?? null,
        postcode: patch.address?.postcode ?? null,
        city: patch.address?.city ?? null,
      }),
    })
    .where('id', '=', id)
    .execute();
  const { phones, changedAt } = patch;
  if (phones !== undefined && !isDeepStrictEqual(phones, before.phones)) {
    await replacePhones(tx, id, phones);
    const numbers = JSON.stringify({ numbers: numbersSince(before, phones, at) });
    await standsSince(tx, id, sql`changed_at || ${numbers}::jsonb`);
    await noteChange(tx, id, { field: 'phones', was: before.phones, becomes: phones, at });
  }
  if (changedAt !== undefined) await standsSince(tx, id, sql`${JSON.stringify(changedAt)}::jsonb`);
}

async function standsSince(tx: Seen, id: string, changedAt: RawBuilder<string>): Promise<void> {
  await tx.updateTable('customers').set({ changed_at: changedAt }).where('id', '=', id).execute();
}

/** Since when each of the numbers has been on file; those of which nobody knows are not in it. */
function numbersSince(
  { phones: had, changedAt }: Customer,
  phones: CustomerDetails['phones'],
  at: Date,
): NonNullable<Customer['changedAt']['numbers']> {
  const since = ({ raw, e164 }: Customer['phones'][number]): string | undefined =>
    had.some((phone) => phone.raw === raw && phone.e164 === e164) ? changedAt.numbers?.[raw] : at.toISOString();
  return Object.fromEntries(
    phones.flatMap((phone) => {
      const known = since(phone);
      return known === undefined ? [] : [[phone.raw, known]];
    }),
  );
}

async function replacePhones(tx: Seen, id: string, phones: CustomerDetails['phones']): Promise<void> {
  await tx.deleteFrom('customer_phones').where('customer_id', '=', id).execute();
  if (phones.length === 0) return;
  await tx
    .insertInto('customer_phones')
    .values(
      phones.map((phone, position) => ({
        ...phone,
        customer_id: id,
        position,
        tail: lastDigits(phone.e164 ?? phone.raw),
      })),
    )
    .execute();
}
