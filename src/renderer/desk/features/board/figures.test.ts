// The tiles of the board and its half hours: each caller counts once, and the sums agree.
import { describe, expect, it } from 'vitest';
import { levelOf, sumOfCame } from '#shared/protocol/board';
import { board, callers } from '#test/support/deskBoards';
import { figuresOf, halfHourRows } from './figures.ts';

describe('the queues together', () => {
  it('wait, longest, and count what today has brought', () => {
    const { today, ...now } = figuresOf(board().queues);
    expect(now).toEqual({ waiting: 7, longestSince: board().queues[1]?.now?.longestSince });
    expect(today).toMatchObject({ offered: 200, answered: 186, abandoned: 7, over: 193 });
  });

  it('have a service level in which each caller counts once', () => {
    const came = { offered: 30, answered: 30, answeredInTime: 30, abandoned: 0, over: 30, waitedSeconds: 60 };
    const late = { offered: 12, answered: 10, answeredInTime: 2, abandoned: 0, over: 10, waitedSeconds: 600 };
    expect(levelOf(sumOfCame([came, late]))).toBeCloseTo(0.8);
    expect(levelOf(sumOfCame([]))).toBeNull();
  });

  it('say nothing of what nobody sees', () => {
    const blind = board().queues.map((queue) => ({ ...queue, now: null }));
    expect(figuresOf(blind)).toMatchObject({ waiting: null, longestSince: null });
  });
});

describe('the half hours', () => {
  const shown = board(callers());
  const rows = (queueId: string | null) => halfHourRows(shown.halfHours ?? [], queueId);

  it('stand with the latest first, which runs', () => {
    expect(rows(null).map(({ runs }) => runs)).toEqual([true, ...Array.from({ length: 12 }, () => false)]);
    expect(rows(null)[0]?.start).toBe('2026-11-24T13:30:00.000Z');
  });

  it('add up to the day, of each queue and of all', () => {
    const sum = (queueId: string | null) => sumOfCame(rows(queueId).map(({ counts }) => counts));
    expect(sum(null)).toEqual(figuresOf(shown.queues).today);
    for (const { queueId, today } of shown.queues) {
      expect({ ...sum(queueId), withinSeconds: today.withinSeconds }).toEqual(today);
    }
  });
});
