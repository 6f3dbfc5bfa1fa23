// Desk and data about the audit log: read for a reason, page by page; proved; saved as a table. Each is answered by the backend, and on record
// there.
import { z } from 'zod';
import { auditExportSchema, auditPageSchema, auditPlaceSchema, auditQuerySchema } from '../protocol/audit.ts';
import { ticketSchema } from './dataProgram.ts';
import type { Contract } from './envelope.ts';

/** `upTo`: the last place that fits; `brokenAt`: the first that does not, null: all fit. */
export const chainStandingSchema = z.object({ upTo: auditPlaceSchema, brokenAt: z.number().int().nullable() });
export type ChainStanding = z.infer<typeof chainStandingSchema>;

export const auditMethods = {
  auditPage: { params: auditQuerySchema, result: auditPageSchema },
  /** From the log's beginning to its end: minutes, where years are kept. */
  proveAudit: { params: z.null(), result: chainStandingSchema },
  /** A table (CSV), into the file that was chosen; as `copyOfData`. */
  saveAudit: {
    params: z.object({ question: auditExportSchema, ticket: ticketSchema }),
    result: z.enum(['saved', 'left']),
  },
} satisfies Contract['methods'];
