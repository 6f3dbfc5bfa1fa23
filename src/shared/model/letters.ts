// Letters about a case: templates of parts with places to fill in, which parts a letter must hold, what it lacks before it may leave.
// What an answer to a complaint has to hold comes from ISO 10002 (8.6–8.8) and the profile of deadlines. Pure.
import { z } from 'zod';
import type { ComplaintProfile } from './complaintProfile.ts';
import type { Language } from './ids.ts';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './lists/text.ts';

/** What a template may name; the texts that go there come from the case, its customer and the company. */
export const placeNames = [
  'customer.title',
  'customer.name',
  'customer.address',
  'number',
  'received',
  'due',
  'agent',
  'office',
  'company',
  'today',
  'contract',
  'words',
  'remedy',
  'missing',
  'missingBy',
  'body',
  'bodyHow',
  'amount',
  'amountHow',
  'outcome',
  'surveyLink',
] as const;
export type PlaceName = (typeof placeNames)[number];

const place = /\{([a-zA-Z.]+)\}/g;
const placesIn = (text: string): string[] => [...text.matchAll(place)].map(([, name]) => name ?? '');
const isPlace = (name: string): name is PlaceName => (placeNames as readonly string[]).includes(name);

/** A text with `{…}` in it: of known places alone, the same in both languages. */
const filledTextSchema = textSchema
  .refine(({ it, en }) => [...placesIn(it), ...placesIn(en)].every(isPlace), 'it names a place that there is not')
  .refine(
    ({ it, en }) =>
      JSON.stringify([...new Set(placesIn(it))].toSorted()) === JSON.stringify([...new Set(placesIn(en))].toSorted()),
    'the languages do not fill in the same',
  );

/** `whenDue`: where an indemnity is due. */
const mustSchema = z.union([z.boolean(), z.literal('whenDue')]);

const partSchema = z.union([
  /** Written by the company. */
  z.strictObject({ code: rowCodeSchema, must: mustSchema, text: filledTextSchema }),
  /** Written by whoever answers. `least`: signs; `day`: it names a day by which. */
  z.strictObject({
    code: rowCodeSchema,
    must: mustSchema,
    ask: textSchema,
    least: z.int().min(1).max(1_000),
    needs: z.literal('day').optional(),
  }),
]);
export type LetterPart = z.infer<typeof partSchema>;

export const letterKindSchema = z.enum(['acknowledgement', 'request', 'update', 'answer', 'closing']);

export type LetterKind = z.infer<typeof letterKindSchema>;

export const letterTemplateSchema = z
  .strictObject({
    code: rowCodeSchema,
    kind: letterKindSchema,
    name: textSchema,
    parts: z.array(partSchema).min(1).max(20),
    active: z.boolean().default(true),
  })
  .refine(({ parts }) => areCodesUnique(parts), codesTwice);
export type LetterTemplate = z.infer<typeof letterTemplateSchema>;

export const letterTemplatesSchema = z
  .array(letterTemplateSchema)
  .min(1)
  .refine(areCodesUnique, codesTwice)
  .refine(
    (all) => letterKindSchema.options.every((kind) => all.some((each) => each.kind === kind && each.active)),
    'a kind of letter has no template',
  );

/** What is known for each place; what is not there, or empty, is not known. */
export type Facts = Readonly<Partial<Record<PlaceName, string>>>;

export const longestPart = 8_000;

/** A letter as it is written: the text of each part by its code. What was filled in may be changed by hand. */
export const writtenSchema = z.record(rowCodeSchema, z.string().max(longestPart)).readonly();
export type Written = Readonly<Record<string, string>>;

/** The text with what is known in its places; what is not known stays as `{…}`, to be seen. */
export const filled = (text: string, facts: Facts): string =>
  text.replace(place, (whole, name: string) => (isPlace(name) && facts[name]) || whole);

/**
 * A letter begun from its template: the company's parts filled in, the others empty. What is due by circumstance comes with `indemnityDue`;
 * what need not be there only where all that it names is known.
 */
export function begun(template: LetterTemplate, facts: Facts, language: Language, indemnityDue: boolean): Written {
  const stands = (must: LetterPart['must'], text: string): boolean => {
    if (must === 'whenDue') return indemnityDue;
    return must || placesIn(text).every((name) => isPlace(name) && Boolean(facts[name]));
  };
  const textOf = (part: LetterPart): string =>
    'text' in part && stands(part.must, part.text[language]) ? filled(part.text[language], facts) : '';
  return Object.fromEntries(template.parts.map((part) => [part.code, textOf(part)]));
}

export const lackSchema = z.object({
  part: z.string(),
  why: z.enum(['empty', 'tooShort', 'noDay', 'unfilled', 'forbidden', 'otherAmount']),
});
/** Why a part keeps the letter from leaving. `forbidden`: it sends the customer to a service that has
 * closed; `otherAmount`: it names another sum than the case has by now, or one where none is due any more. */
export type Lack = Readonly<z.infer<typeof lackSchema>>;

/** The platform for disputes (ODR) closed on 20-7-2025, Reg. (EU) 2024/3228: nobody is sent there any more. */
const closedPlatform = /ec\.europa\.eu\s*\/\s*(consumers\s*\/\s*)?odr|webgate\.ec\.europa\.eu\s*\/\s*odr/i;

const months =
  'gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|january|february|march|april|may|june|july|august|september|october|november|december';
/** "24/12/2026", "24.12.2026", "2026-12-24", "24 dicembre", "1º gennaio", "24 December", "December 24". */
const dayInText = new RegExp(
  `\\b\\d{1,2}[/.]\\d{1,2}[/.]\\d{4}\\b|\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b\\d{1,2}(?:º|°|st|nd|rd|th)?\\s+(?:${months})\\b|\\b(?:${months})\\s+\\d{1,2}\\b`,
  'i',
);

function lackOf(part: LetterPart, text: string, must: boolean): Lack['why'] | null {
  if (text === '') return must ? 'empty' : null;
  if (closedPlatform.test(text)) return 'forbidden';
  if (placesIn(text).some(isPlace)) return 'unfilled';
  if ('ask' in part && must && text.length < part.least) return 'tooShort';
  return 'ask' in part && part.needs === 'day' && !dayInText.test(text) ? 'noDay' : null;
}

/** "40 €", "EUR 1.234,50", "40,00 euro". */
const sumInText = /(?:€|\bEUR)\s*(\d[\d.,]*)|(\d[\d.,]*)\s*(?:€|euro\b|EUR\b)/gi;
/** Two figures behind the last sign are cents; other signs part thousands. */
const centsOf = (figures: string): number => {
  const [, whole = '', cents = '00'] = /^(.*?)(?:[.,](\d{2}))?[.,]*$/.exec(figures) ?? [];
  return Number(whole.replaceAll(/[.,]/g, '')) * 100 + Number(cents);
};
const sumsIn = (text: string): number[] =>
  [...text.matchAll(sumInText)].map(([, before, after]) => centsOf(before ?? after ?? ''));

/** What was filled in when the letter was begun does not follow the case: whoever sends it looks at it again. A sum in words is theirs to know. */
function isOfOtherAmount(part: LetterPart, text: string, indemnityCents: number): boolean {
  if (text === '' || !('text' in part) || !placesIn(part.text.it).includes('amount')) return false;
  const sums = sumsIn(text);
  return sums.length > 0 && !sums.includes(indemnityCents);
}

/**
 * What keeps the letter from leaving, part by part, in their order; none: it may.
 * @param profile an answer must hold its parts too, whatever the template says.
 */
export function lacking(
  template: LetterTemplate,
  written: Written,
  { profile, indemnityCents }: { readonly profile: Pick<ComplaintProfile, 'parts'>; readonly indemnityCents: number },
): readonly Lack[] {
  const asked: readonly string[] = template.kind === 'answer' ? profile.parts : [];
  const missing = asked
    .filter((code) => !template.parts.some((part) => part.code === code))
    .map((part): Lack => ({ part, why: 'empty' }));
  const lacks = template.parts.flatMap((part): Lack[] => {
    const must = part.must === true || asked.includes(part.code) || (part.must === 'whenDue' && indemnityCents > 0);
    const text = (written[part.code] ?? '').trim();
    const why = lackOf(part, text, must) ?? (isOfOtherAmount(part, text, indemnityCents) ? 'otherAmount' : null);
    return why === null ? [] : [{ part: part.code, why }];
  });
  return [...lacks, ...missing];
}

/** The letter as it is copied or printed: its parts in order, an empty line between them. */
export const plainText = (template: LetterTemplate, written: Written): string =>
  template.parts
    .map(({ code }) => (written[code] ?? '').trim())
    .filter((text) => text !== '')
    .join('\n\n');
