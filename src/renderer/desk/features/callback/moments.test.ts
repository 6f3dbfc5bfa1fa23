import { beforeAll, expect, test, vi } from 'vitest';
import { localDay, localTime } from '../../ui/time.ts';
import { momentOf, suggestedMoments } from './moments.ts';

beforeAll(() => vi.stubEnv('TZ', 'Europe/Rome'));

const at = (text: string) => new Date(text).getTime();
const named = (now: string) => suggestedMoments(at(now)).map(({ name, at: moment }) => [name, moment]);
const iso = (text: string) => new Date(text).toISOString();

test('an hour from now is on the quarter; the evening is offered while it is to come', () => {
  expect(named('2026-11-24T14:32:00')).toEqual([
    ['inAnHour', iso('2026-11-24T15:45:00')],
    ['thisEvening', iso('2026-11-24T17:00:00')],
    ['tomorrow', iso('2026-11-25T09:00:00')],
  ]);
  expect(named('2026-11-24T16:10:00').map(([name]) => name)).toEqual(['inAnHour', 'tomorrow']);
});

test('after a Friday comes the Monday', () => {
  expect(named('2026-11-27T18:00:00').at(-1)).toEqual(['workingDay', iso('2026-11-30T09:00:00')]);
});

test('what is written is read where the agent is, and half a moment is none', () => {
  const moment = iso('2026-11-24T15:45:00');
  expect(momentOf({ day: localDay(moment), time: localTime(moment) }, null, 0)).toBe(moment);
  expect(momentOf({ day: '2026-11-24', time: null }, null, 0)).toBeNull();
  expect(momentOf({ day: null, time: '15:45' }, null, 0)).toBeNull();
});

test('in the hour that comes twice, a moment that was chosen stays that one', () => {
  for (const moment of ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']) {
    const when = { day: localDay(moment), time: localTime(moment) };
    expect(when).toEqual({ day: '2026-10-25', time: '02:30' });
    expect(momentOf(when, moment, at('2026-10-24T12:00:00Z'))).toBe(moment);
  }
});

test('in the hour that comes twice, a time that is written is the first that is still to come', () => {
  const when = { day: '2026-10-25', time: '02:15' };
  expect(momentOf(when, null, at('2026-10-25T00:00:00Z'))).toBe('2026-10-25T00:15:00.000Z');
  expect(momentOf(when, null, at('2026-10-25T00:20:00Z'))).toBe('2026-10-25T01:15:00.000Z');
  expect(momentOf(when, null, at('2026-10-25T01:20:00Z'))).toBe('2026-10-25T00:15:00.000Z');
  // Chosen first, and then written over.
  expect(momentOf(when, '2026-10-25T01:30:00.000Z', at('2026-10-24T12:00:00Z'))).toBe('2026-10-25T00:15:00.000Z');
});

test('in the hour that is left out, a time that is written is an hour later, never earlier', () => {
  const written = momentOf({ day: '2027-03-28', time: '02:30' }, null, at('2027-03-27T12:00:00Z'));
  expect(written).toBe('2027-03-28T01:30:00.000Z');
  expect(localTime(written ?? '')).toBe('03:30');
});

test('an hour from now is an hour that passes, and the morning is that of the clock on the wall', () => {
  const from = (now: string) => suggestedMoments(at(now));
  expect(from('2026-10-25T00:20:00Z')[0]).toEqual({ name: 'inAnHour', at: '2026-10-25T01:30:00.000Z' });
  expect(from('2027-03-28T00:50:00Z')[0]).toEqual({ name: 'inAnHour', at: '2027-03-28T02:00:00.000Z' });
  // Friday afternoon to Monday at nine, over either night.
  expect(from('2026-10-23T14:00:00Z').at(-1)?.at).toBe('2026-10-26T08:00:00.000Z');
  expect(from('2027-03-26T14:00:00Z').at(-1)?.at).toBe('2027-03-29T07:00:00.000Z');
});
