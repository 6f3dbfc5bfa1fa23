// The company's own data: who works there, with which extension, its queues and lists.
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { z } from 'zod';
import type { NeedKind } from '#shared/model/classification';
import { demoCompanySchema } from '#shared/model/demoCompany';
import type { Language } from '#shared/model/ids';
import { policySchema } from '#shared/model/policy';
import { plainSite, type Site } from '#shared/model/site';
import type { Agent } from '#shared/protocol/sessions';
import { workstationSchema } from '#shared/protocol/workstation';
import type { Query } from '../db/db.ts';

/** Everything of the workstation but where the PBX is. */
const keptSchema = workstationSchema.omit({ pbx: true }).extend({
  pbx: workstationSchema.shape.pbx.pick({ extension: true, authUser: true, password: true, featureCodes: true }),
});
type KeptWorkstation = z.infer<typeof keptSchema>;

const sitesSchema = demoCompanySchema.shape.sites;
const countrySchema = z.string().regex(/^[A-Z]{2}$/);

/** The agent's workstation, in one question; null while the company has not been set up, or the agent has no extension. */
export async function findWorkstation(db: Query, agent: Agent): Promise<KeptWorkstation | null> {
  const found = await db
    .selectFrom('company')
    .innerJoin('pbx_accounts', (join) => join.on('pbx_accounts.agent_id', '=', agent.id))
    .select(['company.name', 'country', 'practice', 'greeting', 'policy', 'sites', 'feature_codes as featureCodes'])
    .select(['extension', 'auth_user as authUser', 'password', 'site'])
    .select([
      jsonArrayFrom(db.selectFrom('queues').selectAll().select('client_id as clientId').orderBy('position')).as(
        'queues',
      ),
      jsonArrayFrom(clients(db, agent)).as('clients'),
      jsonArrayFrom(colleagues(db, agent)).as('colleagues'),
      jsonArrayFrom(reasonRows(db)).as('reasons'),
      jsonArrayFrom(outcomeRows(db)).as('outcomes'),
      jsonArrayFrom(notReadyRows(db)).as('notReadyReasons'),
      jsonArrayFrom(db.selectFrom('need_kinds').selectAll().orderBy('position')).as('needKinds'),
    ])
    .executeTakeFirst();
  if (found === undefined) return null;
  const { name, country, practice, featureCodes, sites, extension, authUser, password, site, ...rest } = found;
  return keptSchema.parse({
    ...rest,
    agent,
    company: { name, country, practice },
    pbx: { extension, authUser, password, featureCodes },
    site: siteAt({ country, sites }, site),
  });
}

/** The one of that name; else the first; where none is known, the company's country. */
function siteAt(company: { readonly country: string; readonly sites: unknown }, id: string | null): Site {
  const sites = sitesSchema.parse(company.sites);
  return sites.find((site) => site.id === id) ?? sites[0] ?? plainSite(company.country);
}

/** Where the PBX's queues are: the company's first site. Null while the company has not been set up. */
export async function firstSite(db: Query): Promise<Site | null> {
  const row = await db.selectFrom('company').select(['country', 'sites']).executeTakeFirst();
  return row ? siteAt(row, null) : null;
}

/** For documents; empty while the company has not been set up. */
export async function companyName(db: Query): Promise<string> {
  return (await db.selectFrom('company').select('name').executeTakeFirst())?.name ?? '';
}

/** What is said first, as the company's file says it; null while the company has not been set up. */
export async function companyGreeting(db: Query): Promise<unknown> {
  return (await db.selectFrom('company').select('greeting').executeTakeFirst())?.greeting ?? null;
}

/** How national numbers are read; null while the company has not been set up. */
export async function companyCountry(db: Query): Promise<string | null> {
  const row = await db.selectFrom('company').select('country').executeTakeFirst();
  return row ? countrySchema.parse(row.country) : null;
}

/** Nothing decided while the company has not been set up. */
export async function companyPolicy(db: Query): Promise<KeptWorkstation['policy']> {
  const row = await db.selectFrom('company').select('policy').executeTakeFirst();
  return policySchema.parse(row?.policy ?? {});
}

/** In the company's order. */
export async function queueIds(db: Query): Promise<string[]> {
  return (await db.selectFrom('queues').select('id').orderBy('position').execute()).map(({ id }) => id);
}

/** What lists may name. */
export async function codesInUse(db: Query): Promise<{ queues: string[]; reasons: string[]; clients: string[] }> {
  const { rows } = await sql<{ queues: string[]; reasons: string[]; clients: string[] }>`
    select array(select id from queues) as queues, array(select code from reasons) as reasons,
      array(select id from clients) as clients`.execute(db);
  return rows[0] ?? { queues: [], reasons: [], clients: [] };
}

/** Whether this is the exercise company. */
export async function isPractice(db: Query): Promise<boolean> {
  return (await db.selectFrom('company').select('practice').executeTakeFirst())?.practice ?? false;
}

export async function isQueue(db: Query, id: string): Promise<boolean> {
  return (await db.selectFrom('queues').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** For which client company it answers; null: there is no such queue. */
export async function clientOfQueue(db: Query, id: string): Promise<string | null> {
  const row = await db.selectFrom('queues').select('client_id').where('id', '=', id).executeTakeFirst();
  return row?.client_id ?? null;
}

/** In which language it is answered; null: there is no such queue. */
export async function languageOfQueue(db: Query, id: string): Promise<Language | null> {
  const row = await db.selectFrom('queues').select('language').where('id', '=', id).executeTakeFirst();
  return row?.language ?? null;
}

/** Null: there is no such queue. */
export async function numberOfQueue(db: Query, id: string): Promise<string | null> {
  const row = await db.selectFrom('queues').select('number').where('id', '=', id).executeTakeFirst();
  return row?.number ?? null;
}

/** In their order: those that are everybody's, and those of these portfolios. */
export async function queuesSeen(db: Query, portfolios: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('queues')
    .select('id')
    .where((row) => row.or([row('portfolio_id', 'is', null), row('portfolio_id', 'in', [...portfolios, ''])]))
    .orderBy('position')
    .execute();
  return rows.map(({ id }) => id);
}

/** The queues of the agent's skills; empty: none have been set. */
export async function queuesOfAgent(db: Query, agentId: string): Promise<string[]> {
  const rows = await db.selectFrom('agent_queues').select('queue_id').where('agent_id', '=', agentId).execute();
  return rows.map((row) => row.queue_id);
}

export async function extensionsOfAgents(db: Query): Promise<{ id: string; extension: string }[]> {
  return db
    .selectFrom('agents')
    .innerJoin('pbx_accounts', 'agent_id', 'agents.id')
    .select(['agents.id', 'extension'])
    .where('active', '=', true)
    .execute();
}

/** Null: the agent has none. */
export async function extensionOf(db: Query, agentId: string): Promise<string | null> {
  const row = await db
    .selectFrom('pbx_accounts')
    .select('extension')
    .where('agent_id', '=', agentId)
    .executeTakeFirst();
  return row?.extension ?? null;
}

/** Which of these codes are on the company's lists. */
export async function knownCodes(
  db: Query,
  codes: { reason: string; secondary: readonly string[]; outcome: string },
): Promise<{ reason: boolean; secondary: boolean; outcome: boolean }> {
  const row = await db
    .selectNoFrom([
      sql<boolean>`exists (select from reasons where code = ${codes.reason})`.as('reason'),
      sql<boolean>`${codes.secondary}::text[] <@ array(select code from reasons)`.as('secondary'),
      sql<boolean>`exists (select from outcomes where code = ${codes.outcome})`.as('outcome'),
    ])
    .executeTakeFirstOrThrow();
  return row;
}

/** Which of these are not on the company's list. */
export async function unknownNeeds(db: Query, codes: readonly string[]): Promise<string[]> {
  const rows = await db.selectFrom('need_kinds').select('code').execute();
  const known = new Set(rows.map(({ code }) => code));
  return codes.filter((code) => !known.has(code));
}

/** Codes of those that are not for everybody to say. */
export async function delicateNeeds(db: Query): Promise<string[]> {
  const rows = await db.selectFrom('need_kinds').select('code').where('tone', '<>', 'plain').execute();
  return rows.map(({ code }) => code);
}

/** The company's own list, in the place of what was there; what customers have stays. */
export async function replaceNeedKinds(tx: Query, kinds: readonly NeedKind[]): Promise<void> {
  await tx.deleteFrom('need_kinds').execute();
  if (kinds.length === 0) return;
  const rows = kinds.map(({ code, labels, tone }, position) => ({
    ...{ code, position, tone },
    labels: JSON.stringify(labels),
  }));
  await tx.insertInto('need_kinds').values(rows).execute();
}

/** Those whose customers they see. */
const clients = (db: Query, agent: Agent) =>
  db
    .selectFrom('clients')
    .select(['clients.id', 'clients.name', 'clients.greeting'])
    .where(sql<boolean>`id = any (select unnest(portfolios) from agents where agents.id = ${agent.id})`)
    .orderBy('name');

const colleagues = (db: Query, agent: Agent) =>
  db
    .selectFrom('agents')
    .innerJoin('pbx_accounts', 'agent_id', 'agents.id')
    .select(['agents.id', 'name', 'role', 'extension'])
    .where('agents.id', '<>', agent.id)
    .where('active', '=', true)
    .orderBy('name');

export const notReadyRows = (db: Query) => db.selectFrom('not_ready_reasons').selectAll().orderBy('position');

/** Groups with their reasons, in the company's order; out of use ones too. */
export const reasonRows = (db: Query) =>
  db
    .selectFrom('reason_groups')
    .selectAll()
    .select((group) =>
      jsonArrayFrom(
        group
          .selectFrom('reasons')
          .select(['code', 'labels', 'priority', 'desk', 'queue_id as queueId'])
          .select(['level', 'complaint', 'target', 'words', 'active'])
          .whereRef('group_code', '=', 'reason_groups.code')
          .orderBy('position'),
      ).as('reasons'),
    )
    .orderBy('position');

export const outcomeRows = (db: Query) =>
  db
    .selectFrom('outcome_groups')
    .selectAll()
    .select((group) =>
      jsonArrayFrom(
        group.selectFrom('outcomes').selectAll().whereRef('group_code', '=', 'outcome_groups.code').orderBy('position'),
      ).as('outcomes'),
    )
    .orderBy('position');
