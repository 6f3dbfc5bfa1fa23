// Desk and data about the agent's own day: breaks from the screen, own figures, the workstation's check-list, callbacks that ring. All of
// it stays on this PC: nothing here has a route.
import { z } from 'zod';
import { instantSchema, interactionIdSchema } from '../model/ids.ts';
import { ownFiguresSchema } from '../model/ownFigures.ts';
import type { Contract } from './envelope.ts';

export const activitySchema = z.object({ at: z.number(), does: z.enum(['screen', 'rest']) });

/** By code of the list's item. `words`: what is not right, for who prints it. */
export const checkAnswersSchema = z.record(z.string(), z.object({ isRight: z.boolean(), words: z.string().max(300) }));
export type CheckAnswers = z.infer<typeof checkAnswersSchema>;

export const checksDoneSchema = z.object({ at: instantSchema, answers: checkAnswersSchema });
export type ChecksDone = z.infer<typeof checksDoneSchema>;

export const dayStateSchema = z.object({
  /** What the agent did, from the first work on that still counts (`screenBreakAt`). */
  activity: z.array(activitySchema),
  /** Null: never yet on this PC. */
  checks: checksDoneSchema.nullable(),
});
export type DayState = z.infer<typeof dayStateSchema>;

export const emptyDay: DayState = { activity: [], checks: null };

const done = z.null();
const onCallback = z.object({ id: interactionIdSchema });

export const dayMethods = {
  ownFigures: { params: done, result: ownFiguresSchema },
  /** They begin anew from this moment. */
  forgetOwnFigures: { params: done, result: done },
  keepChecks: { params: z.object({ answers: checkAnswersSchema }), result: done },
  /** A callback that rings is silent for ten minutes. */
  ringLater: { params: onCallback, result: done },
  /** It rings here no more: others see it in their list. */
  ringNoMore: { params: onCallback, result: done },
} satisfies Contract['methods'];
