// How a lead comes into a call whose agent has asked for help.
import { z } from 'zod';

/** `whisper`: the agent alone hears the lead; `barge`: the customer does too. */
export const helpMannerSchema = z.enum(['whisper', 'barge']);
export type HelpManner = z.infer<typeof helpMannerSchema>;
