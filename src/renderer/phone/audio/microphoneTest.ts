// Hear yourself as others hear you: three seconds of the microphone, then the same three seconds on the speaker.
import type { Audio as AudioState } from '#shared/contract/deskPhone';
import type { Clock } from '../clock.ts';
import type { SoundSystem } from './soundSystem.ts';

const recordedMs = 3_000;
/** A speaker that never says that it has finished. */
const mostPlayedMs = recordedMs + 2_000;

export interface MicrophoneTestDeps {
  readonly clock: Pick<Clock, 'after'>;
  readonly record: SoundSystem['record'];
  readonly borrowMicrophone: () => Promise<MediaStream>;
  /** An element that plays on the chosen speaker. @throws FailureError `speaker.refused` */
  readonly createPlayer: (source: string) => Promise<HTMLAudioElement>;
  readonly onStage: (stage: AudioState['microphoneTest']) => void;
}

/** Runs one test; asked again meanwhile it answers with the same. Rejects with the failure of microphone or speaker. */
export function createMicrophoneTest(deps: MicrophoneTestDeps): () => Promise<void> {
  let running: Promise<void> | null = null;
  const wait = (ms: number): Promise<void> => new Promise((resolve) => deps.clock.after(ms, resolve));

  async function run(): Promise<void> {
    const stream = await deps.borrowMicrophone();
    try {
      deps.onStage('recording');
      const recording = deps.record(stream);
      await wait(recordedMs);
      const heard = await recording.stop();
      for (const track of stream.getTracks()) track.stop();
      deps.onStage('playing');
      await play(URL.createObjectURL(heard));
    } finally {
      for (const track of stream.getTracks()) track.stop();
      deps.onStage('idle');
    }
  }

  async function play(source: string): Promise<void> {
    try {
      const player = await deps.createPlayer(source);
      const ended = new Promise((resolve) => player.addEventListener('ended', resolve, { once: true }));
      await player.play();
      await Promise.race([ended, wait(mostPlayedMs)]);
      player.pause();
    } finally {
      URL.revokeObjectURL(source);
    }
  }

  return () => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
