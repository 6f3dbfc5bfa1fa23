// A minute to breathe.
import { describe, expect, it } from 'vitest';
import shipped from '../../../../assets/lists/breathing.json' with { type: 'json' };
import { breathAt, breathingSchema } from './breathing.ts';

const breathing = breathingSchema.parse(shipped);

describe('the breathing minute', () => {
  it('goes in, holds and goes out, as often as the list says, and is over within a minute', () => {
    expect(breathAt(0, breathing)).toEqual({ part: 'breatheIn', time: 1, leftSeconds: 4 });
    expect(breathAt(4_000, breathing)).toEqual({ part: 'holdBreath', time: 1, leftSeconds: 4 });
    expect(breathAt(13_900, breathing)).toEqual({ part: 'breatheOut', time: 1, leftSeconds: 1 });
    expect(breathAt(14_000, breathing)).toMatchObject({ part: 'breatheIn', time: 2 });
    expect(breathAt(56_000, breathing)).toEqual({ part: 'over' });
  });

  it('passes over the holding where the list has none', () => {
    expect(breathAt(4_000, { ...breathing, holdBreath: 0 })).toMatchObject({ part: 'breatheOut', leftSeconds: 6 });
  });
});
