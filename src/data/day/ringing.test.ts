// Whom a promised call rings, and when.
import { describe, expect, it } from 'vitest';
import type { CallbackRow } from '#shared/contract/boards';
import { callbackSchema } from '#shared/protocol/callbacks';
import { nextRing, type RingingContext, ringing } from './ringing.ts';

const giulia = { id: '01HZZZZZZZZZZZZZZZZZZZZZZA', name: 'Giulia Ferri' };
const luca = { id: '01HZZZZZZZZZZZZZZZZZZZZZZB', name: 'Luca Moro' };
const now = new Date('2026-03-02T14:30:00.000Z');
const ids = { first: '01JKSTCA000000000000000001', second: '01JKSTCA000000000000000002' };

function promised(change: object = {}): CallbackRow {
  const { customerId: _none, ...row } = callbackSchema.parse({
    ...{ id: ids.first, queueId: 'welcome', number: '+390000001001', dueAt: '2026-03-02T14:30:00.000Z' },
    ...{ promisedBy: giulia, customerId: null, reasonCode: 'INF-01', about: '', state: { kind: 'open' } },
    ...change,
  });
  return { ...row, customers: [] };
}
const context = (change: Partial<RingingContext> = {}): RingingContext => ({
  ...{ agentId: giulia.id, now, later: {}, left: [], inCall: false, keeping: [] },
  ...change,
});
const takenBy = (by: typeof luca) => ({ state: { kind: 'taken', by, at: '2026-03-02T14:00:00.000Z' } });

describe('a promised call', () => {
  it('rings who promised it when its time has come, and nobody else', () => {
    expect(ringing([promised()], context())).toEqual([ids.first]);
    expect(ringing([promised()], context({ agentId: luca.id }))).toEqual([]);
    expect(ringing([promised({ dueAt: '2026-03-02T14:30:01.000Z' })], context())).toEqual([]);
  });

  it('rings who has taken it instead', () => {
    expect(ringing([promised(takenBy(luca))], context())).toEqual([]);
    expect(ringing([promised(takenBy(luca))], context({ agentId: luca.id }))).toEqual([ids.first]);
  });

  it('rings whose it was said to be, and not who promised it in their name', () => {
    expect(ringing([promised({ owner: luca })], context())).toEqual([]);
    expect(ringing([promised({ owner: luca })], context({ agentId: luca.id }))).toEqual([ids.first]);
    expect(ringing([promised({ owner: luca, ...takenBy(giulia) })], context())).toEqual([ids.first]);
  });

  it('never rings in the middle of a call, and rings after it', () => {
    expect(ringing([promised()], context({ inCall: true }))).toEqual([]);
    expect(ringing([promised()], context({ inCall: false }))).toEqual([ids.first]);
  });

  it('does not ring while the call that keeps it is being written up, nor when it is done or barred', () => {
    expect(ringing([promised()], context({ keeping: [ids.first] }))).toEqual([]);
    const done = { state: { kind: 'done', outcome: 'reached', at: '2026-03-02T14:20:00.000Z' } };
    expect(ringing([promised(done)], context())).toEqual([]);
    expect(ringing([promised({ barred: 'restricted', number: null })], context())).toEqual([]);
  });

  it('is silent for as long as was asked, and for good once it is left to the others', () => {
    const later = { [ids.first]: now.getTime() + 1 };
    expect(ringing([promised()], context({ later }))).toEqual([]);
    expect(nextRing([promised()], context({ later }))).toBe(now.getTime() + 1);
    expect(ringing([promised()], context({ left: [ids.first] }))).toEqual([]);
    expect(nextRing([promised()], context({ left: [ids.first] }))).toBeNull();
  });

  it('of several, the one that was due first comes first', () => {
    const earlier = promised({ id: ids.second, dueAt: '2026-03-02T14:00:00.000Z' });
    expect(ringing([promised(), earlier], context())).toEqual([ids.second, ids.first]);
  });
});
