// What the break from the screen is reckoned from, over days in which programs close, PCs sleep and clocks are set.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ScreenBreak, screenBreakAt } from '#shared/model/screenBreaks';
import shipped from '../../../assets/lists/breaks.json' with { type: 'json' };
import { type Activity, alive, clockSet, noActivity, nowDoes } from './activity.ts';

const MINUTE = 60_000;
const start = Date.parse('2026-03-02T08:00:00.000Z');
const minute = (n: number) => start + n * MINUTE;
const at = ({ changes }: Activity, now: number): ScreenBreak => screenBreakAt(changes, now, shipped);
/** The program beats each minute. */
function beats(activity: Activity, from: number, to: number): Activity {
  let now = activity;
  for (let each = from; each <= to; each += 1) now = alive(now, minute(each));
  return now;
}

describe('what an agent does at the screen', () => {
  it('is one stretch of work, whatever changes between calls and waiting', () => {
    const day = beats(nowDoes(nowDoes(noActivity, 'screen', start), 'screen', minute(30)), 31, 120);
    expect(day.changes).toHaveLength(1);
    expect(at(day, minute(120))).toMatchObject({ state: 'due', workedMs: 120 * MINUTE });
  });

  it('is none while the program was closed: as long as a break, it was one', () => {
    const before = beats(nowDoes(noActivity, 'screen', start), 1, 60);
    const after = alive(before, minute(75));
    expect(at(after, minute(75))).toMatchObject({ workedMs: 0 });
  });

  it('goes on where the program was away for less than a break', () => {
    const before = beats(nowDoes(noActivity, 'screen', start), 1, 60);
    const after = alive(before, minute(70));
    expect(at(after, minute(70))).toMatchObject({ workedMs: 60 * MINUTE });
  });

  it('lasts as long as it lasted, wherever somebody sets the clock', () => {
    const day = beats(nowDoes(noActivity, 'screen', start), 1, 60);
    for (const byMs of [-3 * 60 * MINUTE, 60 * MINUTE]) {
      const set = clockSet(day, byMs);
      expect(at(set, minute(60) + byMs)).toMatchObject({ workedMs: 60 * MINUTE });
    }
  });

  it('before any work is no rest', () => {
    expect(nowDoes(noActivity, 'rest', start).changes).toEqual([]);
  });
});

describe('over days of work, short rests, closed programs and set clocks', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('work' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ kind: fc.constant('rest' as const), minutes: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('closed' as const), minutes: fc.integer({ min: 4, max: 40 }) }),
    fc.record({ kind: fc.constant('clockSet' as const), minutes: fc.integer({ min: -180, max: 180 }) }),
  );

  it('breaks never add up: the work since the last whole one is what counts', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let wall = start;
        let day = nowDoes(noActivity, 'screen', wall);
        /** The agent's own reckoning, with a stop-watch. */
        let worked = 0;
        let rested = 0;
        for (const { kind, minutes } of steps) {
          if (kind === 'clockSet') {
            day = clockSet(day, minutes * MINUTE);
            wall += minutes * MINUTE;
            continue;
          }
          if (kind === 'work') {
            day = nowDoes(day, 'screen', wall);
            rested = 0;
            worked += minutes;
          } else {
            if (kind === 'rest') day = nowDoes(day, 'rest', wall);
            rested += minutes;
            if (rested >= 15) worked = 0;
          }
          if (kind === 'closed') {
            wall += minutes * MINUTE;
            day = alive(day, wall);
            // Whoever opens it again sits at the screen.
            if (day.changes.at(-1)?.does === 'screen') rested = 0;
          } else
            for (let each = 0; each < minutes; each += 1) {
              wall += MINUTE;
              day = alive(day, wall);
            }
        }
        expect(at(day, wall).workedMs).toBe(worked * MINUTE);
      }),
    );
  });
});
