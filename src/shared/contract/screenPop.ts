// The screen-pop: who a caller may be and what is open, as the cache answers it. Several customers may share a number: none is chosen for the agent.
import { z } from 'zod';
import { callerSchema } from '../model/caller.ts';
import { purposeSchema } from '../model/consent.ts';
import { contactSchema, customerSchema, noteSchema } from '../model/customer.ts';
import { handoverSchema } from '../protocol/interactions.ts';
import { shownCaseSchema } from './cases.ts';
import { failureSchema } from './failure.ts';

/** `pending`: written here, and not on the backend yet. */
export const cardNoteSchema = noteSchema.extend({ pending: z.boolean() });
export type CardNote = z.infer<typeof cardNoteSchema>;

/**
 * A customer's card: the row, edits not yet on the backend already applied, and what hangs on it. Of whom it is restricted to use
 * (`restrictedAt`) no number is in it.
 */
export const customerCardSchema = z.object({
  customer: customerSchema,
  /** Fields edited here that the backend has not confirmed yet. */
  pendingFields: z.array(z.enum(['email', 'address', 'preference', 'phones', 'needs', 'delegations'])),
  /** Of what was said about them here, the backend has not heard the last yet. */
  pendingPurposes: z.array(purposeSchema).default([]),
  openCases: z.array(shownCaseSchema),
  closedCases: z.number().int().nonnegative(),
  /** Most recent first, at most five. */
  lastContacts: z.array(contactSchema),
  /** Whether there are older ones here. */
  moreContacts: z.boolean(),
  /** Most recent first, at most three. */
  lastNotes: z.array(cardNoteSchema),
  notes: z.number().int().nonnegative(),
});
export type CustomerCard = z.infer<typeof customerCardSchema>;

export const matchSchema = z.discriminatedUnion('kind', [
  /** By the whole number. One or more; most recent contact first. */
  z.object({ kind: z.literal('number'), cards: z.array(customerCardSchema).min(1) }),
  /** By the last digits only: a guess, and marked as one. */
  z.object({ kind: z.literal('guess'), cards: z.array(customerCardSchema).min(1) }),
  z.object({ kind: z.literal('notFound') }),
  z.object({ kind: z.literal('withheld') }),
  z.object({ kind: z.literal('unreadable') }),
  /** Who writes says at most a name. */
  z.object({ kind: z.literal('visitor') }),
  /** The cache cannot be read; the call goes on. */
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
]);
export type Match = z.infer<typeof matchSchema>;

export const screenPopSchema = z.object({
  caller: callerSchema,
  match: matchSchema,
  handover: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    /** Known to exist, still on its way. */
    z.object({ kind: z.literal('awaited') }),
    z.object({ kind: z.literal('here'), handover: handoverSchema, card: customerCardSchema.nullable() }),
    z.object({ kind: z.literal('unavailable') }),
  ]),
});
export type ScreenPop = z.infer<typeof screenPopSchema>;
