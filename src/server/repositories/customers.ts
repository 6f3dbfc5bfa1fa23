// Customers as agents look them up and mend them.
import { type SqlBool, sql } from 'kysely';
import type { Customer, CustomerDetails } from '#shared/model/customer';
import { lastDigits } from '#shared/model/phoneNumber';
import type { CustomerPatch } from '#shared/protocol/interactions';
import type { Query } from '../db/db.ts';
import { customerRows, toCustomer } from './rows.ts';

const mostFound = 50;

/** The latest contact first: the likeliest caller of those who share a number. */
const byLastContact = sql`(select max(at) from contacts where customer_id = customers.id) desc nulls last, customers.id`;

/** Everybody with that number: the number itself, and failing that the same last nine digits. */
export async function findByNumber(db: Query, raw: string, e164: string | null): Promise<Customer[]> {
  const exact = e164 === null ? [] : await having(db, sql`e164 = ${e164}`);
  if (exact.length > 0) return exact;
  const tails = [lastDigits(e164 ?? raw), lastDigits(raw)].filter((tail) => tail.length >= 7);
  return tails.length === 0 ? [] : having(db, sql`tail in (${sql.join(tails)})`);
}

async function having(db: Query, phone: ReturnType<typeof sql>): Promise<Customer[]> {
  const rows = await customerRows(db)
    .where(sql<SqlBool>`customers.id in (select customer_id from customer_phones where ${phone})`)
    .orderBy(byLastContact)
    .limit(mostFound)
    .execute();
  return rows.map(toCustomer);
}

/** By the beginnings of words of the name (accents do not count), by the beginning of the code, or by a number's last digits. */
export async function search(db: Query, text: string): Promise<Customer[]> {
  const words =
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const prefixes = words.map((word) => `${word}:*`).join(' & ');
  const digits = lastDigits(text);
  const rows = await customerRows(db)
    .where((row) =>
      row.or([
        ...(prefixes === '' ? [] : [sql<SqlBool>`name_words @@ to_tsquery('simple', ${prefixes})`]),
        sql<SqlBool>`code like ${`${escapeLike(text.trim().toUpperCase())}%`}`,
        ...(digits.length < 7
          ? []
          : [sql<SqlBool>`customers.id in (select customer_id from customer_phones where tail = ${digits})`]),
      ]),
    )
    .orderBy(byLastContact)
    .limit(mostFound)
    .execute();
  return rows.map(toCustomer);
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

export async function findCustomer(db: Query, id: string): Promise<Customer | null> {
  const row = await customerRows(db).where('customers.id', '=', id).executeTakeFirst();
  return row ? toCustomer(row) : null;
}

/** The customer, who stays as they are until the end of this transaction. */
export async function lockCustomer(tx: Query, id: string): Promise<Customer | null> {
  await tx.selectFrom('customers').select('id').where('id', '=', id).forUpdate().execute();
  return findCustomer(tx, id);
}

/** Writes the given details; the version grows by one. */
export async function updateCustomer(tx: Query, id: string, patch: CustomerPatch, at: Date): Promise<void> {
  await tx
    .updateTable('customers')
    .set({
      updated_at: at,
      ...(patch.email !== undefined && { email: patch.email }),
      ...(patch.preference !== undefined && { preference: patch.preference }),
      ...(patch.address !== undefined && {
        street: patch.address?.street ?? null,
        postcode: patch.address?.postcode ?? null,
        city: patch.address?.city ?? null,
      }),
    })
    .where('id', '=', id)
    .execute();
  if (patch.phones !== undefined) await replacePhones(tx, id, patch.phones);
}

async function replacePhones(tx: Query, id: string, phones: CustomerDetails['phones']): Promise<void> {
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
