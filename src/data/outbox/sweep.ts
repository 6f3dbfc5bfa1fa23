// Takes away reports that the backend has and the cache shows: nothing is left to tell.
import { decodeTime } from 'ulid';
import { interactionReportSchema } from '#shared/protocol/interactions';
import type { Files } from '../db/files.ts';

const longestMs = 24 * 60 * 60_000;

/** Reports of nobody, those whose contact has come back with the feed, and those of yesterday. */
export function sweepDone(files: Files, now: Date): void {
  const done = files.readWork((work) => work.outbox.done());
  const shown = done.filter((entry) => {
    const report = interactionReportSchema.safeParse(entry.body);
    if (!report.success || report.data.customerId === null) return true;
    if (now.getTime() - decodeTime(entry.id) > longestMs) return true;
    return files.cache((cache) => cache.contacts.version(report.data.id)) > 0;
  });
  if (shown.length === 0) return;
  files.work((work) => {
    for (const entry of shown) work.outbox.remove(entry.seq);
  });
}
