// Times as people read them.
import { describe, expect, it } from 'vitest';
import { ago, moment, roughly, timer, wait } from './time.ts';

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
});
