// What hangs on a customer by its time: contacts on every channel, notes, cases from the day on which they were opened. Page by page, newest first.
import { z } from 'zod';
import { caseSchema, contactSchema, noteSchema } from '../model/customer.ts';

export const timelineKinds = ['contact', 'note', 'case'] as const;
export const timelineKindSchema = z.enum(timelineKinds);
export type TimelineKind = z.infer<typeof timelineKindSchema>;

export const timelineItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact'), row: contactSchema }),
  z.object({ kind: z.literal('note'), row: noteSchema }),
  z.object({ kind: z.literal('case'), row: caseSchema }),
]);
export type TimelineItem = z.infer<typeof timelineItemSchema>;

/** Where an item stands: two of the same moment go by their ids. */
export const placeSchema = z.object({ at: z.iso.datetime(), id: z.string().min(1).max(26) });
export type Place = z.infer<typeof placeSchema>;

export const placeOf = (item: TimelineItem): Place =>
  item.kind === 'case' ? { at: item.row.openedAt, id: item.row.id } : { at: item.row.at, id: item.row.id };

/** For sorting: the newest first. */
export function newestFirst(one: Place, other: Place): number {
  if (one.at !== other.at) return one.at > other.at ? -1 : 1;
  return one.id === other.id ? 0 : one.id > other.id ? -1 : 1;
}

/** `GET /v1/customers/{id}/timeline?kinds=&at=&id=`: older than that place. */
export const timelinePageSchema = z.object({ items: z.array(timelineItemSchema).max(100), more: z.boolean() });
export type TimelinePage = z.infer<typeof timelinePageSchema>;
