import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createVirtualClock } from '#test/support/virtualClock';
import { createRtpCounters } from './rtpCounters.ts';

test('what never came is counted, over the turn of the sequence numbers too', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 65_535 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 400 }),
      (start, came) => {
        const counters = createRtpCounters(createVirtualClock());
        const sequences = [true, ...came, true].map((came, i) => ({ came, sequence: (start + i) & 0xffff }));
        for (const { came, sequence } of sequences) if (came) counters.countReceived(sequence);
        expect(counters.read().lost).toBe(sequences.filter((one) => !one.came).length);
        expect(counters.read().received).toBe(sequences.filter((one) => one.came).length);
      },
    ),
  );
});

test('the longest gap is of packets that came; a watch also sees a gap that still goes on', () => {
  const clock = createVirtualClock();
  const counters = createRtpCounters(clock);
  counters.countReceived(1);
  clock.pass(90);
  counters.countReceived(2);
  const stop = counters.watchGap();
  clock.pass(20);
  counters.countReceived(3);
  expect(counters.read().longestGapMs).toBe(90);
  clock.pass(500);
  expect(counters.read().longestGapMs).toBe(90);
  expect(stop()).toBe(500);
});
