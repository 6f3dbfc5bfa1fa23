// Help in a call: an agent asks, a lead comes in by whisper or barge, on request only. Beside it,
// where the policy allows it, who listens to whom (listening.ts).
import { z } from 'zod';
import { helpMannerSchema } from '../model/helpManner.ts';
import { instantSchema, interactionIdSchema } from '../model/ids.ts';
import { listeningSchema } from './listening.ts';
import { extensionSchema, personSchema } from './people.ts';

/** `POST /v1/help`. Asked again for the same interaction it is open again. */
export const helpRequestSchema = z.object({
  interactionId: interactionIdSchema,
  /** What it is about, in a few words. */
  words: z.string().trim().max(200),
});

export const helpStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('answered'), by: personSchema, manner: helpMannerSchema, at: instantSchema }),
  z.object({ kind: z.literal('over'), at: instantSchema }),
  /** Taken back by the agent before anybody came. */
  z.object({ kind: z.literal('cancelled'), at: instantSchema }),
]);
export type HelpState = z.infer<typeof helpStateSchema>;

export const helpSchema = z.object({
  interactionId: interactionIdSchema,
  agent: personSchema,
  /** Where the agent's phone is: what the lead's phone dials after the code for whisper or barge. */
  extension: extensionSchema,
  words: z.string(),
  askedAt: instantSchema,
  state: helpStateSchema,
});
export type Help = z.infer<typeof helpSchema>;

/** `GET /v1/help`: for a lead what is open or answered, the oldest first; for an agent their own last one. */
export const helpListSchema = z.object({
  asOf: instantSchema,
  help: z.array(helpSchema).max(100),
  /** For a lead what they have asked for; for an agent what is about them. */
  listening: z.array(listeningSchema).max(100).default([]),
});
export type HelpList = z.infer<typeof helpListSchema>;

/** `POST /v1/help/{interactionId}/answer`, by a lead. `…/over` (either) and `…/cancel` (the agent) have no body. */
export const helpAnswerSchema = z.object({ manner: helpMannerSchema });
