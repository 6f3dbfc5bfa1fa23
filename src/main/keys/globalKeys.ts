// Keys that work while another program is in front: held only while a call rings or is talked on, and only those that the agent wants.
import type { GlobalKey } from '#shared/contract/main';
import { globalKeyNames } from '#shared/contract/main';
import type { Chord } from '#shared/model/chord';

/** What Electron's `globalShortcut` does. */
export interface SystemKeys {
  /** False: another program, or the system, has it. */
  register(accelerator: string, run: () => void): boolean;
  unregister(accelerator: string): void;
}

export interface GlobalKeys {
  /** What the agent wants; null: no key for it. Which of them cannot be had is found out at once. */
  choose(chords: Readonly<Record<GlobalKey, Chord | null>>): void;
  /** Whether there is something to answer, to mute or to hang up. */
  hold(active: boolean): void;
  stop(): void;
}

export interface GlobalKeysDeps {
  readonly system: SystemKeys;
  /** Milliseconds by a clock that nobody sets. */
  readonly steadyMs: () => number;
  readonly onPress: (key: GlobalKey) => void;
  /** Those that cannot be had, in their order. */
  readonly onRefused: (refused: readonly GlobalKey[]) => void;
}

/** Some systems repeat a key that is held down; the first repetition comes after this at the latest. */
const repeatMs = 700;

/** As Electron writes it. */
export const acceleratorOf = (chord: Chord): string => chord.replace('Ctrl', 'CommandOrControl');

export function createGlobalKeys({ system, steadyMs, onPress, onRefused }: GlobalKeysDeps): GlobalKeys {
  let chosen: readonly (readonly [GlobalKey, string])[] = [];
  let isActive = false;
  let held: readonly string[] = [];
  const heardAt = new Map<GlobalKey, number>();

  /** A key held down is one press, however long it is held. */
  function hear(key: GlobalKey): void {
    const now = steadyMs();
    const isRepeated = now < (heardAt.get(key) ?? Number.NEGATIVE_INFINITY) + repeatMs;
    heardAt.set(key, now);
    if (!isRepeated) onPress(key);
  }

  function letGo(): void {
    for (const accelerator of held) system.unregister(accelerator);
    held = [];
  }

  /** Takes all that can be had; returns those that cannot. */
  function take(): GlobalKey[] {
    letGo();
    const refused: GlobalKey[] = [];
    for (const [key, accelerator] of chosen) {
      const isOurs = held.includes(accelerator);
      if (!isOurs && system.register(accelerator, () => hear(key))) held = [...held, accelerator];
      else refused.push(key);
    }
    return refused;
  }

  return {
    choose(chords) {
      chosen = globalKeyNames.flatMap((key) => {
        const chord = chords[key];
        return chord === null ? [] : [[key, acceleratorOf(chord)] as const];
      });
      onRefused(take());
      if (!isActive) letGo();
    },
    hold(active) {
      if (active === isActive) return;
      isActive = active;
      if (active) onRefused(take());
      else letGo();
    },
    stop: letGo,
  };
}
