// Where sound goes: the callers' voices to the speaker, the ring tone to the ringer, never to each other's. A device that does
// not take the sound is refused and the old one stays.
import { failure } from '#shared/contract/failure';
import type { CallId } from '#shared/model/ids';

/** Chromium's name for the system's device is the empty one. */
const sinkOf = (deviceId: string): string => (deviceId === 'default' ? '' : deviceId);

/** @throws FailureError `speaker.refused` */
export async function send(element: HTMLAudioElement, deviceId: string): Promise<void> {
  if (element.sinkId === sinkOf(deviceId)) return;
  try {
    await element.setSinkId(sinkOf(deviceId));
  } catch (error) {
    throw failure('speaker.refused', 'device', error instanceof Error ? error.name : String(error));
  }
}

export interface Voices {
  play(callId: CallId, stream: MediaStream): void;
  stop(callId: CallId): void;
  /** @throws FailureError `speaker.refused` when one of the voices cannot go there */
  use(deviceId: string): Promise<void>;
}

export function createVoices(chosen: () => string, onProblem: (problem: string) => void): Voices {
  const elements = new Map<CallId, HTMLAudioElement>();

  function elementFor(callId: CallId): HTMLAudioElement {
    const existing = elements.get(callId);
    if (existing !== undefined) return existing;
    const element = new Audio();
    elements.set(callId, element);
    // A speaker that has gone must not take the voice with it.
    void send(element, chosen()).catch((error) => onProblem(String(error)));
    return element;
  }

  return {
    play(callId, stream) {
      const element = elementFor(callId);
      element.srcObject = stream;
      element.play().catch((error) => onProblem(`voice: ${String(error)}`));
    },
    stop(callId) {
      const element = elements.get(callId);
      if (element === undefined) return;
      element.pause();
      element.srcObject = null;
      elements.delete(callId);
    },
    async use(deviceId) {
      await send(new Audio(), deviceId);
      await Promise.all([...elements.values()].map((element) => send(element, deviceId)));
    },
  };
}
