// Customers as another CRM has them, taken over field by field: what was changed there since it was read last, and nothing else, so that what
// was edited here stands until somebody changes that field there. With the house's eyes.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { ulid } from 'ulid';
import type { CrmCustomer, Refusal } from '#shared/connector/rows';
import { customerIdSchema, type Language } from '#shared/model/ids';
import type { Seen } from '../db/seenBy.ts';
import { partLinks, recall } from './crmRemembered.ts';
import { lockCustomer, updateCustomer } from './customers.ts';
import { insertCustomers } from './seeding.ts';

type Field = Exclude<keyof CrmCustomer, 'id'>;
const fields = [
  'kind',
  'name',
  'email',
  'phones',
  'address',
  'birthDate',
  'taxCode',
  'language',
] as const satisfies Field[];
type Marks = Readonly<Record<string, string>>;

export interface Taking {
  readonly connectorId: string;
  readonly portfolioId: string;
  readonly round: number;
  readonly at: Date;
  /** Of whom the CRM does not say which. */
  readonly language: Language;
}

export interface Taken {
  readonly added: number;
  readonly changed: number;
}

/** Takes over rows of one page; whoever was erased here stays so. */
export async function takeOver(tx: Seen, taking: Taking, customers: readonly CrmCustomer[]): Promise<Taken> {
  if (customers.length === 0) return { added: 0, changed: 0 };
  // The same one twice on a page: the later row is the newer.
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  const links = await linksOf(tx, taking.connectorId, [...byId.keys()]);
  const unknown = [...byId.keys()].filter((id) => !links.has(id));
  await takeUpAgain(tx, taking, unknown, links);
  const fresh = [...byId.values()].filter(({ id }) => !links.has(id));
  const local = await add(tx, taking, fresh);
  let changed = 0;
  const marked = fresh.map((customer) => ({ customer, customerId: local.get(customer.id) ?? null }));
  for (const [remoteId, link] of links) {
    const customer = byId.get(remoteId);
    if (customer === undefined || link.customerId === null) continue;
    const other = fields.filter((field) => link.marks[field] !== markOf(customer[field]));
    if (other.length === 0) continue;
    // What is not written is not marked either: it is taken over once their data may be used again.
    if (!(await change(tx, taking, link.customerId, customer, other))) continue;
    marked.push({ customer, customerId: link.customerId });
    changed += 1;
  }
  await keepLinks(tx, taking, marked);
  await refusedNoMore(tx, taking.connectorId, [...byId.keys()]);
  return { added: fresh.length, changed };
}

/** These were on the list of that round, refused rows too. */
export async function markListed(
  tx: Seen,
  { connectorId, round }: Taking,
  remoteIds: readonly string[],
): Promise<void> {
  await sql`update crm_links set round = ${round}
    where connector_id = ${connectorId} and remote_id = any (${remoteIds}) and round <> ${round}`.execute(tx);
}

/** The last that is said of a row counts. */
export async function keepRefusals(tx: Seen, { connectorId, at }: Taking, refused: readonly Refusal[]): Promise<void> {
  if (refused.length === 0) return;
  const byRow = new Map(refused.map(({ id, field, why }) => [id ?? '', { remote: id ?? '', field, why }]));
  await sql`
    insert into crm_refusals (connector_id, remote_id, field, why, at)
    select ${connectorId}, remote, field, why, ${at}
      from jsonb_to_recordset(${JSON.stringify([...byRow.values()])}::jsonb) as said (remote text, field text, why text)
    on conflict (connector_id, remote_id) do update set field = excluded.field, why = excluded.why, at = excluded.at`.execute(
    tx,
  );
}

const refusedNoMore = (tx: Seen, connectorId: string, remoteIds: readonly string[]) =>
  sql`delete from crm_refusals where connector_id = ${connectorId} and remote_id = any (${remoteIds})`.execute(tx);

/** Gone there. Here they stay where something hangs on them, and are no longer tied to anybody there; else they go. */
export async function letGo(tx: Seen, connectorId: string, remoteIds: readonly string[]): Promise<number> {
  if (remoteIds.length === 0) return 0;
  const ids = await partLinks(tx, connectorId, remoteIds);
  await refusedNoMore(tx, connectorId, remoteIds);
  const { numAffectedRows } = await sql`
    delete from customers where id = any (${ids})
      and ${sql.join(
        whatHangs.map(
          (table) => sql`not exists (select from ${sql.table(table)} as kept where kept.customer_id = customers.id)`,
        ),
        sql` and `,
      )}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Work done for them, what the law wants kept, and another CRM that has them still. */
const whatHangs = [
  ...['cases', 'contacts', 'notes', 'interactions', 'callbacks', 'recontacts', 'crm_links'],
  ...['chats', 'legal_holds', 'consents', 'restrictions', 'privacy_requests', 'disclosures', 'tellings'],
];

/** How many there are of it, and how many of them the finished list of that round was without. */
export async function countMissing(
  tx: Seen,
  connectorId: string,
  round: number,
): Promise<{ known: number; missing: number }> {
  const row = await tx
    .selectFrom('crm_links')
    .select([
      sql<number>`count(*)::int`.as('known'),
      sql<number>`(count(*) filter (where round < ${round}))::int`.as('missing'),
    ])
    .where('connector_id', '=', connectorId)
    .where('customer_id', 'is not', null)
    .executeTakeFirstOrThrow();
  return row;
}

/** Some of those that the list of that round was without. */
export async function someMissing(tx: Seen, connectorId: string, round: number, most: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('crm_links')
    .select('remote_id as id')
    .where('connector_id', '=', connectorId)
    .where('customer_id', 'is not', null)
    .where('round', '<', round)
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

export async function listRefusals(
  tx: Seen,
  connectorId: string,
  most: number,
): Promise<{ refused: { id: string; field: string; why: string; at: Date }[]; inAll: number }> {
  const of = tx.selectFrom('crm_refusals').where('connector_id', '=', connectorId);
  const refused = await of
    .select(['remote_id as id', 'field', 'why', 'at'])
    .orderBy('at', 'desc')
    .orderBy('remote_id')
    .limit(most)
    .execute();
  const { count } = await of.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  return { refused, inAll: count };
}

interface Link {
  readonly customerId: string | null;
  readonly marks: Marks;
}

async function linksOf(tx: Seen, connectorId: string, remoteIds: readonly string[]): Promise<Map<string, Link>> {
  const rows = await tx
    .selectFrom('crm_links')
    .select(['remote_id as remoteId', 'customer_id as customerId', 'marks'])
    .where('connector_id', '=', connectorId)
    .where(sql<boolean>`remote_id = any (${remoteIds})`)
    .execute();
  return new Map(rows.map(({ remoteId, ...link }) => [remoteId, link]));
}

/** Whoever was tied to somebody of that CRM before is so again, and who was erased here stays so: both are among `links` then. */
async function takeUpAgain(
  tx: Seen,
  taking: Taking,
  remoteIds: readonly string[],
  links: Map<string, Link>,
): Promise<void> {
  if (remoteIds.length === 0) return;
  const remembered = await recall(tx, taking, remoteIds);
  const again = [...remembered].map(([remote, { customerId, marks }]) => ({ remote, local: customerId, marks }));
  await insertLinks(tx, taking, again);
  for (const [remoteId, link] of remembered) links.set(remoteId, link);
}

/** By the CRM's id: ours. */
async function add(tx: Seen, taking: Taking, customers: readonly CrmCustomer[]): Promise<Map<string, string>> {
  const ids = new Map(customers.map(({ id }) => [id, ulid(taking.at.getTime())]));
  if (customers.length === 0) return ids;
  const { rows } = await sql<{ code: string }>`
    select 'CR-' || nextval('crm_customer_codes') as code from generate_series(1, ${customers.length})`.execute(tx);
  const fresh = customers.map(({ id, language, ...customer }, place) => ({
    ...customer,
    id: customerIdSchema.parse(ids.get(id)),
    code: rows[place]?.code ?? '',
    language: language ?? taking.language,
    iban: null,
    preference: null,
    contracts: [],
    needs: [],
    updatedAt: taking.at.toISOString(),
  }));
  const inserted = await insertCustomers(tx, { customers: fresh }, taking.portfolioId);
  // One of these codes was somebody's: the page is taken over again, with the next ones.
  if (inserted.size < fresh.length) throw new Error('a customer’s code was taken');
  return ids;
}

/** False: their data may not be used (GDPR art. 18). */
async function change(
  tx: Seen,
  { at, language }: Taking,
  customerId: string,
  customer: CrmCustomer,
  others: readonly Field[],
): Promise<boolean> {
  const before = await lockCustomer(tx, customerId);
  if (before === null) return true;
  if (before.restrictedAt !== null) return false;
  const wanted = { ...customer, language: customer.language ?? language };
  const changed = others.filter((field) => !isDeepStrictEqual(before[field], wanted[field]));
  const row = {
    ...(changed.includes('kind') && { kind: wanted.kind }),
    ...(changed.includes('name') && { name: wanted.name }),
    ...(changed.includes('language') && { language: wanted.language }),
    ...(changed.includes('birthDate') && { birth_date: wanted.birthDate }),
    ...(changed.includes('taxCode') && { tax_code: wanted.taxCode }),
  };
  if (Object.keys(row).length > 0) {
    await tx
      .updateTable('customers')
      .set({ ...row, updated_at: at })
      .where('id', '=', customerId)
      .execute();
  }
  const details = {
    ...(changed.includes('email') && { email: wanted.email }),
    ...(changed.includes('address') && { address: wanted.address }),
    ...(changed.includes('phones') && { phones: wanted.phones }),
  };
  if (Object.keys(details).length > 0) await updateCustomer(tx, before, details, at);
  return true;
}

async function keepLinks(
  tx: Seen,
  taking: Taking,
  marked: readonly { readonly customer: CrmCustomer; readonly customerId: string | null }[],
): Promise<void> {
  const links = marked.map(({ customer, customerId }) => ({
    remote: customer.id,
    local: customerId,
    marks: Object.fromEntries(fields.map((field) => [field, markOf(customer[field])])),
  }));
  await insertLinks(tx, taking, links);
}

async function insertLinks(
  tx: Seen,
  { connectorId, round }: Taking,
  links: readonly { readonly remote: string; readonly local: string | null; readonly marks: Marks }[],
): Promise<void> {
  if (links.length === 0) return;
  await sql`
    insert into crm_links (connector_id, remote_id, customer_id, marks, round)
    select ${connectorId}, remote, local, marks, ${round}
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as fresh (remote text, local text, marks jsonb)
    on conflict (connector_id, remote_id) do update set marks = excluded.marks, round = excluded.round`.execute(tx);
}

const markOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);

/** Some of those that are tied to it still, behind that one, in order. */
export async function someLinked(tx: Seen, connectorId: string, after: string, most: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('crm_links')
    .select('remote_id')
    .where('connector_id', '=', connectorId)
    .where('customer_id', 'is not', null)
    .where('remote_id', '>', after)
    .orderBy('remote_id')
    .limit(most)
    .execute();
  return rows.map(({ remote_id }) => remote_id);
}
