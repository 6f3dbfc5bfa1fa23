// What an app tells was written down by its PC's clock, which may be wrong. With what it tells it says what that clock shows now (the header
// `sent-at`), and the difference is taken off.
import { instantSchema } from '#shared/model/ids';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { Clock } from './deps.ts';

export const sentAtHeader = instantSchema.optional().describe('What the sender’s clock says now');

/** A clock that is off by less is right enough: the request itself takes a while. */
const mostOffMs = 60_000;

/** From a moment by the sender's clock (ISO 8601) to the same by the house's. Nothing was written down later than now. */
export type ToOurs = (told: string) => string;

/** Without the header the clock is taken to be right. */
export function sendersClock(sentAt: string | undefined, clock: Clock): ToOurs {
  const now = clock().getTime();
  const off = sentAt === undefined ? 0 : now - Date.parse(sentAt);
  return (told) => {
    const moment = Date.parse(told) + (Math.abs(off) > mostOffMs ? off : 0);
    return new Date(Math.min(moment, now)).toISOString();
  };
}

/** All of it but when to call back: that was read off a calendar. */
export function reportByOurClock(report: InteractionReport, toOurs: ToOurs): InteractionReport {
  const orNull = (told: string | null) => (told === null ? null : toOurs(told));
  return {
    ...report,
    startedAt: toOurs(report.startedAt),
    answeredAt: orNull(report.answeredAt),
    endedAt: orNull(report.endedAt),
    closedAt: toOurs(report.closedAt),
    events: report.events.map((event) => ({ ...event, at: toOurs(event.at) })),
  };
}
