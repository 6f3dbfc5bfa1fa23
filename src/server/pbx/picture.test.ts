import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresPolicySchema } from '#shared/model/kpi';
import shipped from '../../../assets/lists/figures.json' with { type: 'json' };
import {
  isReachable,
  memberStateOf,
  nextPicture,
  type PbxFact,
  type Picture,
  queueNow,
  toldNow,
  type WaitingCall,
} from './picture.ts';

const empty: Picture = { waiting: [], members: [], parked: [], phones: {} };
const at = Date.parse('2026-03-02T09:00:00.000Z');
const caller = (id: string, queue = 'welcome', since = at): WaitingCall => ({ id, queue, since, number: null });

const after = (...facts: PbxFact[]): Picture => {
  const picture = facts.reduce<Picture | null>(nextPicture, empty);
  if (picture === null) throw new Error('the PBX is away');
  return picture;
};
const member = (extension: string, paused: boolean, queue = 'welcome'): PbxFact => ({
  kind: 'member',
  member: { queue, extension, paused },
});
const phone = (extension: string, use: 'free' | 'ringing' | 'inUse' | 'absent'): PbxFact => ({
  kind: 'phone',
  extension,
  use,
});

describe('the picture of the queues', () => {
  it('counts who waits, and since when the longest does', () => {
    const picture = after(
      { kind: 'joined', call: caller('b', 'welcome', at + 5_000) },
      { kind: 'joined', call: caller('a', 'welcome', at) },
      { kind: 'joined', call: caller('c', 'support') },
    );
    expect(queueNow(picture, 'welcome')).toMatchObject({ waiting: 2, longestSince: '2026-03-02T09:00:00.000Z' });
    expect(queueNow(picture, 'complaints')).toMatchObject({ waiting: 0, longestSince: null });
  });

  it('counts a phone in use as talking even when its agent is not ready, and who is away nowhere', () => {
    const picture = after(
      ...[member('1001', true), phone('1001', 'inUse')],
      ...[member('1002', false), phone('1002', 'free')],
      ...[member('1003', false), phone('1003', 'ringing')],
      ...[member('1004', true), phone('1004', 'free')],
      ...[member('1005', false), phone('1005', 'absent')],
      member('1006', true),
    );
    expect(queueNow(picture, 'welcome')).toMatchObject({ talking: 1, ready: 2, notReady: 1 });
  });

  it('says of a colleague whether a transfer reaches them, and nothing of why not', () => {
    const picture = after(
      ...[member('1001', true), member('1001', false, 'support'), phone('1001', 'free')],
      ...[member('1002', true), phone('1002', 'free')],
      ...[member('1003', false), phone('1003', 'ringing')],
      ...[member('1004', true), phone('1004', 'inUse')],
      phone('1100', 'free'),
    );
    const reachable = ['1001', '1002', '1003', '1004', '1100', '1200'].filter((each) => isReachable(picture, each));
    expect(reachable).toEqual(['1001', '1100']);
    const states = ['1001', '1002', '1003', '1004', '1100', '1200'].map((each) => memberStateOf(picture, each));
    expect(states).toEqual(['ready', 'notReady', 'ringing', 'inCall', 'ready', 'absent']);
  });

  it('has one caller in each place of the parking, the longest parked first', () => {
    const parked = (place: string, since: number): PbxFact => ({
      kind: 'parked',
      call: { place, since, number: '+390000000101', interactionId: null },
    });
    const places = (...facts: PbxFact[]) => after(...facts).parked.map(({ place, since }) => [place, since]);
    expect(places(parked('702', at + 5), parked('701', at))).toEqual([
      ['701', at],
      ['702', at + 5],
    ]);
    expect(places(parked('701', at), parked('701', at + 9))).toEqual([['701', at + 9]]);
    expect(places(parked('701', at), { kind: 'unparked', place: '701' })).toEqual([]);
    const same = after(parked('701', at));
    expect(nextPicture(same, parked('701', at))).toBe(same);
    expect(nextPicture(same, { kind: 'unparked', place: '706' })).toBe(same);
  });

  it('is forgotten while the PBX is away, and begins anew', () => {
    expect(nextPicture(after({ kind: 'joined', call: caller('a') }), { kind: 'away' })).toBeNull();
    expect(nextPicture(null, { kind: 'joined', call: caller('a') })).toBeNull();
    expect(nextPicture(null, { kind: 'here', picture: empty })).toEqual(empty);
  });

  it('moves a caller who comes into another queue: nobody waits twice', () => {
    const picture = after(
      { kind: 'joined', call: caller('a') },
      { kind: 'joined', call: caller('a', 'support', at + 1_000) },
      // The end of the first wait is told after the second has begun.
      { kind: 'left', id: 'a', queue: 'welcome', at: at + 1_000, end: 'passedOn' },
    );
    expect(picture.waiting).toEqual([caller('a', 'support', at + 1_000)]);
  });
});

describe('what is told of a queue', () => {
  const policy = figuresPolicySchema.parse(shipped);
  const people = fc.integer({ min: 0, max: 12 });
  it('has no number of so few people that one could be made out, only whether anybody is free', () => {
    fc.assert(
      fc.property(people, people, people, (talking, ready, notReady) => {
        const told = toldNow({ waiting: 0, longestSince: null, talking, ready, notReady }, policy);
        for (const [name, n] of Object.entries({ talking, ready, notReady }))
          expect(told[name as 'ready']).toEqual(n < 5 ? { kind: 'fewer', than: 5 } : { kind: 'count', n });
        expect(told.free).toBe(ready > 0);
      }),
    );
  });
});

const id = fc.constantFrom('a', 'b', 'c', 'd');
const queue = fc.constantFrom('welcome', 'support');
const extension = fc.constantFrom('1001', '1002', '1003');
const fact: fc.Arbitrary<PbxFact> = fc.oneof(
  fc
    .record({ id, queue, since: fc.integer({ min: at, max: at + 60_000 }), number: fc.constant(null) })
    .map((call): PbxFact => ({ kind: 'joined', call })),
  fc.record({
    kind: fc.constant('left' as const),
    id,
    queue,
    at: fc.constant(at),
    end: fc.constantFrom('answered' as const, 'abandoned' as const, 'passedOn' as const),
  }),
  fc.record({ kind: fc.constant('identified' as const), id, number: fc.constant('+390000000101') }),
  fc.record({ queue, extension, paused: fc.boolean() }).map((its): PbxFact => ({ kind: 'member', member: its })),
  fc.record({ kind: fc.constant('memberGone' as const), queue, extension }),
  fc.record({
    kind: fc.constant('phone' as const),
    extension,
    use: fc.constantFrom('free' as const, 'ringing' as const, 'inUse' as const, 'absent' as const),
  }),
);

describe('whatever the PBX tells, in whatever order', () => {
  it('a fact told twice changes nothing, nobody waits twice, and the longest is first', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 40 }), (facts) => {
        let picture: Picture | null = empty;
        for (const one of facts) {
          picture = nextPicture(picture, one);
          expect(nextPicture(picture, one)).toBe(picture);
          const waiting = picture?.waiting ?? [];
          expect(new Set(waiting.map((call) => call.id)).size).toBe(waiting.length);
          expect(waiting.map((call) => call.since)).toEqual(waiting.map((call) => call.since).sort((a, b) => a - b));
        }
      }),
    );
  });

  it('nobody is counted twice in a queue: talking, ready and not ready are together those who are there', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 40 }), (facts) => {
        const picture = facts.reduce<Picture | null>(nextPicture, empty) ?? empty;
        for (const name of ['welcome', 'support']) {
          const { talking, ready, notReady } = queueNow(picture, name);
          const there = picture.members.filter(
            (one) => one.queue === name && (picture.phones[one.extension] ?? 'absent') !== 'absent',
          );
          expect(talking + ready + notReady).toBe(there.length);
        }
      }),
    );
  });
});
