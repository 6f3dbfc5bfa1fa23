// Which contact reasons are likely, by what is being written and by what is known: a few are shown first, and none is chosen by itself. Pure.
import { rememberedBy } from '../lib/rememberedBy.ts';
import { folded } from '../lib/wordsIn.ts';
import type { Language } from './ids.ts';

export interface SuggestibleReason {
  readonly code: string;
  /** The queue that such calls mostly come to. */
  readonly queueId?: string | null | undefined;
  readonly words: Readonly<Record<Language, readonly string[]>>;
  /** Whether it may still be chosen. */
  readonly active: boolean;
}

export interface Known {
  /** What the phone has noticed, in words that are looked for as if they were written: that nobody speaks, that the line is dead. */
  readonly noticed: readonly string[];
  readonly queueId: string | null;
  /** Of the customer's open cases. */
  readonly caseReasons: readonly string[];
  /** Of the customer's last contacts. */
  readonly lastReasons: readonly string[];
  /** How often this agent has used each of late. */
  readonly used: ReadonlyMap<string, number>;
}

export const mostSuggested = 3;

/** What was written last says best what it is about; and looking at no more keeps typing light, however long the note. */
const lastLetters = 400;

/** A word says more than everything else together; how many of them do, says more yet. */
const weights = { word: 8, openCase: 4, lastContact: 2, queue: 1 };
const mostWords = 3;

const longWord = 5;

/** A word as it is looked for: of five letters and more without the last vowel, and with whatever ending ("indennizzi": "indennizz…"). */
const stem = (word: string): string => (word.length >= longWord ? word.replace(/[aeiou]$/, '') : word);

const wordsOf = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** A word of a phrase: whole, or its beginning with whatever ending. */
interface Part {
  readonly text: string;
  readonly isWhole: boolean;
}

/** The words of each phrase. */
const partsOf = rememberedBy((phrases: readonly string[]): readonly (readonly Part[])[] =>
  phrases.map((phrase) => wordsOf(phrase).map((word) => ({ text: stem(word), isWhole: word.length < longWord }))),
);

const isPart = ({ text, isWhole }: Part, word: string | undefined): boolean =>
  word !== undefined && (isWhole ? word === text : word.startsWith(text));

function isWritten(parts: readonly Part[], written: readonly string[]): boolean {
  return parts.length > 0 && written.some((_, at) => parts.every((part, index) => isPart(part, written[at + index])));
}

/** Codes of at most three reasons, the likeliest first; those that nothing speaks for are not among them. */
export function suggestReasons(
  note: string,
  known: Known,
  reasons: readonly SuggestibleReason[],
  language: Language,
): string[] {
  const written = wordsOf([note.slice(-lastLetters), ...known.noticed].join('\n'));
  const scoreOf = ({ code, queueId, words }: SuggestibleReason): number => {
    const said = partsOf(words[language]).filter((parts) => isWritten(parts, written)).length;
    return (
      weights.word * Math.min(said, mostWords) +
      (known.caseReasons.includes(code) ? weights.openCase : 0) +
      (known.lastReasons.includes(code) ? weights.lastContact : 0) +
      (known.queueId !== null && queueId === known.queueId ? weights.queue : 0)
    );
  };
  const usedOf = (code: string): number => known.used.get(code) ?? 0;
  return reasons
    .filter(({ active }) => active)
    .map((reason) => ({ code: reason.code, score: scoreOf(reason) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || usedOf(other.code) - usedOf(one.code))
    .slice(0, mostSuggested)
    .map(({ code }) => code);
}
