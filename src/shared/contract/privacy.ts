// Desk and data about privacy: what whoever answers for it sees and does, and the breach that anybody reports. Each is answered by the backend,
// or refused while it is away.
import { z } from 'zod';
import { caseIdSchema, languageSchema, ulidSchema } from '../model/ids.ts';
import {
  breachDraftSchema,
  consentEditionsSchema,
  erasureOutlookSchema,
  privacyOverviewSchema,
  privacyPersonSchema,
  privacyRequestDraftSchema,
  privacyStepAnswerSchema,
  privacyStepSchema,
  processingRecordSchema,
} from '../protocol/privacy.ts';
import { bytesSchema } from './bytes.ts';
import { ticketSchema } from './dataProgram.ts';
import type { Contract } from './envelope.ts';

/** Whose copy of data (by the request's id), or the audit log's table. */
const savingWhatSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('copy'), id: ulidSchema }),
  z.object({ kind: z.literal('audit') }),
  z.object({ kind: z.literal('dossier'), caseId: caseIdSchema }),
]);
export type SavingWhat = z.infer<typeof savingWhatSchema>;

/** What is being saved: so many bytes are on the disk, of so many; null: not known (yet). */
export const savingSchema = z.object({
  what: savingWhatSchema,
  reached: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative().nullable(),
});
export type Saving = z.infer<typeof savingSchema>;

const onRequest = z.object({ id: ulidSchema });

export const privacyMethods = {
  reportBreach: { params: breachDraftSchema.omit({ id: true }), result: z.null() },
  takePrivacyRequest: { params: privacyRequestDraftSchema.omit({ id: true }), result: z.null() },
  privacyOverview: { params: z.null(), result: privacyOverviewSchema },
  privacyPeople: { params: z.object({ text: z.string() }), result: z.array(privacyPersonSchema) },
  privacyStep: { params: privacyStepSchema, result: privacyStepAnswerSchema },
  consentEditions: { params: z.null(), result: consentEditionsSchema.shape.texts },
  erasureOutlook: { params: onRequest, result: erasureOutlookSchema },
  /** A ZIP, into the file that was chosen. Resolves when it is there whole, or nobody wanted it any more. */
  copyOfData: {
    params: onRequest.extend({ language: languageSchema, ticket: ticketSchema }),
    result: z.enum(['saved', 'left']),
  },
  /** What is being saved is not wanted any more. */
  leaveSaving: { params: z.null(), result: z.null() },
  /** A PDF: of one, or (null) of the whole register. */
  breachReportFile: { params: z.object({ id: ulidSchema.nullable(), language: languageSchema }), result: bytesSchema },
  processingRecord: { params: z.null(), result: processingRecordSchema },
  processingRecordFile: {
    params: z.object({ format: z.enum(['json', 'pdf']), language: languageSchema }),
    result: bytesSchema,
  },
} satisfies Contract['methods'];
