// Reports that the backend has not taken yet, as they will be sent.
import { type InteractionReport, interactionReportSchema } from '#shared/protocol/interactions';
import type { Files } from '../db/files.ts';

/** In order. What cannot be read is dealt with when it is sent. */
export const unsentReports = (files: Files, agentId: string): InteractionReport[] =>
  files
    .readWork((work) => work.outbox.reportsToSend(agentId))
    .map((entry) => interactionReportSchema.safeParse(entry.body))
    .flatMap((report) => (report.success ? [report.data] : []));
