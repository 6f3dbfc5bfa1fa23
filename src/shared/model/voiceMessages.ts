// New voice messages in the agent's mailbox, as far as the PBX has said.
import { z } from 'zod';

export const voiceMessagesSchema = z.discriminatedUnion('kind', [
  /** It has said nothing: there may be no mailbox. */
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('counted'), fresh: z.number().int().nonnegative() }),
  /** There are some; it does not say how many. */
  z.object({ kind: z.literal('some') }),
]);
export type VoiceMessages = z.infer<typeof voiceMessagesSchema>;

export const unknownVoiceMessages: VoiceMessages = { kind: 'unknown' };
