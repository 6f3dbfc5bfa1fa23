// One's own figures: of conversations that took place, by the days of where one is.
import { describe, expect, it } from 'vitest';
import { beginnings, type OwnConversation, ownSums } from './ownFigures.ts';

const talk = (minutes: number, written: number, change: Partial<OwnConversation> = {}): OwnConversation => ({
  channel: 'call',
  startedAt: '2026-03-02T08:59:50.000Z',
  answeredAt: '2026-03-02T09:00:00.000Z',
  endedAt: new Date(Date.parse('2026-03-02T09:00:00.000Z') + minutes * 60_000).toISOString(),
  closedAt: new Date(Date.parse('2026-03-02T09:00:00.000Z') + (minutes + written) * 60_000).toISOString(),
  keptPromise: false,
  ...change,
});

describe('own figures', () => {
  it('are how many, how long on average, and which promises were kept', () => {
    expect(ownSums([talk(4, 1), talk(2, 2, { keptPromise: true })])).toEqual({
      ...{ conversations: 2, talkedMs: 180_000, wroteMs: 90_000, promisesKept: 1 },
    });
  });

  it('leave out whoever was not reached: that is neither a conversation nor a promise kept', () => {
    const unreached = talk(0, 1, { answeredAt: null, keptPromise: true });
    expect(ownSums([unreached])).toEqual({ conversations: 0, talkedMs: null, wroteMs: null, promisesKept: 0 });
  });

  it('count chats, whose time says nothing of how long a call takes', () => {
    const sums = ownSums([talk(4, 1), talk(90, 9, { channel: 'chat' })]);
    expect(sums).toMatchObject({ conversations: 2, talkedMs: 240_000, wroteMs: 60_000 });
  });

  it('make nothing shorter than none where the clock was set back in between', () => {
    expect(ownSums([talk(-5, 0)]).talkedMs).toBe(0);
  });

  it('begin at midnight, and the week on its Monday', () => {
    const sunday = new Date(2026, 2, 29, 23, 30);
    const { today, week } = beginnings(sunday);
    expect([today.getDate(), today.getHours()]).toEqual([29, 0]);
    expect([week.getDate(), week.getHours(), week.getDay()]).toEqual([23, 0, 1]);
    expect(beginnings(new Date(2026, 2, 23, 0, 0)).week.getDate()).toBe(23);
  });
});
