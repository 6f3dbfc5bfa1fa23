// Writing many rows at once: a company, its agents and lists, thousands of customers in one statement each.
import { sql } from 'kysely';
import type { NotReadyReason, OutcomeGroup, ReasonGroup } from '#shared/model/classification';
import type { Case, Contact, NewCustomer } from '#shared/model/customer';
import type { DemoCompany } from '#shared/model/demoCompany';
import type { QueueId } from '#shared/model/ids';
import { lastDigits } from '#shared/model/phoneNumber';
import type { Agent } from '#shared/protocol/sessions';
import type { PbxSettings, Queue, Workstation } from '#shared/protocol/workstation';
import type { Query } from '../db/db.ts';
import type { Seen } from '../db/seenBy.ts';

/** Where a row lies, and its version, are the database's to say. */
type New<T> = Omit<T, 'portfolioId' | 'version' | 'mergedFrom'>;

/** By which queue; left out: by none. */
interface Worked {
  readonly queueId?: QueueId;
}

export type NewCompany = Workstation['company'] & {
  readonly greeting: Workstation['greeting'];
  readonly featureCodes: PbxSettings['featureCodes'];
  readonly policy: Workstation['policy'];
  readonly sites: DemoCompany['sites'];
};

/** Waits until no other transaction is seeding this database. */
export async function lockSeeding(tx: Query): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('seeding', 2))`.execute(tx);
}

export async function hasCompany(db: Query): Promise<boolean> {
  return (await db.selectFrom('company').select('name').executeTakeFirst()) !== undefined;
}

export async function insertCompany(tx: Query, company: NewCompany): Promise<void> {
  await tx
    .insertInto('company')
    .values({
      name: company.name,
      country: company.country,
      practice: company.practice,
      greeting: JSON.stringify(company.greeting),
      feature_codes: JSON.stringify(company.featureCodes),
      policy: JSON.stringify(company.policy),
      sites: JSON.stringify(company.sites),
    })
    .execute();
}

export async function insertAgent(
  tx: Query,
  agent: Agent,
  account: {
    readonly passwordHash: string;
    readonly extension: string;
    readonly pbxPassword: string;
    readonly site: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('agents')
    .values({
      id: agent.id,
      username: agent.username,
      password_hash: account.passwordHash,
      name: agent.name,
      given_name: agent.givenName,
      role: agent.role,
      language: agent.language,
    })
    .execute();
  await tx
    .insertInto('pbx_accounts')
    .values({
      agent_id: agent.id,
      extension: account.extension,
      auth_user: account.extension,
      password: account.pbxPassword,
      site: account.site,
    })
    .execute();
}

/** Whose they are comes with `placeQueues`. */
type NewQueue = Omit<Queue, 'clientId'>;

const idsOf = (queues: readonly NewQueue[]): string[] => queues.map(({ id }) => id);

/** The number of a queue that is not among these, and which one of these has too; null: there is none. */
export async function numberTwice(
  tx: Query,
  queues: readonly NewQueue[],
): Promise<{ id: string; number: string } | null> {
  const row = await tx
    .selectFrom('queues')
    .select(['id', 'number'])
    .where(
      'number',
      'in',
      queues.map(({ number }) => number),
    )
    .where('id', 'not in', idsOf(queues))
    .executeTakeFirst();
  return row ?? null;
}

/** In this order. What is new is added, what is different is changed, and none is removed. */
export async function keepQueues(tx: Query, queues: readonly NewQueue[]): Promise<void> {
  const kept = queues.map(({ id, number, language, name, about }, position) => ({
    id,
    number,
    language,
    position,
    name: JSON.stringify(name),
    about: JSON.stringify(about),
  }));
  // Two may have changed their numbers with each other.
  await tx.updateTable('queues').set({ number: sql<string>`'~' || id` }).where('id', 'in', idsOf(queues)).execute();
  await tx
    .insertInto('queues')
    .values(kept)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        number: row.ref('excluded.number'),
        language: row.ref('excluded.language'),
        position: row.ref('excluded.position'),
        name: row.ref('excluded.name'),
        about: row.ref('excluded.about'),
      })),
    )
    .execute();
}

export async function insertLists(
  tx: Query,
  lists: {
    readonly reasons: readonly ReasonGroup[];
    readonly outcomes: readonly OutcomeGroup[];
    readonly notReadyReasons: readonly NotReadyReason[];
  },
): Promise<void> {
  const kept = <T extends { code: string; labels: object }>({ code, labels }: T, position: number) => ({
    code,
    position,
    labels: JSON.stringify(labels),
  });
  const reasons = lists.reasons.flatMap((group) =>
    group.reasons.map((reason, position) => ({
      ...kept(reason, position),
      group_code: group.code,
      priority: reason.priority,
      desk: reason.desk,
      queue_id: reason.queueId ?? null,
      ...{ level: reason.level, complaint: reason.complaint, active: reason.active },
      target: reason.target && JSON.stringify(reason.target),
      words: JSON.stringify(reason.words),
    })),
  );
  const outcomes = lists.outcomes.flatMap((group) =>
    group.outcomes.map((outcome, position) => ({
      ...kept(outcome, position),
      ...{ group_code: group.code, active: outcome.active },
      needs: JSON.stringify(outcome.needs),
    })),
  );
  await tx.insertInto('reason_groups').values(lists.reasons.map(kept)).execute();
  await tx.insertInto('reasons').values(reasons).execute();
  await tx.insertInto('outcome_groups').values(lists.outcomes.map(kept)).execute();
  await tx.insertInto('outcomes').values(outcomes).execute();
  await tx.insertInto('not_ready_reasons').values(lists.notReadyReasons.map(kept)).execute();
}

/** Adds to the queues that an agent answers; unknown names and queues are passed over. */
export async function addSkills(
  tx: Query,
  agents: readonly { readonly username: string; readonly queues: readonly string[] }[],
): Promise<void> {
  const skills = agents.flatMap(({ username, queues }) => queues.map((queue) => ({ username, queue })));
  await sql`
    insert into agent_queues (agent_id, queue_id)
    select agents.id, queues.id from jsonb_to_recordset(${JSON.stringify(skills)}::jsonb) as skill (username text, queue text)
      join agents using (username) join queues on queues.id = skill.queue
    on conflict do nothing`.execute(tx);
}

/** Inserts customers with their phones, cases and contacts; whoever is there already stays as they are. Resolves to the ids of the new. */
export async function insertCustomers(
  tx: Seen,
  batch: {
    readonly customers: readonly NewCustomer[];
    readonly cases?: readonly (Omit<New<Case>, 'attachments' | 'file'> & Worked)[];
    readonly contacts?: readonly (Omit<New<Contact>, 'secondary' | 'factors'> & Worked)[];
  },
  portfolioId = 'company',
): Promise<ReadonlySet<string>> {
  const inserted = await sql<{ id: string }>`
    insert into customers (id, code, kind, name, language, birth_date, tax_code, iban, email, street, postcode, city,
      preference, contracts, needs, updated_at, portfolio_id)
    select id, code, kind, name, language, "birthDate", "taxCode", iban, email, address ->> 'street',
      address ->> 'postcode', address ->> 'city', preference, contracts, coalesce(needs, '[]'), "updatedAt", ${portfolioId}
    from jsonb_to_recordset(${JSON.stringify(batch.customers)}::jsonb) as fresh (id text, code text, kind text, name text,
      language text, "birthDate" date, "taxCode" text, iban text, email text, address jsonb, preference text,
      contracts jsonb, needs jsonb, "updatedAt" timestamptz)
    on conflict do nothing
    returning id`.execute(tx);
  const fresh = new Set(inserted.rows.map((row) => row.id));
  const phones = batch.customers
    .filter((customer) => fresh.has(customer.id))
    .flatMap(({ id, phones }) =>
      phones.map((phone, position) => ({ ...phone, id, position, tail: lastDigits(phone.e164 ?? phone.raw) })),
    );
  await sql`
    insert into customer_phones (customer_id, position, raw, e164, tail, kind)
    select id, position, raw, e164, tail, kind from jsonb_to_recordset(${JSON.stringify(phones)}::jsonb)
      as fresh (id text, position int, raw text, e164 text, tail text, kind text)`.execute(tx);
  const cases = (batch.cases ?? []).filter((found) => fresh.has(found.customerId));
  await sql`
    insert into cases (id, customer_id, number, title, reason_code, status, opened_at, reminders, queue_id)
    select id, "customerId", number, title, "reasonCode", status, "openedAt", reminders, "queueId"
    from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as fresh (id text, "customerId" text, number text, title text,
      "reasonCode" text, status text, "openedAt" timestamptz, reminders int, "queueId" text)`.execute(tx);
  const contacts = (batch.contacts ?? []).filter((contact) => fresh.has(contact.customerId));
  await sql`
    insert into contacts (id, customer_id, at, channel, direction, agent_name, reason_code, outcome_code, note, queue_id)
    select id, "customerId", at, channel, direction, "agentName", "reasonCode", "outcomeCode", note, "queueId"
    from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) as fresh (id text, "customerId" text, at timestamptz,
      channel text, direction text, "agentName" text, "reasonCode" text, "outcomeCode" text, note text, "queueId" text)`.execute(
    tx,
  );
  return fresh;
}

/** How many customers there are from one id to another, both included. */
export async function countCustomers(db: Seen, first: string, last: string): Promise<number> {
  const row = await db
    .selectFrom('customers')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('id', '>=', first)
    .where('id', '<=', last)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** After many customers have come: lets the database look at how they are spread, on which the way of every query depends. */
export async function lookAtCustomers(db: Query): Promise<void> {
  await sql`analyze customers, customer_phones, customer_words, cases, contacts`.execute(db);
}
