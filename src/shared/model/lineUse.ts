// Whether a telephone is free, as far as the PBX tells other telephones. Whether it rings or is talked on goes no further than the phone, and
// whether somebody sits at it is not known.
import { z } from 'zod';

export const lineUseSchema = z.enum(['free', 'taken']);
export type LineUse = z.infer<typeof lineUseSchema>;
