// What a note had better not hold, as it is written: advice that is neither kept, nor sent, nor counted. Pure.
import { apart, type Stretch, wordsIn } from '../lib/wordsIn.ts';
import type { Hints } from './lists/hints.ts';
import { findSensitive, type SensitiveKind } from './sensitive.ts';

export interface NoteHint extends Stretch {
  readonly kind: SensitiveKind | 'judgement';
}

/** In the order of the note, none overlapping. Both languages count: notes are written in either, whatever the caller speaks. */
export function noteHints(note: string, { judgement, health }: Hints): NoteHint[] {
  const opinions = wordsIn(note, [...judgement.it, ...judgement.en]);
  return apart<NoteHint>([
    ...findSensitive(note, [...health.it, ...health.en]),
    ...opinions.map(({ from, to }): NoteHint => ({ kind: 'judgement', from, to })),
  ]);
}
