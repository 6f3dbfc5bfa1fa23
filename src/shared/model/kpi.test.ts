// Figures by worked examples, and what is never told of few people.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import figures from '../../../assets/lists/figures.json' with { type: 'json' };
import {
  abandonRate,
  averageWait,
  conversationTime,
  definitions,
  figuresPolicySchema,
  foundItEasy,
  groupCounts,
  handlingTime,
  longHoldShare,
  mayShowWork,
  meanOf,
  netPromoters,
  occupancy,
  peopleCount,
  peopleCounts,
  reachedShare,
  satisfied,
  serviceLevel,
  serviceLevelWithAbandoned,
  share,
  wilson,
  wrapUpTime,
} from './kpi.ts';

const policy = figuresPolicySchema.parse(figures);

describe('a queue with 110 calls, ten of which hung up at once', () => {
  const morning = {
    offered: 110,
    answered: 92,
    answeredInTime: 80,
    abandoned: 8,
    abandonedInTime: 3,
    shortAbandoned: 10,
    waitedSeconds: 1_380,
  };
  it('has a service level of 80 % of 100', () =>
    expect(serviceLevel(morning)).toEqual({ part: 80, of: 100, value: 0.8 }));
  it('has another one, under another name, with who hung up in time', () =>
    expect(serviceLevelWithAbandoned(morning)).toEqual({ part: 83, of: 100, value: 0.83 }));
  it('lost 8 %', () => expect(abandonRate(morning).value).toBe(0.08));
  it('let 92 % speak to somebody', () => expect(reachedShare(morning).value).toBe(0.92));
  it('let them wait 15 seconds', () => expect(averageWait(morning)).toBe(15));
});

it('a queue without calls has no figures', () => {
  const none = {
    offered: 2,
    answered: 0,
    answeredInTime: 0,
    abandoned: 0,
    abandonedInTime: 0,
    shortAbandoned: 2,
    waitedSeconds: 0,
  };
  expect([serviceLevel(none).value, abandonRate(none).value, averageWait(none)]).toEqual([null, null, null]);
});

describe('forty contacts of a team', () => {
  const team = {
    handled: 40,
    talkSeconds: 8_000,
    holdSeconds: 800,
    wrapUpSeconds: 2_400,
    readySeconds: 2_800,
    longHolds: 4,
  };
  it('took 280 seconds each, 220 of them in conversation, 60 in wrap-up', () =>
    expect([handlingTime(team), conversationTime(team), wrapUpTime(team)]).toEqual([280, 220, 60]));
  it('kept it busy for 80 % of its time', () => expect(occupancy(team).value).toBe(0.8));
  it('held long in one of ten', () => expect(longHoldShare(team).value).toBe(0.1));
});

describe('means', () => {
  it('lie between by the deviation of the sample', () => {
    // Of 1, 2, 3, 4, 5 once each: mean 3, deviation 1.581, half 1.96 × 1.581 ÷ √5.
    const mean = meanOf(new Map([1, 2, 3, 4, 5].map((score) => [score, 1])));
    expect(mean).toMatchObject({ value: 3, of: 5 });
    expect(mean?.to).toBeCloseTo(3 + 1.386, 3);
    expect(meanOf(new Map([[4, 1]]))).toBeNull();
  });

  it('hold their value, and of answers that agree nothing is in doubt', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 60 }), (scores) => {
        const mean = meanOf(
          new Map([...Map.groupBy(scores, (score) => score)].map(([score, all]) => [score, all.length])),
        );
        if (mean === null) throw new Error('two have answered');
        expect(mean.from).toBeLessThanOrEqual(mean.value);
        expect(mean.to).toBeGreaterThanOrEqual(mean.value);
        if (new Set(scores).size === 1) expect(mean.to - mean.from).toBe(0);
      }),
    ));
});

describe('satisfaction', () => {
  const answers = new Map([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 6],
    [5, 10],
  ]);
  it('is who has said 4 or 5, with how many have answered', () =>
    expect(satisfied(answers)).toEqual({ part: 16, of: 20, value: 0.8 }));

  it.each([
    [16, 20, 0.584, 0.9193],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662],
  ])('%i of %i lies between %d and %d (Wilson, 95 %%)', (part, of, from, to) => {
    const interval = wilson(share(part, of));
    expect(interval?.from).toBeCloseTo(from, 3);
    expect(interval?.to).toBeCloseTo(to, 3);
  });

  it('holds the share itself, within nought and one, and narrows with more answers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(5_000), (of, n) => {
        const part = n % (of + 1);
        const interval = wilson(share(part, of));
        const more = wilson(share(part * 4, of * 4));
        if (!interval || !more) throw new Error('no interval');
        expect(interval.from).toBeGreaterThanOrEqual(0);
        expect(interval.to).toBeLessThanOrEqual(1);
        expect(interval.from).toBeLessThanOrEqual(part / of + 1e-9);
        expect(interval.to).toBeGreaterThanOrEqual(part / of - 1e-9);
        expect(more.to - more.from).toBeLessThan(interval.to - interval.from);
      }),
    );
  });

  it('of nobody has none', () => {
    expect(wilson(share(0, 0))).toBeNull();
    expect(netPromoters(new Map())).toBeNull();
  });

  it('of effort and of word of mouth', () => {
    expect(
      foundItEasy(
        new Map([
          [7, 5],
          [4, 5],
        ]),
      ).value,
    ).toBe(0.5);
    expect(
      netPromoters(
        new Map([
          [10, 5],
          [8, 2],
          [6, 3],
        ]),
      )?.value,
    ).toBeCloseTo(0.2);
  });
});

describe('of few people', () => {
  it('a count below five is told as such', () => {
    expect(peopleCount(4, policy)).toEqual({ kind: 'fewer', than: 5 });
    expect(peopleCount(0, policy)).toEqual({ kind: 'fewer', than: 5 });
    expect(peopleCount(5, policy)).toEqual({ kind: 'count', n: 5 });
  });

  it('nothing is shown of the work of fewer than five, or of fewer than thirty contacts', () => {
    expect(mayShowWork(5, 30, policy)).toBe(true);
    expect(mayShowWork(4, 300, policy)).toBe(false);
    expect(mayShowWork(9, 29, policy)).toBe(false);
  });

  it('one that is left out takes another with it, as the sum would tell it', () =>
    expect(peopleCounts([3, 8, 20], policy)).toEqual({
      each: [{ kind: 'fewer', than: 5 }, { kind: 'withheld' }, { kind: 'count', n: 20 }],
      sum: { kind: 'count', n: 31 },
    }));

  it('no count below five follows from what is shown', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }), (counts) => {
        const { each, sum } = peopleCounts(counts, policy);
        each.forEach((shown, at) => {
          if (shown.kind === 'count') expect(shown.n).toBe(counts[at]);
          expect(shown.kind === 'fewer').toBe((counts[at] ?? 0) < 5);
        });
        const hidden = counts.filter((_, at) => each[at]?.kind !== 'count');
        if (sum.kind !== 'count' || hidden.length === 0) return;
        // What the sum leaves for those that are not shown is shared by two or more, and is no small number itself.
        expect(hidden.length).toBeGreaterThan(1);
        expect(hidden.reduce((all, n) => all + n, 0)).toBeGreaterThanOrEqual(5);
      }),
    );
  });
});

describe('groups of counts beside their members', () => {
  const members = fc.array(
    fc.record({ group: fc.constantFrom('FAT', 'TEC', 'INF', 'ALT'), n: fc.integer({ min: 1, max: 12 }) }),
    {
      minLength: 1,
      maxLength: 10,
    },
  );
  it('tell the sum of a group, and nothing of what is not told of its members or of other groups', () => {
    fc.assert(
      fc.property(members, (counts) => {
        const { each, sum } = peopleCounts(
          counts.map(({ n }) => n),
          policy,
        );
        const groups = groupCounts(counts, each, policy);
        const hiddenIn = (names: readonly string[]) =>
          counts.reduce(
            (all, { group, n }, at) => (names.includes(group) && each[at]?.kind !== 'count' ? all + n : all),
            0,
          );
        for (const { group, count } of groups) {
          const all = counts.filter((one) => one.group === group).reduce((total, { n }) => total + n, 0);
          if (count.kind === 'count') expect(count.n).toBe(all);
          expect(count.kind === 'fewer').toBe(all < 5);
          // What a told sum leaves for members that are not told is no small number.
          if (count.kind === 'count' && hiddenIn([group]) > 0) expect(hiddenIn([group])).toBeGreaterThanOrEqual(5);
        }
        const untold = groups.filter(({ count }) => count.kind !== 'count').map(({ group }) => group);
        if (sum.kind === 'count' && untold.length > 0) expect(hiddenIn(untold)).toBeGreaterThanOrEqual(5);
      }),
    );
  });
});

it('every figure says in both languages what it counts, and every {…} is of the policy', () => {
  const known = new Set([...Object.keys(policy), ...Object.keys(policy.serviceLevel)]);
  for (const { name, counts } of Object.values(definitions))
    for (const text of [name.it, name.en, counts.it, counts.en]) {
      expect(text).not.toBe('');
      for (const [, code] of text.matchAll(/\{(\w+)\}/g)) expect(known).toContain(code);
    }
});
