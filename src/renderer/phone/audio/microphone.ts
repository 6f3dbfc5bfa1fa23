// The chosen microphone: opened for the first call that needs it, one track of its own for each call, closed after the last.
// What goes wrong is put in the agent's terms: there is none, it is refused, another program has it.
import { type FailureError, failure } from '#shared/contract/failure';

export interface MicrophoneDeps {
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  /** 'default' follows the operating system. */
  readonly chosen: () => string;
  readonly noiseSuppression: () => boolean;
  readonly onReady: () => void;
  readonly onFailed: (reason: FailureError) => void;
  /** It was unplugged while in use. */
  readonly onLost: () => void;
}

export interface Microphone {
  /** A stream with one track that belongs to the caller. @throws FailureError `microphone.missing`, `.refused` or `.busy` */
  open(): Promise<MediaStream>;
  close(): void;
  isOpen(): boolean;
  /** The device in use, and the group of its outputs where the browser tells; null while closed. */
  device(): { readonly id: string | null; readonly group: string | null } | null;
}

const constraintsFor = (deviceId: string, noiseSuppression: boolean): MediaTrackConstraints => ({
  ...(deviceId === 'default' ? {} : { deviceId: { exact: deviceId } }),
  echoCancellation: true,
  noiseSuppression,
  autoGainControl: true,
  channelCount: 1,
});

/** The browser's names (W3C mediacapture-streams) in our terms. */
export function microphoneFailure(error: unknown): FailureError {
  const name = error instanceof Error ? error.name : String(error);
  if (name === 'NotAllowedError' || name === 'SecurityError') return failure('microphone.refused', 'device', name);
  if (name === 'NotReadableError' || name === 'AbortError') return failure('microphone.busy', 'device', name);
  return failure('microphone.missing', 'device', name);
}

export function createMicrophone(deps: MicrophoneDeps): Microphone {
  let opening: Promise<MediaStreamTrack> | null = null;
  let source: MediaStreamTrack | null = null;

  async function acquire(): Promise<MediaStreamTrack> {
    const wanted = deps.chosen();
    const from = (deviceId: string) => deps.getUserMedia({ audio: constraintsFor(deviceId, deps.noiseSuppression()) });
    const stream = await from(wanted).catch((error: unknown) => {
      // The chosen one is not there today: better the system's than none.
      const isAbsent =
        error instanceof Error && (error.name === 'NotFoundError' || error.name === 'OverconstrainedError');
      if (!isAbsent || wanted === 'default') throw error;
      return from('default');
    });
    const [track] = stream.getAudioTracks();
    if (track === undefined) throw new DOMException('no audio track', 'NotFoundError');
    track.addEventListener('ended', () => {
      if (track !== source) return;
      close();
      deps.onLost();
    });
    return track;
  }

  function close(): void {
    source?.stop();
    source = null;
    opening = null;
  }

  async function open(): Promise<MediaStream> {
    const mine = opening ?? acquire();
    opening = mine;
    try {
      const track = await mine;
      if (opening === mine) source = track;
      const own = new MediaStream([track.clone()]);
      // Closed while it was being opened.
      if (opening !== mine && track !== source) track.stop();
      deps.onReady();
      return own;
    } catch (error) {
      if (opening === mine) opening = null;
      const reason = microphoneFailure(error);
      deps.onFailed(reason);
      throw reason;
    }
  }

  function device(): ReturnType<Microphone['device']> {
    if (source === null) return null;
    const { deviceId, groupId } = source.getSettings();
    return { id: deviceId ?? null, group: groupId ?? null };
  }

  return { open, close, isOpen: () => opening !== null, device };
}
