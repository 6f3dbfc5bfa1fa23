// The tiles of the board: sums where sums are true, and the level weighed by who came.
import { describe, expect, it } from 'vitest';
import { board } from '#test/support/deskBoards';
import { figuresOf } from './figures.ts';

describe('the queues together', () => {
  it('wait, longest, and count what today has brought', () => {
    expect(figuresOf(board().queues)).toMatchObject({ waiting: 7, offered: 200, answered: 186, abandoned: 7 });
    expect(figuresOf(board().queues).longestSince).toBe(board().queues[1]?.now?.longestSince);
  });

  it('have a service level in which each caller counts once', () => {
    const [first, second] = board().queues;
    if (first === undefined || second === undefined) throw new Error('two queues');
    const two = [
      { ...first, today: { ...first.today, offered: 30, serviceLevel: 1 } },
      { ...second, today: { ...second.today, offered: 10, serviceLevel: 0.2 } },
    ];
    expect(figuresOf(two).serviceLevel).toBeCloseTo(0.8);
  });

  it('say nothing of what nobody sees', () => {
    const blind = board().queues.map((queue) => ({
      ...queue,
      now: null,
      today: { ...queue.today, serviceLevel: null },
    }));
    expect(figuresOf(blind)).toMatchObject({ waiting: null, longestSince: null, serviceLevel: null });
  });
});
