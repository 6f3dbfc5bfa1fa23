// Desk and data about what follows the agent to every PC.
import { z } from 'zod';
import { chosenSchema } from '../model/preferences.ts';
import type { Contract } from './envelope.ts';

export const preferencesStateSchema = z.object({
  /** Whether the backend has ever told this PC what this agent has chosen. */
  told: z.boolean(),
  /** What has been chosen, here or elsewhere. */
  chosen: chosenSchema,
});
export type PreferencesState = z.infer<typeof preferencesStateSchema>;

export const nothingChosen: PreferencesState = { told: false, chosen: {} };

export const preferenceMethods = {
  /** Resolves when it is on the disk; it goes to the backend as soon as that answers. */
  changePreferences: { params: chosenSchema, result: z.null() },
} satisfies Contract['methods'];
