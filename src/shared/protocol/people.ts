// Colleagues as the queues' lists name them.
import { z } from 'zod';
import { agentIdSchema } from '../model/ids.ts';

export const personSchema = z.object({ id: agentIdSchema, name: z.string() });

/** Where somebody's telephone is reached inside the PBX. */
export const extensionSchema = z.string().regex(/^\d{2,8}$/);
