// A customer: says the opening line when answered, further lines as the conversation goes, then echoes or keeps silent,
// and hangs up in their own time or when told.
import { createEmitter } from '#shared/lib/emitter';
import type { Clock } from '../clock.ts';
import {
  type ClipSource,
  type Frame,
  type FrameSource,
  frameMs,
  frameSamples,
  playClip,
  silence,
} from '../media/frames.ts';
import { createRecorder, type Heard } from '../media/recorder.ts';
import type { Party } from './party.ts';

export interface Script {
  /** Spoken lines in their order, the opening first, each with the pause before it. Linear samples. */
  lines: readonly { samples: Int16Array; pauseMs: number }[];
  /** After the last line. */
  afterwards: 'echo' | 'silence';
  /** Seconds in a queue before giving up; null waits for ever. */
  patienceSeconds: number | null;
  /** Seconds after the first answer until the customer hangs up; null leaves that to the agent. */
  staysSeconds: number | null;
}

export interface Customer extends Party {
  /** What the customer has heard the agents say. */
  heard(): Heard;
  onHungUp(listener: () => void): void;
}

/** Quiet for so long, the agent has finished a sentence; but nobody lets a customer wait for ever. */
const sentenceEndMs = 700;
const longestPolitenessMs = 12_000;
const audible = 500;

export function createCustomer(script: Script, clock: Clock): Customer {
  const hungUp = createEmitter<void>(() => {});
  const recorder = createRecorder();
  const timers: (() => void)[] = [];
  let heard: FrameSource = silence;
  let answered = false;
  let gone = false;
  let line = 0;
  let playing: ClipSource | null = null;
  let quietMs = 0;
  let pausedMs = 0;

  if (script.patienceSeconds !== null) {
    timers.push(clock.after(script.patienceSeconds * 1_000, () => !answered && leave()));
  }

  function leave(): void {
    if (gone) return;
    gone = true;
    for (const cancel of timers) cancel();
    hungUp.emit();
  }

  /** True when the next line may begin: the pause is over and the agent is not in the middle of a sentence. */
  function mayGoOn(pauseMs: number): boolean {
    if (pausedMs < pauseMs) return false;
    return line === 0 || quietMs >= sentenceEndMs || pausedMs >= pauseMs + longestPolitenessMs;
  }

  function speak(): Frame | null {
    const next = script.lines[line];
    if (playing === null && next !== undefined && mayGoOn(next.pauseMs)) {
      playing = playClip(next.samples);
      line += 1;
    }
    if (playing === null) return null;
    const frame = playing.next();
    if (playing.finished()) {
      playing = null;
      pausedMs = 0;
    }
    return frame;
  }

  return {
    voice: {
      next() {
        const agent = heard.next();
        quietMs = agent.some((sample) => Math.abs(sample) > audible) ? 0 : quietMs + frameMs;
        const said = answered ? speak() : null;
        if (said !== null) return said;
        pausedMs += frameMs;
        const over = line >= script.lines.length;
        return over && script.afterwards === 'echo' ? agent : new Int16Array(frameSamples);
      },
    },
    join(agent) {
      heard = recorder.through(agent);
      if (!answered && script.staysSeconds !== null) timers.push(clock.after(script.staysSeconds * 1_000, leave));
      answered = true;
      pausedMs = 0;
    },
    wait(music) {
      heard = music;
    },
    hangUp() {
      if (gone) return;
      gone = true;
      for (const cancel of timers) cancel();
    },
    heard: recorder.heard,
    onHungUp: hungUp.listen,
  };
}
