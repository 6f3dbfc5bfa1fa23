// Whether the other end of the socket still lives: it is asked every few seconds, and whatever comes in is a sign of life. A
// socket that has died without saying so looks open for minutes.
import type { Clock } from '../clock.ts';

/** A dead socket is noticed after at most the two together. */
const askEveryMs = 3_000;
const answerWithinMs = 5_000;
/** When there is reason to doubt: after the network has changed, or the PC was locked. */
const doubtedAnswerWithinMs = 1_500;

export interface PulseDeps {
  /** Asks the other end for any sign of life. */
  readonly ask: () => void;
  readonly framesReceived: () => number;
  readonly onDead: () => void;
  readonly clock: Clock;
}

export interface Pulse {
  start(): void;
  stop(): void;
  /** Asks at once, and waits less long than usual. */
  doubt(): void;
}

export function createPulse({ ask, framesReceived, onDead, clock }: PulseDeps): Pulse {
  const timers = new Set<() => void>();

  function later(ms: number, then: () => void): void {
    const callOff = clock.after(ms, () => {
      timers.delete(callOff);
      then();
    });
    timers.add(callOff);
  }

  function stop(): void {
    for (const callOff of timers) callOff();
    timers.clear();
  }

  function expectAnswer(withinMs: number): void {
    const heard = framesReceived();
    ask();
    later(withinMs, () => {
      if (framesReceived() !== heard) return;
      stop();
      onDead();
    });
  }

  function beat(): void {
    expectAnswer(answerWithinMs);
    later(askEveryMs, beat);
  }

  return {
    start() {
      stop();
      beat();
    },
    stop,
    doubt: () => expectAnswer(doubtedAnswerWithinMs),
  };
}
