// Desk and data about privacy: what whoever answers for it sees and does, and the breach that anybody reports. Each is answered by the backend,
// or refused while it is away.
import { z } from 'zod';
import { languageSchema, ulidSchema } from '../model/ids.ts';
import {
  breachDraftSchema,
  erasureOutlookSchema,
  privacyOverviewSchema,
  privacyPersonSchema,
  privacyRequestDraftSchema,
  privacyStepAnswerSchema,
  privacyStepSchema,
  processingRecordSchema,
} from '../protocol/privacy.ts';
import { bytesSchema } from './bytes.ts';
import type { Contract } from './envelope.ts';

const onRequest = z.object({ id: ulidSchema });

export const privacyMethods = {
  reportBreach: { params: breachDraftSchema.omit({ id: true }), result: z.null() },
  takePrivacyRequest: { params: privacyRequestDraftSchema.omit({ id: true }), result: z.null() },
  privacyOverview: { params: z.null(), result: privacyOverviewSchema },
  privacyPeople: { params: z.object({ text: z.string() }), result: z.array(privacyPersonSchema) },
  privacyStep: { params: privacyStepSchema, result: privacyStepAnswerSchema },
  erasureOutlook: { params: onRequest, result: erasureOutlookSchema },
  /** A ZIP. */
  copyOfData: { params: onRequest.extend({ language: languageSchema }), result: bytesSchema },
  processingRecord: { params: z.null(), result: processingRecordSchema },
  processingRecordFile: {
    params: z.object({ format: z.enum(['json', 'pdf']), language: languageSchema }),
    result: bytesSchema,
  },
} satisfies Contract['methods'];
