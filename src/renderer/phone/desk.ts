// What the desk may ask of the phone: the contract's methods, as orders to the phone and its audio.
import type { ChosenDevice, DeviceRole, deskPhone } from '#shared/contract/deskPhone';
import type { Implementation } from '#shared/contract/envelope';
import { failure } from '#shared/contract/failure';
import type { HeadsetChoice } from '#shared/contract/headset';
import type { AudioUnit } from './audio/audioUnit.ts';
import type { PhoneUnit } from './call/phone.ts';
import type { Engine } from './engine/engine.ts';
import type { HeadsetUnit } from './headset/headset.ts';
import type { LineCheckUnit } from './quality/lineCheck.ts';

export interface DeskDeps {
  readonly phone: PhoneUnit;
  readonly audio: AudioUnit;
  readonly engine: Engine;
  readonly headset: HeadsetUnit;
  readonly lineCheck: LineCheckUnit;
  readonly keepHeadset: (choice: HeadsetChoice) => void;
  readonly keepDevice: (choice: { role: DeviceRole; device: ChosenDevice }) => void;
}

export function deskMethods(deps: DeskDeps): Implementation<typeof deskPhone> {
  const { phone, audio, engine, headset, lineCheck, keepDevice, keepHeadset } = deps;
  return {
    setWish(wish) {
      phone.setWish(wish);
      return null;
    },
    answer: ({ callId }) => intend(() => phone.intend(callId, { kind: 'answer' })),
    decline: ({ callId }) => intend(() => phone.intend(callId, { kind: 'decline' })),
    hangUp: ({ callId }) => intend(() => phone.intend(callId, { kind: 'hangUp' })),
    silenceRing: ({ callId }) => intend(() => phone.intend(callId, { kind: 'silence' })),
    setHold: ({ callId, hold }) => intend(() => phone.intend(callId, { kind: 'setHold', hold })),
    setMute: ({ callId, mute }) => intend(() => phone.intend(callId, { kind: 'setMute', mute })),
    sendDigits: ({ callId, digits }) => intend(() => phone.intend(callId, { kind: 'sendDigits', digits })),
    transferBlind: ({ callId, target }) =>
      intend(() => phone.intend(callId, { kind: 'transfer', target, consult: null })),
    dial: phone.dial,
    pickUp: (there) => intend(() => phone.pickUp(there)),
    async watchLines({ extensions }, signal) {
      await phone.watchLines(extensions, signal);
      return null;
    },
    callVoicemail: () => intend(() => phone.callVoicemail()),
    listen: ({ number, name }) => intend(() => phone.listen(number, name)),
    comeIn: ({ number, ...help }) => intend(() => phone.comeIn(number, help)),
    consult: ({ callId, target }) => intend(() => phone.consult(callId, target)),
    completeTransfer: ({ callId }) => intend(() => phone.completeTransfer(callId)),
    setConference: ({ on }) => intend(() => phone.setConference(on)),
    leaveTogether: () => intend(() => phone.leaveTogether()),
    setDoNotDisturb: ({ on }) => intend(() => phone.setDoNotDisturb(on)),
    async chooseDevice({ role, deviceId }) {
      keepDevice({ role, device: await audio.choose(role, deviceId) });
      return null;
    },
    chime: () =>
      intend(() => {
        if (phone.liveInteractions().length === 0) audio.beep();
      }),
    async testRinger() {
      await audio.testRinger();
      return null;
    },
    chooseHeadset(choice) {
      headset.choose(choice);
      keepHeadset(choice);
      return null;
    },
    lineTrace: () => [...engine.trace()],
    async testMicrophone() {
      if (phone.liveInteractions().length > 0) throw failure('call.notNow', 'phone', 'testMicrophone');
      await audio.testMicrophone();
      return null;
    },
    async checkLine() {
      await lineCheck.run();
      return null;
    },
    async showLevels(_params, signal) {
      await audio.showLevels(signal);
      return null;
    },
    remind() {
      audio.remind();
      return null;
    },
    reconnect() {
      engine.reconnect();
      return null;
    },
  };
}

function intend(order: () => void): null {
  order();
  return null;
}
