// What an agent has chosen for themselves: kept by the backend, the same on every PC.
import { z } from 'zod';
import { keptChoicesSchema } from '../model/preferences.ts';

/**
 * `GET /v1/agents/me/preferences`, and the answer to `PUT`, which takes those that were chosen since: what is later counts, name by name, so that nobody's is
 * written over by who has not seen it.
 */
export const agentPreferencesSchema = z.object({ choices: keptChoicesSchema });
