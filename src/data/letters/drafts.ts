// What was typed in letters and the backend does not have yet: on the disk, by who typed it, with the letter as it was read, so that it opens
// with the backend away too.
import { z } from 'zod';
import { letterDraftSchema } from '#shared/contract/letters';
import { agentIdSchema } from '#shared/model/ids';
import { letterSchema } from '#shared/protocol/letters';
import type { Work } from '../db/work.ts';

const keptDraftSchema = letterDraftSchema.extend({
  agentId: agentIdSchema,
  /** Beside the letter, for who looks for what is about somebody. */
  customerId: z.string(),
  letter: letterSchema,
});
export type KeptDraft = z.infer<typeof keptDraftSchema>;

type Kept = Pick<Work, 'kept' | 'keep'>;

/** What does not read as one is left where it is, and not shown. */
const all = (work: Kept): unknown[] => z.array(z.unknown()).safeParse(work.kept('letterDrafts')).data ?? [];
const isOf = (row: unknown, agentId: string, id: string): boolean => {
  const draft = keptDraftSchema.safeParse(row).data;
  return draft?.letter.id === id && draft.agentId === agentId;
};

export const draftOf = (work: Kept, agentId: string, id: string): KeptDraft | null =>
  keptDraftSchema.safeParse(all(work).find((row) => isOf(row, agentId, id))).data ?? null;

export const keepDraft = (work: Kept, draft: KeptDraft): void =>
  work.keep('letterDrafts', [...all(work).filter((row) => !isOf(row, draft.agentId, draft.letter.id)), draft]);

export function dropDraft(work: Kept, agentId: string, id: string): void {
  const left = all(work).filter((row) => !isOf(row, agentId, id));
  work.keep('letterDrafts', left.length === 0 ? null : left);
}

/** Of a customer who is gone from this PC. How many there were. */
export function forgetDrafts(work: Kept, customerId: string): number {
  const about = z.object({ customerId: z.literal(customerId) });
  const rows = all(work);
  const left = rows.filter((row) => !about.safeParse(row).success);
  if (left.length < rows.length) work.keep('letterDrafts', left.length === 0 ? null : left);
  return rows.length - left.length;
}
