// Desk and data about reports. The words that are typed are on this PC's disk when the data process says so; the rest needs the backend.
import { z } from 'zod';
import { ulidSchema } from '../model/ids.ts';
import { reportParts, reportSpans, reportWordsSchema } from '../model/report.ts';
import { figuresQuerySchema } from '../protocol/figures.ts';
import {
  reportFileSchema,
  reportListSchema,
  reportRefusalSchema,
  reportSchema,
  reportStepSchema,
} from '../protocol/reports.ts';
import { bytesSchema } from './bytes.ts';
import type { Contract } from './envelope.ts';

/** What was typed here and the backend does not have, also longer than it takes, and over which version of the report. */
export const reportDraftSchema = z.object({
  words: z.record(z.enum(reportParts), z.string()),
  base: z.int().positive(),
});
export type ReportDraft = z.infer<typeof reportDraftSchema>;

const done = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), report: reportSchema }),
  /** Somebody else has changed it: as it is now. */
  z.object({ kind: z.literal('conflict'), report: reportSchema }),
  z.object({ kind: z.literal('refused'), refusal: reportRefusalSchema }),
  z.object({ kind: z.literal('gone') }),
]);
export type ReportOutcome = z.infer<typeof done>;

const one = z.object({ id: ulidSchema });
const overVersion = one.extend({ version: z.int().positive() });

export const reportMethods = {
  reports: { params: z.null(), result: reportListSchema },
  makeReport: { params: z.object({ span: z.enum(reportSpans), asked: figuresQuerySchema }), result: done },
  openReport: {
    params: one,
    result: z.object({ report: reportSchema, draft: reportDraftSchema.nullable() }),
  },
  /** On the disk when it returns; null: nothing is to be kept of it. */
  keepReportDraft: { params: one.extend({ draft: reportDraftSchema.nullable() }), result: z.null() },
  writeReport: { params: overVersion.extend({ words: reportWordsSchema }), result: done },
  stepReport: { params: overVersion.extend({ step: reportStepSchema }), result: done },
  reportFile: { params: one.extend({ file: reportFileSchema }), result: bytesSchema },
} satisfies Contract['methods'];
