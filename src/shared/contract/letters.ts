// Desk and data about letters. What is typed is on this PC's disk when the data process says so; the rest needs the backend.
import { z } from 'zod';
import { refusalSchema } from '../model/caseActs.ts';
import { caseIdSchema, languageSchema, ulidSchema } from '../model/ids.ts';
import { writtenSchema } from '../model/letters.ts';
import { rowCodeSchema } from '../model/lists/text.ts';
import { caseLettersSchema, letterSchema, letterSendingSchema } from '../protocol/letters.ts';
import { bytesSchema } from './bytes.ts';
import { ticketSchema } from './dataProgram.ts';
import type { Contract } from './envelope.ts';

/** What was typed here and the backend does not have, and over which version of the letter. */
export const letterDraftSchema = z.object({ parts: writtenSchema, base: z.int().positive() });

export const openLetterSchema = z.object({
  /** As the backend has it; with the backend away, as it was last. */
  letter: letterSchema,
  draft: letterDraftSchema.nullable(),
});
export type OpenLetter = z.infer<typeof openLetterSchema>;

/** Somebody else has written on it: theirs. */
const conflict = z.object({ kind: z.literal('conflict'), letter: letterSchema });
const refused = z.object({ kind: z.literal('refused'), refusal: refusalSchema });
const done = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), letter: letterSchema }),
  conflict,
  refused,
]);
export type LetterOutcome = z.infer<typeof done>;

/** `gone`: it is not there any more, whoever discarded it. */
const discarded = z.discriminatedUnion('kind', [z.object({ kind: z.literal('gone') }), conflict, refused]);
export type DiscardOutcome = z.infer<typeof discarded>;

const one = z.object({ id: ulidSchema });
const ofCase = z.object({ caseId: caseIdSchema });

export const letterMethods = {
  caseLetters: { params: ofCase, result: caseLettersSchema },
  beginLetter: { params: ofCase.extend({ template: rowCodeSchema, language: languageSchema }), result: done },
  openLetter: { params: one, result: openLetterSchema },
  /** On the disk when it returns, under the letter as it was read. */
  keepLetter: { params: z.object({ letter: letterSchema, draft: letterDraftSchema }), result: z.null() },
  /** What was typed here is not wanted. */
  dropLetterDraft: { params: one, result: z.null() },
  /** What is on the disk of it goes to the backend; null: nothing is. */
  saveLetter: { params: one, result: done.nullable() },
  /** A draft, with what was typed here. */
  discardLetter: { params: one.extend({ version: z.int().positive() }), result: discarded },
  askForLetter: { params: one.extend({ version: z.int().positive() }), result: done },
  letterSent: {
    params: one.extend({
      version: z.int().positive(),
      sending: letterSendingSchema.omit({ actId: true, at: true }),
    }),
    result: done,
  },
  /** The PDF, or why there is none yet. */
  letterFile: {
    params: one,
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('file'), bytes: bytesSchema }),
      z.object({ kind: z.literal('refused'), refusal: refusalSchema }),
    ]),
  },
  /** A ZIP, into the file that was chosen. Resolves when it is there whole, or nobody wanted it any more. */
  saveDossier: {
    params: ofCase.extend({ language: languageSchema, ticket: ticketSchema }),
    result: z.enum(['saved', 'left']),
  },
} satisfies Contract['methods'];
