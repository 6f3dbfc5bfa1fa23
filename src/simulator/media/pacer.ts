// The beat of all sound: one tick every 20 ms for everybody who sends, tied to the clock so that it never drifts.
import type { Clock } from '../clock.ts';
import { frameMs } from './frames.ts';

/** A later beat than this is given up (the machine slept): the stream goes on from now. */
const mostLateFrames = 10;

export interface Pacer {
  /** Calls `tick` with the number of each beat since the pacer began; the result stops it. */
  join(tick: (beat: number) => void): () => void;
}

/** Runs only while somebody has joined. */
export function createPacer(clock: Clock): Pacer {
  const ticks = new Set<(beat: number) => void>();
  const began = clock.now();
  let beat = 0;
  let cancel: (() => void) | null = null;

  const current = () => Math.floor((clock.now() - began) / frameMs);

  function run(): void {
    const due = current();
    beat = Math.max(beat, due - mostLateFrames);
    while (beat < due) {
      beat += 1;
      for (const tick of [...ticks]) tick(beat);
    }
    cancel = ticks.size === 0 ? null : clock.after(began + (beat + 1) * frameMs - clock.now(), run);
  }

  return {
    join(tick) {
      ticks.add(tick);
      if (cancel === null) {
        beat = current();
        cancel = clock.after(frameMs, run);
      }
      return () => {
        ticks.delete(tick);
        if (ticks.size > 0) return;
        cancel?.();
        cancel = null;
      };
    },
  };
}
