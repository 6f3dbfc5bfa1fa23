// Rings: on an element of its own, on the ringer's device, whatever the voices do.
import { play, send } from '../audio/outputs.ts';
import { synthesise, type Tone, toWav } from './tones.ts';

export interface Ringer {
  ring(tone: Tone | 'silence'): void;
  /** Once, beside whatever sounds. */
  once(tone: Tone): void;
  /** Rings for a second, so that the choice can be heard. @throws FailureError `speaker.refused` */
  test(): Promise<void>;
  /** @throws FailureError `speaker.refused`; then the old device stays */
  use(deviceId: string): Promise<void>;
}

const testMs = 1_000;

export function createRinger(onProblem: (problem: string) => void): Ringer {
  const sources = new Map<Tone, string>();
  const element = new Audio();
  element.loop = true;
  let rings: Tone | 'silence' = 'silence';

  function sourceOf(tone: Tone): string {
    const source = sources.get(tone) ?? URL.createObjectURL(new Blob([toWav(synthesise(tone))], { type: 'audio/wav' }));
    sources.set(tone, source);
    return source;
  }

  return {
    ring(tone) {
      if (tone === rings) return;
      rings = tone;
      element.pause();
      if (tone === 'silence') return;
      element.src = sourceOf(tone);
      play(element).catch((error: unknown) => onProblem(`ring: ${String(error)}`));
    },
    once(tone) {
      const probe = new Audio(sourceOf(tone));
      void send(probe, element.sinkId === '' ? 'default' : element.sinkId)
        .then(() => probe.play())
        .catch((error: unknown) => onProblem(`${tone}: ${String(error)}`));
    },
    async test() {
      const probe = new Audio(sourceOf('ring'));
      await send(probe, element.sinkId === '' ? 'default' : element.sinkId);
      await probe.play().catch((error: unknown) => onProblem(`test ring: ${String(error)}`));
      setTimeout(() => probe.pause(), testMs);
    },
    use: (deviceId) => send(element, deviceId),
  };
}
