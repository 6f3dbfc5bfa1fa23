// Notes about customers, as their authors write, change and take them away.
import type { Note } from '#shared/model/customer';
import type { NoteDraft } from '#shared/protocol/notes';
import type { Agent } from '#shared/protocol/sessions';
import type { Seen } from '../db/seenBy.ts';
import { noteRows, toNote } from './rows.ts';

/** False: there is one of that id already. */
export async function addNote(tx: Seen, agent: Agent, { id, customerId, text }: NoteDraft, at: Date): Promise<boolean> {
  const row = await tx
    .insertInto('notes')
    .values({ id, customer_id: customerId, text, agent_id: agent.id, agent_name: agent.name, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findNote(tx: Seen, id: string): Promise<Note | null> {
  const row = await noteRows(tx).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toNote(row);
}

/** The note, which stays as it is until the end of this transaction. */
export async function lockNote(tx: Seen, id: string): Promise<Note | null> {
  const row = await noteRows(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : toNote(row);
}

/** The version grows by one. */
export async function changeNote(tx: Seen, id: string, text: string, at: Date): Promise<void> {
  await tx.updateTable('notes').set({ text, edited_at: at }).where('id', '=', id).execute();
}

export async function removeNote(tx: Seen, id: string): Promise<void> {
  await tx.deleteFrom('notes').where('id', '=', id).execute();
}
