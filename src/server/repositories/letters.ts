// Letters about cases as rows. Whatever is read here has passed row-level security.
import { sql } from 'kysely';
import type { Channel } from '#shared/model/channel';
import type { Language } from '#shared/model/ids';
import type { LetterTemplate, Written } from '#shared/model/letters';
import type { Seen } from '../db/seenBy.ts';

export interface KeptLetter {
  readonly id: string;
  readonly caseId: string;
  readonly template: LetterTemplate;
  readonly language: Language;
  readonly parts: Written;
  readonly version: number;
  readonly by: string;
  readonly begunAt: Date;
  readonly changedAt: Date;
  /** Everybody who has written on it: whoever did so last at the end. */
  readonly authors: readonly string[];
  readonly sent: KeptSending | null;
}

interface KeptSending {
  readonly day: string;
  readonly channel: Channel;
  readonly how: string;
  readonly by: string;
  readonly attachmentId: string | null;
}

const letterRows = (tx: Seen) =>
  tx
    .selectFrom('letters')
    .selectAll('letters')
    .select(
      sql<string[]>`array(select agent_id from letter_versions where letter_id = letters.id and agent_id is not null
        group by agent_id order by max(version))`.as('authors'),
    );

type Row = Awaited<ReturnType<ReturnType<typeof letterRows>['executeTakeFirstOrThrow']>>;

function toLetter(row: Row): KeptLetter {
  const { id, case_id: caseId, template, language, parts, version, by_name: by, authors } = row;
  const { begun_at: begunAt, changed_at: changedAt } = row;
  const { sent_day: day, sent_channel: channel, sent_how: how, sent_by: sentBy, attachment_id: attachmentId } = row;
  const sent =
    day === null || channel === null || how === null || sentBy === null
      ? null
      : { day, channel, how, by: sentBy, attachmentId };
  return { id, caseId, template, language, parts, version, by, begunAt, changedAt, authors, sent };
}

/** The latest first. */
export async function lettersOf(tx: Seen, caseId: string): Promise<KeptLetter[]> {
  const rows = await letterRows(tx).where('case_id', '=', caseId).orderBy('begun_at', 'desc').orderBy('id').execute();
  return rows.map(toLetter);
}

/** Null: there is none that these eyes see. `lock`: until the transaction's end; the case first. */
export async function findLetter(tx: Seen, id: string, { lock = false } = {}): Promise<KeptLetter | null> {
  const query = letterRows(tx).where('letters.id', '=', id);
  const row = await (lock ? query.forUpdate('letters') : query).executeTakeFirst();
  return row === undefined ? null : toLetter(row);
}

interface Writer {
  readonly id: string;
  readonly name: string;
}

/** One that is begun. False: there is one of that id. */
export async function addLetter(
  tx: Seen,
  letter: Pick<KeptLetter, 'id' | 'caseId' | 'template' | 'language' | 'parts'>,
  by: Writer,
  at: Date,
): Promise<boolean> {
  const { id, caseId, template, language } = letter;
  const parts = JSON.stringify(letter.parts);
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('letters')
    .values({
      ...{ id, case_id: caseId, kind: template.kind, template: JSON.stringify(template), language, parts },
      ...{ begun_at: at, changed_at: at, by_name: by.name },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await addVersion(tx, id, { version: 1, parts }, by, at);
  return true;
}

const addVersion = (
  tx: Seen,
  id: string,
  { version, parts }: { readonly version: number; readonly parts: string },
  by: Writer,
  at: Date,
) =>
  tx
    .insertInto('letter_versions')
    .values({ letter_id: id, version, parts, agent_id: by.id, by_name: by.name, at })
    .execute();

/** One that is locked. What another hand had written before stays as a version of its own, and so does what was sent back (`apart`). */
export async function writeLetter(
  tx: Seen,
  letter: Pick<KeptLetter, 'id' | 'version'> & { readonly apart: boolean },
  parts: Written,
  by: Writer,
  at: Date,
): Promise<void> {
  const { id, apart } = letter;
  const version = letter.version + 1;
  const text = JSON.stringify(parts);
  await tx
    .updateTable('letters')
    .set({ parts: text, version, changed_at: at, by_name: by.name })
    .where('id', '=', id)
    .execute();
  const last = await tx
    .selectFrom('letter_versions')
    .select(['version', 'agent_id'])
    .where('letter_id', '=', id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (apart || last?.agent_id !== by.id) return void (await addVersion(tx, id, { version, parts: text }, by, at));
  await tx
    .updateTable('letter_versions')
    .set({ version, parts: text, at })
    .where('letter_id', '=', id)
    .where('version', '=', last.version)
    .execute();
}

/** One that is locked, and was not sent before. */
export async function markSent(tx: Seen, id: string, sent: KeptSending, at: Date): Promise<void> {
  const { day, channel, how, by, attachmentId } = sent;
  await tx
    .updateTable('letters')
    .set({
      ...{ sent_at: at, sent_day: day, sent_channel: channel, sent_how: how, sent_by: by },
      attachment_id: attachmentId,
    })
    .where('id', '=', id)
    .execute();
}

/** One that is locked, with its versions. */
export const removeLetter = (tx: Seen, id: string) => tx.deleteFrom('letters').where('id', '=', id).execute();

/** What the company goes by towards the customers of a client company. */
export async function companyNameOf(tx: Seen, clientId: string): Promise<string> {
  const row = await tx.selectFrom('clients').select('name').where('id', '=', clientId).executeTakeFirst();
  return row?.name ?? '';
}
