// What keeps a message to a visitor from being sent, and what is better said otherwise: advice as it is written. Pure.
import { cannedText, type NamedPlace, openPlaces } from './chatLists.ts';
import type { Language } from './ids.ts';
import type { Lists } from './lists/lists.ts';
import { type Advised, lint, type WordsList } from './lists/words.ts';
import { findSensitive, type SensitiveKind } from './sensitive.ts';

export type Canned = Lists['cannedAnswers'][number];

/** What a text that begins with "/" looks for; null: it looks for nothing. */
export const cannedSought = (text: string): string | null => (/^\/[^\n]*$/.test(text) ? text.slice(1).trim() : null);

/** Answers of the phase first, then those for any, then the others; each in the list's order. */
export function cannedFor(
  answers: readonly Canned[],
  {
    sought,
    phase,
    language,
    fold,
  }: { sought: string; phase: string | null; language: Language; fold: (text: string) => string },
): Canned[] {
  const words = fold(sought).split(/\s+/).filter(Boolean);
  const rank = (answer: Canned): number => (answer.phase === phase ? 0 : answer.phase === null ? 1 : 2);
  return answers
    .filter(({ code, text }) => words.every((word) => fold(`${code} ${text[language]}`).includes(word)))
    .toSorted((one, other) => rank(one) - rank(other));
}

/** The answer with what is known, and the first place that is still open (from, to); null: none is. */
export function filled(
  { text }: Canned,
  language: Language,
  known: Readonly<Record<string, string>>,
  nameOf: (place: NamedPlace) => string,
): { readonly text: string; readonly open: readonly [number, number] | null } {
  const said = cannedText(text[language], known, nameOf);
  return { text: said, open: firstOpen(said) };
}

export function firstOpen(text: string): readonly [number, number] | null {
  const [name] = openPlaces(text);
  if (name === undefined) return null;
  const from = text.indexOf(`{${name}}`);
  return [from, from + name.length + 2];
}

export interface Composed {
  /** Places that nobody has filled in: they keep it from being sent. */
  readonly open: readonly string[];
  /** Kinds of data that do not belong in a chat. */
  readonly sensitive: readonly SensitiveKind[];
  readonly advice: readonly (Advised & { readonly word: string })[];
}

export const composed = (text: string, words: WordsList | undefined, language: Language): Composed => ({
  open: openPlaces(text),
  sensitive: [...new Set(findSensitive(text, []).map(({ kind }) => kind))],
  advice:
    words === undefined
      ? []
      : lint(text, words, language).map((each) => ({ ...each, word: text.slice(each.from, each.to) })),
});
