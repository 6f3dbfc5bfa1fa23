// Reports as they are made, written, sent for confirmation, signed or sent back. Their figures are those of the moment in which they were counted.
import { z } from 'zod';
import { instantSchema, languageSchema, ulidSchema } from '../model/ids.ts';
import { reportRefusals, reportSpans, reportStates, reportStepKinds, reportWordsSchema } from '../model/report.ts';
import { figuresQuerySchema, figuresSchema } from './figures.ts';

const signedSchema = z.object({ by: z.string(), at: instantSchema });

export const reportHeadSchema = z.object({
  id: ulidSchema,
  span: z.enum(reportSpans),
  asked: figuresQuerySchema,
  state: z.enum(reportStates),
  version: z.int().positive(),
  /** Who has made it. */
  madeBy: z.string(),
  /** Who has written on it last, and when. */
  by: z.string(),
  changedAt: instantSchema,
  signed: signedSchema.nullable(),
  /** Written by whoever asks, in part at least: somebody else confirms it. */
  isOwn: z.boolean(),
  /** It came back, and has not gone again. */
  isReturned: z.boolean(),
});
export type ReportHead = z.infer<typeof reportHeadSchema>;

export const reportSchema = reportHeadSchema.extend({
  words: reportWordsSchema,
  /** As counted at `figures.asOf`. */
  figures: figuresSchema,
  /** Why it came back, and by whom; null: it has not, or was sent for confirmation again. */
  returned: z.object({ by: z.string(), words: z.string() }).nullable(),
  /** What whoever asks may do with it now. */
  may: z.array(z.enum([...reportStepKinds, 'write'])),
});
export type Report = z.infer<typeof reportSchema>;

/** `GET /v1/reports`: the latest first. */
export const reportListSchema = z.object({ reports: z.array(reportHeadSchema) });

/** `POST /v1/reports`: sent again under its id it is made once. */
export const newReportSchema = z.object({ id: ulidSchema, span: z.enum(reportSpans), asked: figuresQuerySchema });
export type NewReport = z.infer<typeof newReportSchema>;

/** `PUT /v1/reports/{id}`: all of it, over the version that was read. */
export const reportTextSchema = z.object({ words: reportWordsSchema });

/** `POST /v1/reports/{id}/steps`, over the version that was read. */
export const reportStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask') }),
  z.object({ kind: z.literal('confirm') }),
  z.object({ kind: z.literal('sendBack'), words: z.string().trim().min(3).max(1_000) }),
  z.object({ kind: z.literal('recount') }),
  z.object({ kind: z.literal('discard') }),
]);
export type ReportStep = z.infer<typeof reportStepSchema>;

export const reportRefusalSchema = z.enum(reportRefusals);

/** `GET /v1/reports/{id}/file`. */
export const reportFileSchema = z.object({ as: z.enum(['pdf', 'csv']), language: languageSchema });
export type ReportFile = z.infer<typeof reportFileSchema>;
