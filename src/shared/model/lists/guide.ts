// What to say in each phase of a call, and how: a list that a company edits. Data says the sentences and for whom they are; here is what the
// circumstances mean, what fills a placeholder, and which lines are to be said. Pure.
import { z } from 'zod';
import { inThrees } from '../caseNumber.ts';
import type { IdentificationLevel } from '../identification.ts';
import { isEnough } from '../identifying.ts';
import type { Language } from '../ids.ts';
import { areCodesUnique, codesTwice, otherLanguage, rowCodeSchema, type Text, textSchema } from './text.ts';

/**
 * What may be true of a call. `outgoing`: the agent called; `longWait`: it waited as long as the list says; `abroad`: the agent speaks from another country than the company's;
 * `recorded`: the caller has to be told so; `stranger`: nobody's record is open; `identified`: as surely as it is needed; `held`: it was put on hold at least once; `promised`:
 * something has been promised; `failed`: who calls could not be identified; `restricted`: the customer's data may not be used (GDPR art. 18).
 */
export const circumstances = [
  'outgoing',
  'longWait',
  'abroad',
  'recorded',
  'stranger',
  'identified',
  'notIdentified',
  'held',
  'promised',
  'failed',
  'restricted',
] as const;
export const circumstanceSchema = z.enum(circumstances);
export type Circumstance = z.infer<typeof circumstanceSchema>;

export const placeholders = ['company', 'agent', 'country', 'name', 'queue', 'promise', 'date', 'case'] as const;
export type Placeholder = (typeof placeholders)[number];
export type Values = Partial<Record<Placeholder, string>>;

const isPlaceholder = (name: string): name is Placeholder => (placeholders as readonly string[]).includes(name);

/** What stands between braces, in the order of the sentence; a brace by itself counts as a placeholder without a name. */
export const placeholdersIn = (template: string): string[] =>
  [...template.matchAll(/\{(\w*)\}|[{}]/g)].map((found) => found[1] ?? '');

/** A sentence that can be filled: placeholders that there are, the same ones in both languages. */
export const sayableSchema = textSchema
  .refine(({ it, en }) => [it, en].every((each) => placeholdersIn(each).every(isPlaceholder)), 'unknown placeholder')
  .refine(
    ({ it, en }) => placeholdersIn(it).sort().join() === placeholdersIn(en).sort().join(),
    'not the same placeholders in both languages',
  );

const lineSchema = z.object({
  say: sayableSchema,
  /** All of these have to be true. */
  when: z.array(circumstanceSchema).default([]),
  /** And none of these. */
  unless: z.array(circumstanceSchema).default([]),
  /** What is said in its place while a placeholder has no value. */
  otherwise: sayableSchema.optional(),
});
export type Line = z.infer<typeof lineSchema>;

const sectionSchema = z.object({
  name: textSchema,
  /** For the agent: how to do what comes now. */
  advice: textSchema,
  lines: z.array(lineSchema).max(12),
});

const phaseSchema = sectionSchema.extend({ code: rowCodeSchema });
export type GuidePhase = z.infer<typeof phaseSchema>;

const seconds = z.number().int().min(5).max(600);

export const guideSchema = z.object({
  /** In the order of a call; the first one stands when it is answered. */
  phases: z.array(phaseSchema).min(1).max(12).refine(areCodesUnique, codesTwice),
  /** After the call. */
  wrapUp: sectionSchema,
  /** While the customer waits. */
  hold: sectionSchema,
  /** Seconds on hold: when the agent is told to get ready to return, and when to return. */
  holdWarn: z.tuple([seconds, seconds]).refine(([soon, long]) => soon < long, 'the first warning comes first'),
  /** From how many seconds of waiting on the caller is thanked for it. */
  longWait: seconds,
});
export type Guide = z.infer<typeof guideSchema>;

/** What the desk knows of a call that goes on. */
export interface CallFacts {
  readonly isOutgoing: boolean;
  readonly waitedSeconds: number | null;
  /** ISO 3166 alpha-2: of the agent's site, and of the company. */
  readonly siteCountry: string;
  readonly companyCountry: string;
  /** Whether the caller still has to be told that the call may be recorded. */
  readonly recordingNotice: boolean;
  /** Whether somebody's record is open. */
  readonly isCustomerKnown: boolean;
  readonly isRestricted: boolean;
  /** The level that was reached, and the one that this contact needs. */
  readonly level: IdentificationLevel;
  readonly needed: IdentificationLevel;
  readonly hasFailed: boolean;
  readonly wasHeld: boolean;
  readonly hasPromised: boolean;
}

export function circumstancesOf(facts: CallFacts, { longWait }: Pick<Guide, 'longWait'>): ReadonlySet<Circumstance> {
  const isIdentified = isEnough(facts.level, 'basic') && isEnough(facts.level, facts.needed);
  const holds: Record<Circumstance, boolean> = {
    outgoing: facts.isOutgoing,
    longWait: facts.waitedSeconds !== null && facts.waitedSeconds >= longWait,
    abroad: facts.siteCountry !== facts.companyCountry,
    recorded: facts.recordingNotice,
    stranger: !facts.isCustomerKnown,
    identified: isIdentified,
    notIdentified: !isIdentified,
    held: facts.wasHeld,
    promised: facts.hasPromised,
    failed: facts.hasFailed,
    restricted: facts.isRestricted,
  };
  return new Set(circumstances.filter((each) => holds[each]));
}

/** What can be put into a sentence; null: not known. */
export interface Sayable {
  readonly company: string;
  readonly agent: string;
  readonly siteCountry: string;
  readonly customerName: string | null;
  readonly level: IdentificationLevel;
  readonly queue: string | null;
  readonly promise: string;
  /** The last day of what was promised: "2027-03-31". */
  readonly promisedBy: string | null;
  readonly caseNumber: string | null;
}

const dayAloud = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'it' ? 'it-IT' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));

/** The values of placeholders in a language. A name has one once the caller has said it: nobody is told who they are taken for. */
export function valuesOf(sayable: Sayable, language: Language): Values {
  const { company, agent, siteCountry, customerName, level, queue, promise, promisedBy, caseNumber } = sayable;
  const country = new Intl.DisplayNames(language, { type: 'region' }).of(siteCountry);
  return {
    company,
    agent,
    ...(country !== undefined && { country }),
    ...(customerName !== null && isEnough(level, 'basic') && { name: customerName }),
    ...(queue !== null && { queue }),
    ...(promise.trim() !== '' && { promise: promise.trim() }),
    ...(promisedBy !== null && { date: dayAloud(promisedBy, language) }),
    ...(caseNumber !== null && { case: inThrees(caseNumber) }),
  };
}

/** Stands for what is filled in aloud. */
export const blank = '…';

export interface Filled {
  readonly text: string;
  /** Those without a value, each once: a blank stands for them. */
  readonly open: readonly Placeholder[];
}

/** Never leaves a brace, whatever stands in the template and in the values. */
export function fill(template: string, values: Values): Filled {
  const open = new Set<Placeholder>();
  const text = template.replace(/\{(\w*)\}|[{}]/g, (_, name: string | undefined) => {
    if (name === undefined) return '';
    if (!isPlaceholder(name)) return blank;
    const value = values[name]?.replace(/[{}]/g, '').trim() ?? '';
    if (value !== '') return value;
    open.add(name);
    return blank;
  });
  return { text, open: [...open] };
}

export interface LineToSay {
  /** In the caller's language, and in the other one. */
  readonly said: string;
  readonly other: string;
  readonly open: readonly Placeholder[];
}

export interface Telling {
  readonly circumstances: ReadonlySet<Circumstance>;
  readonly values: Readonly<Record<Language, Values>>;
  /** The caller's. */
  readonly language: Language;
}

/** The lines of a phase for this call, in the list's order, filled. */
export function linesToSay(section: { readonly lines: readonly Line[] }, telling: Telling): LineToSay[] {
  const { language, values } = telling;
  const spoken = (text: Text): LineToSay => {
    const said = fill(text[language], values[language]);
    const other = otherLanguage(language);
    return { said: said.text, other: fill(text[other], values[other]).text, open: said.open };
  };
  return section.lines
    .filter(
      ({ when, unless }) =>
        when.every((each) => telling.circumstances.has(each)) &&
        !unless.some((each) => telling.circumstances.has(each)),
    )
    .map(({ say, otherwise }) => {
      const line = spoken(say);
      return line.open.length > 0 && otherwise !== undefined ? spoken(otherwise) : line;
    });
}

/** The guide of a client company that is greeted for in words of its own: they stand in place of the first line. */
export function withGreeting(guide: Guide, greeting: Text | null): Guide {
  const [first, ...others] = guide.phases;
  if (greeting === null || first === undefined) return guide;
  const [replaced, ...lines] = first.lines;
  const greeted: Line = { when: replaced?.when ?? [], unless: replaced?.unless ?? [], say: greeting };
  return { ...guide, phases: [{ ...first, lines: [greeted, ...lines] }, ...others] };
}
