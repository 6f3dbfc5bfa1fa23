// The network's weather between phones and switchboard: latency, jitter, loss and deafness, changed at run time.
import { z } from 'zod';
import type { Clock } from '../clock.ts';

export const conditionsSchema = z.object({
  /** One way, added to signalling and sound alike. */
  latencyMs: z.number().min(0).max(5_000).default(0),
  /** Each sound packet is late by up to this much more. */
  jitterMs: z.number().min(0).max(2_000).default(0),
  /** Share of sound packets that never arrive. */
  lossPercent: z.number().min(0).max(100).default(0),
});
export type Conditions = z.infer<typeof conditionsSchema>;

export interface Weather {
  conditions(): Conditions;
  set(conditions: Partial<Conditions>): void;
  /** Hears and says nothing for so long, with every socket left open: signalling and sound are lost. */
  deafFor(seconds: number): void;
  isDeaf(): boolean;
  /** Back to fine weather at once. */
  clear(): void;
  /** Carries one sound packet across: at once, later, or never. */
  carrySound(deliver: () => void): void;
  /** A line for signalling that keeps the order of what it carries. */
  signalLine(): (deliver: () => void) => void;
}

const fine: Conditions = { latencyMs: 0, jitterMs: 0, lossPercent: 0 };

/** `random` gives numbers in [0, 1). */
export function createWeather({ clock, random }: { clock: Clock; random: () => number }): Weather {
  let now = fine;
  let deafUntil = Number.NEGATIVE_INFINITY;
  const isDeaf = () => clock.now() < deafUntil;

  return {
    conditions: () => now,
    set(conditions) {
      now = { ...now, ...conditions };
    },
    deafFor(seconds) {
      deafUntil = clock.now() + seconds * 1_000;
    },
    isDeaf,
    clear() {
      now = fine;
      deafUntil = Number.NEGATIVE_INFINITY;
    },
    carrySound(deliver) {
      if (isDeaf() || random() * 100 < now.lossPercent) return;
      const late = now.latencyMs + now.jitterMs * random();
      if (late === 0) deliver();
      else clock.after(late, deliver);
    },
    signalLine() {
      const waiting: { at: number; deliver: () => void }[] = [];
      function flush(): void {
        while (waiting[0] !== undefined && waiting[0].at <= clock.now()) waiting.shift()?.deliver();
        if (waiting[0] !== undefined) clock.after(waiting[0].at - clock.now(), flush);
      }
      return (deliver) => {
        if (isDeaf()) return;
        if (now.latencyMs === 0 && waiting.length === 0) return deliver();
        const after = waiting.at(-1)?.at ?? 0;
        waiting.push({ at: Math.max(after, clock.now() + now.latencyMs), deliver });
        if (waiting.length === 1) clock.after(now.latencyMs, flush);
      };
    },
  };
}
