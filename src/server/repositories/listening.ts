// Who listens to whom now, and the record of it.
import { type SqlBool, sql } from 'kysely';
import { may } from '#shared/model/role';
import { type Listening, listeningSchema } from '#shared/protocol/listening';
import type { Agent } from '#shared/protocol/sessions';
import { toCome } from '../db/houseClock.ts';
import type { Seen } from '../db/seenBy.ts';
import { tellNews } from './news.ts';

/** An agent's screen that has not said so by then will not: their app is not there, and nobody listens. */
const unseenSeconds = 20;

const rowsOf = (tx: Seen) =>
  tx
    .selectFrom('listening')
    .innerJoin('agents', 'agents.id', 'agent_id')
    .innerJoin('agents as leads', 'leads.id', 'lead_id')
    .innerJoin('pbx_accounts', 'pbx_accounts.agent_id', 'agents.id')
    .select([
      'listening.id',
      'leads.id as leadId',
      'leads.name as leadName',
      'agents.id as agentId',
      'agents.name as agentName',
      'extension',
      'asked_at as askedAt',
      'seen_at as seenAt',
    ])
    .where('over_at', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

const toListening = (row: Row): Listening =>
  listeningSchema.parse({
    id: row.id,
    lead: { id: row.leadId, name: row.leadName },
    agent: { id: row.agentId, name: row.agentName },
    extension: row.extension,
    askedAt: row.askedAt.toISOString(),
    seenAt: row.seenAt?.toISOString() ?? null,
  });

const lastUnseen = (now: Date): Date => new Date(now.getTime() - unseenSeconds * 1_000);

/** What is to come was asked for by a clock that was ahead. */
const isRecent = (now: Date) => sql<SqlBool>`(asked_at > ${lastUnseen(now)} and asked_at <= ${toCome(now)})`;

/** What a lead has asked for, or what is about an agent. */
export async function listeningOf(tx: Seen, agent: Agent, now: Date): Promise<Listening[]> {
  const rows = await rowsOf(tx)
    .where(may(agent.role, 'leadTeam') ? 'lead_id' : 'listening.agent_id', '=', agent.id)
    .where((row) => row.or([row('seen_at', 'is not', null), isRecent(now)]))
    .orderBy('asked_at')
    .limit(100)
    .execute();
  return rows.map(toListening);
}

export interface ListeningWish {
  readonly id: string;
  readonly leadId: string;
  readonly agentId: string;
  readonly legalReference: string;
}

/** False: somebody listens to them already, or has just asked. */
export async function askToListen(tx: Seen, wish: ListeningWish, now: Date): Promise<boolean> {
  await tx
    .updateTable('listening')
    .set({ over_at: now })
    .where('agent_id', '=', wish.agentId)
    .where('over_at', 'is', null)
    .where('seen_at', 'is', null)
    .where((row) => row.not(isRecent(now)))
    .execute();
  const added = await tx
    .insertInto('listening')
    .values({
      id: wish.id,
      lead_id: wish.leadId,
      agent_id: wish.agentId,
      legal_reference: wish.legalReference,
      asked_at: now,
      seen_at: null,
      over_at: null,
    })
    .onConflict((conflict) => conflict.column('agent_id').where('over_at', 'is', null).doNothing())
    .returning('id')
    .execute();
  if (added.length > 0) await tellNews(tx, 'help');
  return added.length > 0;
}

/** Null: it is over, or there is none that the reader sees. */
export async function findListening(tx: Seen, id: string): Promise<Listening | null> {
  const row = await rowsOf(tx).where('listening.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toListening(row);
}

export async function listeningSeen(tx: Seen, id: string, now: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('listening')
    .set({ seen_at: now })
    .where('id', '=', id)
    .where('over_at', 'is', null)
    .where('seen_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await tellNews(tx, 'help');
}

export async function endListening(tx: Seen, id: string, now: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('listening')
    .set({ over_at: now })
    .where('id', '=', id)
    .where('over_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await tellNews(tx, 'help');
}
