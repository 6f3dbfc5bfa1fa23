// Requests for help, one for each interaction.
import type { HelpManner } from '#shared/model/helpManner';
import { type Help, helpSchema } from '#shared/protocol/help';
import type { Seen } from '../db/seenBy.ts';
import { tellNews } from './news.ts';

const mostListed = 100;

/** Opens it, or opens it again. Rejects where it is another's. */
export async function askForHelp(
  tx: Seen,
  request: { readonly interactionId: string; readonly agentId: string; readonly words: string },
  at: Date,
): Promise<void> {
  const values = {
    agent_id: request.agentId,
    words: request.words,
    asked_at: at,
    answered_by: null,
    answered_at: null,
    manner: null,
    over_at: null,
    cancelled_at: null,
  };
  await tx
    .insertInto('help_requests')
    .values({ interaction_id: request.interactionId, ...values })
    .onConflict((conflict) => conflict.column('interaction_id').doUpdateSet(values))
    .execute();
  await tellNews(tx, 'help');
}

const rowsOf = (tx: Seen) =>
  tx
    .selectFrom('help_requests')
    .innerJoin('agents', 'agents.id', 'help_requests.agent_id')
    .innerJoin('pbx_accounts', 'pbx_accounts.agent_id', 'agents.id')
    .leftJoin('agents as leads', 'leads.id', 'answered_by')
    .select([
      'interaction_id as interactionId',
      'agents.id as agentId',
      'agents.name as agentName',
      'extension',
      'words',
      'asked_at as askedAt',
      'leads.id as leadId',
      'leads.name as leadName',
      'answered_at as answeredAt',
      'manner',
      'over_at as overAt',
      'cancelled_at as cancelledAt',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

/** Open and answered ones, the oldest first. */
export async function helpWanted(tx: Seen): Promise<Help[]> {
  const rows = await rowsOf(tx)
    .where('over_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .orderBy('asked_at')
    .limit(mostListed)
    .execute();
  return rows.map(toHelp);
}

export async function lastHelpOf(tx: Seen, agentId: string): Promise<Help[]> {
  const rows = await rowsOf(tx).where('agents.id', '=', agentId).orderBy('asked_at', 'desc').limit(1).execute();
  return rows.map(toHelp);
}

/** As it is, and nobody else changes it before the end of this transaction; null: there is none that the reader sees. */
export async function lockHelp(tx: Seen, interactionId: string): Promise<Help | null> {
  await tx
    .selectFrom('help_requests')
    .select('interaction_id')
    .where('interaction_id', '=', interactionId)
    .forUpdate()
    .execute();
  const row = await rowsOf(tx).where('interaction_id', '=', interactionId).executeTakeFirst();
  return row === undefined ? null : toHelp(row);
}

export async function answerHelp(
  tx: Seen,
  interactionId: string,
  answer: { readonly leadId: string; readonly manner: HelpManner; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('help_requests')
    .set({ answered_by: answer.leadId, manner: answer.manner, answered_at: answer.at })
    .where('interaction_id', '=', interactionId)
    .execute();
  await tellNews(tx, 'help');
}

/** Ends what is open or answered; what has ended already stays as it is. */
export async function endHelp(tx: Seen, interactionId: string, end: 'over' | 'cancelled', at: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('help_requests')
    .set(end === 'over' ? { over_at: at } : { cancelled_at: at })
    .where('interaction_id', '=', interactionId)
    .where('over_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await tellNews(tx, 'help');
}

const toHelp = (row: Row): Help =>
  helpSchema.parse({
    interactionId: row.interactionId,
    agent: { id: row.agentId, name: row.agentName },
    extension: row.extension,
    words: row.words,
    askedAt: row.askedAt.toISOString(),
    state: stateOf(row),
  });

function stateOf({ overAt, cancelledAt, answeredAt, leadId, leadName, manner }: Row) {
  if (overAt !== null) return { kind: 'over', at: overAt.toISOString() };
  if (cancelledAt !== null) return { kind: 'cancelled', at: cancelledAt.toISOString() };
  if (answeredAt === null || leadId === null) return { kind: 'open' };
  return { kind: 'answered', by: { id: leadId, name: leadName }, manner, at: answeredAt.toISOString() };
}
