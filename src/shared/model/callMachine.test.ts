import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, type CallPhase, callSchema } from './call.ts';
import { begin, type CallEffect, type CallEvent, type CallRecord, type CallState, next } from './callMachine.ts';
import type { CallId, InteractionId } from './ids.ts';
import type { TransferTarget } from './interaction.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();

const rossi: Omit<Call, 'phase'> = {
  id: '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B' as CallId,
  interactionId: '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0C' as InteractionId,
  direction: 'incoming',
  caller: { kind: 'number', number: '+390000000101', e164: null, displayName: null },
  queue: 'welcome',
  waitedSeconds: 12,
  language: 'it',
  handedOver: null,
  callsBack: null,
  parking: null,
  purpose: { kind: 'contact' },
  customerId: null,
  startedAt: at(0),
};

const specialist: TransferTarget = { kind: 'person', name: 'Sara Riva', number: '1002' };

interface Lived {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
  readonly records: readonly CallRecord[];
}

/** Lives a call through these events, one a second. Refused ones change nothing. */
function live(events: readonly CallEvent[], call = rossi): Lived {
  let { state } = begin(call);
  const effects: CallEffect[] = [];
  const records: CallRecord[] = [...begin(call).records];
  for (const [index, event] of events.entries()) {
    const step = next(state, event, at(index + 1));
    if (!step.ok) continue;
    state = step.value.state;
    effects.push(...step.value.effects);
    records.push(...step.value.records);
  }
  return { state, effects, records };
}

const phaseOf = (lived: Lived): CallPhase => lived.state.call.phase;
const kindsOf = (facts: readonly { kind: string }[]) => facts.map((fact) => fact.kind);
const talking = [{ kind: 'answer' }, { kind: 'established' }] as const;

describe('who is at the other side', () => {
  const known = (number: string, e164: string | null): Call['caller'] =>
    callSchema.shape.caller.parse({ kind: 'number', number, e164, displayName: null });
  const [colleague, bassi] = [known('1001', null), known('+390000000103', '+390000000103')];
  const changed = (caller: Call['caller'], call: Omit<Call, 'phase'>) =>
    live([...talking, { kind: 'callerChanged', caller }], call);

  it('is the customer, once a colleague who called has passed them on', () => {
    const lived = changed(bassi, { ...rossi, caller: colleague });
    expect(lived.state.call.caller).toEqual(bassi);
    expect(lived.records.at(-1)).toEqual({ kind: 'callerChanged', detail: null });
    expect(phaseOf(lived).kind).toBe('talking');
    expect(changed({ kind: 'withheld' }, { ...rossi, caller: colleague }).state.call.caller.kind).toBe('withheld');
  });

  it.each([
    ['a customer', bassi, known('+390000000800', '+390000000800'), 'incoming'],
    ['a colleague among colleagues', colleague, known('1100', null), 'incoming'],
    ['somebody whom the agent has called', colleague, bassi, 'outgoing'],
  ] as const)('stays %s, whatever is said in the middle of the call', (_who, caller, said, direction) => {
    const begun = { ...rossi, caller, direction };
    const lived = live([{ kind: 'answer' }, { kind: 'established' }, { kind: 'callerChanged', caller: said }], begun);
    expect(lived.state.call.caller).toEqual(caller);
    expect(kindsOf(lived.records)).not.toContain('callerChanged');
  });
});

describe('a call from the first ring to its end', () => {
  it('is answered, held, resumed and hung up here', () => {
    const lived = live([
      ...talking,
      { kind: 'setHold', hold: true },
      { kind: 'holdConfirmed', hold: true },
      { kind: 'setHold', hold: false },
      { kind: 'holdConfirmed', hold: false },
      { kind: 'hangUp' },
      { kind: 'closed' },
    ]);
    expect(phaseOf(lived)).toEqual({ kind: 'ended', at: at(8), reason: 'hungUpHere', answeredAt: at(2) });
    expect(lived.effects).toEqual([
      { kind: 'accept' },
      { kind: 'hold', hold: true },
      { kind: 'hold', hold: false },
      { kind: 'hangUp' },
    ]);
    expect(kindsOf(lived.records)).toEqual(['ringing', 'answered', 'held', 'resumed', 'ended']);
  });

  it.each<[string, CallEvent[], string]>([
    ['the caller gives up', [{ kind: 'cancelled' }], 'callerGaveUp'],
    ['a colleague answers', [{ kind: 'answeredElsewhere' }], 'answeredElsewhere'],
    ['nobody answers', [{ kind: 'notAnswered' }], 'notAnswered'],
    ['the agent declines', [{ kind: 'decline' }], 'declined'],
    ['the way to the PBX is lost while it rings', [{ kind: 'connectionLost' }], 'connectionLost'],
    ['the caller gives up while it is being answered', [{ kind: 'answer' }, { kind: 'cancelled' }], 'callerGaveUp'],
    ['no sound can be agreed on', [{ kind: 'answer' }, { kind: 'mediaFailed' }], 'mediaFailed'],
    ['the customer hangs up', [...talking, { kind: 'remoteHungUp' }], 'hungUpThere'],
    ['the PBX knows nothing of it any more', [...talking, { kind: 'unknownToPbx' }], 'connectionLost'],
    [
      'the PBX forgets it while the agent hangs up',
      [...talking, { kind: 'hangUp' }, { kind: 'unknownToPbx' }],
      'hungUpHere',
    ],
  ])('ends when %s', (_, events, reason) => {
    expect(phaseOf(live(events))).toMatchObject({ kind: 'ended', reason });
  });

  it('goes on when the way to the PBX is lost in the middle of it', () => {
    const lived = live([...talking, { kind: 'connectionLost' }]);
    expect(phaseOf(lived)).toMatchObject({ kind: 'talking', answeredAt: at(2) });
  });

  it('rings on, silently, when there is no microphone to answer with', () => {
    const lived = live([{ kind: 'answer' }, { kind: 'microphoneFailed' }]);
    expect(phaseOf(lived)).toEqual({ kind: 'ringing', silenced: true });
    expect(phaseOf(live([{ kind: 'answer' }, { kind: 'microphoneFailed' }, ...talking])).kind).toBe('talking');
  });

  it('dials out', () => {
    const outgoing = { ...rossi, direction: 'outgoing' as const };
    expect(kindsOf(live([{ kind: 'established' }], outgoing).records)).toEqual(['dialled', 'answered']);
    expect(phaseOf(live([{ kind: 'rejected', why: 'rejected' }], outgoing))).toMatchObject({
      kind: 'ended',
      reason: 'rejected',
    });
  });
});

describe('a call of ours', () => {
  const outgoing = { ...rossi, direction: 'outgoing' as const };

  it('is dialled, rings there, is answered; what was typed ahead is sent then, and written down as a number of keys', () => {
    const ringing = live(
      [
        { kind: 'progress', heard: false },
        { kind: 'sendDigits', digits: '1' },
      ],
      outgoing,
    );
    expect(begin(outgoing).effects).toEqual([{ kind: 'dial' }]);
    expect(ringing.effects).toEqual([]);
    expect(phaseOf(ringing)).toEqual({ kind: 'dialling', progress: 'ringing' });
    const step = next(ringing.state, { kind: 'sendDigits', digits: '23#' }, at(5));
    const answered = next(step.ok ? step.value.state : ringing.state, { kind: 'established' }, at(6));
    expect(answered).toMatchObject({
      ok: true,
      value: {
        effects: [{ kind: 'digits', digits: '123#' }],
        records: [{ kind: 'answered' }, { kind: 'digitsSent', detail: '4' }],
      },
    });
  });

  it('that is heard already does not go back to ringing', () => {
    const lived = live(
      [
        { kind: 'progress', heard: true },
        { kind: 'progress', heard: false },
      ],
      outgoing,
    );
    expect(phaseOf(lived)).toEqual({ kind: 'dialling', progress: 'heard' });
  });

  it.each<[CallEvent, string]>([
    [{ kind: 'rejected', why: 'busy' }, 'busy'],
    [{ kind: 'rejected', why: 'unknownNumber' }, 'unknownNumber'],
    [{ kind: 'notAnswered' }, 'notAnswered'],
    [{ kind: 'microphoneFailed' }, 'mediaFailed'],
  ])('after %j has ended: %s', (event, reason) => {
    expect(phaseOf(live([event], outgoing))).toMatchObject({ kind: 'ended', reason, answeredAt: null });
  });
});

describe('hold', () => {
  it('shows what is wanted before the PBX has agreed', () => {
    const lived = live([...talking, { kind: 'setHold', hold: true }]);
    expect(phaseOf(lived)).toMatchObject({ hold: { wanted: true, actual: false }, heldSince: null });
  });

  it('asks one thing at a time and ends where the agent wanted last', () => {
    const changed = live([...talking, { kind: 'setHold', hold: true }, { kind: 'setHold', hold: false }]);
    expect(changed.effects.filter((effect) => effect.kind === 'hold')).toHaveLength(1);
    const step = next(changed.state, { kind: 'holdConfirmed', hold: true }, at(9));
    expect(step.ok && step.value.effects).toEqual([{ kind: 'hold', hold: false }]);
  });

  it('goes back to what is so when the PBX refuses', () => {
    const lived = live([...talking, { kind: 'setHold', hold: true }, { kind: 'holdFailed', hold: true }]);
    expect(phaseOf(lived)).toMatchObject({ kind: 'talking', hold: { wanted: false, actual: false } });
  });
});

describe('a blind transfer', () => {
  it('ends our leg when the PBX has taken the call over', () => {
    const lived = live([
      ...talking,
      { kind: 'transfer', target: specialist, consult: null },
      { kind: 'transferAccepted' },
    ]);
    expect(phaseOf(lived)).toMatchObject({ kind: 'ended', reason: 'transferred' });
    expect(kindsOf(lived.effects)).toEqual(['accept', 'refer', 'hangUp']);
    expect(lived.records.slice(-3)).toEqual([
      { kind: 'transferRequested', detail: '1002' },
      { kind: 'transferred', detail: '1002' },
      { kind: 'ended', detail: 'transferred' },
    ]);
  });

  it('gives the call back when it fails', () => {
    const lived = live([
      ...talking,
      { kind: 'transfer', target: specialist, consult: null },
      { kind: 'transferFailed', code: 'transfer.refused' },
    ]);
    expect(phaseOf(lived)).toMatchObject({ kind: 'talking', transfer: { kind: 'failed', code: 'transfer.refused' } });
  });

  it('waits until a hold that is under way has been agreed on', () => {
    const waiting = live([
      ...talking,
      { kind: 'setHold', hold: true },
      { kind: 'transfer', target: specialist, consult: null },
    ]);
    expect(kindsOf(waiting.effects)).toEqual(['accept', 'hold']);
    // What the PBX says of another transfer by now is not said of this one.
    for (const late of [{ kind: 'transferAccepted' }, { kind: 'transferFailed', code: 'transfer.refused' }] as const)
      expect(next(waiting.state, late, at(9))).toEqual({ ok: false, error: 'call.notNow' });
    const step = next(waiting.state, { kind: 'holdConfirmed', hold: true }, at(9));
    expect(step.ok && kindsOf(step.value.effects)).toEqual(['refer']);
  });
});

it('an attended transfer goes to the one who was asked', () => {
  const consult = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0D' as CallId;
  const lived = live([...talking, { kind: 'transfer', target: specialist, consult }]);
  expect(lived.effects.at(-1)).toEqual({ kind: 'refer', target: specialist, consult });
});

it('never writes down which digits were sent', () => {
  const lived = live([...talking, { kind: 'sendDigits', digits: '4711#' }]);
  expect(lived.records.at(-1)).toEqual({ kind: 'digitsSent', detail: '5' });
  expect(JSON.stringify(lived.records)).not.toContain('4711');
});

const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.constantFrom<CallEvent>(
    { kind: 'cancelled' },
    { kind: 'answeredElsewhere' },
    { kind: 'notAnswered' },
    { kind: 'rejected', why: 'rejected' },
    { kind: 'remoteHungUp' },
    { kind: 'closed' },
    { kind: 'transferAccepted' },
    { kind: 'transferFailed', code: 'transfer.noAnswer' },
    { kind: 'microphoneFailed' },
    { kind: 'mediaFailed' },
    { kind: 'connectionLost' },
    { kind: 'unknownToPbx' },
    { kind: 'progress', heard: false },
    { kind: 'progress', heard: true },
    { kind: 'consultFailed', target: specialist, code: 'transfer.noAnswer' },
    { kind: 'decline' },
    { kind: 'hangUp' },
    { kind: 'silence' },
    { kind: 'sendDigits', digits: '1' },
    { kind: 'transfer', target: specialist, consult: null },
  ),
  fc.boolean().map((hold): CallEvent => ({ kind: 'setHold', hold })),
  fc.boolean().map((mute): CallEvent => ({ kind: 'setMute', mute })),
  fc.boolean().map((hold): CallEvent => ({ kind: 'holdConfirmed', hold })),
  fc.boolean().map((hold): CallEvent => ({ kind: 'holdFailed', hold })),
  // Otherwise hardly any call would get beyond ringing.
  fc.constantFrom<CallEvent>({ kind: 'answer' }, { kind: 'established' }),
);
/** Most lives begin with a conversation: that is where most can go wrong. */
const anyLife = fc
  .tuple(fc.boolean(), fc.array(anyEvent, { maxLength: 40 }))
  .map(([answered, events]) => (answered ? [...talking, ...events] : events));
const anyDirection = fc.constantFrom('incoming' as const, 'outgoing' as const);

describe('whatever happens in whatever order', () => {
  it('the call stays one that can be shown', () => {
    fc.assert(
      fc.property(anyDirection, anyLife, (direction, events) => {
        for (let length = 0; length <= events.length; length += 1) {
          const { state } = live(events.slice(0, length), { ...rossi, direction });
          expect(callSchema.safeParse(state.call).success).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nothing changes after the end', () => {
    fc.assert(
      fc.property(anyDirection, anyLife, anyLife, (direction, before, after) => {
        const lived = live([...before, { kind: 'hangUp' }, { kind: 'decline' }, { kind: 'connectionLost' }], {
          ...rossi,
          direction,
        });
        fc.pre(phaseOf(lived).kind === 'ended');
        for (const event of after) {
          expect(next(lived.state, event, at(99))).toEqual({ ok: false, error: 'call.gone' });
        }
      }),
    );
  });

  it('no leg is left behind: an ended call was ended by the other side, or our leg was told', () => {
    const endedByTheLine = new Set([
      'cancelled',
      'answeredElsewhere',
      'notAnswered',
      'rejected',
      'remoteHungUp',
      'closed',
    ]);
    fc.assert(
      fc.property(anyDirection, anyLife, (direction, events) => {
        let state = begin({ ...rossi, direction }).state;
        let told = false;
        let byTheLine = false;
        for (const event of events) {
          const step = next(state, event, at(1));
          if (!step.ok) continue;
          state = step.value.state;
          told ||= step.value.effects.some((effect) => effect.kind === 'hangUp' || effect.kind === 'decline');
          byTheLine = endedByTheLine.has(event.kind);
        }
        if (state.call.phase.kind === 'ended') expect(told || byTheLine).toBe(true);
        if (state.call.phase.kind === 'ending') expect(told).toBe(true);
      }),
    );
  });

  it('the PBX is asked one thing at a time, and our leg is ended at most once', () => {
    fc.assert(
      fc.property(anyLife, (events) => {
        let state = begin(rossi).state;
        let ends = 0;
        for (const event of events) {
          const asked = state.asking;
          const step = next(state, event, at(1));
          if (!step.ok) continue;
          state = step.value.state;
          const asks = step.value.effects.filter((effect) => effect.kind === 'hold' || effect.kind === 'refer');
          expect(asks.length).toBeLessThanOrEqual(1);
          if (asks.length === 1) expect(asked === null || asked !== state.asking).toBe(true);
          if (asked !== null && state.asking === asked) expect(asks).toHaveLength(0);
          ends += step.value.effects.filter((effect) => effect.kind === 'hangUp' || effect.kind === 'decline').length;
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('what is wanted comes true once the PBX agrees to everything', () => {
    fc.assert(
      fc.property(anyLife, (events) => {
        let { state } = live(events);
        fc.pre(state.call.phase.kind === 'talking');
        for (let turn = 0; turn < 3 && state.asking !== null; turn += 1) {
          const answer: CallEvent =
            state.asking.kind === 'hold'
              ? { kind: 'holdConfirmed', hold: state.asking.hold }
              : { kind: 'transferFailed', code: 'transfer.noAnswer' };
          const step = next(state, answer, at(50));
          if (step.ok) state = step.value.state;
        }
        const { phase } = state.call;
        expect(state.asking).toBeNull();
        expect(phase.kind === 'talking' && phase.hold.wanted === phase.hold.actual).toBe(true);
        expect(phase.kind === 'talking' && (phase.heldSince !== null) === phase.hold.actual).toBe(true);
      }),
    );
  });

  it('the record is a life that makes sense', () => {
    fc.assert(
      fc.property(anyDirection, anyLife, (direction, events) => {
        const lived = live(events, { ...rossi, direction });
        const kinds = kindsOf(lived.records);
        expect(kinds.filter((kind) => kind === 'answered').length).toBeLessThanOrEqual(1);
        expect(kinds.filter((kind) => kind === 'ended').length).toBe(phaseOf(lived).kind === 'ended' ? 1 : 0);
        if (phaseOf(lived).kind === 'ended') expect(kinds.at(-1)).toBe('ended');
        const holds = kinds.filter((kind) => kind === 'held' || kind === 'resumed');
        expect(holds.every((kind, index) => kind === (index % 2 === 0 ? 'held' : 'resumed'))).toBe(true);
        const mutes = kinds.filter((kind) => kind === 'muted' || kind === 'unmuted');
        expect(mutes.every((kind, index) => kind === (index % 2 === 0 ? 'muted' : 'unmuted'))).toBe(true);
      }),
    );
  });
});
