// Words that a company writes itself and that agents, or their customers, read in either language.
import { z } from 'zod';

/** One text in both languages; neither may be left out. */
export const labelsSchema = z.object({ it: z.string().trim().min(1), en: z.string().trim().min(1) });
export type Labels = z.infer<typeof labelsSchema>;
