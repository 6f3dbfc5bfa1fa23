// Ways in which customers and the company reach each other.
import { z } from 'zod';

/** `web`: a form; `message`: SMS and the like; `person`: at a counter. */
export const channelSchema = z.enum(['call', 'chat', 'email', 'letter', 'message', 'web', 'person']);
export type Channel = z.infer<typeof channelSchema>;
