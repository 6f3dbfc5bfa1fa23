import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failure } from '#shared/contract/failure';
import type { Call } from '#shared/model/call';
import { ringingCall } from '#test/support/calls';
import { talking } from '#test/support/deskPeople';
import { createFakeVendorLibrary } from '#test/support/fakeVendorLibrary';
import { createPhoneClock } from '#test/support/phoneClock';
import type { HeadsetIntent } from './headsetMachine.ts';
import { commandsFor, createVendorHeadset } from './vendorHeadset.ts';

const label = 'EPOS IMPACT 860 (1395:0386)';
const anna = ringingCall('+39 0000000101');
const bruno = ringingCall('+39 0000000102');
const spoken = (call: Call, change: Parameters<typeof talking>[0] = {}): Call => ({ ...call, phase: talking(change) });
const held = (call: Call): Call => spoken(call, { hold: { wanted: true, actual: true } });

function rig() {
  const library = createFakeVendorLibrary();
  const clock = createPhoneClock();
  const intents: HeadsetIntent[] = [];
  const headset = createVendorHeadset({
    service: library.service,
    clock,
    intend: (intent) => void intents.push(intent),
    onChange: () => {},
    log: () => {},
  });
  headset.use(label);
  library.says('deviceConnectionStatusChanged', 'running');
  library.told.splice(0);
  return { ...library, clock, intents, headset };
}

test('a headset of its makers is connected, and called by its name', () => {
  const { headset, says } = rig();
  expect(headset.takes(label)).toBe(true);
  expect(headset.takes('Built-in Audio')).toBe(false);
  expect(headset.buttons()).toEqual({ kind: 'ready', name: 'EPOS IMPACT 860', lastPress: null });
  says('deviceConnectionStatusChanged', 'checking');
  expect(headset.buttons()).toEqual({ kind: 'opening', name: 'EPOS IMPACT 860' });
  headset.use(null);
  expect(headset.buttons()).toEqual({ kind: 'none' });
});

test('the library is told of a call from the first ring to its end', () => {
  const { headset, told } = rig();
  headset.onCalls([anna]);
  headset.onCalls([{ ...anna, phase: { kind: 'answering' } }]);
  headset.onCalls([spoken(anna)]);
  headset.onCalls([spoken(anna, { mute: true })]);
  headset.onCalls([held(anna), bruno]);
  headset.onCalls([held(anna), spoken(bruno)]);
  headset.onCalls([held(anna)]);
  headset.onCalls([]);
  expect(told).toEqual([
    ['incoming', { conversationId: anna.id }, false],
    ['answered', anna.id, false],
    ['mute', true],
    ['hold', anna.id, true],
    ['incoming', { conversationId: bruno.id }, true],
    ['mute', false],
    ['answered', bruno.id, false],
    ['ended', bruno.id, true],
    ['ended', anna.id, false],
  ]);
});

test('its buttons answer, decline, mute, hold and hang up the call that they are about', () => {
  const { headset, says, intents } = rig();
  headset.onCalls([anna]);
  says('deviceAnsweredCall', { name: 'CallOffHook', conversationId: anna.id });
  headset.onCalls([spoken(anna), bruno]);
  says('deviceMuteStatusChanged', { isMuted: true });
  says('deviceRejectedCall', { conversationId: bruno.id });
  says('deviceHoldStatusChanged', { holdRequested: true, conversationId: anna.id });
  says('deviceEndedCall', { conversationId: anna.id });
  expect(intents).toEqual([
    { kind: 'answer', callId: anna.id },
    { kind: 'setMute', callId: anna.id, mute: true },
    { kind: 'decline', callId: bruno.id },
    { kind: 'setHold', callId: anna.id, hold: true },
    { kind: 'hangUp', callId: anna.id },
  ]);
  expect(headset.buttons()).toMatchObject({ kind: 'ready', lastPress: { button: 'hook' } });
});

test('what is about no call, changes nothing or cannot be read is no press', () => {
  const { headset, says, intents } = rig();
  says('deviceEndedCall', { conversationId: anna.id });
  headset.onCalls([spoken(anna)]);
  says('deviceAnsweredCall', { conversationId: anna.id });
  says('deviceMuteStatusChanged', { isMuted: false });
  says('deviceHoldStatusChanged', { holdRequested: false, conversationId: anna.id });
  says('deviceEndedCall', { conversationId: null });
  says('webHidPermissionRequested', { callback: () => {} });
  headset.onCalls([anna]);
  says('deviceEndedCall', { conversationId: anna.id });
  expect(intents).toEqual([]);
});

test('one that is not to be had is tried again by and by, and told what it missed', () => {
  const { headset, says, told, clock } = rig();
  says('deviceConnectionStatusChanged', 'notRunning');
  expect(headset.buttons()).toEqual({
    kind: 'failed',
    name: 'EPOS IMPACT 860',
    failure: failure('headset.refused', 'device', 'EPOS IMPACT 860').failure,
  });
  headset.onCalls([spoken(anna)]);
  expect(told).toEqual([]);
  clock.pass(30_000);
  expect(told).toEqual([['retry', label]]);
  says('deviceConnectionStatusChanged', 'running');
  expect(told.at(-1)).toEqual(['answered', anna.id, true]);
});

const standings: readonly ((call: Call) => Call | null)[] = [
  () => null,
  (call) => call,
  (call) => ({ ...call, phase: { kind: 'dialling', progress: 'sent' } }),
  (call) => ({ ...call, phase: { kind: 'answering' } }),
  spoken,
  (call) => spoken(call, { mute: true }),
  held,
];
const moment = fc
  .tuple(fc.constantFrom(...standings), fc.constantFrom(...standings))
  .map(([first, second]) => [first(anna), second(bruno)].filter((call) => call !== null));

test('whatever becomes of the calls, the library ends with those that there are', () => {
  fc.assert(
    fc.property(fc.array(moment, { minLength: 1 }), (moments) => {
      const known = new Map<string, 'waiting' | 'on' | 'held'>();
      let mute = false;
      let before: readonly Call[] = [];
      for (const after of moments) {
        for (const command of commandsFor(before, after)) {
          if (command.kind === 'incoming' || command.kind === 'outgoing') known.set(command.callId, 'waiting');
          else if (command.kind === 'answered') known.set(command.callId, 'on');
          else if (command.kind === 'hold') known.set(command.callId, command.hold ? 'held' : 'on');
          else if (command.kind === 'mute') mute = command.mute;
          else expect(known.delete(command.callId)).toBe(true);
        }
        before = after;
        expect([...known.keys()].toSorted()).toEqual(after.map(({ id }) => id).toSorted());
        for (const { id, phase } of after) {
          const isHeld = phase.kind === 'talking' && phase.hold.wanted;
          expect(known.get(id) === 'held').toBe(isHeld);
        }
        expect(mute).toBe(after.some(({ phase }) => phase.kind === 'talking' && !phase.hold.wanted && phase.mute));
      }
    }),
  );
});
