// For how long what is kept: the rules, and for each kind of row from when it is counted and what holds it back.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type RetainedKind, type RetentionRule, retainedKindSchema } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';

/** As the protocol has it, without who has confirmed it. */
export type Rule = Omit<RetentionRule, 'confirmedAt'>;

interface Retained {
  readonly table: string;
  /** The moment from which the period runs. Null in a row that is not over yet. */
  readonly since: RawBuilder<unknown>;
  /** Where not every row is to go. */
  readonly only?: RawBuilder<SqlBool>;
  /** Whose it is. Null: rows of this kind know a number at most. */
  readonly customer: RawBuilder<unknown> | null;
  readonly number: RawBuilder<unknown> | null;
  readonly reason: RawBuilder<unknown> | null;
}

const col = (name: string) => sql.ref(name);
const callerNumber = sql`coalesce(kept.caller->>'e164', kept.caller->>'number')`;

export const retained: Record<Exclude<RetainedKind, 'inactiveCustomers'>, Retained> = {
  contacts: {
    table: 'contacts',
    since: col('kept.at'),
    customer: col('kept.customer_id'),
    number: null,
    reason: col('kept.reason_code'),
  },
  notes: { table: 'notes', since: col('kept.at'), customer: col('kept.customer_id'), number: null, reason: null },
  interactions: {
    table: 'interactions',
    since: col('kept.closed_at'),
    // One that is emptied is over for good.
    only: sql`(kept.customer_id is not null or kept.note <> '' or kept.promised <> '' or kept.caller->>'kind' <> 'withheld')`,
    customer: col('kept.customer_id'),
    number: callerNumber,
    reason: col('kept.reason_code'),
  },
  cases: {
    table: 'cases',
    since: col('kept.closed_at'),
    customer: col('kept.customer_id'),
    number: null,
    reason: col('kept.reason_code'),
  },
  chats: {
    table: 'chats',
    since: sql`coalesce(kept.ended_at, case when kept.state = 'read' then kept.taken_at end)`,
    // Not before they are counted.
    only: sql`kept.opened_at < (select up_to from chats_rolled)`,
    customer: col('kept.customer_id'),
    number: col('kept.call_wanted'),
    reason: sql`(select reason_code from interactions where interactions.id = kept.interaction_id)`,
  },
  handovers: {
    table: 'handovers',
    since: sql`(kept.request->>'at')::timestamptz`,
    customer: sql`kept.request->>'customerId'`,
    number: sql`coalesce(kept.request->'caller'->>'e164', kept.request->'caller'->>'number')`,
    reason: null,
  },
  callbacks: {
    table: 'callbacks',
    since: col('kept.due_at'),
    customer: col('kept.customer_id'),
    number: col('kept.number'),
    reason: null,
  },
  lostCalls: {
    table: 'lost_calls',
    since: col('kept.at'),
    customer: null,
    number: sql`coalesce(kept.e164, kept.number)`,
    reason: null,
  },
  queueWaits: {
    table: 'queue_waits',
    since: col('kept.joined_at'),
    // Not before they are counted.
    only: sql`kept.joined_at < (select up_to from waits_rolled)`,
    customer: null,
    number: null,
    reason: null,
  },
  listening: { table: 'listening', since: col('kept.asked_at'), customer: null, number: null, reason: null },
  surveyAnswers: {
    table: 'survey_answers',
    since: sql`kept.on_day::timestamptz`,
    customer: null,
    number: null,
    reason: col('kept.reason_code'),
  },
  requests: {
    table: 'privacy_requests',
    since: col('kept.done_at'),
    customer: col('kept.customer_id'),
    number: null,
    reason: null,
  },
};

/** In their order. */
export async function listRules(tx: Seen): Promise<Rule[]> {
  return tx
    .selectFrom('retention_rules')
    .select([
      'code',
      sql<RetainedKind>`what`.as('what'),
      'portfolio_id as portfolioId',
      'reason_group as reasonGroup',
      'kept_for as keptFor',
      'basis',
      'why',
      'in_force as inForce',
    ])
    .where('what', 'in', [...retainedKindSchema.options])
    .orderBy('position')
    .orderBy('code')
    .execute();
}

const groupOf = (reason: RawBuilder<unknown>) => sql`(select group_code from reasons where code = ${reason})`;
const portfolioOf = (customer: RawBuilder<unknown>) =>
  sql`coalesce((select portfolio_id from customers where id = ${customer}), 'company')`;

/**
 * Whether a row falls under this rule and no other: the one for its group of reasons goes before the one for its portfolio, both
 * before those for everything. (What the law wants kept goes by the reason; no client company can make it shorter by accident.)
 */
export function fallsUnder(rule: Rule, rules: readonly Rule[]): RawBuilder<SqlBool> {
  if (rule.what === 'inactiveCustomers') return sql<SqlBool>`true`;
  const { customer, reason } = retained[rule.what];
  const others = rules.filter((other) => other.what === rule.what && other.code !== rule.code);
  const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`];
  const group = reason === null ? null : groupOf(reason);
  const portfolio = customer === null ? null : portfolioOf(customer);
  const matches = ({ portfolioId, reasonGroup }: Rule): RawBuilder<SqlBool> => {
    const byPortfolio =
      portfolioId === null ? sql`true` : portfolio === null ? sql`false` : sql`${portfolio} = ${portfolioId}`;
    const byGroup = reasonGroup === null ? sql`true` : group === null ? sql`false` : sql`${group} = ${reasonGroup}`;
    return sql<SqlBool>`coalesce(${byPortfolio} and ${byGroup}, false)`;
  };
  conditions.push(matches(rule));
  for (const other of others) {
    if (rank(other) > rank(rule)) conditions.push(sql<SqlBool>`not ${matches(other)}`);
  }
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

const rank = ({ reasonGroup, portfolioId }: Rule): number =>
  (reasonGroup === null ? 0 : 2) + (portfolioId === null ? 0 : 1);

/** Whether the rule's period has run out at that moment. */
export const hasRunOut = (rule: Rule, since: RawBuilder<unknown>, now: Date): RawBuilder<SqlBool> =>
  sql<SqlBool>`${since} < ${now}::timestamptz - ${rule.keptFor}::interval`;

/** Nothing of theirs is deleted: a matter of proceedings, or what may not be used has to be kept for them (GDPR art. 18). */
export const underHold = (customer: RawBuilder<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`(exists (
    select from legal_holds where legal_holds.customer_id = ${customer} and lifted_at is null)
  or exists (select from restrictions where restrictions.customer_id = ${customer} and lifted_at is null))`;
export const withOpenCase = (customer: RawBuilder<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`exists (
  select from cases as going_on where going_on.customer_id = ${customer} and going_on.status <> 'closed')`;

/** Whether what holds a customer back (`underHold`, `withOpenCase`) covers a row, by its customer or by its number. */
export function covers(
  { customer, number }: Pick<Retained, 'customer' | 'number'>,
  holdsBack: (customer: RawBuilder<unknown>) => RawBuilder<SqlBool>,
): RawBuilder<SqlBool> {
  const byCustomer = customer === null ? sql<SqlBool>`false` : holdsBack(customer);
  const byNumber =
    number === null
      ? sql<SqlBool>`false`
      : sql<SqlBool>`exists (select from customer_phones as theirs
          where theirs.tail = number_tail(${number}) and ${holdsBack(sql.ref('theirs.customer_id'))})`;
  return sql<SqlBool>`(${byCustomer} or ${byNumber})`;
}
