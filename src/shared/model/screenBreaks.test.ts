// Breaks from the screen, by the clock of a working day.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import breaks from '../../../assets/lists/breaks.json' with { type: 'json' };
import { type ActivityChange, activityUnder, screenBreakAt, screenBreakPolicySchema } from './screenBreaks.ts';

const law = screenBreakPolicySchema.parse(breaks);
const clock = (time: string): number => Date.parse(`2026-11-26T${time}:00Z`);
const day = (...changes: [time: string, does: ActivityChange['does']][]): ActivityChange[] =>
  changes.map(([time, does]) => ({ at: clock(time), does }));
const minutes = (n: number): number => n * 60_000;

describe('the break from the screen', () => {
  it.each([
    ['08:30', 'working'],
    ['10:14', 'working'],
    ['10:15', 'soon'],
    ['10:29', 'soon'],
    ['10:30', 'due'],
    ['11:10', 'due'],
  ])('of whoever works since 08:30 is at %s: %s, for half past ten', (now, state) =>
    expect(screenBreakAt(day(['08:30', 'screen']), clock(now), law)).toMatchObject({ state, dueAt: clock('10:30') }),
  );

  it('of a quarter of an hour begins the two hours anew', () => {
    const morning = day(['08:30', 'screen'], ['10:00', 'rest'], ['10:15', 'screen']);
    expect(screenBreakAt(morning, clock('10:20'), law)).toEqual({
      state: 'working',
      workedMs: minutes(5),
      dueAt: clock('12:15'),
    });
  });

  it('cut short counts for nothing', () => {
    const morning = day(['08:30', 'screen'], ['10:00', 'rest'], ['10:14', 'screen']);
    expect(screenBreakAt(morning, clock('10:14'), law)).toMatchObject({ workedMs: minutes(90), dueAt: clock('10:44') });
  });

  it('is not put together of short ones', () => {
    const morning = day(
      ['08:30', 'screen'],
      ['09:00', 'rest'],
      ['09:10', 'screen'],
      ['09:30', 'rest'],
      ['09:40', 'screen'],
    );
    expect(screenBreakAt(morning, clock('09:40'), law)).toMatchObject({ workedMs: minutes(50) });
  });

  it('is not saved up: after a long one the next is due two hours later', () => {
    const morning = day(['08:30', 'screen'], ['09:00', 'rest'], ['10:30', 'screen']);
    expect(screenBreakAt(morning, clock('10:30'), law)).toMatchObject({ dueAt: clock('12:30') });
  });

  it('tells while it runs how long is left', () => {
    const morning = day(['08:30', 'screen'], ['10:30', 'rest']);
    expect(screenBreakAt(morning, clock('10:36'), law)).toEqual({
      state: 'resting',
      workedMs: minutes(120),
      leftMs: minutes(9),
    });
    expect(screenBreakAt(morning, clock('10:50'), law)).toEqual({ state: 'resting', workedMs: 0, leftMs: 0 });
  });

  it('goes on through lunch as one', () => {
    const morning = day(['08:30', 'screen'], ['10:30', 'rest'], ['10:38', 'rest']);
    expect(screenBreakAt(morning, clock('10:45'), law)).toMatchObject({ leftMs: 0 });
  });

  it('of whoever has not begun is none', () =>
    expect(screenBreakAt([], clock('08:00'), law)).toMatchObject({ state: 'resting', workedMs: 0 }));

  it('is rest under its own reason, and paper work where the agreement says so', () => {
    expect(activityUnder('screen-break', law)).toBe('rest');
    expect(activityUnder('back-office', law)).toBe('screen');
    expect(activityUnder(null, law)).toBe('screen');
    expect(activityUnder('back-office', { ...law, changeOfActivity: ['back-office'] })).toBe('rest');
  });

  it('is never less than the law gives, unless an agreement is named', () => {
    expect(screenBreakPolicySchema.safeParse({ ...law, minutes: 10 }).success).toBe(false);
    expect(screenBreakPolicySchema.safeParse({ ...law, everyMinutes: 150 }).success).toBe(false);
    expect(
      screenBreakPolicySchema.safeParse({ ...law, minutes: 10, agreement: 'Accordo aziendale 3/2026' }).success,
    ).toBe(true);
    expect(screenBreakPolicySchema.safeParse({ ...law, remindMinutes: 121 }).success).toBe(false);
  });
});

const days = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom<ActivityChange['does']>('screen', 'rest')), {
    minLength: 1,
    maxLength: 30,
  })
  .map((spans) => {
    let at = clock('06:00');
    const changes = spans.map(([length, does]) => {
      const change = { at, does };
      at += minutes(length);
      return change;
    });
    return { changes, end: at };
  });

describe('on whatever day', () => {
  it('nobody works longer than two hours without being told that the break is due', () => {
    fc.assert(
      fc.property(days, ({ changes, end }) => {
        for (let now = clock('06:00'); now <= end; now += minutes(5)) {
          const is = screenBreakAt(changes, now, law);
          if (is.state === 'resting') continue;
          expect(is.workedMs >= minutes(120)).toBe(is.state === 'due');
          expect(is.dueAt <= now).toBe(is.state === 'due');
        }
      }),
    );
  });

  it('the work begins anew after one rest of fifteen minutes and after nothing else', () => {
    fc.assert(
      fc.property(days, ({ changes, end }) => {
        // By the minute: the work since the last fifteen minutes that were all rest.
        let [worked, rested] = [0, 0];
        for (let now = clock('06:00'); now < end; now += minutes(1)) {
          const does = changes.findLast(({ at }) => at <= now)?.does;
          rested = does === 'rest' ? rested + 1 : 0;
          worked = rested >= 15 ? 0 : does === 'screen' ? worked + 1 : worked;
        }
        expect(screenBreakAt(changes, end, law).workedMs).toBe(minutes(worked));
      }),
    );
  });
});
