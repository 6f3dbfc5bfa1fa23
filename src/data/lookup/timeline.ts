// A customer's timeline from the disk, page by page: what the cache holds, with what was written here over it.
import type { ShownItem, ShownPage, Wanted } from '#shared/contract/timeline';
import { newestFirst, type Place, placeOf } from '#shared/protocol/timeline';
import type { Files } from '../db/files.ts';
import type { Cards } from './cards.ts';
import { reportedContacts, type Writer, withWritten, writtenNotes } from './unwritten.ts';

export interface TimelineDeps {
  readonly files: Files;
  readonly cards: Cards;
  readonly agent: Writer;
}

export const timelinePage = 50;

/** Empty for a customer who is not known here. */
export function timelineHere({ files, cards, agent }: TimelineDeps, { id, kinds, before }: Wanted): ShownPage {
  const customer = cards.get(id)?.customer;
  if (customer === undefined) return { items: [], more: false };
  const limit = timelinePage + 1;
  const isOlder = (place: Place) => before === null || newestFirst(before, place) < 0;
  const items = files.cache((cache) =>
    files.readWork(({ outbox }) => {
      const found: ShownItem[] = [];
      if (kinds.includes('contact')) {
        const reported = reportedContacts(outbox, cache, agent, customer).filter(isOlder);
        for (const row of [...reported, ...cache.contacts.page(id, before, limit)])
          found.push({ kind: 'contact', row });
      }
      if (kinds.includes('note')) {
        const written = writtenNotes(outbox, cache, agent, customer);
        const cached = cache.notes.page(id, before, limit + written.gone.size);
        const theirs = { ...written, notes: written.notes.filter(isOlder) };
        for (const row of withWritten(cached, theirs, limit)) found.push({ kind: 'note', row });
      }
      if (kinds.includes('case'))
        for (const row of cache.cases.page(id, before, limit)) found.push({ kind: 'case', row });
      return found;
    }),
  );
  items.sort((one, other) => newestFirst(placeOf(one), placeOf(other)));
  return { items: items.slice(0, timelinePage), more: items.length > timelinePage };
}
