// A portfolio: rows that are seen together. A client company has one of its own name; a closed queue has one for what it works on.
import { z } from 'zod';
import { portfolioIdSchema } from './ids.ts';

export const portfolioSchema = z.object({
  id: portfolioIdSchema,
  /** Whose customers they are; the company itself is "company". */
  client: z.object({ id: portfolioIdSchema, name: z.string().max(160) }),
});
