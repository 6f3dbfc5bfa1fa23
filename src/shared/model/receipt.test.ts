// When something that is written down later reached the company: a day where the company is, wherever the PC stands.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import calendars from '../../../assets/lists/calendars.json' with { type: 'json' };
import { must } from '../lib/must.ts';
import { type Calendar, calendarsSchema, dayOf, daysLater } from './calendar.ts';
import { receivedAt } from './receipt.ts';

const italy = must(calendarsSchema.parse(calendars)[0], 'Italy');
const now = '2026-11-24T14:30:00.000Z';

describe('what is registered', () => {
  it('in a conversation is received as it is written down', () => {
    expect(receivedAt(null, now, italy)).toBe(now);
  });

  it('and came at a known time has that time of the company’s clocks, in summer and in winter', () => {
    expect(receivedAt({ day: '2026-11-20', time: '09:15' }, now, italy)).toBe('2026-11-20T08:15:00.000Z');
    expect(receivedAt({ day: '2026-07-20', time: '09:15' }, now, italy)).toBe('2026-07-20T07:15:00.000Z');
  });

  it('and came in the hour that comes twice came the first time: no term is longer for it', () => {
    expect(receivedAt({ day: '2026-10-25', time: '02:30' }, now, italy)).toBe('2026-10-25T00:30:00.000Z');
  });

  it('and came today at nobody knows what time did not come later than now', () => {
    expect(receivedAt({ day: '2026-11-24', time: null }, now, italy)).toBe('2026-11-24T11:00:00.000Z');
    expect(receivedAt({ day: '2026-11-24', time: null }, '2026-11-24T07:00:00.000Z', italy)).toBe(
      '2026-11-24T07:00:00.000Z',
    );
  });

  it('for a day or a time to come stays to come, for whoever refuses it', () => {
    expect(receivedAt({ day: '2026-11-25', time: null }, now, italy) > now).toBe(true);
    expect(receivedAt({ day: '2026-11-24', time: '18:00' }, now, italy) > now).toBe(true);
  });

  it('has the day that was said, in every zone and on days on which clocks are set', () => {
    const zones = ['Europe/Rome', 'Europe/Lisbon', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const someTime = fc
      .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
      .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 1_500 }),
        fc.option(someTime),
        (timeZone, ago, time) => {
          const calendar: Calendar = { ...italy, timeZone };
          const day = daysLater(dayOf(now, calendar), -ago);
          expect(dayOf(receivedAt({ day, time }, now, calendar), calendar)).toBe(day);
        },
      ),
    );
  });
});
