// Listens to how the calls sound: looks once a second, judges every five, keeps the judgements until the call ends.
import type { PhoneState } from '#shared/contract/deskPhone';
import { assess, isVoice, type MediaSample, type Quality, type Sound, summarise } from '#shared/model/callQuality';
import type { CallId } from '#shared/model/ids';
import type { Clock } from '../clock.ts';

const lookMs = 1_000;
const windowMs = 5_000;
/** So many windows without a voice, from the beginning on: it is a silent call. */
const silentWindows = 3;

export interface QualityWatch {
  /** There are conversations to listen to, or none. */
  listen(active: boolean): void;
  /** The call is over: its summary, null where nothing was judged. It is forgotten. */
  close(callId: CallId): string | null;
}

export interface QualityWatchDeps {
  readonly clock: Clock;
  readonly stats: () => Promise<readonly { readonly callId: CallId; readonly media: MediaSample }[]>;
  /** The last window of every call that is being judged. */
  readonly onChange: (latest: PhoneState['quality']) => void;
  readonly onProblem: (problem: string) => void;
}

interface Listening {
  /** Where the window begins; null while a direction is switched off. */
  readonly from: MediaSample | null;
  readonly latest: Quality | null;
  readonly windows: readonly Quality[];
  /** Somebody has been heard. */
  readonly heard: boolean;
}

const nothingYet: Listening = { from: null, latest: null, windows: [], heard: false };

function hear(before: Listening, sample: MediaSample): Listening {
  if (!sample.sends || !sample.receives) return { ...before, from: null, latest: null };
  if (before.from === null) return { ...before, from: sample };
  if (sample.atMs - before.from.atMs < windowMs) return before;
  const latest = assess(before.from, sample);
  const windows = latest === null ? before.windows : [...before.windows, latest];
  return { from: sample, latest, windows, heard: before.heard || isVoice(before.from, sample) };
}

const soundOf = ({ latest, windows, heard }: Listening): Sound | null =>
  latest === null ? null : { ...latest, silent: !heard && windows.length >= silentWindows };

export function createQualityWatch(deps: QualityWatchDeps): QualityWatch {
  const calls = new Map<CallId, Listening>();
  let isListening = false;
  /** Grows with every start and stop: whoever belongs to an earlier one is done. */
  let current = 0;
  /** Ended while they were looked at: they must not come back. */
  let closed = new Set<CallId>();
  let told = '{}';

  function lookLater(mine: number): void {
    deps.clock.after(lookMs, () => {
      if (mine !== current) return;
      look()
        .catch((error: unknown) => deps.onProblem(`quality: ${String(error)}`))
        .finally(() => {
          if (mine === current) lookLater(mine);
        });
    });
  }

  async function look(): Promise<void> {
    closed = new Set();
    for (const { callId, media } of await deps.stats()) {
      if (!closed.has(callId)) calls.set(callId, hear(calls.get(callId) ?? nothingYet, media));
    }
    const latest = Object.fromEntries(
      [...calls].flatMap(([id, call]) => {
        const sound = soundOf(call);
        return sound === null ? [] : [[id, sound]];
      }),
    );
    const text = JSON.stringify(latest);
    if (text === told) return;
    told = text;
    deps.onChange(latest);
  }

  return {
    listen(active) {
      if (active === isListening) return;
      isListening = active;
      current += 1;
      if (active) lookLater(current);
    },
    close(callId) {
      const { windows } = calls.get(callId) ?? nothingYet;
      calls.delete(callId);
      closed.add(callId);
      return summarise(windows);
    },
  };
}
