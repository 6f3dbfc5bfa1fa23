import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Call, CallPhase } from '#shared/model/call';
import { ringingCall } from '#test/support/calls';
import { talking } from '#test/support/deskPeople';
import {
  type HeadsetEvent,
  type HeadsetIntent,
  type HeadsetState,
  initialHeadset,
  ledsFor,
  nextHeadset,
} from './headsetMachine.ts';
import type { ButtonStyle, ButtonValues, Led, ReportMap } from './reportMap.ts';

type Traits = Pick<ReportMap, 'styles' | 'leds'>;
const allLeds: readonly Led[] = ['offHook', 'ring', 'mute', 'hold', 'microphone'];

/** Like most: a hook that stands where it is put, the rest springs back. */
const usual: Traits = {
  styles: { hook: 'switch', mute: 'pulse', flash: 'pulse', redial: 'pulse' },
  leds: new Set(allLeds),
};
const withoutLights: Traits = { ...usual, leds: new Set() };
const tapping: Traits = { ...usual, styles: { hook: 'pulse', mute: 'pulse', flash: 'pulse' } };

const anna = ringingCall('+39 0000000101');
const bruno = ringingCall('+39 0000000102');
const speaking = (call: Call, change: Parameters<typeof talking>[0] = {}): Call => ({
  ...call,
  phase: talking(change),
});
const held = (call: Call): Call => speaking(call, { hold: { wanted: true, actual: true } });
const inPhase = (call: Call, phase: CallPhase): Call => ({ ...call, phase });

/** A headset and a phone, second by second. What the buttons lead to is written down. */
function desk(traits: Traits, ...calls: readonly Call[]) {
  let state: HeadsetState = initialHeadset;
  let at = 0;
  const intents: HeadsetIntent[] = [];
  const writes: string[] = [];
  const happen = (event: HeadsetEvent) => {
    const step = nextHeadset(state, event, at);
    state = step.state;
    if (step.intent !== null) intents.push(step.intent);
    if (step.write !== null) {
      const { leds } = step.write;
      writes.push(allLeds.filter((led) => leds[led]).join(' ') || 'dark');
    }
    return step;
  };
  happen({ kind: 'calls', calls });
  happen({ kind: 'opened', traits });
  at += 10_000;
  writes.length = 0;
  return {
    intents,
    writes,
    wait: (ms: number) => {
      at += ms;
    },
    calls: (...next: readonly Call[]) => happen({ kind: 'calls', calls: next }),
    report: (values: ButtonValues) => happen({ kind: 'report', values }),
    /** The press of a button that springs back: 1, then 0. */
    tap(button: 'mute' | 'flash' | 'redial' | 'hook') {
      happen({ kind: 'report', values: { [button]: true } });
      at += 20;
      happen({ kind: 'report', values: { [button]: false } });
    },
    unplug: () => happen({ kind: 'closed' }),
    plug: () => happen({ kind: 'opened', traits }),
  };
}

describe('the hook', () => {
  it('answers who rings', () => {
    const { intents, report } = desk(usual, anna);
    report({ hook: true });
    expect(intents).toEqual([{ kind: 'answer', callId: anna.id }]);
  });

  it('answers once, though the headset says it twice and then takes it back', () => {
    const { intents, report, wait, calls } = desk(usual, anna);
    report({ hook: true });
    calls(inPhase(anna, { kind: 'answering' }));
    wait(40);
    report({ hook: true });
    calls(speaking(anna));
    wait(2_000);
    report({ hook: false });
    expect(intents).toEqual([{ kind: 'answer', callId: anna.id }]);
  });

  it('answers once when the headset only taps, and taps twice', () => {
    const { intents, tap, wait, calls } = desk(tapping, anna);
    tap('hook');
    calls(speaking(anna));
    wait(2_400);
    tap('hook');
    expect(intents).toEqual([{ kind: 'answer', callId: anna.id }]);
  });

  it('answers again when the first time came to nothing and it rings still', () => {
    const { intents, tap, wait, calls } = desk(tapping, anna);
    tap('hook');
    calls(inPhase(anna, { kind: 'answering' }));
    calls(anna);
    wait(3_000);
    tap('hook');
    expect(intents.map(({ kind }) => kind)).toEqual(['answer', 'answer']);
  });

  it('hangs up who is spoken with', () => {
    const { intents, report } = desk(usual, speaking(anna));
    report({ hook: false });
    expect(intents).toEqual([{ kind: 'hangUp', callId: anna.id }]);
  });

  it('does not hang up when it says that it is lifted: the call was answered on the screen', () => {
    const { intents, report, wait, calls } = desk(usual, anna);
    calls(speaking(anna));
    wait(2_000);
    report({ hook: true });
    expect(intents).toEqual([]);
    wait(3_000);
    report({ hook: false });
    expect(intents).toEqual([{ kind: 'hangUp', callId: anna.id }]);
  });

  it('does not hang up when it is lifted again by itself, having fallen as the call was answered', () => {
    const { intents, report, wait, calls } = desk(usual, anna);
    calls(speaking(anna));
    wait(100);
    report({ hook: false });
    wait(3_000);
    report({ hook: true });
    expect(intents).toEqual([]);
  });

  it('of a headset without lights hangs up whichever way it goes', () => {
    const { intents, report, wait, calls } = desk(withoutLights, anna);
    calls(speaking(anna));
    wait(5_000);
    report({ hook: true });
    expect(intents).toEqual([{ kind: 'hangUp', callId: anna.id }]);
  });

  it('answers the second caller, and hangs up on nobody', () => {
    const { intents, writes, report, wait, calls } = desk(usual, speaking(anna), bruno);
    report({ hook: false });
    calls(held(anna), speaking(bruno));
    wait(400);
    expect(intents).toEqual([{ kind: 'answer', callId: bruno.id }]);
    report({ hook: true });
    expect(intents).toHaveLength(1);
    expect(writes.at(-1)).toBe('offHook microphone');
  });

  it('does not reach the next caller when it was meant for the one who has just gone', () => {
    const { intents, report, wait, calls } = desk(usual, speaking(anna));
    calls(bruno);
    wait(200);
    report({ hook: false });
    expect(intents).toEqual([]);
  });

  it('does not reach the caller who is spoken with when it was meant for one who has just given up', () => {
    const { intents, report, wait, calls } = desk(usual, speaking(anna), bruno);
    calls(speaking(anna));
    wait(250);
    report({ hook: false });
    expect(intents).toEqual([]);
  });

  it('leaves several callers on hold alone', () => {
    const { intents, report } = desk(usual, held(anna), held(bruno));
    report({ hook: false });
    expect(intents).toEqual([]);
  });

  it('leaves the callers of a conference alone, and so does the long press; mute is for all of them', () => {
    const { intents, writes, report, tap, wait } = desk(usual, speaking(anna), speaking(bruno));
    report({ hook: false });
    wait(3_000);
    tap('flash');
    expect([intents, writes]).toEqual([[], ['offHook microphone', 'offHook microphone']]);
    tap('mute');
    expect(intents).toEqual([{ kind: 'setMute', callId: anna.id, mute: true }]);
  });

  it('means nothing without a call, and nothing is written: another program may be in one', () => {
    const { intents, writes, report, wait } = desk(usual);
    report({ hook: true });
    wait(5_000);
    report({ hook: false });
    expect([intents, writes]).toEqual([[], []]);
  });
});

describe('mute', () => {
  it('goes on with a press and off with the next, each 1 and then 0, and is answered by its light', () => {
    const { intents, writes, tap, wait, calls } = desk(usual, speaking(anna));
    tap('mute');
    calls(speaking(anna, { mute: true }));
    wait(1_000);
    tap('mute');
    calls(speaking(anna));
    expect(intents).toEqual([
      { kind: 'setMute', callId: anna.id, mute: true },
      { kind: 'setMute', callId: anna.id, mute: false },
    ]);
    expect(writes).toEqual(['offHook mute', 'offHook microphone']);
  });

  it('on the screen lights up on the headset, whose own word about it is no press', () => {
    const { intents, writes, tap, wait, calls } = desk(usual, speaking(anna));
    calls(speaking(anna, { mute: true }));
    wait(100);
    tap('mute');
    expect(writes).toEqual(['offHook mute']);
    expect(intents).toEqual([]);
  });

  it('of a switch is where the switch stands', () => {
    const { intents, report } = desk({ ...usual, styles: { mute: 'switch' } }, speaking(anna));
    report({ mute: true });
    report({ mute: true });
    expect(intents).toEqual([{ kind: 'setMute', callId: anna.id, mute: true }]);
  });

  it('of a switch that comes to where the screen is already changes nothing', () => {
    const { intents, report } = desk({ styles: { mute: 'switch' }, leds: new Set() }, speaking(anna, { mute: true }));
    report({ mute: true });
    expect(intents).toEqual([]);
  });

  it('does nothing without a call that is spoken in; while it rings the headset is told so', () => {
    const idle = desk(usual);
    idle.tap('mute');
    expect([idle.intents, idle.writes]).toEqual([[], []]);
    const ringing = desk(usual, anna);
    ringing.tap('mute');
    expect([ringing.intents, ringing.writes]).toEqual([[], ['ring']]);
  });
});

describe('the long press', () => {
  it('holds the caller, and takes the caller back', () => {
    const { intents, tap, wait, calls, writes } = desk(usual, speaking(anna));
    tap('flash');
    calls(held(anna));
    wait(1_000);
    tap('flash');
    expect(intents).toEqual([
      { kind: 'setHold', callId: anna.id, hold: true },
      { kind: 'setHold', callId: anna.id, hold: false },
    ]);
    expect(writes).toEqual(['offHook hold']);
  });

  it('is one press as long as it is held down', () => {
    const { intents, report, wait, calls } = desk({ ...usual, styles: { flash: 'contact' } }, speaking(anna));
    report({ flash: true });
    calls(held(anna));
    wait(1_000);
    report({ flash: true });
    expect(intents).toEqual([{ kind: 'setHold', callId: anna.id, hold: true }]);
  });

  it('changes from one caller to the other', () => {
    const { intents, tap } = desk(usual, held(anna), speaking(bruno));
    tap('flash');
    expect(intents).toEqual([{ kind: 'setHold', callId: anna.id, hold: false }]);
  });

  it('answers a second caller, and leaves a first one to the hook', () => {
    const second = desk(usual, speaking(anna), bruno);
    second.tap('flash');
    expect(second.intents).toEqual([{ kind: 'answer', callId: bruno.id }]);
    const first = desk(usual, anna);
    first.tap('flash');
    expect(first.intents).toEqual([]);
  });
});

describe('the lights', () => {
  const ended: CallPhase = { kind: 'ended', at: '', reason: 'hungUpThere', answeredAt: null };
  it.each<[string, readonly Call[], string]>([
    ['nobody calls', [], ''],
    ['someone rings', [anna], 'ring'],
    ['someone rings whose ring was silenced', [inPhase(anna, { kind: 'ringing', silenced: true })], ''],
    ['the line is being joined', [inPhase(anna, { kind: 'answering' })], 'offHook microphone'],
    ['someone is spoken with', [speaking(anna)], 'offHook microphone'],
    ['someone is spoken with, muted', [speaking(anna, { mute: true })], 'offHook mute'],
    ['someone waits', [held(anna)], 'offHook hold'],
    ['one waits and one is spoken with', [held(anna), speaking(bruno)], 'offHook microphone'],
    ['one is spoken with and one rings', [speaking(anna), bruno], 'offHook ring microphone'],
    ['the call is being hung up', [inPhase(anna, { kind: 'ending', answeredAt: null })], ''],
    ['the call has ended', [inPhase(anna, ended)], ''],
  ])('when %s', (_situation, calls, lit) => {
    const leds = ledsFor(calls);
    expect(allLeds.filter((led) => leds[led]).join(' ')).toBe(lit);
  });

  it('are all written when the headset is opened, in mid-call too', () => {
    const { plug, unplug, writes } = desk(usual, speaking(anna));
    unplug();
    const { write } = plug();
    expect(write?.changed).toEqual(allLeds);
    expect(writes).toEqual(['offHook microphone']);
  });

  it('are written again, once, when the headset goes off by itself in a call', () => {
    const { intents, writes, report, wait, calls } = desk(usual, anna);
    report({ hook: true });
    calls(speaking(anna));
    wait(1_500);
    report({ hook: false });
    report({ hook: true });
    report({ hook: false });
    expect(intents).toHaveLength(1);
    expect(writes).toEqual(['offHook microphone', 'offHook microphone']);
  });
});

test('a headset that is unplugged, and what it says when it is back, hangs up on nobody', () => {
  const { intents, unplug, plug, report, wait } = desk(usual, speaking(anna));
  unplug();
  report({ hook: false });
  plug();
  wait(1_000);
  report({ hook: false });
  expect(intents).toEqual([]);
});

test('a press is told, for showing; an echo is not', () => {
  const { report, calls } = desk(usual);
  expect(report({ redial: true }).pressed).toBe('redial');
  expect(report({ redial: false }).pressed).toBeNull();
  expect(report({ hook: true }).pressed).toBe('hook');
  calls(speaking(anna));
  expect(report({ hook: false }).pressed).toBeNull();
});

// ---- whatever happens ----

const phases: readonly CallPhase[] = [
  { kind: 'ringing', silenced: false },
  { kind: 'ringing', silenced: true },
  { kind: 'answering' },
  { kind: 'dialling', progress: 'ringing' },
  talking(),
  talking({ mute: true }),
  talking({ hold: { wanted: true, actual: false } }),
  { kind: 'ending', answeredAt: null },
  { kind: 'ended', at: '2026-03-02T09:00:00.000Z', reason: 'hungUpThere', answeredAt: null },
];
const people = [anna, bruno, ringingCall('withheld')];
const anyCalls = fc
  .tuple(...people.map(() => fc.option(fc.constantFrom(...phases))))
  .map((chosen) => people.flatMap((call, index) => (chosen[index] ? [inPhase(call, chosen[index])] : [])));
const anyStyle = fc.constantFrom<ButtonStyle>('switch', 'contact', 'pulse');
const anyTraits = fc.record({
  styles: fc.record({ hook: anyStyle, mute: anyStyle, flash: anyStyle, redial: anyStyle, lineBusy: anyStyle }),
  leds: fc.subarray([...allLeds]).map((leds) => new Set(leds)),
});
const values = fc.record(
  { hook: fc.boolean(), mute: fc.boolean(), flash: fc.boolean(), redial: fc.boolean(), lineBusy: fc.boolean() },
  { requiredKeys: [] },
);
const anyEvent: fc.Arbitrary<HeadsetEvent> = fc.oneof(
  { weight: 8, arbitrary: values.map((each): HeadsetEvent => ({ kind: 'report', values: each })) },
  { weight: 6, arbitrary: anyCalls.map((calls): HeadsetEvent => ({ kind: 'calls', calls })) },
  { weight: 1, arbitrary: anyTraits.map((traits): HeadsetEvent => ({ kind: 'opened', traits })) },
  { weight: 1, arbitrary: fc.constant<HeadsetEvent>({ kind: 'closed' }) },
);
/** Long enough for several calls, and mostly with an open headset: what is rare by chance would hardly be tried. */
const anyHistory = fc
  .tuple(
    anyTraits,
    fc.array(fc.record({ event: anyEvent, wait: fc.constantFrom(0, 10, 250, 400, 2_600, 2_600, 60_000) }), {
      minLength: 10,
      maxLength: 60,
    }),
  )
  .map(([traits, later]) => [{ event: { kind: 'opened', traits } as HeadsetEvent, wait: 0 }, ...later]);

function* replay(history: readonly { event: HeadsetEvent; wait: number }[]) {
  let state = initialHeadset;
  let at = 0;
  for (const { event, wait } of history) {
    at += wait;
    const before = state;
    const step = nextHeadset(state, event, at);
    state = step.state;
    yield { ...step, before, event, at };
  }
}

test('whatever happens, no call is answered twice while it rings', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const answered = new Set<string>();
      for (const { intent, event } of replay(history)) {
        if (event.kind === 'calls')
          for (const id of answered)
            if (!event.calls.some((call) => call.id === id && call.phase.kind === 'ringing')) answered.delete(id);
        if (intent?.kind !== 'answer') continue;
        expect(answered.has(intent.callId)).toBe(false);
        answered.add(intent.callId);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('whatever happens, only a press of the hook hangs up, on a caller who is on the line, with nobody ringing', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      for (const { intent, event, before } of replay(history)) {
        if (intent?.kind !== 'hangUp') continue;
        expect(event.kind === 'report' && event.values.hook !== undefined).toBe(true);
        const phase = before.calls.find(({ id }) => id === intent.callId)?.phase.kind;
        expect(['answering', 'dialling', 'talking']).toContain(phase);
        expect(before.calls.some((call) => call.phase.kind === 'ringing')).toBe(false);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('whatever happens, two presses of the hook that are taken lie at least 2.5 s apart', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      let last = Number.NEGATIVE_INFINITY;
      for (const { intent, event, at } of replay(history)) {
        // The long press answers too; a report that does not speak of it leaves the hook.
        const isByHook = event.kind === 'report' && event.values.flash === undefined;
        if (intent?.kind !== 'hangUp' && !(intent?.kind === 'answer' && isByHook)) continue;
        expect(at - last).toBeGreaterThanOrEqual(2_500);
        last = at;
      }
    }),
    { numRuns: 1_000 },
  );
});

test('whatever happens, an open headset shows what the phone says', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      for (const { state, write } of replay(history)) {
        if (state.device !== null) expect(state.device.shown).toEqual(ledsFor(state.calls));
        if (write !== null) expect(write.leds).toEqual(ledsFor(state.calls));
      }
    }),
    { numRuns: 1_000 },
  );
});

test('whatever happens, a light is written when it changes, when the headset is opened, or once in 300 ms; and never while idle', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const lastAt = new Map<Led, number>();
      for (const { write, event, before, at } of replay(history)) {
        for (const led of write?.changed ?? []) {
          if (event.kind === 'calls') expect(write?.leds[led]).not.toBe(before.device?.shown[led]);
          if (event.kind === 'report') {
            expect(at - (lastAt.get(led) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(300);
            expect(before.calls.length).toBeGreaterThan(0);
          }
          lastAt.set(led, at);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});
