// Accounts as an administrator changes them.
import { sql } from 'kysely';
import {
  type Account,
  type AccountPatch,
  accountListSchema,
  accountSchema,
  type NewAccount,
} from '#shared/protocol/accounts';
import type { Query } from '../db/db.ts';
import { hasBeenBy, revokeSession } from './agents.ts';

interface LockOut {
  readonly attempts: number;
  readonly minutes: number;
}

/** By name. `id`: that one alone. */
export async function listAccounts(db: Query, now: Date, lockOut: LockOut, id?: string): Promise<Account[]> {
  const since = new Date(now.getTime() - lockOut.minutes * 60_000);
  const { rows } = await sql<Account & { lockedUntil: Date | null; oneTimeUntil: Date | null }>`
    select agents.id, username, name, given_name as "givenName", role, language, active, extension,
      one_time_until as "oneTimeUntil", from_file is not null as "fromFile",
      array(select queue_id from agent_queues where agent_id = agents.id order by 1) as queues,
      array(select portfolio_id from agent_portfolios where agent_id = agents.id order by 1) as portfolios,
      (select at from failed_sign_ins where failed_sign_ins.username = agents.username and at > ${since} and at <= ${hasBeenBy(now)}
        order by at desc offset ${lockOut.attempts - 1} limit 1) as "lockedUntil"
    from agents left join pbx_accounts on agent_id = agents.id
    ${id === undefined ? sql`` : sql`where agents.id = ${id}`} order by name, agents.id`.execute(db);
  return rows.map(({ lockedUntil, oneTimeUntil, ...row }) =>
    accountSchema.parse({
      ...row,
      lockedUntil: lockedUntil && new Date(lockedUntil.getTime() + lockOut.minutes * 60_000).toISOString(),
      oneTimeUntil: oneTimeUntil?.toISOString() ?? null,
    }),
  );
}

export interface OneTime {
  readonly hash: string;
  readonly until: Date;
}

/** False: there is somebody of that name. */
export async function addAccount(tx: Query, id: string, account: NewAccount, oneTime: OneTime): Promise<boolean> {
  const { username, name, givenName, role, language } = account;
  const added = await tx
    .insertInto('agents')
    .values({
      ...{ id, username, name, given_name: givenName, role, language },
      ...{ password_hash: oneTime.hash, one_time_until: oneTime.until },
    })
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

type Details = Pick<AccountPatch, 'name' | 'givenName' | 'role' | 'language' | 'active'>;

export async function changeAccount(tx: Query, id: string, details: Details): Promise<void> {
  const { name, givenName, role, language, active } = details;
  const changed = {
    ...(name !== undefined && { name }),
    ...(givenName !== undefined && { given_name: givenName }),
    ...(role !== undefined && { role }),
    ...(language !== undefined && { language }),
    ...(active !== undefined && { active }),
  };
  if (Object.keys(changed).length === 0) return;
  await tx.updateTable('agents').set(changed).where('id', '=', id).execute();
}

/** Null `until`: a password of their own. */
export async function setPassword(tx: Query, id: string, hash: string, until: Date | null): Promise<void> {
  await tx.updateTable('agents').set({ password_hash: hash, one_time_until: until }).where('id', '=', id).execute();
}

export async function passwordHashOf(tx: Query, id: string): Promise<string | null> {
  const row = await tx.selectFrom('agents').select('password_hash').where('id', '=', id).executeTakeFirst();
  return row?.password_hash ?? null;
}

/** In place of those that they answered before. */
export async function answerQueues(tx: Query, id: string, queues: readonly string[]): Promise<void> {
  await tx.deleteFrom('agent_queues').where('agent_id', '=', id).execute();
  await sql`insert into agent_queues (agent_id, queue_id)
    select ${id}, queues.id from queues where queues.id = any (${[...queues]})`.execute(tx);
}

/** The extension is somebody else's: false. */
export async function givePhone(
  tx: Query,
  id: string,
  { extension, password }: { readonly extension: string; readonly password: string },
): Promise<boolean> {
  const other = await tx
    .selectFrom('pbx_accounts')
    .select('agent_id')
    .where('extension', '=', extension)
    .where('agent_id', '<>', id)
    .executeTakeFirst();
  if (other !== undefined) return false;
  await tx
    .insertInto('pbx_accounts')
    .values({ agent_id: id, extension, auth_user: extension, password, site: null })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet({ extension, auth_user: extension, password }))
    .execute();
  return true;
}

/** Their sessions end, on every instance; `but`: this one goes on. */
export async function endSessions(tx: Query, agentId: string, at: Date, but: string | null = null): Promise<void> {
  const sessions = await tx
    .selectFrom('sessions')
    .select('id')
    .where('agent_id', '=', agentId)
    .where('revoked_at', 'is', null)
    .execute();
  for (const { id } of sessions) if (id !== but) await revokeSession(tx, id, at);
}

export async function queuesByName(db: Query) {
  const queues = await db.selectFrom('queues').select(['id', 'name']).orderBy('position').execute();
  return accountListSchema.shape.queues.parse(queues);
}

export async function portfolioIds(db: Query): Promise<string[]> {
  return (await db.selectFrom('portfolios').select('id').orderBy('id').execute()).map(({ id }) => id);
}
