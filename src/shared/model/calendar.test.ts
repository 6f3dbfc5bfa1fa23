// Which days are holidays in Italy, which are worked, and at which hours.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import calendars from '../../../assets/lists/calendars.json' with { type: 'json' };
import { must } from '../lib/must.ts';
import {
  type Calendar,
  calendarSchema,
  calendarsSchema,
  closureOn,
  dayOf,
  daysLater,
  easterOf,
  holidayOn,
  isWorkingDay,
  openingOf,
} from './calendar.ts';

const italy = must(calendarsSchema.parse(calendars)[0], 'Italy');
const besides = (differing: Partial<Calendar>): Calendar => calendarSchema.parse({ ...italy, ...differing });
const name = { it: 'Chiusura', en: 'Closure' };

describe('Easter', () => {
  it.each([
    [1961, '1961-04-02'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
    [2285, '2285-03-22'],
  ])('of %i is %s', (year, day) => expect(easterOf(year)).toBe(day));

  it('is a Sunday between 22 March and 25 April', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1583, max: 9999 }), (year) => {
        const easter = easterOf(year);
        expect(new Date(`${easter}T00:00:00Z`).getUTCDay()).toBe(0);
        expect(easter >= `${year}-03-22` && easter <= `${year}-04-25`).toBe(true);
      }),
    );
  });
});

describe('holidays in Italy', () => {
  it('are twelve days in 2027, the Sundays aside', () => {
    const days = Array.from({ length: 365 }, (_, at) => daysLater('2027-01-01', at));
    expect(days.filter((day) => holidayOn(day, italy, null))).toEqual([
      '2027-01-01',
      '2027-01-06',
      '2027-03-29',
      '2027-04-25',
      '2027-05-01',
      '2027-06-02',
      '2027-08-15',
      '2027-10-04',
      '2027-11-01',
      '2027-12-08',
      '2027-12-25',
      '2027-12-26',
    ]);
  });

  it.each([
    ['2025-10-04', false],
    ['2026-10-04', true],
    ['2027-10-04', true],
  ])('San Francesco, 4 October, counts since 2026: %s %s', (day, isHoliday) =>
    expect(holidayOn(day, italy, null) !== null).toBe(isHoliday),
  );

  it('Easter Monday is named', () =>
    expect(holidayOn('2026-04-06', italy, null)?.name).toEqual({ it: 'Lunedì dell’Angelo', en: 'Easter Monday' }));

  it('a saint is a holiday of one place alone', () => {
    const withAmbrose = besides({
      patron: [{ day: '12-07', name: { it: 'Sant’Ambrogio', en: 'Saint Ambrose' }, site: 'milano' }],
    });
    expect(isWorkingDay('2026-12-07', withAmbrose, 'milano')).toBe(false);
    expect(isWorkingDay('2026-12-07', withAmbrose, 'roma')).toBe(true);
    expect(isWorkingDay('2026-12-07', withAmbrose, null)).toBe(true);
  });

  it('a holiday that was given up counts until its last year', () => {
    const withUnity = besides({ holidays: [{ day: '03-17', name, from: 2011, until: 2011 }] });
    expect(holidayOn('2011-03-17', withUnity, null)).not.toBeNull();
    expect(holidayOn('2012-03-17', withUnity, null)).toBeNull();
  });
});

describe('opening hours', () => {
  const hours = (day: string, calendar = italy): number =>
    openingOf(day, calendar, null).reduce((sum, { from, to }) => sum + (to - from) / 3_600_000, 0);

  it('are those of the weekday, as its clock shows them', () =>
    expect(openingOf('2026-11-26', italy, null)).toEqual([
      { from: Date.parse('2026-11-26T07:30:00Z'), to: Date.parse('2026-11-26T17:00:00Z') },
    ]));

  it('in summer begin an hour earlier for the rest of the world', () =>
    expect(openingOf('2026-07-01', italy, null)[0]?.from).toBe(Date.parse('2026-07-01T06:30:00Z')));

  it('are none on a holiday, a Saturday, or while the company is shut', () => {
    const shut = besides({ closures: [{ from: '2026-08-10', to: '2026-08-21', name }] });
    expect(hours('2026-12-08')).toBe(0);
    expect(hours('2026-11-28')).toBe(0);
    expect(hours('2026-08-10', shut)).toBe(0);
    expect(hours('2026-08-21', shut)).toBe(0);
    expect(hours('2026-08-24', shut)).toBe(9.5);
    expect(closureOn('2026-08-15', shut)).toEqual(name);
  });

  it('a closure makes no holiday', () => {
    const shut = besides({ closures: [{ from: '2026-08-10', to: '2026-08-21', name }] });
    expect(isWorkingDay('2026-08-12', shut, null)).toBe(true);
  });

  it('of a whole day are 23 hours when the clocks go forward, 25 when they go back', () => {
    const always = besides({ week: { ...italy.week, sun: [['00:00', '24:00']] } });
    expect(hours('2026-03-29', always)).toBe(23);
    expect(hours('2026-10-25', always)).toBe(25);
    expect(hours('2026-11-15', always)).toBe(24);
  });
});

it.each([
  ['2026-06-30T22:30:00.000Z', '2026-07-01'],
  ['2026-12-31T22:59:59.999Z', '2026-12-31'],
  ['2026-12-31T23:00:00.000Z', '2027-01-01'],
])('the day of %s is %s where the company is', (at, day) => expect(dayOf(at, italy)).toBe(day));

describe('a calendar is refused', () => {
  const worked = italy.week;
  const none = Object.fromEntries(Object.keys(worked).map((day) => [day, []]));
  it.each([
    ['with no day that is worked', { week: none }],
    [
      'with hours that run into each other',
      {
        week: {
          ...worked,
          mon: [
            ['08:30', '13:00'],
            ['12:00', '18:00'],
          ],
        },
      },
    ],
    ['with hours that end before they begin', { week: { ...worked, mon: [['18:00', '08:30']] } }],
    ['with an hour that no clock shows', { week: { ...worked, mon: [['08:30', '25:00']] } }],
    ['with a holiday on a day that there is not', { holidays: [{ day: '02-30', name }] }],
    ['with a closure that ends before it begins', { closures: [{ from: '2026-08-21', to: '2026-08-10', name }] }],
    ['in a time zone that there is not', { timeZone: 'Europe/Atlantis' }],
    ['with a holiday named in one language alone', { holidays: [{ day: '03-17', name: { it: 'Festa' } }] }],
  ])('%s', (_, differing) => expect(calendarSchema.safeParse({ ...italy, ...differing }).success).toBe(false));

  it('twice under one code', () => expect(calendarsSchema.safeParse([italy, italy]).success).toBe(false));
});
