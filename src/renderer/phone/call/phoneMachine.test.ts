import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phoneStateSchema } from '#shared/contract/deskPhone';
import type { Call } from '#shared/model/call';
import type { CallId, InteractionId } from '#shared/model/ids';
import { unknownAudio } from '../audio/audioUnit.ts';
import {
  initialPhone,
  nextPhone,
  type Phone,
  type PhoneEffect,
  type PhoneEvent,
  toPhoneState,
} from './phoneMachine.ts';

const at = '2026-01-05T09:00:00.000Z';
const callIds = ['01J8ZQ4Y3N7T6V5W4X3Y2Z1A0A', '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B'] as CallId[];
const interactionIds = ['01J8ZQ4Y3N7T6V5W4X3Y2Z1A1A', '01J8ZQ4Y3N7T6V5W4X3Y2Z1A1B'] as InteractionId[];
const [one, two] = callIds as [CallId, CallId];
const [firstInteraction] = interactionIds as [InteractionId];

const callOf = (index: number): Omit<Call, 'phase'> => ({
  id: callIds[index] as CallId,
  interactionId: interactionIds[index] as InteractionId,
  direction: 'incoming',
  caller: { kind: 'withheld' },
  queue: 'welcome',
  waitedSeconds: 3,
  language: null,
  handedOver: null,
  startedAt: at,
});

const registered: PhoneEvent = { kind: 'registration', registration: { kind: 'registered', sinceAt: at } };
const ready: PhoneEvent = { kind: 'availability', event: { kind: 'wished', wish: { kind: 'ready' } } };
const told = (offer: boolean): PhoneEvent => ({ kind: 'availability', event: { kind: 'told', offer, agreed: true } });
const arrives = (index: number): PhoneEvent => ({ kind: 'arrived', call: callOf(index) });
const onCall = (callId: CallId, event: Extract<PhoneEvent, { kind: 'call' }>['event']): PhoneEvent => ({
  kind: 'call',
  callId,
  event,
});
const talks = (index: number): PhoneEvent[] => [
  arrives(index),
  onCall(callIds[index] as CallId, { kind: 'answer' }),
  onCall(callIds[index] as CallId, { kind: 'established' }),
];

function live(events: readonly PhoneEvent[], from = initialPhone(at, unknownAudio)) {
  let phone: Phone = from;
  const effects: PhoneEffect[] = [];
  for (const event of events) {
    const step = nextPhone(phone, event, at);
    if (!step.ok) continue;
    phone = step.value.phone;
    effects.push(...step.value.effects);
  }
  return { phone, effects };
}

const readyAgent = live([registered, ready, told(false), told(true)]).phone;
const availabilityOf = (phone: Phone) => phone.availability.availability;
const tellings = (effects: readonly PhoneEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'tellQueues' ? [effect.offer] : []));

describe('a ready agent', () => {
  it('is still offered calls while one only rings', () => {
    const { phone, effects } = live([arrives(0)], readyAgent);
    expect(availabilityOf(phone).heldOffBy).toBe('nothing');
    expect(tellings(effects)).toEqual([]);
  });

  it('is held off as soon as the call is answered, and until its wrap-up is closed', () => {
    const answered = live(talks(0), readyAgent);
    expect(tellings(answered.effects)).toEqual([false]);
    const over = live([told(false), onCall(one, { kind: 'remoteHungUp' })], answered.phone);
    expect(availabilityOf(over.phone)).toMatchObject({ heldOffBy: 'wrapUp', pbx: 'notOffering' });
    const inWrapUp = live(
      [
        { kind: 'wrapUps', open: [firstInteraction] },
        { kind: 'endSettled', interactionId: firstInteraction },
      ],
      over.phone,
    );
    expect(availabilityOf(inWrapUp.phone).heldOffBy).toBe('wrapUp');
    const closed = live([{ kind: 'wrapUps', open: [] }], inWrapUp.phone);
    expect(tellings([...over.effects, ...inWrapUp.effects, ...closed.effects])).toEqual([true]);
  });

  it('is not held off by a wrap-up that there will not be', () => {
    const over = live([...talks(0), told(false), onCall(one, { kind: 'remoteHungUp' })], readyAgent);
    const settled = live([{ kind: 'endSettled', interactionId: firstInteraction }], over.phone);
    expect(availabilityOf(settled.phone).heldOffBy).toBe('nothing');
  });

  it('is not held off by a call that nobody answered', () => {
    const { phone } = live([arrives(0), onCall(one, { kind: 'cancelled' })], readyAgent);
    expect(availabilityOf(phone).heldOffBy).toBe('nothing');
  });
});

describe('two callers', () => {
  it('answering the second puts the first on hold', () => {
    const { effects } = live([...talks(0), arrives(1), onCall(two, { kind: 'answer' })]);
    expect(effects).toContainEqual(
      expect.objectContaining({
        kind: 'call',
        call: expect.objectContaining({ id: one }),
        effect: { kind: 'hold', hold: true },
      }),
    );
  });

  it('resuming one puts the other on hold', () => {
    const both = live([
      ...talks(0),
      ...talks(1),
      onCall(one, { kind: 'holdConfirmed', hold: true }),
      onCall(one, { kind: 'setHold', hold: false }),
    ]);
    const wanted = both.phone.calls.map(({ call: { phase } }) => phase.kind === 'talking' && phase.hold.wanted);
    expect(wanted).toEqual([false, true]);
  });
});

it('an ended call is shown for a while, then leaves', () => {
  const ended = live([arrives(0), onCall(one, { kind: 'cancelled' })]);
  expect(ended.effects).toContainEqual({ kind: 'forgetLater', callId: one });
  expect(ended.phone.calls).toHaveLength(1);
  expect(live([{ kind: 'forgotten', callId: one }], ended.phone).phone.calls).toHaveLength(0);
});

it('a call that lives is never forgotten', () => {
  expect(live([...talks(0), { kind: 'forgotten', callId: one }]).phone.calls).toHaveLength(1);
});

it('whatever happens in whatever order, what is shown fits the contract and nobody hears two callers at once', () => {
  const anyCallEvent = fc.constantFrom<Extract<PhoneEvent, { kind: 'call' }>['event']>(
    { kind: 'answer' },
    { kind: 'established' },
    { kind: 'hangUp' },
    { kind: 'closed' },
    { kind: 'cancelled' },
    { kind: 'remoteHungUp' },
    { kind: 'connectionLost' },
    { kind: 'setHold', hold: true },
    { kind: 'setHold', hold: false },
    { kind: 'holdConfirmed', hold: true },
    { kind: 'holdConfirmed', hold: false },
  );
  const anyEvent = fc.oneof(
    fc.constantFrom<PhoneEvent>(
      registered,
      { kind: 'registration', registration: { kind: 'connecting', attempt: 1 } },
      ready,
      told(true),
      told(false),
      { kind: 'wrapUps', open: interactionIds },
      { kind: 'wrapUps', open: [] },
    ),
    fc.tuple(fc.constantFrom(...callIds), anyCallEvent).map(([id, event]) => onCall(id, event)),
  );
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      const { phone } = live([arrives(0), arrives(1), ...events]);
      expect(phoneStateSchema.safeParse(toPhoneState(phone)).success).toBe(true);
      const heard = phone.calls.filter(({ call: { phase } }) => phase.kind === 'talking' && !phase.hold.wanted);
      expect(heard.length).toBeLessThanOrEqual(1);
    }),
  );
});
