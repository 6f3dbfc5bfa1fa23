// A computer's sound devices in a test's hand: plugged in, pulled out, taken away by the system, and every track and every
// player accounted for. Stands for `navigator.mediaDevices`, `navigator.permissions`, `MediaStream` and `Audio`.
import { vi } from 'vitest';

interface Part {
  readonly kind: 'audioinput' | 'audiooutput';
  readonly deviceId: string;
  readonly label: string;
  readonly groupId: string;
}

export interface FakeTrack extends EventTarget {
  readonly deviceId: string;
  readyState: 'live' | 'ended';
  enabled: boolean;
  stop(): void;
}

export interface FakeDevices {
  readonly media: MediaDevices;
  readonly permissions: Pick<Permissions, 'query'>;
  /** A headset: microphone and speaker of one name and group. The first device there is is the system's own. */
  plug(label: string, as?: { readonly id?: string; readonly parts?: 'both' | 'microphone' | 'speaker' }): void;
  unplug(label: string): void;
  /** The system (or the agent in its settings) says no, or yes again. */
  permit(may: boolean): void;
  /** Devices from which sound is being taken. */
  open(): readonly string[];
  /** How microphones were asked for. */
  asked(): readonly MediaTrackConstraints[];
  /** Where each element plays that has something to play. */
  readonly players: readonly FakePlayer[];
}

export interface FakePlayer {
  sinkId: string;
  srcObject: unknown;
  paused: boolean;
  muted: boolean;
}

const named = (name: string): DOMException => new DOMException('as the browser says it', name);

/** Puts the browser's globals in place until `vi.unstubAllGlobals`. */
export function fakeDevices(): FakeDevices {
  let parts: Part[] = [];
  let permission: PermissionState = 'granted';
  const tracks = new Set<FakeTrack>();
  const players: FakePlayer[] = [];
  const asked: MediaTrackConstraints[] = [];
  const changes = new EventTarget();
  const status = Object.assign(new EventTarget(), { name: 'microphone', onchange: null });
  Object.defineProperty(status, 'state', { get: () => permission });

  function trackOf(part: Part, asked: string): FakeTrack {
    const track: FakeTrack = Object.assign(new EventTarget(), {
      kind: 'audio',
      deviceId: part.deviceId,
      readyState: 'live' as 'live' | 'ended',
      enabled: true,
      muted: false,
      stop() {
        track.readyState = 'ended';
        tracks.delete(track);
      },
      clone: () => trackOf(part, asked),
      getSettings: () => ({ deviceId: asked, groupId: part.groupId }),
    });
    tracks.add(track);
    return track;
  }

  /** Gone without having been asked. */
  function end(isGone: (track: FakeTrack) => boolean): void {
    for (const track of [...tracks].filter(isGone)) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  }

  async function getUserMedia({ audio }: MediaStreamConstraints): Promise<MediaStream> {
    if (typeof audio === 'object') asked.push(audio);
    if (permission !== 'granted') throw named('NotAllowedError');
    const inputs = parts.filter(({ kind }) => kind === 'audioinput');
    const wanted = typeof audio === 'object' ? (audio.deviceId as ConstrainDOMStringParameters | undefined) : undefined;
    const exact = wanted?.exact;
    const part = exact === undefined ? inputs[0] : inputs.find(({ deviceId }) => deviceId === exact);
    if (part === undefined) throw named(exact === undefined ? 'NotFoundError' : 'OverconstrainedError');
    return new MediaStream([trackOf(part, exact === undefined ? 'default' : part.deviceId) as never]);
  }

  async function enumerateDevices(): Promise<MediaDeviceInfo[]> {
    const shown = (['audioinput', 'audiooutput'] as const).flatMap((kind) => {
      const own = parts.filter((part) => part.kind === kind);
      const [first] = own;
      return first === undefined ? [] : [{ ...first, deviceId: 'default', label: `Default - ${first.label}` }, ...own];
    });
    return shown.map((part) => ({
      ...part,
      ...(permission === 'granted' ? {} : { deviceId: '', label: '', groupId: '' }),
      toJSON: () => ({}),
    }));
  }

  const media = Object.assign(changes, { getUserMedia, enumerateDevices }) as unknown as MediaDevices;
  const tellChange = (): void => void changes.dispatchEvent(new Event('devicechange'));

  class FakeStream {
    private readonly own: readonly FakeTrack[];
    constructor(own: readonly FakeTrack[]) {
      this.own = own;
    }
    getTracks = () => [...this.own];
    getAudioTracks = () => [...this.own];
  }
  class FakeAudio implements FakePlayer {
    sinkId = '';
    srcObject: unknown = null;
    paused = true;
    muted = false;
    constructor() {
      players.push(this);
    }
    async setSinkId(id: string): Promise<void> {
      const isHere = id === '' || parts.some((part) => part.kind === 'audiooutput' && part.deviceId === id);
      if (!isHere) throw named('NotFoundError');
      this.sinkId = id;
    }
    /** Begins a moment later, unless it was paused meanwhile. */
    async play(): Promise<void> {
      this.paused = false;
      await Promise.resolve();
      if (this.paused) throw named('AbortError');
    }
    pause(): void {
      this.paused = true;
    }
  }
  vi.stubGlobal('MediaStream', FakeStream);
  vi.stubGlobal('Audio', FakeAudio);

  return {
    media,
    permissions: { query: async () => status as unknown as PermissionStatus },
    plug(label, { id = label.toLowerCase(), parts: which = 'both' } = {}) {
      const groupId = `group of ${label}`;
      if (which !== 'speaker') parts = [...parts, { kind: 'audioinput', deviceId: `${id}-in`, label, groupId }];
      if (which !== 'microphone') parts = [...parts, { kind: 'audiooutput', deviceId: `${id}-out`, label, groupId }];
      tellChange();
    },
    unplug(label) {
      const gone = parts.filter((part) => part.label === label);
      parts = parts.filter((part) => part.label !== label);
      end((track) => gone.some(({ deviceId }) => deviceId === track.deviceId));
      for (const _part of gone) tellChange();
    },
    permit(may) {
      permission = may ? 'granted' : 'denied';
      if (!may) end(() => true);
      status.dispatchEvent(new Event('change'));
    },
    open: () => [...tracks].map(({ deviceId }) => deviceId),
    asked: () => asked,
    get players() {
      return players.filter(({ srcObject }) => srcObject !== null);
    },
  };
}
