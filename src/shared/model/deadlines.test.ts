// By when something is due: dates as people who answer for them would reckon them on a calendar on the wall.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import calendars from '../../../assets/lists/calendars.json' with { type: 'json' };
import { must } from '../lib/must.ts';
import { calendarSchema, calendarsSchema, dayOf, daysLater } from './calendar.ts';
import { countedDays, type Due, dueOf, isOverdue, type Rules, type Term, warnDays } from './deadlines.ts';

const italy = must(calendarsSchema.parse(calendars)[0], 'Italy');
const strict: Rules = { calendar: italy, site: null, endsOnHoliday: 'stays', yearly: [], suspensions: [] };
const next: Rules = { ...strict, endsOnHoliday: 'next' };
const courts: Rules = { ...strict, yearly: [{ from: '08-01', to: '08-31' }] };
const waited = (from: string, to: string | null): Rules => ({ ...strict, suspensions: [{ from, to }] });
const name = { it: 'Chiusura', en: 'Closure' };
const shut: Rules = {
  ...strict,
  calendar: calendarSchema.parse({ ...italy, closures: [{ from: '2026-08-10', to: '2026-08-21', name }] }),
};
const ambrose: Rules = {
  ...strict,
  site: 'milano',
  calendar: calendarSchema.parse({ ...italy, patron: [{ day: '12-07', name, site: 'milano' }] }),
};

const term = (n: number, unit: Term['unit']): Term => ({ n, unit });
const at = (day: string, hour = '14:30') => {
  const summer = day.slice(5) >= '03-29' && day.slice(5) < '10-25';
  return new Date(`${day}T${hour}:00${summer ? '+02:00' : '+01:00'}`).toISOString();
};
const on = (day: string): Due => ({ state: 'running', day, at: null });

type Row = readonly [received: string, term: Term, due: string, why: string, rules?: Rules];
const days: Row[] = [
  ['2026-11-24', term(30, 'days'), '2026-12-24', 'the day of receipt is not counted'],
  ['2026-11-26', term(30, 'days'), '2026-12-26', 'ends on Santo Stefano and stays there'],
  ['2026-11-26', term(30, 'days'), '2026-12-28', 'Santo Stefano, then Sunday: runs on to Monday', next],
  ['2027-02-27', term(30, 'days'), '2027-03-30', 'Easter Monday: runs on to Tuesday', next],
  ['2028-02-01', term(30, 'days'), '2028-03-02', '29 February is a day'],
  ['2026-12-31', term(1, 'days'), '2027-01-01', 'over the end of the year'],
  ['2026-12-02', term(30, 'days'), '2027-01-01', 'New Year’s Day and stays there'],
  ['2026-12-02', term(30, 'days'), '2027-01-04', 'New Year’s Day is a Friday: Monday', next],
  ['2026-11-24', term(0, 'days'), '2026-11-24', 'at once'],
  ['2026-10-10', term(30, 'days'), '2026-11-09', 'the clocks go back in between'],
  ['2026-12-24', term(2, 'workingDays'), '2026-12-29', 'Christmas, Santo Stefano and Sunday between'],
  ['2027-03-26', term(1, 'workingDays'), '2027-03-30', 'Easter Monday is 29 March'],
  ['2027-10-01', term(1, 'workingDays'), '2027-10-05', 'Monday 4 October is San Francesco since 2026'],
  ['2021-10-01', term(1, 'workingDays'), '2021-10-04', 'Monday 4 October was worked before 2026'],
  ['2026-11-24', term(10, 'workingDays'), '2026-12-09', 'the Immacolata between'],
  ['2026-12-01', term(30, 'workingDays'), '2027-01-18', 'Christmas, New Year and Epiphany between'],
  [
    '2026-04-25',
    term(0, 'workingDays'),
    '2026-04-27',
    'the same working day, received on a Saturday that is a holiday',
  ],
  ['2026-11-26', term(0, 'workingDays'), '2026-11-26', 'the same working day'],
  ['2026-07-20', term(10, 'workingDays'), '2026-08-03', 'August counts'],
  ['2026-07-20', term(10, 'workingDays'), '2026-09-01', 'August does not count', courts],
  ['2026-07-20', term(30, 'days'), '2026-09-19', 'August does not count', courts],
  ['2026-08-12', term(0, 'workingDays'), '2026-08-12', 'no term waits because the company is shut', shut],
  ['2026-12-04', term(1, 'workingDays'), '2026-12-07', 'Sant’Ambrogio is worked elsewhere'],
  ['2026-12-04', term(1, 'workingDays'), '2026-12-09', 'Sant’Ambrogio in Milan, then the Immacolata', ambrose],
  [
    '2027-03-01',
    term(30, 'days'),
    '2027-04-10',
    'a wait from 10 to 20 March stopped the clock',
    waited('2027-03-10', '2027-03-20'),
  ],
  ['2027-03-01', term(30, 'days'), '2027-03-31', 'a wait of one day stops nothing', waited('2027-03-10', '2027-03-10')],
  [
    '2027-03-01',
    term(30, 'days'),
    '2027-03-31',
    'a wait that begins on the last day comes too late',
    waited('2027-03-31', null),
  ],
  [
    '2027-03-01',
    term(2, 'workingDays'),
    '2027-03-05',
    'waited from Tuesday to Thursday',
    waited('2027-03-02', '2027-03-04'),
  ],
];

const withRules = <T>(rows: readonly (readonly [string, T, string, string, Rules?])[]) =>
  rows.map(([received, length, due, why, rules = strict]) => [received, length, due, why, rules] as const);

describe('a term in days', () => {
  it.each(withRules(days))('received on %s, %o: due on %s (%s)', (received, length, due, _, rules) =>
    expect(dueOf(at(received), length, rules)).toEqual(on(due)),
  );

  it('begins with the day where the company is, not with that of UTC', () => {
    expect(dueOf('2026-06-30T22:30:00.000Z', term(30, 'days'), strict)).toEqual(on('2026-07-31'));
    expect(dueOf('2026-06-30T21:30:00.000Z', term(30, 'days'), strict)).toEqual(on('2026-07-30'));
  });

  it('has no last day while a wait that stops the clock goes on', () =>
    expect(dueOf(at('2027-03-01'), term(30, 'days'), waited('2027-03-10', null))).toEqual({
      state: 'stopped',
      since: '2027-03-10',
    }));

  it('is over when its last day is over, and not before', () => {
    expect(isOverdue(on('2026-12-24'), '2026-12-24')).toBe(false);
    expect(isOverdue(on('2026-12-24'), '2026-12-25')).toBe(true);
    expect(isOverdue({ state: 'stopped', since: '2026-01-01' }, '2026-12-25')).toBe(false);
  });

  it('does not hang where no day ever counts', () =>
    expect(() =>
      dueOf(at('2026-01-10'), term(1, 'days'), { ...strict, yearly: [{ from: '01-01', to: '12-31' }] }),
    ).toThrow('no day counts'));
});

describe('a target in working hours', () => {
  const hours: (readonly [received: string, n: number, due: string, why: string, rules?: Rules])[] = [
    ['2026-11-26T09:00:00+01:00', 4, '2026-11-26T13:00:00+01:00', 'within the day'],
    ['2026-11-26T06:00:00+01:00', 1, '2026-11-26T09:30:00+01:00', 'begins when somebody is there'],
    ['2026-11-26T17:00:00+01:00', 1, '2026-11-26T18:00:00+01:00', 'ends with the day'],
    ['2026-11-26T20:00:00+01:00', 0, '2026-11-27T08:30:00+01:00', 'none, received at night'],
    ['2026-10-23T17:00:00+02:00', 4, '2026-10-26T11:30:00+01:00', 'over the weekend on which the clocks go back'],
    ['2026-12-24T17:00:00+01:00', 2, '2026-12-28T09:30:00+01:00', 'over Christmas'],
    ['2026-08-07T17:00:00+02:00', 2, '2026-08-24T09:30:00+02:00', 'nobody works while the company is shut', shut],
  ];
  it.each(withRules(hours))('received at %s, %i hours: due at %s (%s)', (received, n, due, _, rules) =>
    expect(dueOf(new Date(received).toISOString(), term(n, 'workingHours'), rules)).toEqual({
      state: 'running',
      day: due.slice(0, 10),
      at: new Date(due).toISOString(),
    }),
  );

  it('runs on as time does when the clocks change within the hours', () => {
    const nights = calendarSchema.parse({
      ...italy,
      week: { ...italy.week, sat: [['22:00', '24:00']], sun: [['00:00', '08:00']] },
    });
    const back = dueOf('2026-10-24T22:00:00.000Z', term(4, 'workingHours'), { ...strict, calendar: nights });
    expect(back).toEqual({ state: 'running', day: '2026-10-25', at: '2026-10-25T02:00:00.000Z' });
    const forward = dueOf('2026-03-28T23:00:00.000Z', term(4, 'workingHours'), { ...strict, calendar: nights });
    expect(forward).toEqual({ state: 'running', day: '2026-03-29', at: '2026-03-29T03:00:00.000Z' });
  });
});

describe('warnings', () => {
  it('come with the half and the last fifth of the days', () =>
    expect(warnDays('2026-11-24', '2026-12-24', 'days', strict)).toEqual(['2026-12-09', '2026-12-18']));

  it('come on the due day itself where there are no days between', () =>
    expect(warnDays('2026-11-24', '2026-11-24', 'workingDays', strict)).toEqual(['2026-11-24', '2026-11-24']));

  it('wait as the clock waited', () =>
    expect(warnDays('2027-03-01', '2027-04-10', 'days', waited('2027-03-10', '2027-03-20'))).toEqual([
      '2027-03-26',
      '2027-04-04',
    ]));
});

const someDay = fc.integer({ min: 0, max: 8_000 }).map((n) => daysLater('2020-01-01', n));
const received = fc
  .tuple(someDay, fc.integer({ min: 0, max: 86_399 }))
  .map(([day, second]) => new Date(Date.parse(`${day}T00:00:00Z`) + second * 1_000).toISOString());
const lengths = fc.record({
  n: fc.integer({ min: 0, max: 60 }),
  unit: fc.constantFrom<Term['unit']>('days', 'workingDays', 'workingHours'),
});
const waits = fc.array(
  fc.tuple(someDay, fc.integer({ min: 0, max: 90 })).map(([from, n]) => ({ from, to: daysLater(from, n) })),
  { maxLength: 3 },
);
const someRules: fc.Arbitrary<Rules> = fc
  .tuple(waits, fc.constantFrom<Rules['endsOnHoliday']>('stays', 'next'), fc.boolean())
  .map(([suspensions, endsOnHoliday, pauses]) => ({
    ...strict,
    suspensions,
    endsOnHoliday,
    yearly: pauses ? [{ from: '12-24', to: '01-06' }] : [],
  }));

/** Sorts as time does: by the day, and the moment within it. */
const order = (due: Due): string => (due.state === 'running' ? `${due.day} ${due.at ?? ''}` : '9999');

describe('whatever the rules', () => {
  it('nothing is due before it was received', () => {
    fc.assert(
      fc.property(received, lengths, someRules, (moment, length, rules) => {
        const due = dueOf(moment, length, rules);
        expect(order(due) >= dayOf(moment, italy)).toBe(true);
        if (due.state === 'running' && due.at !== null) expect(due.at >= moment).toBe(true);
      }),
    );
  });

  it('what comes later is due no earlier', () => {
    fc.assert(
      fc.property(received, received, lengths, someRules, (one, other, length, rules) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        expect(order(dueOf(first, length, rules)) <= order(dueOf(second, length, rules))).toBe(true);
      }),
    );
  });

  it('a longer term ends no earlier', () => {
    fc.assert(
      fc.property(received, lengths, someRules, (moment, length, rules) => {
        const longer = dueOf(moment, { ...length, n: length.n + 1 }, rules);
        expect(order(dueOf(moment, length, rules)) <= order(longer)).toBe(true);
      }),
    );
  });

  it('a wait more never makes it earlier', () => {
    fc.assert(
      fc.property(received, lengths, someRules, waits, (moment, length, rules, more) => {
        const due = dueOf(moment, length, rules);
        const later = dueOf(moment, length, { ...rules, suspensions: [...rules.suspensions, ...more] });
        expect(order(due) <= order(later)).toBe(true);
      }),
    );
  });

  it('so many days are so many leaves of the calendar, and working days never fewer', () => {
    fc.assert(
      fc.property(received, fc.integer({ min: 0, max: 60 }), (moment, n) => {
        const due = dueOf(moment, term(n, 'days'), strict);
        expect(due).toEqual(on(daysLater(dayOf(moment, italy), n)));
        expect(order(due) <= order(dueOf(moment, term(n, 'workingDays'), strict))).toBe(true);
      }),
    );
  });

  it('as many days count up to the due day as the term has, and warnings come in order up to it', () => {
    fc.assert(
      fc.property(received, lengths, waits, (moment, length, suspensions) => {
        const rules = { ...strict, suspensions };
        const due = dueOf(moment, length, rules);
        if (due.state === 'stopped' || length.unit === 'workingHours') return;
        const day = dayOf(moment, italy);
        if (length.n > 0) expect(countedDays(day, due.day, length.unit, rules)).toBe(length.n);
        const [half, late] = warnDays(day, due.day, length.unit, rules);
        expect([day, half, late, due.day].toSorted()).toEqual([day, half, late, due.day]);
      }),
    );
  });
});
