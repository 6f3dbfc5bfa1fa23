// Once at the start and then each hour, forgets what has been kept long enough; what is customers' data, once a night by the rules of
// retention (privacy/purge.ts).
import { closeAnswered } from './cases/keeper.ts';
import { house, type Seen, seenBy } from './db/seenBy.ts';
import type { ServerDeps } from './deps.ts';
import { countDays } from './figures/count.ts';
import { countsTo, nightlyPurge } from './privacy/purge.ts';
import { forgetUnfinished } from './repositories/attachments.ts';
import { forgetNumbers } from './repositories/cases.ts';
import { forgetUnfinishedChatFiles } from './repositories/chatFiles.ts';
import { findDuplicates } from './repositories/duplicates.ts';
import { forgetOld } from './repositories/housekeeping.ts';
import { forgetImports, undoDays } from './repositories/imports.ts';
import { forgetUndoing } from './repositories/merges.ts';
import { tidySurveys } from './surveys/asking.ts';

const hourMs = 3_600_000;
/** A file of a case that nobody has gone on sending: whoever does later begins anew. */
const unfinishedDays = 7;
/** What agents did not find in the knowledge base is written by then, or nobody misses it. */
const gapMonths = 12;
/** A number that a PC has had for so long and never used. */
const unusedNumberDays = 400;
/** Customers who are compared with the others in one transaction. */
const atOnce = 200;

export function startHousekeeping(deps: ServerDeps): { stop(): Promise<void> } {
  const { db, clock, config, logger } = deps;
  const ago = (ms: number) => new Date(clock().getTime() - ms);
  async function tidy(): Promise<void> {
    isTidying = true;
    await forget();
    isTidying = false;
  }
  /** What fails, and will perhaps fail each hour, keeps nothing else from being forgotten. */
  async function each(what: string, work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: unknown) => logger.warn({ err: error, what }, 'housekeeping failed'));
  }
  const asHouse = (work: (tx: Seen) => Promise<unknown>) => seenBy(db.query, house, work);
  async function forget(): Promise<void> {
    await each('what is old', async () =>
      forgetOld(db, {
        idempotency: ago(config.idempotencyDays * 24 * hourMs),
        failedSignIns: ago(config.lockOut.minutes * 60_000),
        help: ago(config.helpHours * hourMs),
        // Whoever is in the middle of one has another day.
        generations: ago(2 * config.segments.hours * hourMs),
        audit: monthsAgo(await countsTo(db.query, clock()), config.auditMonths),
        tombstones: ago(config.tombstoneDays * 24 * hourMs),
        gaps: monthsAgo(clock(), gapMonths),
        now: clock(),
      }),
    );
    await each('imports', () =>
      asHouse((tx) => forgetImports(tx, { sent: ago(24 * hourMs), done: ago(undoDays * 24 * hourMs) })),
    );
    await each('unfinished files', () => asHouse((tx) => forgetUnfinished(tx, ago(unfinishedDays * 24 * hourMs))));
    await each('unfinished files of chats', () =>
      asHouse((tx) => forgetUnfinishedChatFiles(tx, ago(unfinishedDays * 24 * hourMs))),
    );
    await each('merges', () => asHouse((tx) => forgetUndoing(tx, clock())));
    await each('cases', () => closeAnswered(deps));
    await each('numbers of cases', () => asHouse((tx) => forgetNumbers(tx, ago(unusedNumberDays * 24 * hourMs))));
    // Before anything of them is forgotten.
    await each('figures', () => countDays(deps));
    await each('what the rules say', async () => {
      for (const { rule, deleted, emptied } of (await nightlyPurge(deps)) ?? [])
        if (deleted + emptied > 0) logger.info({ rule, deleted, emptied }, 'kept long enough');
    });
    await each('surveys', () => tidySurveys(deps));
    // In slices, so that neither this nor what else the database does waits for long.
    await each('duplicates', async () => {
      while (!isStopping && (await seenBy(db.query, house, (tx) => findDuplicates(tx, clock(), atOnce))));
    });
  }
  let isStopping = false;
  let isTidying = false;
  let running = tidy();
  const timer = setInterval(() => {
    // The first comparison of a large database takes longer than an hour may be.
    if (!isTidying) running = tidy();
  }, hourMs);
  timer.unref();
  return {
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** By the calendar, in UTC. */
function monthsAgo(now: Date, months: number): Date {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - months);
  return then;
}
