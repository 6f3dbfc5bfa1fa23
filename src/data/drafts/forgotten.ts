// Customers who are gone (erased, or no longer this agent's to see) are taken out of what this PC has written down itself, too: the cache
// follows the feed, and this follows the cache.
import { interactionReportSchema, withoutCustomer } from '#shared/protocol/interactions';
import type { Files } from '../db/files.ts';
import type { EntrySetAside } from '../db/outboxTable.ts';
import type { Work } from '../db/work.ts';
import { forgetDrafts } from '../letters/drafts.ts';

interface Gone {
  /** Whether this PC says less, or something else, of somebody than before. */
  readonly some: boolean;
  /** Corrections that were lost with their customers. */
  readonly edits: number;
}

/**
 * To be called when the cache is complete and up to date. A report that has not reached the backend yet stays until it has: the backend keeps
 * it without whoever was erased. Edits and notes go: nobody would take them any more. Who was made one with
 * another is that other from here on.
 */
export function forgetGone(files: Files): Gone {
  const named = files.readWork((work) => work.interactions.customers());
  const gone = files.cache((cache) =>
    named.filter((id) => cache.customers.version(id) === 0).map((id) => ({ id, ledTo: cache.customers.ledTo(id) })),
  );
  if (gone.length === 0) return { some: false, edits: 0 };
  const done = files.work((work) =>
    gone.map(({ id, ledTo }) =>
      ledTo === null ? forget(work, id) : { some: work.interactions.lead(id, ledTo), edits: 0 },
    ),
  );
  const some = done.some((each) => each.some);
  // What was overwritten still lies in the write-ahead log.
  if (some) files.readWork((work) => work.db.pragma('wal_checkpoint(TRUNCATE)'));
  return { some, edits: done.reduce((sum, { edits }) => sum + edits, 0) };
}

function forget(work: Work, id: string): Gone {
  const settled = work.outbox.setAsideAbout(id).filter((entry) => emptied(work, entry)).length;
  const { edits, reports } = work.outbox.forgetGone(id);
  const letters = forgetDrafts(work, id);
  return { some: settled + edits + reports + letters + work.interactions.forget(id) > 0, edits };
}

/**
 * The backend will never have it as it is: a report stays, without whom it was about, so that the conversation is counted once the agent
 * mends it; the rest has nothing left to say. False: the backend has refused it because they are not this agent's to see, which it says of
 * nobody who was erased: what was written about them is the agent's to decide on.
 */
function emptied({ outbox }: Work, { seq, kind, body, failure }: EntrySetAside): boolean {
  if (failure?.code === 'backend.noSuchCustomer') return false;
  const report = kind === 'interaction' ? interactionReportSchema.safeParse(body) : null;
  if (report?.success === true) outbox.narrow(seq, withoutCustomer(report.data));
  else outbox.remove(seq);
  return true;
}
