import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phoneStateSchema } from '#shared/contract/deskPhone';
import type { Call } from '#shared/model/call';
import type { CallId, InteractionId } from '#shared/model/ids';
import type { TransferTarget } from '#shared/model/interaction';
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
const callIds = ['01J8ZQ4Y3N7T6V5W4X3Y2Z1A0A', '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B', '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0C'] as CallId[];
const interactionIds = [
  '01J8ZQ4Y3N7T6V5W4X3Y2Z1A1A',
  '01J8ZQ4Y3N7T6V5W4X3Y2Z1A1B',
  '01J8ZQ4Y3N7T6V5W4X3Y2Z1A1C',
] as InteractionId[];
const [one, two, asked] = callIds as [CallId, CallId, CallId];
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
  callsBack: null,
  parking: null,
  purpose: { kind: 'contact' },
  customerId: null,
  startedAt: at,
});

const helpBy = (manner: 'whisper' | 'barge') =>
  ({ kind: 'help', about: firstInteraction, name: 'Giulia Serra', manner }) as const;

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
  it('is told to the queues again by another registration, with or without a gap before it', () => {
    const later = '2026-01-05T09:30:00.000Z';
    const another: PhoneEvent = { kind: 'registration', registration: { kind: 'registered', sinceAt: later } };
    expect(tellings(live([another], readyAgent).effects)).toEqual([true]);
    expect(tellings(live([registered], readyAgent).effects)).toEqual([]);
  });

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

  it('is held off by a chat beside which no call is to come, for as long as it goes on', () => {
    const chatting = live([{ kind: 'chatting', on: true }], readyAgent);
    expect(availabilityOf(chatting.phone).heldOffBy).toBe('chat');
    expect(tellings(chatting.effects)).toEqual([false]);
    const over = live([told(false), { kind: 'chatting', on: false }], chatting.phone);
    expect(tellings(over.effects)).toEqual([true]);
  });

  it('is not held off by a wrap-up that there will not be', () => {
    const over = live([...talks(0), told(false), onCall(one, { kind: 'remoteHungUp' })], readyAgent);
    const settled = live([{ kind: 'endSettled', interactionId: firstInteraction }], over.phone);
    expect(availabilityOf(settled.phone).heldOffBy).toBe('nothing');
  });

  it('is held off by a call of their own that nobody answered until it is known whether there is something to close', () => {
    const dialled: PhoneEvent = { kind: 'arrived', call: { ...callOf(0), direction: 'outgoing' } };
    const over = live([dialled, onCall(one, { kind: 'notAnswered' })], readyAgent).phone;
    expect(availabilityOf(over).heldOffBy).toBe('wrapUp');
    const settled = live([{ kind: 'endSettled', interactionId: firstInteraction }], over).phone;
    expect(availabilityOf(settled).heldOffBy).toBe('nothing');
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

const specialist: TransferTarget = { kind: 'person', name: 'Luca Moro', number: '1002' };
const consults = (about: CallId): PhoneEvent => ({
  kind: 'arrived',
  call: {
    ...callOf(0),
    id: asked,
    direction: 'outgoing',
    queue: null,
    purpose: { kind: 'consult', about, target: specialist },
  },
});
const consulting = live([registered, ...talks(0), onCall(one, { kind: 'setHold', hold: true }), consults(one)]).phone;
const spokenTo = (phone: Phone): CallId[] =>
  phone.calls
    .filter(({ call: { phase } }) => phase.kind === 'talking' && !phase.hold.wanted)
    .map(({ call }) => call.id);
const orders = (effects: readonly PhoneEffect[]) =>
  effects.flatMap((each) => (each.kind === 'call' ? [[each.call.id, each.effect.kind] as const] : []));
const transferOf = (phone: Phone, callId: CallId) => {
  const phase = phone.calls.find(({ call }) => call.id === callId)?.call.phase;
  return phase?.kind === 'talking' ? phase.transfer : null;
};
const agreed = onCall(one, { kind: 'holdConfirmed', hold: true });

describe('somebody is asked about a caller', () => {
  it('the caller waits meanwhile, and what is said about it belongs to the caller’s interaction', () => {
    const steps = [consults(one), onCall(asked, { kind: 'established' }), onCall(asked, { kind: 'remoteHungUp' })];
    let phone = live([registered, ...talks(0)]).phone;
    const records = steps.flatMap((event) => {
      const step = nextPhone(phone, event, at);
      if (!step.ok) throw new Error(step.error);
      phone = step.value.phone;
      return step.value.records.map(({ kind, detail, call }) => [call.interactionId, kind, detail]);
    });
    expect(records).toEqual([
      [firstInteraction, 'consulted', '1002'],
      [firstInteraction, 'consultEnded', 'hungUpThere'],
    ]);
  });

  it('swaps by resuming either', () => {
    const answered = live([agreed, onCall(asked, { kind: 'established' })], consulting).phone;
    expect(spokenTo(answered)).toEqual([asked]);
    const swapped = live([onCall(one, { kind: 'setHold', hold: false })], answered).phone;
    expect(spokenTo(swapped)).toEqual([one]);
  });

  it('passes the caller to the one who has answered, and both legs are hung up', () => {
    const { phone, effects } = live(
      [agreed, onCall(asked, { kind: 'established' }), { kind: 'completeTransfer', callId: one }],
      consulting,
    );
    expect(effects.at(-1)).toMatchObject({ effect: { kind: 'refer', target: specialist, consult: asked } });
    const done = live([onCall(one, { kind: 'transferAccepted' })], phone);
    expect(orders(done.effects)).toEqual([
      [one, 'hangUp'],
      [asked, 'hangUp'],
    ]);
  });

  it('sends the caller after one who is still being rung, without a leg of ours in the way', () => {
    const { phone, effects } = live([agreed, { kind: 'completeTransfer', callId: one }], consulting);
    expect(effects).toContainEqual(
      expect.objectContaining({ effect: { kind: 'refer', target: specialist, consult: null } }),
    );
    expect(orders(effects)).toContainEqual([asked, 'hangUp']);
    const over = live([onCall(asked, { kind: 'closed' })], phone);
    expect(transferOf(over.phone, one)).toMatchObject({ kind: 'requested' });
  });

  it.each([
    [
      { kind: 'rejected', why: 'busy' },
      { kind: 'failed', target: specialist, code: 'transfer.noAnswer' },
    ],
    [
      { kind: 'rejected', why: 'unknownNumber' },
      { kind: 'failed', target: specialist, code: 'transfer.refused' },
    ],
    [{ kind: 'hangUp' }, { kind: 'none' }],
  ] as const)('who is not to be had gives the caller back: %j', (event, transfer) => {
    const { phone } = live([agreed, onCall(asked, event), onCall(asked, { kind: 'closed' })], consulting);
    expect(spokenTo(phone)).toEqual([one]);
    expect(transferOf(phone, one)).toEqual(transfer);
  });

  it('a transfer that fails gives the caller back; while the other is there still, the agent chooses', () => {
    const blind = live([
      ...talks(0),
      onCall(one, { kind: 'setHold', hold: true }),
      onCall(one, { kind: 'holdConfirmed', hold: true }),
      onCall(one, { kind: 'transfer', target: specialist, consult: null }),
      onCall(one, { kind: 'transferFailed', code: 'transfer.refused' }),
    ]);
    expect(spokenTo(blind.phone)).toEqual([one]);
    const attended = live(
      [
        agreed,
        onCall(asked, { kind: 'established' }),
        { kind: 'completeTransfer', callId: one },
        onCall(one, { kind: 'transferFailed', code: 'transfer.refused' }),
      ],
      consulting,
    );
    expect(spokenTo(attended.phone)).toEqual([asked]);
  });

  it('a caller who hangs up meanwhile leaves the agent with the other', () => {
    const { phone } = live(
      [agreed, onCall(asked, { kind: 'established' }), onCall(one, { kind: 'remoteHungUp' })],
      consulting,
    );
    expect(spokenTo(phone)).toEqual([asked]);
  });

  it('only once at a time, about a caller who is there, and with a line', () => {
    const refused = (events: readonly PhoneEvent[], from: Phone) =>
      nextPhone(live(events, from).phone, consults(one), at);
    expect(refused([], consulting)).toEqual({ ok: false, error: 'call.notNow' });
    expect(refused([], live([registered]).phone)).toEqual({ ok: false, error: 'call.gone' });
    expect(refused([], live(talks(0)).phone)).toEqual({ ok: false, error: 'call.notNow' });
  });
});

describe('a conference', () => {
  const both = live([agreed, onCall(asked, { kind: 'established' })], consulting).phone;
  const conference = live([{ kind: 'conference', on: true }], both);

  it('lets all on the line hear each other', () => {
    expect(toPhoneState(conference.phone).conference).toEqual([one, asked]);
    expect(spokenTo(conference.phone)).toEqual([one, asked]);
    expect(conference.effects).toContainEqual({ kind: 'mix', callIds: [one, asked] });
  });

  it('is over when one of them leaves, and the agent goes on with the other', () => {
    const { phone, effects } = live([onCall(asked, { kind: 'remoteHungUp' })], conference.phone);
    expect(phone.conference).toEqual([]);
    expect(spokenTo(phone)).toEqual([one]);
    expect(effects).toContainEqual({ kind: 'mix', callIds: [] });
  });

  it('can be split: the agent is left with the first', () => {
    const { phone } = live([{ kind: 'conference', on: false }], conference.phone);
    expect([phone.conference, spokenTo(phone)]).toEqual([[], [one]]);
  });

  it('has one mute for all', () => {
    const { phone } = live([onCall(one, { kind: 'setMute', mute: true })], conference.phone);
    expect(phone.calls.map(({ call: { phase } }) => phase.kind === 'talking' && phase.mute)).toEqual([true, true]);
  });

  it('can leave the two together', () => {
    const resumed = onCall(one, { kind: 'holdConfirmed', hold: false });
    const { effects } = live([resumed, { kind: 'completeTransfer', callId: one }], conference.phone);
    expect(orders(effects)).toContainEqual([one, 'refer']);
  });

  describe('of two callers, neither of whom was asked about the other,', () => {
    const number = (local: string) => ({
      caller: { kind: 'number' as const, number: local, e164: null, displayName: null },
    });
    const calls = (first: Partial<Call>, second: Partial<Call>) => {
      const joins: PhoneEvent[] = [
        { kind: 'arrived', call: { ...callOf(0), ...first } },
        onCall(one, { kind: 'answer' }),
        onCall(one, { kind: 'established' }),
        { kind: 'arrived', call: { ...callOf(1), ...second } },
        onCall(two, { kind: 'answer' }),
        onCall(one, { kind: 'holdConfirmed', hold: true }),
        onCall(two, { kind: 'established' }),
        { kind: 'conference', on: true },
        onCall(one, { kind: 'holdConfirmed', hold: false }),
      ];
      return live(joins, readyAgent).phone;
    };
    const leave: PhoneEvent = { kind: 'leaveTogether' };

    it('leaves the two together: who came first is passed to the other, and both legs are hung up', () => {
      const left = live([leave], calls(number('0001'), number('0002')));
      expect(left.effects.filter(({ kind }) => kind === 'call')).toMatchObject([
        { call: { id: one }, effect: { kind: 'refer', target: { kind: 'number', number: '0002' }, consult: two } },
      ]);
      const { phone } = live([onCall(one, { kind: 'transferAccepted' })], left.phone);
      expect(phone.calls.map(({ call }) => call.phase.kind)).toEqual(['ended', 'ending']);
    });

    it('passes the one without a number to the other, and is refused where neither has one', () => {
      const left = live([leave], calls(number('0001'), {}));
      expect(left.effects).toContainEqual(
        expect.objectContaining({ effect: expect.objectContaining({ kind: 'refer', consult: one }) }),
      );
      expect(nextPhone(calls({}, {}), leave, at)).toEqual({ ok: false, error: 'call.notNow' });
    });
  });

  it('needs two', () => {
    const alone = live(talks(0)).phone;
    expect(nextPhone(alone, { kind: 'conference', on: true }, at)).toEqual({ ok: false, error: 'call.notNow' });
  });
});

it('do not disturb declines who calls directly, and not the queues', () => {
  const quiet = live([{ kind: 'doNotDisturb', on: true }]).phone;
  expect(orders(live([arrives(0)], quiet).effects)).toEqual([]);
  const direct: PhoneEvent = { kind: 'arrived', call: { ...callOf(0), queue: null } };
  expect(orders(live([direct], quiet).effects)).toEqual([[one, 'decline']]);
});

describe('a queue whose calls are taken by themselves', () => {
  const policy = live([{ kind: 'autoAnswer', queues: ['welcome'] }]).phone;

  it('beeps, and answers', () => {
    const { effects } = live([arrives(0)], policy);
    expect(effects.map(({ kind }) => kind)).toEqual(['beep', 'call']);
    expect(orders(effects)).toEqual([[one, 'accept']]);
  });

  it('does not speak over a conversation, nor for other queues', () => {
    expect(orders(live([...talks(0), arrives(1)], policy).effects)).not.toContainEqual([two, 'accept']);
    const other: PhoneEvent = { kind: 'arrived', call: { ...callOf(0), queue: 'support' } };
    expect(orders(live([other], policy).effects)).toEqual([]);
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
    { kind: 'setMute', mute: true },
    { kind: 'setMute', mute: false },
    { kind: 'transfer', target: specialist, consult: null },
    { kind: 'transferAccepted' },
    { kind: 'transferFailed', code: 'transfer.refused' },
    { kind: 'rejected', why: 'busy' },
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
      consults(one),
      consults(two),
      { kind: 'completeTransfer', callId: one },
      { kind: 'conference', on: true },
      { kind: 'conference', on: false },
    ),
    fc.tuple(fc.constantFrom(...callIds), anyCallEvent).map(([id, event]) => onCall(id, event)),
  );
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      const { phone } = live([arrives(0), arrives(1), ...events]);
      expect(phoneStateSchema.safeParse(toPhoneState(phone)).success).toBe(true);
      const heard = phone.calls.filter(({ call: { phase } }) => phase.kind === 'talking' && !phase.hold.wanted);
      const together = heard.map(({ call }) => call.id);
      if (phone.conference.length > 0) expect(together).toEqual([...phone.conference]);
      else expect(heard.length).toBeLessThanOrEqual(1);
      expect(phone.conference).not.toHaveLength(1);
    }),
  );
});

describe.each([
  ['the agent’s own messages', { kind: 'voicemail' }],
  ['what a lead listens to', { kind: 'listening', name: 'Giulia Serra' }],
  ['the call of somebody whom a lead helps', helpBy('whisper')],
] as const)('%s', (_, purpose) => {
  const mailbox: PhoneEvent = {
    kind: 'arrived',
    call: { ...callOf(0), direction: 'outgoing', queue: null, purpose },
  };
  const records = (events: readonly PhoneEvent[]) => {
    let phone = readyAgent;
    return events.flatMap((event) => {
      const step = nextPhone(phone, event, at);
      if (!step.ok) return [];
      phone = step.value.phone;
      return step.value.records;
    });
  };

  it('is listened to without a word being written, and nothing is left to close', () => {
    const listened = [mailbox, onCall(one, { kind: 'established' }), onCall(one, { kind: 'remoteHungUp' })];
    expect(records(listened)).toEqual([]);
    expect(availabilityOf(live(listened, readyAgent).phone).heldOffBy).toBe('nothing');
  });

  it('holds the next call off while it is listened to', () => {
    expect(availabilityOf(live([mailbox], readyAgent).phone).heldOffBy).toBe('call');
  });

  it('wait while somebody is on the line, or rings', () => {
    expect(nextPhone(live(talks(1), readyAgent).phone, mailbox, at)).toEqual({ ok: false, error: 'call.notNow' });
    expect(nextPhone(live([arrives(1)], readyAgent).phone, mailbox, at).ok).toBe(false);
  });

  it('are counted as the PBX says, and not known any more once the agent has left', () => {
    const counted: PhoneEvent = { kind: 'voiceMessages', voiceMessages: { kind: 'counted', fresh: 2 } };
    const { phone } = live([counted], readyAgent);
    expect(toPhoneState(phone).voiceMessages).toEqual({ kind: 'counted', fresh: 2 });
    const off: PhoneEvent = { kind: 'registration', registration: { kind: 'off' } };
    expect(toPhoneState(live([off], phone).phone).voiceMessages).toEqual({ kind: 'unknown' });
  });
});

it('a lead who comes into the same call another way leaves the first, and no other call', () => {
  const comes = (id: CallId, purpose: Call['purpose']): PhoneEvent => ({
    kind: 'arrived',
    call: { ...callOf(0), id, direction: 'outgoing', queue: null, purpose },
  });
  const { phone } = live([comes(one, helpBy('whisper')), onCall(one, { kind: 'established' })], readyAgent);
  const elsewhere = { ...helpBy('whisper'), about: interactionIds[2] as InteractionId };
  expect(nextPhone(phone, comes(two, elsewhere), at)).toEqual({ ok: false, error: 'call.notNow' });
  const both = live([comes(two, helpBy('barge'))], phone);
  expect(both.phone.calls.map(({ call }) => call.phase.kind)).toEqual(['ending', 'dialling']);
});

describe('a caller who is parked', () => {
  const place = { kind: 'parking', name: 'parcheggio 701', number: '701' } as const;
  const parked: PhoneEvent[] = [
    ...talks(0),
    onCall(one, { kind: 'transfer', target: place, consult: null }),
    onCall(one, { kind: 'transferAccepted' }),
    { kind: 'forgotten', callId: one },
    { kind: 'wrapUps', open: [firstInteraction] },
  ];
  const comesBack = (change: Partial<Call>): PhoneEvent => ({
    kind: 'arrived',
    call: { ...callOf(1), queue: null, handedOver: firstInteraction, ...change },
  });
  const pickedUp = comesBack({
    interactionId: firstInteraction,
    handedOver: null,
    parking: { place: '701', how: 'pickedUp' },
  });
  const returned = comesBack({ parking: { place: '701', how: 'returned' } });
  const there = live(parked, readyAgent).phone;

  it('is remembered with their interaction, whose wrap-up holds the next call off', () => {
    expect(there.parked).toMatchObject([
      { place: '701', since: at, interactionId: firstInteraction, queue: 'welcome' },
    ]);
    expect(availabilityOf(there).heldOffBy).toBe('wrapUp');
    phoneStateSchema.parse(toPhoneState(there));
  });

  it('is remembered no longer once they are spoken with again', () => {
    const dialled = live([pickedUp], there);
    expect(dialled.effects).toContainEqual(expect.objectContaining({ effect: { kind: 'dial' } }));
    expect(dialled.phone.parked).toHaveLength(1);
    expect(live([onCall(two, { kind: 'established' })], dialled.phone).phone.parked).toEqual([]);
  });

  it('is not there any more where nobody answers for the place, and is where it is only busy', () => {
    const refused = (why: 'unknownNumber' | 'busy') =>
      live([pickedUp, onCall(two, { kind: 'rejected', why })], there).phone;
    expect(refused('unknownNumber').parked).toEqual([]);
    expect(refused('unknownNumber').calls.at(-1)?.call.phase).toMatchObject({ reason: 'notParked' });
    expect(refused('busy').parked).toHaveLength(1);
  });

  it('who comes back goes on with their own interaction, is not declined and not taken by itself', () => {
    const disturbed = live(
      [
        { kind: 'doNotDisturb', on: true },
        { kind: 'autoAnswer', queues: ['welcome'] },
      ],
      there,
    ).phone;
    const { phone } = live([returned], disturbed);
    expect(phone.calls.at(-1)?.call).toMatchObject({
      interactionId: firstInteraction,
      handedOver: null,
      queue: 'welcome',
      phase: { kind: 'ringing' },
    });
    expect(phone.parked).toEqual([]);
  });

  it('who comes back after their interaction was closed goes on in another, which knows the first', () => {
    const closed = live([{ kind: 'wrapUps', open: [] }], there).phone;
    const call = live([returned], closed).phone.calls.at(-1)?.call;
    expect(call).toMatchObject({ interactionId: interactionIds[1], handedOver: firstInteraction });
  });

  it('of a colleague comes back as any call would', () => {
    const call = live([returned], readyAgent).phone.calls.at(-1)?.call;
    expect(call).toMatchObject({ interactionId: interactionIds[1], handedOver: firstInteraction, customerId: null });
  });

  it('is fetched while another one is spoken with, who waits meanwhile', () => {
    const busy = live(talks(2), there).phone;
    const { effects } = live([pickedUp], busy);
    expect(effects).toContainEqual(expect.objectContaining({ effect: { kind: 'hold', hold: true } }));
  });
});
