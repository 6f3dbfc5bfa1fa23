// Half hours, days, weeks and months of a company in Rome, on days on which clocks are set too.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginOf, bucketOf, bucketsOf, daysIn, mostBuckets, type PeriodStep, periodBefore } from './periods.ts';

const rome = 'Europe/Rome';
const dayOf = (day: string) => ({ from: day, to: day });

describe('a day', () => {
  it.each([
    ['2026-10-24', 48],
    ['2026-10-25', 50],
    ['2027-03-28', 46],
  ])('%s has %i half hours, each with a moment of its own', (day, count) => {
    const halves = bucketsOf(dayOf(day), 'interval', rome) ?? [];
    expect(new Set(halves).size).toBe(count);
    expect(halves[0]).toBe(new Date(beginOf(day, rome)).toISOString());
  });
});

describe('a period', () => {
  it('has weeks that begin on Monday and months that begin on the first, also where it begins later', () => {
    expect(bucketsOf({ from: '2026-12-30', to: '2027-01-05' }, 'week', rome)).toEqual(['2026-12-28', '2027-01-04']);
    expect(bucketsOf({ from: '2026-11-24', to: '2027-01-01' }, 'month', rome)).toEqual([
      '2026-11-01',
      '2026-12-01',
      '2027-01-01',
    ]);
  });

  it('is compared with the days before it, as many as it has', () => {
    expect(periodBefore({ from: '2026-11-23', to: '2026-11-29' })).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  });

  it('that would be divided into more than anybody reads is not divided', () => {
    expect(bucketsOf({ from: '2026-01-01', to: '2027-12-31' }, 'day', rome)).toBeNull();
  });

  const days = fc
    .tuple(fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true }), fc.nat(60))
    .map(([from, length]) => {
      const day = (at: number) => new Date(at).toISOString().slice(0, 10);
      return { from: day(from.getTime()), to: day(from.getTime() + length * 86_400_000) };
    });

  it('has each of its days in one of its parts', () => {
    const steps = fc.constantFrom<Exclude<PeriodStep, 'interval'>>('day', 'week', 'month');
    fc.assert(
      fc.property(days, steps, (period, by) => {
        const parts = bucketsOf(period, by, rome) ?? [];
        const all = bucketsOf(period, 'day', rome) ?? [];
        expect(all).toHaveLength(daysIn(period));
        expect([...new Set(all.map((day) => bucketOf(day, by)))]).toEqual(parts);
        expect(parts.length).toBeLessThanOrEqual(mostBuckets);
      }),
    );
  });
});
