// What is counted of chats: each visitor once, by what their wait for a first word came to.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChatWaits, chatsCame, firstWord } from './chatCounts.ts';

const policy = { shortAbandonSeconds: 5 };

test('visitors are offered who came into the queue; messages are those left after a wait and those left at once', () => {
  expect(
    chatsCame(
      [
        { became: 'answered', fives: 1, n: 2 },
        { became: 'answered', fives: 40, n: 1 },
        { became: 'abandoned', fives: 12, n: 3 },
        { became: 'left', fives: 30, n: 4 },
        { became: 'leftAtOnce', fives: 0, n: 5 },
        { became: 'waiting', fives: 0, n: 6 },
      ],
      policy,
    ),
  ).toEqual({ offered: 16, answered: 3, abandoned: 3, left: 9 });
});

test('who gave up before the short-abandon threshold has not waited: they are in no count', () => {
  const gaveUp = (fives: number) => chatsCame([{ became: 'abandoned', fives, n: 1 }], policy);
  expect(gaveUp(0)).toMatchObject({ offered: 0, abandoned: 0 });
  expect(gaveUp(1)).toMatchObject({ offered: 1, abandoned: 1 });
});

const waits = fc.array(
  fc.record<ChatWaits>({
    became: fc.constantFrom('answered', 'abandoned', 'left', 'leftAtOnce', 'waiting'),
    fives: fc.nat(200),
    n: fc.integer({ min: 1, max: 50 }),
  }),
);

test('of those offered each has been answered, has given up, has left a message, or still waits', () => {
  fc.assert(
    fc.property(waits, (all) => {
      const { offered, answered, abandoned, left } = chatsCame(all, policy);
      const sum = (kind: ChatWaits['became']) =>
        all.filter(({ became }) => became === kind).reduce((so, { n }) => so + n, 0);
      expect(offered).toBe(answered + abandoned + (left - sum('leftAtOnce')) + sum('waiting'));
    }),
  );
});

test('half of those answered, and nine in ten, had a first word within the end of the class in which that one is', () => {
  const policy = { leastContacts: 5 };
  const answered = (...all: readonly number[]) =>
    firstWord(
      all.map((fives) => ({ became: 'answered', fives, n: 1 })),
      policy,
    );
  expect(answered(1, 2, 3, 4, 100)).toEqual({ median: 15, ninety: 500 });
  expect(answered(9, 1, 8, 2, 7, 3, 6, 4, 5, 10)).toEqual({ median: 25, ninety: 45 });
  // Others had no word at all.
  const gaveUp: ChatWaits = { became: 'abandoned', fives: 900, n: 50 };
  expect(firstWord([{ became: 'answered', fives: 2, n: 5 }, gaveUp], policy)).toEqual({ median: 10, ninety: 10 });
});

test('of fewer answered than may be told there is no first word', () => {
  const of = (n: number) => firstWord([{ became: 'answered', fives: 1, n }], { leastContacts: 5 });
  expect(of(4)).toBeNull();
  expect(of(5)).not.toBeNull();
});

test('the first word is the one that each wait by itself gives, in order', () => {
  fc.assert(
    fc.property(waits, (all) => {
      const seconds = all
        .filter(({ became }) => became === 'answered')
        .flatMap(({ fives, n }) => Array.from({ length: n }, () => fives * 5))
        .toSorted((one, other) => one - other);
      const at = (share: number) => seconds[Math.ceil(share * seconds.length) - 1];
      expect(firstWord(all, { leastContacts: 1 })).toEqual(
        seconds.length === 0 ? null : { median: at(0.5), ninety: at(0.9) },
      );
    }),
  );
});
