// What a note had better not hold, as it is written: advice that is neither kept, nor sent, nor counted. Pure.
import { rememberedBy } from '../lib/rememberedBy.ts';
import { apart, type Stretch, wordsIn } from '../lib/wordsIn.ts';
import type { Hints } from './lists/hints.ts';
import { findSensitive, type SensitiveKind } from './sensitive.ts';

export interface NoteHint extends Stretch {
  readonly kind: SensitiveKind | 'judgement';
}

/** The same list each time, so that it is prepared once (lib/wordsIn.ts). */
const wordsOf = rememberedBy(({ it, en }: Hints['judgement']): readonly string[] => [...it, ...en]);

/** In the order of the note, none overlapping. Both languages count: notes are written in either, whatever the caller speaks. */
export function noteHints(note: string, { judgement, health }: Hints): NoteHint[] {
  const opinions = wordsIn(note, wordsOf(judgement));
  return apart<NoteHint>([
    ...findSensitive(note, wordsOf(health)),
    ...opinions.map(({ from, to }): NoteHint => ({ kind: 'judgement', from, to })),
  ]);
}
