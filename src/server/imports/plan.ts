// What becomes of some rows of a file: who is created, who is changed, who stays, who is refused. Reads, and writes nothing.
import type { Customer, NewCustomer } from '#shared/model/customer';
import { givenCodePrefix, type ImportOptions, type ImportRefusal } from '#shared/protocol/imports';
import type { Seen } from '../db/seenBy.ts';
import type { CustomerChange } from '../repositories/customers.ts';
import { type Present, presentBy } from '../repositories/imports.ts';
import type { ImportedCustomer } from './customer.ts';

export interface ReadCustomer {
  readonly line: number;
  readonly customer: ImportedCustomer;
}

export interface Plan {
  readonly create: readonly ReadCustomer[];
  readonly update: readonly { readonly id: string; readonly change: CustomerChange }[];
  readonly skipped: number;
  readonly refused: readonly ImportRefusal[];
}

/** Codes and tax codes that this file has had so far: each may come once. */
export type SeenInFile = Set<string>;

export async function planOf(
  tx: Seen,
  rows: readonly ReadCustomer[],
  { portfolioId, options, seen }: { portfolioId: string; options: ImportOptions; seen: SeenInFile },
): Promise<Plan> {
  const codes = rows.flatMap(({ customer }) => customer.code ?? []);
  const taxCodes = rows.flatMap(({ customer }) => customer.taxCode ?? []);
  const present = await presentBy(tx, codes, taxCodes);
  const byCode = new Map(present.map((found) => [found.code, found]));
  const byTaxCode = new Map(
    present.flatMap((found) => (found.taxCode === null ? [] : [[found.taxCode, found] as const])),
  );

  const plan = {
    create: [] as ReadCustomer[],
    update: [] as Plan['update'][number][],
    skipped: 0,
    refused: [] as ImportRefusal[],
  };
  const refuse = ({ line, customer }: ReadCustomer, why: ImportRefusal['why']) =>
    plan.refused.push({ line, column: null, why, was: customer.code ?? customer.taxCode ?? customer.name });
  for (const row of rows) {
    const { code, taxCode } = row.customer;
    const keys = [code, taxCode].filter((key) => key !== null);
    if (keys.some((key) => seen.has(key))) {
      refuse(row, 'twice');
      continue;
    }
    for (const key of keys) seen.add(key);
    const found = match(byCode, code) ?? match(byTaxCode, taxCode);
    if (found === null && code?.startsWith(`${givenCodePrefix}-`)) refuse(row, 'notACode');
    else if (found === null) plan.create.push(row);
    else if (found.portfolioId !== portfolioId) refuse(row, 'elsewhere');
    else if (options.present === 'skip') plan.skipped++;
    else if (found.restricted) refuse(row, 'restricted');
    else plan.update.push({ id: found.id, change: changeOf(row.customer) });
  }
  return plan;
}

const match = (present: ReadonlyMap<string, Present>, key: string | null): Present | null =>
  key === null ? null : (present.get(key) ?? null);

/** What the file leaves empty is left as it is. */
function changeOf({ code: _, ...said }: ImportedCustomer): CustomerChange {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
}

/** Somebody new, without what the database says itself. */
export function newCustomer(
  { customer }: ReadCustomer,
  given: { readonly id: string; readonly code: string; readonly at: Date },
): NewCustomer {
  return {
    ...customer,
    id: given.id as Customer['id'],
    code: given.code,
    language: customer.language ?? 'it',
    needs: [],
    contracts: [],
    updatedAt: given.at.toISOString(),
  };
}
