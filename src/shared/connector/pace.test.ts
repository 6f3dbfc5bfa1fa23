import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Pace, takePlace, waitAfter } from './pace.ts';

it('never asks more often than it may, in any window of the given length, however the requests come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 80 }),
      (requests, seconds, gaps) => {
        const paces = { all: { requests, seconds } };
        let pace: Pace = {};
        let now = 0;
        const went = gaps.map((gap) => {
          now += gap;
          const place = takePlace(paces, pace, 'all', now);
          pace = place.pace;
          return place.goesAt;
        });
        for (const first of went) {
          expect(went.filter((at) => at >= first && at < first + seconds * 1_000).length).toBeLessThanOrEqual(requests);
        }
      },
    ),
  );
});

it('keeps each pace by itself', () => {
  const paces = { search: { requests: 1, seconds: 60 }, rest: { requests: 1, seconds: 1 } };
  const { pace } = takePlace(paces, {}, 'search', 0);
  expect(takePlace(paces, pace, 'rest', 0).goesAt).toBe(0);
  expect(takePlace(paces, pace, 'search', 0).goesAt).toBeGreaterThanOrEqual(60_000);
});

it('waits between one second and one hour, whatever it is told', () => {
  fc.assert(
    fc.property(fc.option(fc.string()), fc.option(fc.integer()), fc.nat(100), (retryAfter, sentAt, tries) => {
      const wait = waitAfter(retryAfter, sentAt, tries);
      expect(wait).toBeGreaterThanOrEqual(1_000);
      expect(wait).toBeLessThanOrEqual(3_600_000);
    }),
  );
});
