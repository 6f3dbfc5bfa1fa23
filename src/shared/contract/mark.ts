// Which letters of a shown text were typed.
import { z } from 'zod';

/** From where to where, in UTF-16 units; the second is behind the last. */
export const markSchema = z.tuple([z.number().int().nonnegative(), z.number().int().positive()]);
export type Mark = z.infer<typeof markSchema>;
