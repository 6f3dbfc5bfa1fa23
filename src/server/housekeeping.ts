// Once at the start and then each hour, forgets what has been kept long enough.
import type { ServerDeps } from './deps.ts';
import { forgetOld } from './repositories/housekeeping.ts';

const hourMs = 3_600_000;

export function startHousekeeping({ db, clock, config, logger }: ServerDeps): { stop(): Promise<void> } {
  const ago = (ms: number) => new Date(clock().getTime() - ms);
  const tidy = () =>
    forgetOld(db, {
      idempotency: ago(config.idempotencyDays * 24 * hourMs),
      failedSignIns: ago(config.lockOut.minutes * 60_000),
      queues: ago(config.queueDays * 24 * hourMs),
      help: ago(config.helpHours * hourMs),
      tombstones: ago(config.tombstoneDays * 24 * hourMs),
      now: clock(),
    }).catch((error: unknown) => logger.warn({ err: error }, 'housekeeping failed'));
  let running = tidy();
  const timer = setInterval(() => {
    running = tidy();
  }, hourMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
