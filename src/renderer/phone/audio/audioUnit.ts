// The phone's ears and voice: microphone, voices, ringer and the lists of devices behind one state that can be shown.
import type { Audio as AudioState, DeviceRole } from '#shared/contract/deskPhone';
import type { CallId } from '#shared/model/ids';
import type { Clock } from '../clock.ts';
import { createRinger } from '../tones/ringer.ts';
import type { Tone } from '../tones/tones.ts';
import { type DeviceLists, watchDevices } from './devices.ts';
import { createMicrophone } from './microphone.ts';
import { createMixer } from './mixer.ts';
import { createVoices } from './outputs.ts';

export interface AudioUnit {
  state(): AudioState;
  /** @throws FailureError `microphone.…`; the state says so too */
  openMicrophone(): Promise<MediaStream>;
  closeMicrophone(): void;
  /** Opens and closes the microphone, so that a missing one is known before the first call. */
  check(): Promise<void>;
  playVoice(callId: CallId, stream: MediaStream): void;
  stopVoice(callId: CallId): void;
  /** What each of these hears from now on: the agent and the others. @throws FailureError `microphone.…` */
  mix(callIds: readonly CallId[]): Promise<ReadonlyMap<CallId, MediaStream>>;
  muteMix(muted: boolean): void;
  endMix(): void;
  /** The ring tone on the ringer; a soft knock, or the tone of a number that rings, in the ear. */
  ring(tone: Tone | 'silence'): void;
  testRinger(): Promise<void>;
  /** Takes effect in calls in progress too. @throws FailureError; then the old choice stays */
  choose(role: DeviceRole, deviceId: string): Promise<void>;
  /** The choices of earlier days. Devices that are not there stay chosen, and the system's are used. */
  recall(chosen: AudioState['chosen']): void;
}

export interface AudioDeps {
  readonly media: MediaDevices;
  readonly clock: Clock;
  readonly onChange: () => void;
  /** The microphone in use has gone, or another was chosen: calls in progress need a new one. */
  readonly onMicrophoneLost: () => void;
  readonly log: (level: 'warn', message: string) => void;
}

export const unknownAudio: AudioState = {
  microphone: { kind: 'unknown' },
  inputs: [],
  outputs: [],
  chosen: { microphone: 'default', speaker: 'default', ringer: 'default' },
};

export function createAudioUnit(deps: AudioDeps): AudioUnit {
  let state = unknownAudio;
  const onProblem = (problem: string): void => deps.log('warn', problem);
  const voices = createVoices(onProblem);
  const ringer = createRinger(onProblem);
  const ear = createRinger(onProblem);
  const mixer = createMixer();
  const microphone = createMicrophone({
    getUserMedia: (constraints) => deps.media.getUserMedia(constraints),
    chosen: () => state.chosen.microphone,
    onReady: () => change({ microphone: { kind: 'ready' } }),
    onFailed: ({ failure }) => change({ microphone: { kind: 'failed', failure } }),
    onLost: deps.onMicrophoneLost,
  });
  const look = watchDevices(deps.media, deps.clock, onLists);
  void look().catch((error) => onProblem(String(error)));

  function change(part: Partial<AudioState>): void {
    state = { ...state, ...part };
    deps.onChange();
  }

  function onLists({ inputs, outputs, defaultInputGroup }: DeviceLists): void {
    const inUse = microphone.groupId();
    change({ inputs: [...inputs], outputs: [...outputs] });
    sendSounds();
    // A track of the system's microphone does not follow the system while it lives.
    const hasMoved = state.chosen.microphone === 'default' && inUse !== null && defaultInputGroup !== null;
    if (hasMoved && inUse !== defaultInputGroup) renewMicrophone();
    else if (state.microphone.kind === 'failed' && inputs.length > 0) void check().catch(() => undefined);
  }

  /** To the chosen devices; to the system's while a chosen one is not there. */
  function sendSounds(): void {
    const present = (id: string) => (state.outputs.some((device) => device.id === id) ? id : 'default');
    void voices.use(present(state.chosen.speaker)).catch((error) => onProblem(String(error)));
    void ear.use(present(state.chosen.speaker)).catch((error) => onProblem(String(error)));
    void ringer.use(present(state.chosen.ringer)).catch((error) => onProblem(String(error)));
  }

  function renewMicrophone(): void {
    const wasOpen = microphone.isOpen();
    microphone.close();
    if (wasOpen) deps.onMicrophoneLost();
  }

  async function check(): Promise<void> {
    const wasOpen = microphone.isOpen();
    const stream = await microphone.open();
    for (const track of stream.getTracks()) track.stop();
    if (!wasOpen) microphone.close();
    // Labels are given to those who may use the microphone.
    await look();
  }

  return {
    state: () => state,
    openMicrophone: microphone.open,
    closeMicrophone: microphone.close,
    check,
    playVoice(callId, stream) {
      mixer.hear(callId, stream);
      voices.play(callId, stream);
    },
    stopVoice(callId) {
      mixer.forget(callId);
      voices.stop(callId);
    },
    mix: async (callIds) => mixer.mix(callIds, await microphone.open()),
    muteMix: mixer.setMuted,
    endMix: mixer.end,
    ring(tone) {
      ringer.ring(tone === 'ring' ? tone : 'silence');
      ear.ring(tone === 'ring' ? 'silence' : tone);
    },
    testRinger: ringer.test,
    async choose(role, deviceId) {
      if (role === 'speaker') await voices.use(deviceId).then(() => ear.use(deviceId));
      if (role === 'ringer') await ringer.use(deviceId);
      change({ chosen: { ...state.chosen, [role]: deviceId } });
      if (role !== 'microphone') return;
      renewMicrophone();
      await check().catch(() => undefined);
    },
    recall(chosen) {
      change({ chosen });
      sendSounds();
    },
  };
}
