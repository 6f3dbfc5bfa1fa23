// What an agent wants of a note, as the outbox keeps it, and what comes of it where the note is not what they saw any more.
import { z } from 'zod';
import { noteSchema } from '#shared/model/customer';
import { customerIdSchema, instantSchema } from '#shared/model/ids';

/** The entry's `baseVersion`: null for a new note. */
export const noteWishSchema = z.object({
  customerId: customerIdSchema,
  /** Null: it is to go. */
  text: noteSchema.shape.text.nullable(),
  /** When the agent wished it. */
  at: instantSchema,
});
export type NoteWish = z.infer<typeof noteWishSchema>;

/** The text as the agent saw it. */
export const noteBaseSchema = z.object({ text: z.string() }).nullable();

/** What is left of a wish, where the note says `now`: nothing, what it was, or something that only its agent can settle. */
export function mergeNote(seen: string | null, wish: string | null, now: string): 'done' | 'send' | 'collided' {
  if (wish === now) return 'done';
  return seen === now ? 'send' : 'collided';
}
