// What is counted of chats: each visitor once, by what their wait for a first word came to.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChatWaits, chatsCame } from './chatCounts.ts';

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
