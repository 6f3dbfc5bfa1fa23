// What agents write down about a customer outside of any contact.
import { z } from 'zod';
import { noteSchema } from '../model/customer.ts';
import { instantSchema } from '../model/ids.ts';

/** `POST /v1/notes`: as it was written, and when. */
export const noteDraftSchema = noteSchema.pick({ id: true, customerId: true, text: true, at: true });
export type NoteDraft = z.infer<typeof noteDraftSchema>;

/** `PATCH /v1/notes/{id}` with `If-Match: "<version>"`, by its author. `at`: when it was changed, on the day on which it was written. */
export const noteChangeSchema = z.object({ text: noteSchema.shape.text, at: instantSchema });
export type NoteChange = z.infer<typeof noteChangeSchema>;

/** `POST /v1/notes/{id}/removal` with `If-Match`: likewise. */
export const noteRemovalSchema = z.object({ at: instantSchema });
