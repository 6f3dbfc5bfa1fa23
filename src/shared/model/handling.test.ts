// What of a conversation was talking, what hold, what wrap-up.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import shipped from '../../../assets/lists/figures.json' with { type: 'json' };
import { handlingOf, workOf } from './handling.ts';
import { figuresPolicySchema } from './kpi.ts';

const at = (time: string) => `2026-11-24T${time}.000Z`;
const talked = { answeredAt: at('10:00:00'), endedAt: at('10:06:00'), closedAt: at('10:08:00') };
const event = (kind: 'held' | 'resumed', time: string) => ({ kind, at: at(time) });

describe('a conversation', () => {
  it('is talk, hold and wrap-up; what is on hold at its end was on hold until then', () => {
    const events = [event('held', '10:02:00'), event('resumed', '10:03:30'), event('held', '10:05:00')];
    expect(handlingOf({ ...talked, events })).toEqual({ talk: 210, hold: 150, longestHold: 90, wrapUp: 120 });
  });

  it('that nobody had takes nothing', () => {
    expect(handlingOf({ ...talked, answeredAt: null, events: [] })).toBeNull();
  });

  it('whose wrap-up was left open over night was written up for an hour at most', () => {
    expect(handlingOf({ ...talked, closedAt: '2026-11-25T08:00:00.000Z', events: [] })?.wrapUp).toBe(3_600);
  });

  it('takes as long as it took, whatever was held when', () => {
    const moment = fc
      .date({ min: new Date(at('09:50:00')), max: new Date(at('10:20:00')), noInvalidDate: true })
      .map((date) => date.toISOString());
    const held = fc.record({ kind: fc.constantFrom('held' as const, 'resumed' as const), at: moment });
    fc.assert(
      fc.property(fc.array(held), (events) => {
        const { talk = 0, hold = 0, longestHold = 0 } = handlingOf({ ...talked, events }) ?? {};
        expect(talk + hold).toBeCloseTo(360);
        expect(Math.min(talk, hold, hold - longestHold)).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });
});

describe('the work of a team', () => {
  const policy = figuresPolicySchema.parse(shipped);
  /** Each agent with so many conversations. */
  const team = (...each: number[]) =>
    each.flatMap((count, agent) =>
      Array.from({ length: count }, () => ({ ...talked, events: [], agentId: `agent ${agent}` })),
    );

  it('is told from five people and thirty contacts on', () => {
    expect(workOf(team(6, 6, 6, 6, 6), policy)).toMatchObject({
      handled: 30,
      talkSeconds: 10_800,
      wrapUpSeconds: 3_600,
    });
    expect(workOf(team(6, 6, 6, 6, 5), policy)).toBeNull();
    expect(workOf(team(20, 20, 20, 20), policy)).toBeNull();
  });

  it('is not told where it is mostly that of one', () => {
    expect(workOf(team(30, 8, 8, 7, 7), policy)).not.toBeNull();
    expect(workOf(team(31, 8, 8, 7, 7), policy)).toBeNull();
  });
});
