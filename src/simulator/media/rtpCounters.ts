// Counts the RTP of one leg: packets each way, what is missing by sequence numbers (RFC 3550 A.3), and the longest gap.
import type { Clock } from '../clock.ts';

export interface RtpCounters {
  /** Packets from the switchboard to the phone. */
  sent: number;
  /** Packets from the phone, key presses included. */
  received: number;
  /** Missing among those from the phone. */
  lost: number;
  /** Longest time between two packets from the phone, in ms; 0 before the second. */
  longestGapMs: number;
}

export function createRtpCounters(clock: Clock) {
  let sent = 0;
  let received = 0;
  let first: number | null = null;
  let highest = 0;
  let cycles = 0;
  let lastAt: number | null = null;
  let longestGapMs = 0;
  const watches = new Set<{ since: number; longest: number }>();

  return {
    countSent(): void {
      sent += 1;
    },
    countReceived(sequence: number): void {
      const now = clock.now();
      received += 1;
      if (first === null) {
        first = sequence;
        highest = sequence;
      } else if (((sequence - highest) & 0xffff) < 0x8000) {
        if (sequence < highest) cycles += 0x1_0000;
        highest = sequence;
      }
      if (lastAt !== null) longestGapMs = Math.max(longestGapMs, now - lastAt);
      for (const watch of watches) {
        watch.longest = Math.max(watch.longest, now - watch.since);
        watch.since = now;
      }
      lastAt = now;
    },
    read(): RtpCounters {
      const expected = first === null ? 0 : cycles + highest - first + 1;
      return { sent, received, lost: Math.max(0, expected - received), longestGapMs: Math.round(longestGapMs) };
    },
    /** From now on: the result stops it and says the longest time without a packet, one still going on included. */
    watchGap(): () => number {
      const watch = { since: clock.now(), longest: 0 };
      watches.add(watch);
      return () => {
        watches.delete(watch);
        return Math.round(Math.max(watch.longest, clock.now() - watch.since));
      };
    },
    /** When the last packet came, by the clock; null before the first. */
    lastReceivedAt: () => lastAt,
  };
}
