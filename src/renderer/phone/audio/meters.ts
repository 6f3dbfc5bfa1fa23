// The levels of microphone and voice, twelve times a second, while somebody looks at them and not a moment longer.
import type { Levels } from '#shared/contract/deskPhone';
import type { Clock } from '../clock.ts';
import type { SoundSystem, StreamMeter } from './soundSystem.ts';

const everyMs = 83;

export interface Meters {
  /** Shows them until `signal` fires. */
  show(signal: AbortSignal): Promise<void>;
  /** There is another microphone. */
  renew(): void;
}

export interface MetersDeps {
  readonly clock: Pick<Clock, 'after'>;
  readonly createStreamMeter: SoundSystem['createStreamMeter'];
  /** A stream of our own. */
  readonly borrowMicrophone: () => Promise<MediaStream>;
  readonly voiceLevel: () => number;
  readonly onLevels: (levels: Levels) => void;
}

export function createMeters(deps: MetersDeps): Meters {
  const watching = new Set<AbortSignal>();
  let microphone: { readonly stream: MediaStream; readonly meter: StreamMeter } | null = null;
  /** Grows with every opening and closing: whoever belongs to an earlier one is too late. */
  let current = 0;

  function close(): void {
    current += 1;
    microphone?.meter.stop();
    for (const track of microphone?.stream.getTracks() ?? []) track.stop();
    microphone = null;
  }

  async function open(): Promise<void> {
    close();
    const mine = current;
    const stream = await deps.borrowMicrophone().catch(() => null);
    if (stream === null) return;
    if (mine === current) microphone = { stream, meter: deps.createStreamMeter(stream) };
    else for (const track of stream.getTracks()) track.stop();
  }

  function tell(): void {
    if (watching.size === 0) return;
    deps.onLevels({ microphone: microphone?.meter.level() ?? null, voice: deps.voiceLevel() });
    deps.clock.after(everyMs, tell);
  }

  return {
    show(signal) {
      if (signal.aborted) return Promise.resolve();
      watching.add(signal);
      if (watching.size === 1) {
        void open();
        deps.clock.after(everyMs, tell);
      }
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          watching.delete(signal);
          if (watching.size === 0) close();
          resolve();
        });
      });
    },
    renew() {
      if (watching.size > 0) void open();
    },
  };
}
