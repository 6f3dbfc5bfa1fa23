// Takes away reports and notes that the backend has and the cache shows: nothing is left to tell.
import { decodeTime } from 'ulid';
import { interactionReportSchema } from '#shared/protocol/interactions';
import type { CacheReader } from '../db/cache.ts';
import type { Files } from '../db/files.ts';
import type { Entry } from '../db/outboxTable.ts';
import { isShown } from '../lookup/unwritten.ts';

const longestMs = 24 * 60 * 60_000;

/** Reports of nobody, those whose contact has come back with the feed, notes likewise, and those of yesterday. */
export function sweepDone(files: Files, now: Date): void {
  const done = files.readWork((work) => work.outbox.done());
  const shown = done.filter(
    (entry) => now.getTime() - decodeTime(entry.id) > longestMs || files.cache((cache) => isThere(cache, entry)),
  );
  if (shown.length === 0) return;
  files.work((work) => {
    for (const entry of shown) work.outbox.remove(entry.seq);
  });
}

function isThere(cache: CacheReader, entry: Entry): boolean {
  if (entry.kind === 'note' || entry.kind === 'caseAct') return isShown(cache, entry);
  const report = interactionReportSchema.safeParse(entry.body);
  if (!report.success || report.data.customerId === null) return true;
  return cache.contacts.version(report.data.id) > 0;
}
