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
  /** From now on, and for the voices there are. @throws FailureError `speaker.refused`; then they stay where they are */
  use(deviceId: string): Promise<void>;
}

export function createVoices(onProblem: (problem: string) => void): Voices {
  const elements = new Map<CallId, HTMLAudioElement>();
  let speaker = 'default';

  function elementFor(callId: CallId): HTMLAudioElement {
    const existing = elements.get(callId);
    if (existing !== undefined) return existing;
    const element = new Audio();
    elements.set(callId, element);
    // A speaker that has gone must not take the voice with it.
    void send(element, speaker).catch((error) => onProblem(String(error)));
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
      speaker = deviceId;
      for (const element of elements.values()) {
        await send(element, deviceId);
        // A device that goes away can leave its element paused.
        if (element.paused) await element.play();
      }
    },
  };
}
