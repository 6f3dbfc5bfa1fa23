// Times as people read them.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ago,
  appointment,
  clockWithin,
  daysUntil,
  localDay,
  localTime,
  moment,
  momentsOf,
  roughly,
  timer,
  wait,
} from './time.ts';

const now = Date.parse('2026-11-24T13:32:00Z');
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();

describe('times', () => {
  it('run as minutes and seconds, with hours when there are any', () => {
    expect([timer(0), timer(134_000), timer(3_734_000), timer(-500)]).toEqual(['00:00', '02:14', '1:02:14', '00:00']);
    expect([wait(48_000), wait(754_000)]).toEqual(['0:48', '12:34']);
  });

  it('are yet to come as roughly as they are known', () => {
    expect([3, 41, 58, 650, 8_000].map((seconds) => roughly(seconds, 'it'))).toEqual([
      '5 secondi',
      '45 secondi',
      '1 minuto',
      '11 minuti',
      '3 ore',
    ]);
    expect(roughly(60, 'en')).toBe('1 minute');
  });

  it('lie as far back as one would say', () => {
    expect(ago(daysAgo(7), now, 'it')).toBe('7 giorni fa');
    expect(ago(daysAgo(1), now, 'it')).toBe('ieri');
    expect(ago(daysAgo(32), now, 'it')).toBe('1 mese fa');
    expect(ago(daysAgo(128), now, 'it')).toBe('4 mesi fa');
    expect(ago(daysAgo(730), now, 'en')).toBe('2 years ago');
    expect(ago(new Date(now - 20_000).toISOString(), now, 'it')).toBe('ora');
  });

  it('are a clock today and a distance before', () => {
    const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
    expect(moment(hoursAgo(1), now, 'it')).toMatch(/^\d\d:32$/);
    expect(moment(hoursAgo(30), now, 'it')).toBe('ieri');
  });

  it('have a day, and a year where it is another', () => {
    expect(appointment(daysAgo(-1), now, 'it')).toMatch(/^mer 25 nov, \d\d:32$/);
    expect(appointment(daysAgo(365), now, 'it')).toMatch(/^lun 24 nov 2025, \d\d:32$/);
  });
});

describe('times where summer time ends and begins', () => {
  beforeEach(() => vi.stubEnv('TZ', 'Europe/Rome'));
  afterEach(() => vi.unstubAllEnvs());
  const ms = (iso: string) => Date.parse(iso);

  it('are told apart beside each other, and stand alone beside none', () => {
    const day = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'];
    expect(day.map((one) => clockWithin(one, day, 'en'))).toEqual(['02:30 CEST', '02:30 CET']);
    expect(clockWithin('2026-10-25T00:30:00.000Z', day.slice(0, 1), 'en')).toBe('02:30');
  });

  it('are two in the hour that comes twice, and one in every other', () => {
    expect(momentsOf({ day: '2026-10-25', time: '02:30' })).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
    ]);
    for (const time of ['01:59', '03:00', '14:00']) expect(momentsOf({ day: '2026-10-25', time })).toHaveLength(1);
    expect(momentsOf({ day: '2027-03-28', time: '02:30' })).toEqual(['2027-03-28T01:30:00.000Z']);
    expect(momentsOf({ day: '2026-10-25', time: null })).toEqual([]);
  });

  it('are of today through all 25 hours of the day, and of no other', () => {
    const [first, last] = ['2026-10-24T22:00:00.000Z', '2026-10-25T22:59:00.000Z'];
    expect([first, last].map(localDay)).toEqual(['2026-10-25', '2026-10-25']);
    expect([first, last].map(localTime)).toEqual(['00:00', '23:59']);
    expect(appointment(first, ms(last), 'it')).toBe('00:00');
    expect(appointment(last, ms(first), 'it')).toBe('23:59');
    expect(moment('2026-10-24T21:59:00.000Z', ms(first), 'it')).toBe('1 minuto fa');
    expect(localDay('2026-10-24T21:59:00.000Z')).toBe('2026-10-24');
  });

  it('are as many days of the calendar away as one counts', () => {
    expect(daysUntil('2026-10-26', '2026-10-24')).toBe(2);
    expect(daysUntil('2027-03-29', '2027-03-27')).toBe(2);
  });
});
