import { expect, test } from 'vitest';
import { localDay, localTime } from '../../ui/time.ts';
import { momentOf, suggestedMoments } from './moments.ts';

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
  expect(momentOf({ day: localDay(moment), time: localTime(moment) })).toBe(moment);
  expect(momentOf({ day: '2026-11-24', time: null })).toBeNull();
  expect(momentOf({ day: null, time: '15:45' })).toBeNull();
});
