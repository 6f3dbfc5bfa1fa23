// Listening to a colleague's call, only where an agreement allows it (L. 300/1970 art. 4): each time on record, and nobody is heard
// before their own screen has said by whom.
import { z } from 'zod';
import { agentIdSchema, instantSchema } from '../model/ids.ts';
import { extensionSchema, personSchema } from './people.ts';

export const listeningIdSchema = z.uuid();

/** `POST /v1/listening`, by a lead. `…/{id}/seen` (the agent) and `…/{id}/over` (either) have no body. */
export const listeningRequestSchema = z.object({ agentId: agentIdSchema });

/** One that has been asked for and is not over. */
export const listeningSchema = z.object({
  id: listeningIdSchema,
  lead: personSchema,
  agent: personSchema,
  /** What the lead's phone dials after the code for listening. */
  extension: extensionSchema,
  askedAt: instantSchema,
  /** When the agent's screen has said so; null: it has not, and nobody listens. */
  seenAt: instantSchema.nullable(),
});
export type Listening = z.infer<typeof listeningSchema>;
