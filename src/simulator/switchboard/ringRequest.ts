// A customer to be: who calls which queue. Shared by the in-process API and the control endpoint.
import { z } from 'zod';
import { languageSchema, queueIdSchema } from '#shared/model/ids';

const common = {
  /** Where not the scenario's own. */
  queue: queueIdSchema.optional(),
  /** Seconds that the customer has waited already when they arrive. */
  waitedSeconds: z.number().int().min(0).max(3_600).optional(),
  /** Seconds until the customer gives up waiting; null never. */
  patienceSeconds: z.number().int().positive().nullable().optional(),
  /** Seconds after the answer until the customer hangs up; null never. */
  staysSeconds: z.number().int().positive().nullable().optional(),
  /** A P-Asserted-Identity or From sent as it stands, however wrong. */
  odd: z
    .object({ from: z.string().max(500), assertedIdentity: z.string().max(500) })
    .partial()
    .optional(),
};

const line = z.string().regex(/^[^\r\n]*$/);

export const ringRequestSchema = z.union([
  z.strictObject({ scenario: z.string(), ...common }),
  z.strictObject({
    /** As the line shows it, or 'withheld'. */
    number: line.regex(/^(withheld|[+\d*#]{1,32})$/),
    name: line.max(60).optional(),
    language: languageSchema.optional(),
    ...common,
    queue: queueIdSchema,
  }),
]);
export type RingRequest = z.input<typeof ringRequestSchema>;
