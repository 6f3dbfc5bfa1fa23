// Where sound goes: the callers' voices to the speaker, the ring tone to the ringer, never to each other's. A device that does
// not take the sound is refused and the old one stays. Each voice has an element of its own, which is heard only while the way
// through the limiter does not run; without the element the browser would not even decode the voice.
import { failure } from '#shared/contract/failure';
import type { CallId } from '#shared/model/ids';
import type { Clock } from '../clock.ts';
import type { VoicePath } from './voicePath.ts';

/** Chromium's name for the system's device is the empty one. */
const sinkOf = (deviceId: string): string => (deviceId === 'default' ? '' : deviceId);

/** @throws FailureError `speaker.refused` */
async function redirected(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw failure('speaker.refused', 'device', error instanceof Error ? error.name : String(error));
  }
}

/** @throws FailureError `speaker.refused` */
export async function send(element: HTMLAudioElement, deviceId: string): Promise<void> {
  if (element.sinkId !== sinkOf(deviceId)) await redirected(element.setSinkId(sinkOf(deviceId)));
}

/** Interrupted before it began, by a pause or another source (HTML, "media.play()": AbortError), is as it was wanted. */
export async function play(element: HTMLAudioElement): Promise<void> {
  await element.play().catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  });
}

export interface Voices {
  play(callId: CallId, stream: MediaStream): void;
  stop(callId: CallId): void;
  /** From now on, and for the voices there are. @throws FailureError `speaker.refused`; then they stay where they are */
  use(deviceId: string): Promise<void>;
  /** What is heard now, 0 to 1. */
  level(): number;
  /**
   * Of one voice since its beginning, as far as it goes through the limiter: grows while somebody speaks. The browser counts only
   * what its own element plays.
   */
  energyOf(callId: CallId): number;
}

export interface VoicesDeps {
  readonly clock: Pick<Clock, 'after'>;
  /** May throw: then voices are heard as they come. */
  readonly createPath: (sinkId: string, onRunsChange: () => void) => VoicePath;
  readonly onProblem: (problem: string) => void;
}

/** The path takes a moment to wake up; a voice that was heard beside it meanwhile would come twice. */
const wakingMs = 400;
const listenMs = 80;

export function createVoices({ clock, createPath, onProblem }: VoicesDeps): Voices {
  const elements = new Map<CallId, HTMLAudioElement>();
  let speaker = 'default';
  /** From the first voice to the last; null where there is none to be had. */
  let path: VoicePath | null | undefined;
  let isWaking = false;
  const energies = new Map<CallId, number>();

  function pathThere(): VoicePath | null {
    if (path !== undefined) return path;
    try {
      path = createPath(sinkOf(speaker), listenToOneWay);
    } catch (error) {
      onProblem(`no voice path: ${String(error)}`);
      path = null;
    }
    return path;
  }

  function listenToOneWay(): void {
    const isThrough = path?.runs() === true;
    for (const element of elements.values()) element.muted = isThrough || isWaking;
  }

  function through(callId: CallId, stream: MediaStream): void {
    const way = pathThere();
    if (way === null) return;
    try {
      way.add(callId, stream);
      isWaking = !way.runs();
    } catch (error) {
      onProblem(`voice path: ${String(error)}`);
      return;
    }
    clock.after(wakingMs, () => {
      isWaking = false;
      listenToOneWay();
    });
  }

  /** From the first voice to the last. */
  function listen(): void {
    for (const callId of elements.keys()) {
      const heard = ((path?.peak(callId) ?? 0) ** 2 * listenMs) / 1_000;
      energies.set(callId, (energies.get(callId) ?? 0) + heard);
    }
    if (elements.size > 0) clock.after(listenMs, listen);
  }

  function elementFor(callId: CallId): HTMLAudioElement {
    const existing = elements.get(callId);
    if (existing !== undefined) return existing;
    const element = new Audio();
    elements.set(callId, element);
    if (elements.size === 1) clock.after(listenMs, listen);
    // A speaker that has gone must not take the voice with it.
    void send(element, speaker).catch((error) => onProblem(String(error)));
    return element;
  }

  return {
    play(callId, stream) {
      const element = elementFor(callId);
      element.srcObject = stream;
      through(callId, stream);
      listenToOneWay();
      play(element).catch((error) => onProblem(`voice: ${String(error)}`));
    },
    stop(callId) {
      const element = elements.get(callId);
      if (element === undefined) return;
      path?.remove(callId);
      element.pause();
      element.srcObject = null;
      elements.delete(callId);
      energies.delete(callId);
      if (elements.size > 0) return;
      path?.close();
      path = undefined;
    },
    async use(deviceId) {
      await send(new Audio(), deviceId);
      if (path) await redirected(path.use(sinkOf(deviceId)));
      speaker = deviceId;
      for (const element of elements.values()) {
        await send(element, deviceId);
        // A device that goes away can leave its element paused.
        if (element.paused) await play(element);
      }
    },
    level: () => path?.level() ?? 0,
    energyOf: (callId) => energies.get(callId) ?? 0,
  };
}
