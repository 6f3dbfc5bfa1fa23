// A customer's timeline as the desk shows it: what is on this PC, what was written here included; and what only the backend has.
import { z } from 'zod';
import { customerIdSchema } from '../model/ids.ts';
import { placeSchema, timelineItemSchema, timelineKindSchema, timelinePageSchema } from '../protocol/timeline.ts';
import { cardNoteSchema } from './screenPop.ts';

const [contactItem, , caseItem] = timelineItemSchema.options;

export const shownItemSchema = z.discriminatedUnion('kind', [
  contactItem,
  z.object({ kind: z.literal('note'), row: cardNoteSchema }),
  caseItem,
]);
export type ShownItem = z.infer<typeof shownItemSchema>;

/** Older than the place, newest first. */
export const wantedSchema = z.object({
  id: customerIdSchema,
  kinds: z.array(timelineKindSchema).min(1),
  before: placeSchema.nullable(),
});
export type Wanted = z.infer<typeof wantedSchema>;

export const shownPageSchema = z.object({ items: z.array(shownItemSchema), more: z.boolean() });
export type ShownPage = z.infer<typeof shownPageSchema>;

export const timelineMethods = {
  /** From the disk, at once. */
  timeline: { params: wantedSchema, result: shownPageSchema },
  /** What the backend has of it. Refused while it is away. */
  timelineThere: { params: wantedSchema, result: timelinePageSchema },
};
