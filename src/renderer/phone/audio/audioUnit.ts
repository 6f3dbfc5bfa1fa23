// The phone's ears and voice: microphone, voices, ringer and the lists of devices behind one state that can be shown. A chosen
// device that goes away is stood in for at once by the system's, and gets its place back when it returns.
import {
  type Audio as AudioState,
  type ChosenDevice,
  type DeviceRole,
  deviceRoles,
  type Levels,
} from '#shared/contract/deskPhone';
import type { SoundSettings } from '#shared/contract/main';
import type { CallId } from '#shared/model/ids';
import type { Clock } from '../clock.ts';
import { createRinger } from '../tones/ringer.ts';
import type { Tone } from '../tones/tones.ts';
import { type DeviceLists, type FoundDevice, findChosen, noDevices, systemLabel, watchDevices } from './devices.ts';
import { createMeters } from './meters.ts';
import { createMicrophone, microphoneFailure } from './microphone.ts';
import { createMicrophoneTest } from './microphoneTest.ts';
import { createMixer } from './mixer.ts';
import { createVoices, send } from './outputs.ts';
import type { SoundSystem } from './soundSystem.ts';

export interface AudioUnit {
  state(): AudioState;
  /** @throws FailureError `microphone.…`; the state says so too */
  openMicrophone(): Promise<MediaStream>;
  closeMicrophone(): void;
  /** Opens and closes the microphone, so that a missing one is known before the first call. */
  check(): Promise<void>;
  playVoice(callId: CallId, stream: MediaStream): void;
  stopVoice(callId: CallId): void;
  /** Of a voice since its beginning: grows while somebody speaks. */
  energyOf(callId: CallId): number;
  /** What each of these hears from now on: the agent and the others. @throws FailureError `microphone.…` */
  mix(callIds: readonly CallId[]): Promise<ReadonlyMap<CallId, MediaStream>>;
  muteMix(muted: boolean): void;
  endMix(): void;
  /** The ring tone on the ringer; a soft knock, or the tone of a number that rings, in the ear. */
  ring(tone: Tone | 'silence'): void;
  /** In the ear: a call has been taken for the agent. */
  beep(): void;
  /** On the ringer, once. */
  remind(): void;
  testRinger(): Promise<void>;
  /** Three seconds of the microphone, then on the speaker. @throws FailureError of either */
  testMicrophone(): Promise<void>;
  /** The loudest sample within two seconds; 0: nothing at all comes from it. @throws FailureError `microphone.…` */
  hearMicrophone(): Promise<number>;
  /** Tells the levels until `signal` fires. */
  showLevels(signal: AbortSignal): Promise<void>;
  /** Takes effect in calls in progress too. Resolves with what is to be kept. @throws FailureError; then the old choice stays */
  choose(role: DeviceRole, deviceId: string): Promise<ChosenDevice>;
  /** The choices of earlier days. Devices that are not there stay chosen, and the system's are used. */
  recall(sound: SoundSettings): void;
}

export interface AudioDeps {
  readonly media: MediaDevices;
  readonly permissions: Pick<Permissions, 'query'>;
  readonly sound: SoundSystem;
  readonly clock: Clock;
  readonly onChange: () => void;
  readonly onLevels: (levels: Levels) => void;
  /** The microphone in use has gone, or there is another one: calls in progress need a new one. */
  readonly onMicrophoneLost: () => void;
  readonly log: (level: 'warn', message: string) => void;
}

export const unknownAudio: AudioState = {
  microphone: { kind: 'unknown' },
  inputs: [],
  outputs: [],
  chosen: { microphone: 'default', speaker: 'default', ringer: 'default' },
  standIns: [],
  microphoneTest: 'idle',
};

/** Two seconds, looked at more often than the meter forgets. */
const listenMs = 80;
const listens = 25;

const systems: ChosenDevice = { id: 'default', label: '', group: '' };

export function createAudioUnit(deps: AudioDeps): AudioUnit {
  let state = unknownAudio;
  let choices: SoundSettings['devices'] = { microphone: systems, speaker: systems, ringer: systems };
  let noiseSuppression = true;
  let lists = noDevices;
  /** Calls hold the microphone open: whoever borrows it leaves it so. */
  let isForCalls = false;
  const onProblem = (problem: string): void => deps.log('warn', problem);
  const { createVoicePath, createStreamMeter, record } = deps.sound;
  const voices = createVoices({ clock: deps.clock, createPath: createVoicePath, onProblem });
  const ringer = createRinger(onProblem);
  const ear = createRinger(onProblem);
  const mixer = createMixer();
  const microphone = createMicrophone({
    getUserMedia: (constraints) => deps.media.getUserMedia(constraints),
    chosen: () => present('microphone')?.id ?? choices.microphone.id,
    noiseSuppression: () => noiseSuppression,
    onReady: () => change({ microphone: { kind: 'ready' } }),
    onFailed: ({ failure }) => change({ microphone: { kind: 'failed', failure } }),
    onLost: onMicrophoneLost,
  });
  const meters = createMeters({
    clock: deps.clock,
    createStreamMeter,
    borrowMicrophone,
    voiceLevel: voices.level,
    onLevels: deps.onLevels,
  });
  const testMicrophone = createMicrophoneTest({
    clock: deps.clock,
    record,
    borrowMicrophone,
    async createPlayer(source) {
      const player = new Audio(source);
      await send(player, present('speaker')?.id ?? 'default');
      return player;
    },
    onStage: (stage) => change({ microphoneTest: stage }),
  });
  const look = watchDevices(deps.media, deps.clock, onLists);
  void look().catch((error) => onProblem(String(error)));
  void watchPermission().catch((error) => onProblem(String(error)));

  function change(part: Partial<AudioState>): void {
    state = { ...state, ...part };
    deps.onChange();
  }

  const devicesFor = (role: DeviceRole): readonly FoundDevice[] =>
    role === 'microphone' ? lists.inputs : lists.outputs;

  const present = (role: DeviceRole): FoundDevice | null => findChosen(choices[role], devicesFor(role));

  function onLists(found: DeviceLists): void {
    lists = found;
    settle();
  }

  /** Brings what is shown and what is used into line with the choices and with the devices there are. */
  function settle(): void {
    const chosenNow = (role: DeviceRole): string => present(role)?.id ?? choices[role].id;
    change({
      inputs: lists.inputs.map(({ id, label }) => ({ id, label })),
      outputs: lists.outputs.map(({ id, label }) => ({ id, label })),
      chosen: { microphone: chosenNow('microphone'), speaker: chosenNow('speaker'), ringer: chosenNow('ringer') },
      standIns: deviceRoles.flatMap(standInFor),
    });
    if (lists.named) sendSounds();
    if (state.microphone.kind === 'failed' && lists.inputs.length > 0) void recover();
    else if (microphoneHasMoved()) renewMicrophone();
  }

  function standInFor(role: DeviceRole): AudioState['standIns'] {
    const chosen = choices[role];
    if (chosen.id === 'default' || !lists.named || present(role) !== null || devicesFor(role).length === 0) return [];
    const { input, output } = lists.system;
    const used = systemLabel(role === 'microphone' ? input : output, devicesFor(role));
    const since = state.standIns.find((standIn) => standIn.role === role && standIn.wanted === chosen.label)?.sinceAt;
    return [{ role, wanted: chosen.label, used, sinceAt: since ?? deps.clock.now().toISOString() }];
  }

  /** The chosen one is back; or the system has changed its mind, which a track of its microphone does not follow while it lives. */
  function microphoneHasMoved(): boolean {
    const inUse = microphone.device();
    if (inUse === null || !lists.named) return false;
    const chosen = present('microphone');
    if (chosen !== null) return inUse.id !== chosen.id;
    const systemGroup = lists.system.input?.group ?? null;
    return inUse.group !== null && systemGroup !== null && inUse.group !== systemGroup;
  }

  /** To the chosen devices; to the system's while a chosen one is not there. */
  function sendSounds(): void {
    void voices.use(present('speaker')?.id ?? 'default').catch((error) => onProblem(String(error)));
    void ear.use(present('speaker')?.id ?? 'default').catch((error) => onProblem(String(error)));
    void ringer.use(present('ringer')?.id ?? 'default').catch((error) => onProblem(String(error)));
  }

  function onMicrophoneLost(): void {
    deps.onMicrophoneLost();
    meters.renew();
  }

  function renewMicrophone(): void {
    const wasOpen = microphone.isOpen();
    microphone.close();
    if (wasOpen) deps.onMicrophoneLost();
    meters.renew();
  }

  /** A stream for something beside the calls. */
  async function borrowMicrophone(): Promise<MediaStream> {
    const stream = await microphone.open();
    if (!isForCalls) microphone.close();
    return stream;
  }

  async function hearMicrophone(): Promise<number> {
    const stream = await borrowMicrophone();
    const meter = createStreamMeter(stream);
    let loudest = 0;
    for (let heard = 0; heard < listens; heard += 1) {
      await new Promise<void>((resolve) => deps.clock.after(listenMs, resolve));
      loudest = Math.max(loudest, meter.peak());
    }
    meter.stop();
    for (const track of stream.getTracks()) track.stop();
    return loudest;
  }

  async function check(): Promise<void> {
    const stream = await borrowMicrophone();
    for (const track of stream.getTracks()) track.stop();
    // Labels are given to those who may use the microphone.
    await look();
  }

  /** There may be a microphone again: calls that have lost theirs get it. */
  async function recover(): Promise<void> {
    const isBack = await check().then(
      () => true,
      () => false,
    );
    if (isBack) onMicrophoneLost();
  }

  async function watchPermission(): Promise<void> {
    const status = await deps.permissions.query({ name: 'microphone' });
    status.addEventListener('change', () => {
      if (status.state === 'granted') void recover();
      if (status.state !== 'denied') return;
      microphone.close();
      const { failure } = microphoneFailure(new DOMException('withdrawn', 'NotAllowedError'));
      change({ microphone: { kind: 'failed', failure } });
      // So that no call goes on believing that it is heard.
      onMicrophoneLost();
    });
  }

  return {
    state: () => state,
    openMicrophone() {
      isForCalls = true;
      return microphone.open();
    },
    closeMicrophone() {
      isForCalls = false;
      microphone.close();
    },
    check,
    playVoice(callId, stream) {
      mixer.hear(callId, stream);
      voices.play(callId, stream);
    },
    stopVoice(callId) {
      mixer.forget(callId);
      voices.stop(callId);
    },
    energyOf: voices.energyOf,
    mix: async (callIds) => mixer.mix(callIds, await microphone.open()),
    muteMix: mixer.setMuted,
    endMix: mixer.end,
    ring(tone) {
      ringer.ring(tone === 'ring' ? tone : 'silence');
      ear.ring(tone === 'ring' ? 'silence' : tone);
    },
    beep: () => ear.once('beep'),
    remind: () => ringer.once('reminder'),
    testRinger: ringer.test,
    testMicrophone,
    hearMicrophone,
    showLevels: meters.show,
    async choose(role, deviceId) {
      if (role === 'speaker') await voices.use(deviceId).then(() => ear.use(deviceId));
      if (role === 'ringer') await ringer.use(deviceId);
      const found = devicesFor(role).find(({ id }) => id === deviceId);
      const chosen = found ?? { ...systems, id: deviceId };
      choices = { ...choices, [role]: chosen };
      if (role === 'microphone') renewMicrophone();
      settle();
      if (role === 'microphone') await check().catch(() => undefined);
      return chosen;
    },
    recall(earlier) {
      choices = earlier.devices;
      if (noiseSuppression !== earlier.noiseSuppression) {
        noiseSuppression = earlier.noiseSuppression;
        renewMicrophone();
      }
      settle();
    },
  };
}
