// How chats are had: the company's list, and the hours by which a site is open.
import type { z } from 'zod';
import { must } from '#shared/lib/must';
import { type Calendar, dayOf, daysLater, openingOf } from '#shared/model/calendar';
import type { chatPolicySchema } from '#shared/model/chatLists';
import { keptListSchema, listsFor } from '#shared/model/lists/lists';
import type { Seen } from '../db/seenBy.ts';
import { writtenLists } from '../repositories/lists.ts';

export type ChatPolicy = z.infer<typeof chatPolicySchema>;
export type ChatSite = ChatPolicy['sites'][number];

export interface ChatLists {
  readonly policy: ChatPolicy;
  readonly calendars: readonly Calendar[];
}

/** As everybody's lists say. There from the first start on. */
export async function chatLists(tx: Seen): Promise<ChatLists> {
  const written = await writtenLists(tx, ['chat', 'calendars']);
  const { chat, calendars } = listsFor(
    written.flatMap((list) => keptListSchema.safeParse(list).data ?? []),
    null,
  );
  return { policy: must(chat, 'how chats are had'), calendars: must(calendars, 'the calendars') };
}

/** The days ahead in which an opening is looked for: a summer's closure is shorter. */
const daysAhead = 40;

/** Whether somebody answers at that moment, and otherwise when again; null: not soon. A calendar that is not there has no hours. */
export function openingAt(
  { calendars }: Pick<ChatLists, 'calendars'>,
  site: Pick<ChatSite, 'calendar'>,
  now: Date,
): { readonly isOpen: boolean; readonly opensAt: string | null } {
  const calendar = calendars.find(({ code }) => code === site.calendar);
  if (calendar === undefined) return { isOpen: false, opensAt: null };
  const at = now.getTime();
  const today = dayOf(now.toISOString(), calendar);
  for (let ahead = 0; ahead <= daysAhead; ahead += 1) {
    for (const { from, to } of openingOf(daysLater(today, ahead), calendar, null)) {
      if (at >= from && at < to) return { isOpen: true, opensAt: null };
      if (at < from) return { isOpen: false, opensAt: new Date(from).toISOString() };
    }
  }
  return { isOpen: false, opensAt: null };
}
