// Erasure (GDPR art. 17): whoever is erased is nowhere any more, but where something obliges to keep them it is refused, and says by what.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Binding, ErasureOutlook } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';
import { tellNews } from '../repositories/news.ts';
import { holdings, takeOut } from './holdings.ts';
import { recipientsOf } from './holds.ts';
import { type Person, personOf } from './person.ts';
import { fallsUnder, hasRunOut, listRules, retained } from './retained.ts';

/** What forbids to erase them now. With the house's eyes. */
export async function whatBinds(tx: Seen, customerId: string, now: Date): Promise<Binding[]> {
  const holds = await sql<{ reason: string; reference: string; reviewOn: string }>`
    select reason, reference, review_on::text as "reviewOn" from legal_holds
    where customer_id = ${customerId} and lifted_at is null order by placed_at`.execute(tx);
  const cases = await sql<{ number: string }>`
    select number from cases where customer_id = ${customerId} and status <> 'closed' order by opened_at`.execute(tx);
  const rules = await listRules(tx);
  const bindings: Binding[] = [
    ...holds.rows.map((hold) => ({ kind: 'hold' as const, ...hold })),
    ...cases.rows.map(({ number }) => ({ kind: 'openCase' as const, number })),
  ];
  for (const rule of rules) {
    if (rule.basis !== 'legalObligation' || !byCustomer(rule.what)) continue;
    const { table, since } = retained[rule.what];
    const { rows } = await sql<{ rows: number; until: string | null }>`
      select count(*)::int as rows, (max(${since}) + ${rule.keptFor}::interval)::date::text as until
      from ${sql.table(table)} as kept where kept.customer_id = ${customerId} and ${since} is not null
        and ${fallsUnder(rule, rules)} and not ${hasRunOut(rule, since, now)}`.execute(tx);
    const [found] = rows;
    if (found === undefined || found.rows === 0) continue;
    bindings.push({ kind: 'rule', code: rule.code, why: rule.why, rows: found.rows, until: found.until ?? '' });
  }
  return bindings;
}

/** Requests about one's data are kept as the proof of the erasure itself. */
const byCustomer = (what: string): what is 'contacts' | 'notes' | 'interactions' | 'cases' =>
  what === 'contacts' || what === 'notes' || what === 'interactions' || what === 'cases';

/** What an erasure would do now. With the house's eyes. */
export async function outlookOf(tx: Seen, person: Person, now: Date): Promise<ErasureOutlook> {
  const held: ErasureOutlook['held'] = [];
  for (const { table, what, theirs, fields } of holdings.toReversed()) {
    if (Object.keys(fields).length === 0) continue;
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(table)} as held where ${theirs(person)}`.execute(tx);
    const count = rows[0]?.n ?? 0;
    if (count > 0) held.push({ what, rows: count });
  }
  return { bindings: await whatBinds(tx, person.id, now), held, toTell: await recipientsOf(tx, person.id) };
}

/** Takes them out of everything in this transaction; resolves to how many rows of each table were about them. With the house's eyes. */
export async function eraseCustomer(tx: Seen, person: Person, at: Date): Promise<Record<string, number>> {
  await tx.selectFrom('customers').select('id').where('id', '=', person.id).forUpdate().execute();
  const counts: Record<string, number> = {};
  for (const holding of holdings) counts[holding.table] = await takeOut(tx, holding, person);
  for (const id of [person.id, ...person.former])
    await sql`insert into erased (hash, at) values (${hashOf(id)}, ${at}) on conflict do nothing`.execute(tx);
  await tellNews(tx, 'callbacks');
  await tellNews(tx, 'lostCalls');
  return counts;
}

/** Whether somebody of that id has been erased: what a workstation sends of them later is kept without them. */
export async function isErased(tx: Seen, customerId: string): Promise<boolean> {
  return (
    (await tx.selectFrom('erased').select('at').where('hash', '=', hashOf(customerId)).executeTakeFirst()) !== undefined
  );
}

/** Hashes of all who have been erased, in order: what has to be known when an older database is put back. */
export async function listErased(tx: Seen): Promise<string[]> {
  return (await tx.selectFrom('erased').select('hash').orderBy('hash').execute()).map(({ hash }) => hash);
}

/** The id is random, so that its hash tells nothing to whoever does not have the id. */
const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

/**
 * After a database was restored from before some erasures: those of `hashes` are erased again, and remembered. Resolves to how many
 * customers were there again. With the house's eyes.
 */
export async function eraseAgain(tx: Seen, hashes: readonly string[], at: Date): Promise<number> {
  const erased = new Set(hashes);
  let count = 0;
  for (const { id } of await tx.selectFrom('customers').select('id').execute()) {
    if (!erased.has(hashOf(id))) continue;
    const person = await personOf(tx, id);
    if (person === null) continue;
    await eraseCustomer(tx, person, at);
    count += 1;
  }
  return count;
}
