// Deletes what has been kept long enough, by the rules and never by a constant. What a hold or an open case covers stays.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { RetainedKind, RuleReport } from '#shared/protocol/privacy';
import type { Db, Query } from '../db/db.ts';
import { toCome } from '../db/houseClock.ts';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { forgetLinks, rememberedDays } from '../repositories/crmRemembered.ts';
import { tellNews } from '../repositories/news.ts';
import { eraseCustomer, whatBinds } from './erase.ts';
import { holdings } from './holdings.ts';
import { personOf } from './person.ts';
import { covers, fallsUnder, hasRunOut, listRules, type Rule, retained, underHold, withOpenCase } from './retained.ts';

/** Rows in one transaction: nobody waits for more. */
const slice = 1_000;

/** `dry`: counts what would be deleted, and deletes nothing. Rules that are not in force are counted alone. */
export async function purge(db: Db, now: Date, dry: boolean): Promise<RuleReport[]> {
  const rules = await seenBy(db.query, house, listRules, { readOnly: true });
  const reports: RuleReport[] = [];
  for (const rule of rules) {
    const report = await (rule.what === 'inactiveCustomers'
      ? countInactive(db, rule, now)
      : countRows(db, rule, rules, now));
    reports.push(report);
    if (dry || !rule.inForce || report.deleted + report.emptied === 0) continue;
    if (rule.what === 'inactiveCustomers') await eraseInactive(db, rule, now);
    else await deleteRows(db, rule, rules, now);
  }
  return reports;
}

type Rows = Exclude<RetainedKind, 'inactiveCustomers'>;
const kindOf = (rule: Rule) => retained[rule.what as Rows];

/** Interactions stay as counts. */
const isEmptied = (rule: Rule): boolean => rule.what === 'interactions';

function conditions(rule: Rule, rules: readonly Rule[], now: Date) {
  const kind = kindOf(rule);
  const due = sql<SqlBool>`(${hasRunOut(rule, kind.since, now)} and ${kind.only ?? sql`true`} and ${fallsUnder(rule, rules)})`;
  return {
    table: sql.table(kind.table),
    since: kind.since,
    due,
    held: covers(kind, underHold),
    open: covers(kind, withOpenCase),
  };
}

async function countRows(db: Db, rule: Rule, rules: readonly Rule[], now: Date): Promise<RuleReport> {
  const { table, due, held, open } = conditions(rule, rules, now);
  return seenBy(
    db.query,
    house,
    async (tx) => {
      const { rows } = await sql<{ due: number; holds: number; openCases: number }>`
        select count(*)::int as due, count(*) filter (where ${held})::int as holds,
          count(*) filter (where not ${held} and ${open})::int as "openCases"
        from ${table} as kept where ${due}`.execute(tx);
      const counted = rows[0] ?? { due: 0, holds: 0, openCases: 0 };
      return reportOf(rule, counted);
    },
    { readOnly: true },
  );
}

function reportOf(
  rule: Rule,
  { due, holds, openCases }: { due: number; holds: number; openCases: number },
): RuleReport {
  const free = due - holds - openCases;
  return {
    ...{ rule: rule.code, what: rule.what, inForce: rule.inForce, due },
    deleted: isEmptied(rule) ? 0 : free,
    emptied: isEmptied(rule) ? free : 0,
    heldBack: { holds, openCases },
  };
}

/** In the order of their age, each slice from where the one before it ended. */
async function deleteRows(db: Db, rule: Rule, rules: readonly Rule[], now: Date): Promise<void> {
  const { table, since, due, held, open } = conditions(rule, rules, now);
  for (let from: string | null = '-infinity'; from !== null; ) {
    const reached: string = from;
    from = await seenBy(db.query, house, async (tx) => {
      const { rows } = await sql<{ place: string; since: string }>`
        select kept.ctid::text as place, ${since}::text as since from ${table} as kept
        where ${since} >= ${reached}::timestamptz and ${due} and not ${held} and not ${open}
        order by ${since} limit ${sql.lit(slice)} for update of kept skip locked`.execute(tx);
      if (rows.length === 0) return null;
      const these = sql`kept.ctid = any (${rows.map(({ place }) => place)}::tid[])`;
      if (isEmptied(rule)) await sql`update ${table} as kept set ${emptying()} where ${these}`.execute(tx);
      else await sql`delete from ${table} as kept where ${these}`.execute(tx);
      if (rule.what === 'callbacks' || rule.what === 'lostCalls') await tellNews(tx, rule.what);
      return rows.length < slice ? null : (rows.at(-1)?.since ?? null);
    });
  }
}

function emptying(): RawBuilder<unknown> {
  const erased = holdings.find(({ table }) => table === 'interactions')?.erased;
  if (erased === undefined || erased === 'deleted') throw new Error('interactions are meant to be emptied');
  return sql.join(Object.entries(erased).map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
}

/** No contract, no case, nothing asked, and nobody has spoken with them or touched their details for that long. */
const inactive = (rule: Rule, now: Date): RawBuilder<SqlBool> => {
  const old = (since: string) => hasRunOut(rule, sql.ref(since), now);
  const own = rule.portfolioId === null ? sql`true` : sql`customers.portfolio_id = ${rule.portfolioId}`;
  return sql<SqlBool>`(${own} and contracts = '[]' and ${old('customers.updated_at')}
    and not exists (select from cases where cases.customer_id = customers.id)
    and not exists (select from contacts where contacts.customer_id = customers.id and not ${old('contacts.at')})
    and not exists (select from notes where notes.customer_id = customers.id and not ${old('notes.at')})
    and not exists (select from interactions where interactions.customer_id = customers.id and not ${old('closed_at')})
    and not exists (select from privacy_requests as asked where asked.customer_id = customers.id and done_at is null))`;
};

async function countInactive(db: Db, rule: Rule, now: Date): Promise<RuleReport> {
  return seenBy(
    db.query,
    house,
    async (tx) => {
      const { rows } = await sql<{ due: number; holds: number }>`
        select count(*)::int as due, count(*) filter (where ${underHold(sql.ref('customers.id'))})::int as holds
        from customers where ${inactive(rule, now)}`.execute(tx);
      return reportOf(rule, { openCases: 0, ...(rows[0] ?? { due: 0, holds: 0 }) });
    },
    { readOnly: true },
  );
}

async function eraseInactive(db: Db, rule: Rule, now: Date): Promise<void> {
  for (let after = ''; ; ) {
    const next = await seenBy(db.query, house, (tx) => eraseNext(tx, rule, now, after));
    if (next === null) return;
    after = next;
  }
}

/** The next one in the order of ids; null: there is none. */
async function eraseNext(tx: Seen, rule: Rule, now: Date, after: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from customers where id > ${after} and ${inactive(rule, now)} and not ${underHold(sql.ref('customers.id'))}
    order by id limit 1`.execute(tx);
  const [found] = rows;
  if (found === undefined) return null;
  const person = await personOf(tx, found.id);
  const binds = await whatBinds(tx, found.id, now);
  if (person !== null && binds.length === 0) await eraseCustomer(tx, person, now);
  return found.id;
}

/** Nobody is there then. */
const night = { from: 1, until: 5 };
const hourMs = 3_600_000;
/** A run counts no further than this from where the last one counted to: what a clock that is years ahead would delete cannot be brought back. */
const longestStepMs = 31 * 24 * hourMs;

/** Up to which moment retention counts: now, and after a long time away, or by a clock that is ahead, step by step from night to night. */
export async function countsTo(db: Query, now: Date): Promise<Date> {
  const last = await db
    .selectFrom('purge_runs')
    .select((row) => row.fn.max('counted_to').as('to'))
    .where('dry', '=', false)
    .executeTakeFirst();
  const furthest = (last?.to?.getTime() ?? now.getTime()) + longestStepMs;
  return new Date(Math.min(now.getTime(), furthest));
}

/**
 * The night's run, where it is due: of several instances one does it. What it has done is kept as its report. Resolves to null where nothing was due.
 */
export async function nightlyPurge(
  deps: Pick<ServerDeps, 'db' | 'clock' | 'config' | 'random'>,
): Promise<RuleReport[] | null> {
  const now = deps.clock();
  const id = newId(deps);
  const claimed = await deps.db.query.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('purge', 5))`.execute(tx);
    const last = await tx
      .selectFrom('purge_runs')
      .select((row) => row.fn.max('at').as('at'))
      .where('dry', '=', false)
      // Another is of a clock that was ahead: it would put off all others until then.
      .where('at', '<=', toCome(now))
      .executeTakeFirst();
    if (!isDue(last?.at ?? null, now, deps.config.timeZone)) return null;
    const to = await countsTo(tx, now);
    const run = { id, at: now, dry: false, by_agent: null, report: null, counted_to: to };
    await tx.insertInto('purge_runs').values(run).execute();
    return to;
  });
  if (claimed === null) return null;
  const report = await purge(deps.db, claimed, false);
  // By no rule of the company's: it is what keeps erased people erased, and who they were in a CRM that is read no more.
  const before = new Date(claimed.getTime() - rememberedDays * 24 * hourMs);
  await seenBy(deps.db.query, house, (tx) => forgetLinks(tx, before));
  return keepReport(deps.db, id, report);
}

/** Once a night; where no night has been for a day and a half, at once. */
export function isDue(last: Date | null, now: Date, timeZone: string): boolean {
  if (last === null) return true;
  const hours = (now.getTime() - last.getTime()) / hourMs;
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now));
  return hours >= 36 || (hours >= 12 && hour >= night.from && hour < night.until);
}

async function keepReport(db: Db, id: string, report: RuleReport[]): Promise<RuleReport[]> {
  await db.query
    .updateTable('purge_runs')
    .set({ report: JSON.stringify(report) })
    .where('id', '=', id)
    .execute();
  return report;
}
