// The pill never says "ready" while the PBX thinks otherwise.
import { describe, expect, it } from 'vitest';
import { callFor, interactionOf } from '#test/support/deskPeople';
import { readyPhone } from '#test/support/deskPrograms';
import { lookOf } from './look.ts';

const phone = readyPhone();
const with_ = (availability: Partial<typeof phone.availability>) =>
  lookOf({ ...phone, availability: { ...phone.availability, ...availability } });

describe('the state that is shown', () => {
  it('is ready only when the PBX offers calls', () => {
    expect(lookOf(phone)).toBe('ready');
    expect(with_({ pbx: 'notOffering' })).toBe('notOffered');
    expect(with_({ pbx: 'unknown' })).toBe('notOffered');
    expect(with_({ pbx: 'notOffering', changing: true })).toBe('becomingReady');
  });

  it('is the agent’s wish not to be offered calls', () => {
    expect(with_({ wish: { kind: 'notReady', reasonCode: 'lunch' } })).toBe('notReady');
  });

  it('is what holds the next call off', () => {
    expect(with_({ heldOffBy: 'wrapUp' })).toBe('wrapUp');
    expect(with_({ heldOffBy: 'call' })).toBe('call');
    const calls = [callFor(interactionOf())];
    expect(lookOf({ ...phone, calls, availability: { ...phone.availability, heldOffBy: 'call' } })).toBe('ringing');
  });

  it('is the line before anything else', () => {
    const failure = { code: 'pbx.unreachable' as const, origin: 'network' as const, message: '' };
    expect(lookOf({ ...phone, registration: { kind: 'failed', failure, retryAt: null } })).toBe('disconnected');
    expect(lookOf({ ...phone, registration: { kind: 'connecting', attempt: 1 } })).toBe('connecting');
    expect(lookOf(null)).toBe('connecting');
  });
});
