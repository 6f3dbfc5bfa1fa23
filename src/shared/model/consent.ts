// What customers have said about the use of their data for a purpose: consent given and withdrawn (GDPR art. 7), objection (art. 21). Each
// word is kept; what stands follows from the moments at which they were said, in whatever order they arrive. Pure.
import { z } from 'zod';
import { instantSchema, ulidSchema } from './ids.ts';

export const purposeSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/);
/** `objected`: it stands whatever is withdrawn after it, until the customer gives consent. */
export const consentKindSchema = z.enum(['given', 'withdrawn', 'objected']);
export type ConsentKind = z.infer<typeof consentKindSchema>;
/** How the customer has told it. */
export const toldBySchema = z.enum(['call', 'email', 'letter', 'web', 'person']);
export type ToldBy = z.infer<typeof toldBySchema>;
export const editionSchema = z.string().min(1).max(20);

export const consentWordSchema = z.object({
  purpose: purposeSchema,
  word: consentKindSchema,
  /** When the customer said it. */
  at: instantSchema,
  channel: toldBySchema,
  /** Of the text that was read out or sent; null: none was. */
  edition: editionSchema.nullable(),
});
export type ConsentWord = z.infer<typeof consentWordSchema>;

/** Of each purpose the last word of each kind: as much as it takes to know what stands, whatever comes late. */
export const lastWordsSchema = z.array(consentWordSchema).max(300);

const labelsSchema = z.object({ it: z.string().min(1), en: z.string().min(1) });

/** A text by which consent is asked for: data of the company, never changed, followed by another edition. */
export const consentTextSchema = z.object({
  purpose: purposeSchema,
  edition: editionSchema,
  /** What the purpose is called. */
  name: labelsSchema,
  text: labelsSchema,
  fromDay: z.iso.date(),
});
export type ConsentText = z.infer<typeof consentTextSchema>;

const isLater = (one: ConsentWord, other: ConsentWord): boolean => Date.parse(one.at) > Date.parse(other.at);

const lastOf = (words: readonly ConsentWord[], purpose: string, kind: ConsentKind): ConsentWord | null =>
  words
    .filter((one) => one.purpose === purpose && one.word === kind)
    .reduce<ConsentWord | null>((last, one) => (last === null || isLater(one, last) ? one : last), null);

/** The word that counts; null: nothing has been said. Where consent and refusal were said at the same moment, the refusal counts. */
export function standingWord(words: readonly ConsentWord[], purpose: string): ConsentWord | null {
  const given = lastOf(words, purpose, 'given');
  const withdrawn = lastOf(words, purpose, 'withdrawn');
  const objected = lastOf(words, purpose, 'objected');
  const isOver = (word: ConsentWord | null) => word === null || (given !== null && isLater(given, word));
  if (!isOver(objected)) return objected;
  return isOver(withdrawn) ? given : withdrawn;
}

/** Whether the customer may be called or written to for that purpose. */
export const hasConsented = (words: readonly ConsentWord[], purpose: string): boolean =>
  standingWord(words, purpose)?.word === 'given';

/** What has to be kept of the words to know what stands. */
export function lastWords(words: readonly ConsentWord[]): ConsentWord[] {
  const purposes = [...new Set(words.map(({ purpose }) => purpose))].sort();
  return purposes.flatMap((purpose) => consentKindSchema.options.flatMap((kind) => lastOf(words, purpose, kind) ?? []));
}

/** The editions that count on that day, one for each purpose, in the order of the list. */
export function textsInForce(texts: readonly ConsentText[], day: string): ConsentText[] {
  const last = new Map<string, ConsentText>();
  for (const text of texts) {
    if (text.fromDay > day) continue;
    const known = last.get(text.purpose);
    if (known === undefined || known.fromDay <= text.fromDay) last.set(text.purpose, text);
  }
  return [...last.values()];
}

/** In the history. */
export const recordedWordSchema = consentWordSchema.extend({
  id: ulidSchema,
  /** Who wrote it down; empty: not an agent of this company any more. */
  by: z.string().max(120),
});
export type RecordedWord = z.infer<typeof recordedWordSchema>;
