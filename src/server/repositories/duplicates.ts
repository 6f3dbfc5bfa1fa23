// Pairs of customers who may be one and the same: found through equal keys (migration 165), judged by shared/model/duplicates.ts.
import { sql } from 'kysely';
import { z } from 'zod';
import type { Customer } from '#shared/model/customer';
import { type DuplicateReason, type Likelihood, likelihood, mostOwners } from '#shared/model/duplicates';
import type { Duplicates, OpenPairs, Pair } from '#shared/protocol/merges';
import type { Seen } from '../db/seenBy.ts';
import { customerRows, toCustomer } from './rows.ts';

const mostListed = 50;
const mostOfOne = 10;

interface Found extends Likelihood {
  readonly one: Customer;
  readonly other: Customer;
}

/** Whose rows agree in `key`, each beside who of theirs is in `among`. Of a key that more have nobody is found: it is a switchboard's. */
const agreeing = (rows: string, whose: string, key: string, among: readonly string[]) => sql`
  select mine.${sql.ref(whose)} as mine, unnest(theirs.ids) as theirs
  from ${sql.table(rows)} as mine cross join lateral (
    select array_agg(distinct id) as ids from (
      select owner.${sql.ref(whose)} as id from ${sql.table(rows)} as owner
      where owner.${sql.ref(key)} = mine.${sql.ref(key)} and owner.portfolio_id = mine.portfolio_id
        ${key === 'birth_key' ? sql`and owner.birth_date = mine.birth_date` : sql``}
      limit ${sql.lit(mostOwners + 1)}) as few) as theirs
  where mine.${sql.ref(whose)} = any (${among}::text[]) and cardinality(theirs.ids) between 2 and ${sql.lit(mostOwners)}`;

/** All likely pairs in which one of these is, within each portfolio. */
async function likelyPairs(tx: Seen, ids: readonly string[]): Promise<Found[]> {
  const keys = ['tax_key', 'iban_key', 'email_key', 'birth_key', 'street_key'];
  const found = [
    ...keys.map((key) => agreeing('customers', 'id', key, ids)),
    agreeing('customer_phones', 'customer_id', 'e164', ids),
  ];
  const { rows } = await sql<{ one: string; other: string }>`
    select distinct least(mine, theirs) as one, greatest(mine, theirs) as other
    from (${sql.join(found, sql` union all `)}) as agreeing where mine <> theirs`.execute(tx);
  const customers = await byId(tx, [...new Set(rows.flatMap(({ one, other }) => [one, other]))]);
  return rows.flatMap((row): Found[] => {
    const [one, other] = [customers.get(row.one), customers.get(row.other)];
    if (one === undefined || other === undefined) return [];
    // Whose data may be kept and not used is compared with nobody.
    if (one.restrictedAt !== null || other.restrictedAt !== null) return [];
    const is = likelihood(one, other);
    return is === null ? [] : [{ ...is, one, other }];
  });
}

async function byId(tx: Seen, ids: readonly string[]): Promise<Map<string, Customer>> {
  if (ids.length === 0) return new Map();
  const rows = await customerRows(tx)
    .where('customers.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, toCustomer(row)]));
}

/** Everybody whose data may be used: of those under a restriction nothing is compared. */
const unrestricted = (id: string) => sql`not exists (
  select from restrictions where customer_id = ${sql.ref(id)} and lifted_at is null)`;

/**
 * Compares the next customers who are new, or different, since the last time: at most `limit`, with whom they agree. False: that was
 * all, or another instance is at it. With the house's eyes.
 */
export async function findDuplicates(tx: Seen, at: Date, limit: number): Promise<boolean> {
  const { rows: turn } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('duplicates', 6)) as mine`.execute(tx);
  if (turn[0]?.mine !== true) return false;
  const { rows } = await sql<{ tx: string; id: string }>`
    select customers.tx::text as tx, customers.id from customers, duplicates_found as upto
    where (customers.tx, customers.id) > (upto.tx, upto.id) and customers.tx < pg_snapshot_xmin(pg_current_snapshot())
    order by customers.tx, customers.id limit ${sql.lit(limit)}`.execute(tx);
  const last = rows.at(-1);
  if (last === undefined) return false;
  await keepPairs(
    tx,
    rows.map(({ id }) => id),
    at,
  );
  await sql`update duplicates_found set tx = ${last.tx}::xid8, id = ${last.id}`.execute(tx);
  return rows.length === limit;
}

/** What is likely no longer is no pair any more, unless an agent has reported it. */
async function keepPairs(tx: Seen, ids: readonly string[], at: Date): Promise<void> {
  const likely = await likelyPairs(tx, ids);
  const there = await stay(tx, [...new Set([...ids, ...likely.flatMap(({ one, other }) => [one.id, other.id])])]);
  const found = likely.filter(({ one, other }) => there.has(one.id) && there.has(other.id));
  const pairs = JSON.stringify(
    found.map(({ one, other, reasons, score }) => ({ one: one.id, other: other.id, reasons, score })),
  );
  await sql`
    delete from duplicate_pairs where state = 'open' and reported_at is null
      and (one = any (${ids}::text[]) or other = any (${ids}::text[]))
      and (one, other) not in (select one, other from jsonb_to_recordset(${pairs}::jsonb) as found (one text, other text))`.execute(
    tx,
  );
  await sql`
    insert into duplicate_pairs (one, other, reasons, score, found_at)
    select one, other, reasons, score, ${at}::timestamptz
    from jsonb_to_recordset(${pairs}::jsonb) as found (one text, other text, reasons jsonb, score real)
    order by one, other
    on conflict (one, other) do update set reasons = excluded.reasons, score = excluded.score
    where duplicate_pairs.state = 'open'`.execute(tx);
}

/**
 * Who of them is still there, and stays until the end of this transaction: whoever is merged or erased meanwhile must not be left in a
 * pair. In the order in which merges lock, so that neither waits for the other.
 */
async function stay(tx: Seen, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from customers where id = any (${ids}::text[]) order by id for key share`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

const inOrder = ({ one, other }: Pair): [string, string] => (one < other ? [one, other] : [other, one]);

/** As it is now: with whom this one may be one and the same, and whom nobody has said not to be. */
export async function duplicatesOf(tx: Seen, id: string): Promise<Duplicates['pairs']> {
  const { rows: known } = await sql<{ other: string; state: 'open' | 'notSame'; reported: boolean }>`
    select case when one = ${id} then other else one end as other, state, reported_at is not null as reported
    from duplicate_pairs where one = ${id} or other = ${id}`.execute(tx);
  const said = new Map(known.map((pair) => [pair.other, pair]));
  const likely = (await likelyPairs(tx, [id])).map(({ one, other, reasons, score }) => ({
    customer: one.id === id ? other : one,
    reasons: [...reasons],
    score,
  }));
  const found = new Set<string>(likely.map(({ customer }) => customer.id));
  const reportedOnly = known.filter(({ other, reported }) => reported && !found.has(other)).map(({ other }) => other);
  const people = await byId(tx, [id, ...reportedOnly]);
  if (people.get(id)?.restrictedAt !== null) return [];
  const reported = [...people.values()]
    .filter((customer) => customer.id !== id && customer.restrictedAt === null)
    .map((customer) => ({ customer, reasons: [] as DuplicateReason[], score: 0 }));
  return [...likely, ...reported]
    .filter(({ customer }) => said.get(customer.id)?.state !== 'notSame')
    .map((pair) => ({ ...pair, reported: said.get(pair.customer.id)?.reported === true }))
    .sort((a, b) => Number(b.reported) - Number(a.reported) || b.score - a.score)
    .slice(0, mostOfOne);
}

/** Where a pair stands in the list: whether nobody has reported it, how unlikely it is, and who they are. */
const pairPlaceSchema = z.tuple([z.boolean(), z.number(), z.string(), z.string()]);
type PairPlace = z.infer<typeof pairPlaceSchema>;

const written = (place: PairPlace): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** As a page of the list has told it; undefined: it is none. */
export function placeOfPair(text: string): PairPlace | undefined {
  try {
    return pairPlaceSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}

/** Those that somebody has to look at, from the first, or from behind a place on. */
export async function openPairs(tx: Seen, after: PairPlace | null): Promise<OpenPairs> {
  const open = sql`from duplicate_pairs where state = 'open' and ${unrestricted('one')} and ${unrestricted('other')}`;
  const [unreported, unlikely, one, other] = after ?? [];
  const further =
    after === null
      ? sql``
      : sql`and (reported_at is null, -score, one, other) > (${unreported}::boolean, ${unlikely}::real, ${one}, ${other})`;
  const { rows } = await sql<{
    one: string;
    other: string;
    reasons: DuplicateReason[];
    score: number;
    unreported: boolean;
    reportedBy: string | null;
  }>`
    select one, other, reasons, score, reported_at is null as unreported,
      (select name from agents where id = reported_by) as "reportedBy" ${open} ${further}
    order by reported_at is null, -score, one, other limit ${sql.lit(mostListed + 1)}`.execute(tx);
  const page = rows.slice(0, mostListed);
  const last = page.at(-1);
  const { rows: counted } = await sql<{ total: number }>`select count(*)::int as total ${open}`.execute(tx);
  const customers = await byId(tx, [...new Set(page.flatMap(({ one, other }) => [one, other]))]);
  const pairs = page.flatMap((row): OpenPairs['pairs'] => {
    const [one, other] = [customers.get(row.one), customers.get(row.other)];
    return one === undefined || other === undefined ? [] : [{ ...row, one, other }];
  });
  const next =
    last === undefined || rows.length === page.length
      ? null
      : written([last.unreported, -last.score, last.one, last.other]);
  return { pairs, total: counted[0]?.total ?? 0, next };
}

interface Said {
  readonly by: string;
  readonly at: Date;
}

/** An agent takes them for one. What has been said not to be the same stays so. */
export async function reportPair(tx: Seen, pair: Pair, { by, at }: Said): Promise<void> {
  const [one, other] = inOrder(pair);
  const found = (await likelyPairs(tx, [one])).find((likely) => likely.other.id === other || likely.one.id === other);
  await sql`
    insert into duplicate_pairs (one, other, reasons, score, found_at, reported_by, reported_at)
    values (${one}, ${other}, ${JSON.stringify(found?.reasons ?? [])}::jsonb, ${found?.score ?? 0}, ${at}, ${by}, ${at})
    on conflict (one, other) do update set reported_by = ${by}, reported_at = ${at}
    where duplicate_pairs.reported_at is null`.execute(tx);
}

/** They are two: nobody is asked about them again. */
export async function partPair(tx: Seen, pair: Pair, { by, at }: Said): Promise<void> {
  const [one, other] = inOrder(pair);
  await sql`
    insert into duplicate_pairs (one, other, reasons, score, found_at, state, decided_by, decided_at)
    values (${one}, ${other}, '[]', 0, ${at}, 'notSame', ${by}, ${at})
    on conflict (one, other) do update set state = 'notSame', decided_by = ${by}, decided_at = ${at}`.execute(tx);
}
