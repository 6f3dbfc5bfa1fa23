// What a telephone is doing, as the PBX tells other telephones: no more than a lamp says. Whether somebody sits at it is not known.
import { z } from 'zod';

export const lineUseSchema = z.enum(['idle', 'ringing', 'busy']);
export type LineUse = z.infer<typeof lineUseSchema>;
