import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availabilitySchema, shouldOffer } from './availability.ts';
import {
  type AvailabilityEffect,
  type AvailabilityEvent,
  type AvailabilityState,
  initialAvailability,
  nextAvailability,
} from './availabilityMachine.ts';

const at = '2026-01-05T09:00:00.000Z';
const later = '2026-01-05T09:05:00.000Z';
const ready = { kind: 'wished', wish: { kind: 'ready' } } as const;
const registered = { kind: 'registered', registered: true } as const;

function live(events: readonly AvailabilityEvent[]): { state: AvailabilityState; effects: AvailabilityEffect[] } {
  return events.reduce<{ state: AvailabilityState; effects: AvailabilityEffect[] }>(
    ({ state, effects }, event) => {
      const step = nextAvailability(state, event, later);
      return { state: step.state, effects: [...effects, ...step.effects] };
    },
    { state: initialAvailability(at), effects: [] },
  );
}

describe('an agent who wishes to be ready', () => {
  it('is ready only when the PBX has agreed', () => {
    const waiting = live([registered, { kind: 'told', offer: false, agreed: true }, ready]);
    expect(waiting.state.availability).toMatchObject({ pbx: 'notOffering', changing: true });
    const agreed = nextAvailability(waiting.state, { kind: 'told', offer: true, agreed: true }, later);
    expect(agreed.state.availability).toMatchObject({ pbx: 'offering', changing: false });
  });

  it('is held off by a call and by its wrap-up, and offered calls again afterwards', () => {
    const lived = live([
      ready,
      registered,
      { kind: 'told', offer: true, agreed: true },
      { kind: 'heldOff', by: 'call' },
      { kind: 'told', offer: false, agreed: true },
      { kind: 'heldOff', by: 'wrapUp' },
      { kind: 'heldOff', by: 'nothing' },
    ]);
    expect(lived.effects).toEqual([
      { kind: 'tellQueues', offer: true, reason: null },
      { kind: 'tellQueues', offer: false, reason: null },
      { kind: 'tellQueues', offer: true, reason: null },
    ]);
  });

  it('is told to the PBX again at every registration', () => {
    const lived = live([
      ready,
      registered,
      { kind: 'told', offer: true, agreed: true },
      { kind: 'registered', registered: false },
    ]);
    expect(lived.state.availability.pbx).toBe('unknown');
    const again = nextAvailability(lived.state, registered, later);
    expect(again.effects).toEqual([{ kind: 'tellQueues', offer: true, reason: null }]);
  });

  it('is told once more when the wish changes meanwhile', () => {
    const lived = live([registered, ready, { kind: 'told', offer: false, agreed: true }]);
    expect(lived.effects).toEqual([
      { kind: 'tellQueues', offer: false, reason: null },
      { kind: 'tellQueues', offer: true, reason: null },
    ]);
  });

  it('is unknown when the PBX did not agree, and tried again', () => {
    const lived = live([registered, { kind: 'told', offer: false, agreed: false }]);
    expect(lived.state.availability).toMatchObject({ pbx: 'unknown', changing: true });
    expect(lived.effects.at(-1)).toEqual({ kind: 'retryLater', attempt: 0 });
    expect(nextAvailability(lived.state, { kind: 'retry' }, later).effects).toEqual([
      { kind: 'tellQueues', offer: false, reason: null },
    ]);
  });

  it('tells the PBX another reason too', () => {
    const pause = { kind: 'notReady', reasonCode: 'screen-break' } as const;
    const lived = live([registered, { kind: 'told', offer: false, agreed: true }, { kind: 'wished', wish: pause }]);
    expect(lived.effects.at(-1)).toEqual({ kind: 'tellQueues', offer: false, reason: 'screen-break' });
    const agreed = nextAvailability(lived.state, { kind: 'told', offer: false, agreed: true }, later);
    expect(agreed).toMatchObject({ state: { availability: { changing: false } }, effects: [] });
  });

  it('keeps the moment since when, unless the wish or what holds it off changes', () => {
    const lived = live([registered, { kind: 'told', offer: false, agreed: true }]);
    expect(lived.state.availability.sinceAt).toBe(at);
    expect(nextAvailability(lived.state, ready, later).state.availability.sinceAt).toBe(later);
  });
});

const anyEvent: fc.Arbitrary<AvailabilityEvent> = fc.oneof(
  fc.constantFrom<AvailabilityEvent>(
    ready,
    { kind: 'wished', wish: { kind: 'notReady', reasonCode: 'pause' } },
    { kind: 'heldOff', by: 'call' },
    { kind: 'heldOff', by: 'wrapUp' },
    { kind: 'heldOff', by: 'nothing' },
    { kind: 'retry' },
  ),
  fc.boolean().map((is): AvailabilityEvent => ({ kind: 'registered', registered: is })),
  fc.tuple(fc.boolean(), fc.boolean()).map(([offer, agreed]): AvailabilityEvent => ({ kind: 'told', offer, agreed })),
);

describe('whatever happens in whatever order', () => {
  it('the PBX is told one thing at a time, and only while it can be reached', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let state = initialAvailability(at);
        for (const event of events) {
          const step = nextAvailability(state, event, later);
          const tells = step.effects.filter((effect) => effect.kind === 'tellQueues');
          if (tells.length > 0) {
            expect(tells).toHaveLength(1);
            expect(step.state.registered).toBe(true);
            expect(step.state.telling?.offer).toBe(shouldOffer(step.state.availability));
          }
          if (state.telling !== null && step.state.telling === state.telling && event.kind !== 'registered') {
            if (event.kind !== 'told') expect(tells).toHaveLength(0);
          }
          state = step.state;
          expect(availabilitySchema.safeParse(state.availability).success).toBe(true);
        }
      }),
    );
  });

  it('what is wished comes true once the PBX agrees to everything', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let state = nextAvailability(live(events).state, { kind: 'registered', registered: true }, later).state;
        for (let turn = 0; turn < 3 && state.telling !== null; turn += 1) {
          state = nextAvailability(state, { kind: 'told', offer: state.telling.offer, agreed: true }, later).state;
        }
        expect(state.availability.changing).toBe(false);
        expect(state.availability.pbx).toBe(shouldOffer(state.availability) ? 'offering' : 'notOffering');
      }),
    );
  });
});
