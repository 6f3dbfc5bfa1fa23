// Surveys after a contact: what is asked, who may be asked, and what an answer may be. Who is asked follows from the company's rules and from a
// draw that comes out the same each time it is made; no agent picks anybody. Pure.
import { z } from 'zod';
import { err, ok, type Result } from '../lib/result.ts';
import { wordsIn } from '../lib/wordsIn.ts';
import { type ConsentKind, purposeSchema } from './consent.ts';
import { queueIdSchema } from './ids.ts';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './lists/text.ts';
import { findSensitive, redacted } from './sensitive.ts';

/** Satisfaction, effort, solved or not, recommending: the figures are counted from these values, so that they are nobody's to choose. */
export const scales = { csat: [1, 5], ces: [1, 7], fcr: [1, 3], nps: [0, 10] } as const;
export const scoredCodes = ['csat', 'ces', 'fcr', 'nps'] as const satisfies readonly (keyof typeof scales)[];
export type ScoredCode = (typeof scoredCodes)[number];

const questionSchema = z
  .strictObject({
    code: z.enum([...scoredCodes, 'open']),
    text: textSchema,
    /** Least and most; null: in words. */
    scale: z.tuple([z.int().min(0), z.int().max(10)]).nullable(),
    /** What stands at both ends of the scale, or at each of its values; none: the question says it. */
    labels: z.array(textSchema).default([]),
  })
  .refine(
    ({ code, scale }) => String(scale) === String(code === 'open' ? null : scales[code]),
    'this question has another scale',
  )
  .refine(
    ({ scale, labels }) =>
      labels.length === 0 || (scale !== null && [2, scale[1] - scale[0] + 1].includes(labels.length)),
    'as many as values, or one for each end',
  );
export type Question = Readonly<z.infer<typeof questionSchema>>;

const surveySchema = z
  .strictObject({
    code: rowCodeSchema,
    /** Telephone keys at the end of a call, a link that is sent, the visitor's page. */
    on: z.enum(['keys', 'link', 'chat']),
    /** Of all who could be asked, drawn by lot. */
    share: z.number().gt(0).max(1),
    /** One customer is not asked more often, whatever they were asked. */
    everyDays: z.int().min(1).max(365),
    questions: z.array(questionSchema).min(1).max(5).refine(areCodesUnique, codesTwice),
  })
  .refine(
    ({ on, questions }) => on !== 'keys' || questions.every(({ scale }) => scale !== null && scale[1] <= 9),
    'a telephone has no key for that answer',
  );
export type Survey = Readonly<z.infer<typeof surveySchema>>;

const neverSchema = z.strictObject({
  reasons: z.array(z.string().regex(/^[A-Z]{3}-\d{2}$/)),
  /** Passed on, broken off: nobody's contact is over. */
  outcomes: z.array(z.string().min(1).max(20)).default([]),
  /** In which somebody complains. */
  queues: z.array(queueIdSchema).default([]),
  openComplaint: z.boolean(),
  /** Whoever has needs on record (a vital device, a hardship) is left in peace. */
  withNeeds: z.boolean().default(true),
  objected: purposeSchema,
});

export const surveysSchema = z.strictObject({
  surveys: z.array(surveySchema).refine(areCodesUnique, codesTwice),
  /** Who is never asked: after these reasons and outcomes, in these queues, with a complaint open, having objected to that purpose. */
  never: neverSchema,
  link: z
    .strictObject({
      /** Not in the heat of the moment. */
      afterMinutes: z
        .int()
        .min(0)
        .max(7 * 24 * 60),
      validDays: z.int().min(1).max(60),
      /** What the company's gateway sends, with the address in place of {link}. */
      message: textSchema.refine(({ it, en }) => it.includes('{link}') && en.includes('{link}'), '{link} is missing'),
    })
    .default({
      ...{ afterMinutes: 60, validDays: 7 },
      message: { it: 'Com’è andata? Valutazione anonima: {link}', en: 'How did it go? Rate it anonymously: {link}' },
    }),
  /** Whoever is as little satisfied as that, or less, may ask to be called back; 0: nobody is asked whether they want to. */
  callBack: z
    .strictObject({ atMost: z.int().min(0).max(5), withinDays: z.int().min(1).max(30) })
    .default({ atMost: 2, withinDays: 2 }),
  longestComment: z.int().min(50).max(2_000).default(500),
  thanks: textSchema.default({ it: 'Grazie per la Sua risposta.', en: 'Thank you for your answer.' }),
});
export type Surveys = Readonly<z.output<typeof surveysSchema>>;

/** Null: the company asks nothing there. */
export const surveyOn = ({ surveys }: Surveys, on: Survey['on']): Survey | null =>
  surveys.find((one) => one.on === on) ?? null;

/** What is known of a contact that is over. */
export interface Occasion {
  /** The interaction's, the chat's or the PBX's: by it the draw is made. */
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly answered: boolean;
  /** Null: none's. */
  readonly queueId: string | null;
  /** Null: nobody has said yet what it was about. */
  readonly reasonCode: string | null;
  readonly outcomeCode: string | null;
  /** Null: nobody knows who it was. */
  readonly customer: AskedCustomer | null;
}

export interface AskedCustomer {
  readonly hasOpenComplaint: boolean;
  readonly hasNeeds: boolean;
  /** Their data are not used (GDPR art. 18). */
  readonly isRestricted: boolean;
  /** What they have said about being asked; null: nothing. */
  readonly word: ConsentKind | null;
  /** Null: not, as far as that is remembered. */
  readonly askedDaysAgo: number | null;
}

export type NotAsked =
  | 'outgoing'
  | 'notAnswered'
  | 'queue'
  | 'reason'
  | 'outcome'
  | 'unknownCustomer'
  | 'openComplaint'
  | 'needs'
  | 'restricted'
  | 'objected'
  | 'askedLately'
  | 'notDrawn';

/** Whether they are asked, and otherwise why not: the first that stands in the way, the draw at the end. */
export function mayInvite(survey: Survey, never: Surveys['never'], occasion: Occasion): Result<null, NotAsked> {
  const { customer } = occasion;
  const stands: readonly (readonly [NotAsked, boolean])[] = [
    ['outgoing', occasion.direction === 'outgoing'],
    ['notAnswered', !occasion.answered],
    ['queue', never.queues.some((queueId) => queueId === occasion.queueId)],
    ['reason', occasion.reasonCode !== null && never.reasons.includes(occasion.reasonCode)],
    ['outcome', occasion.outcomeCode !== null && never.outcomes.includes(occasion.outcomeCode)],
    // Whoever is not recognised could be asked again tomorrow. In the page of a chat nobody is sought out: it is the visitor's own.
    ['unknownCustomer', customer === null && survey.on !== 'chat'],
    ['openComplaint', never.openComplaint && customer?.hasOpenComplaint === true],
    ['needs', never.withNeeds && customer?.hasNeeds === true],
    ['restricted', customer?.isRestricted === true],
    ['objected', customer?.word === 'objected' || customer?.word === 'withdrawn'],
    ['askedLately', customer !== null && customer.askedDaysAgo !== null && customer.askedDaysAgo < survey.everyDays],
    ['notDrawn', !isDrawn(survey, occasion.id)],
  ];
  const first = stands.find(([, holds]) => holds);
  return first === undefined ? ok(null) : err(first[0]);
}

/** By lot, and the same each time for the same contact: whoever asks again changes nothing. */
export const isDrawn = ({ code, share }: Pick<Survey, 'code' | 'share'>, id: string): boolean =>
  lot(`${code} ${id}`) < share;

/** From 0 to below 1, evenly: FNV-1a, with the bits stirred as MurmurHash3 does at its end. */
function lot(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Whether somebody who has answered so is asked whether they want to be called back. */
export const mayWantCall = ({ callBack }: Pick<Surveys, 'callBack'>, { csat }: Given['scores']): boolean =>
  csat !== undefined && csat <= callBack.atMost;

export const givenSchema = z.object({
  scores: z.partialRecord(z.enum(scoredCodes), z.int()),
  comment: z.string().trim().max(2_000).default(''),
});
export type Given = z.infer<typeof givenSchema>;

/** `nothing`: not one question was answered. */
export type NotGiven = 'nothing' | 'notAsked' | 'offScale' | 'tooLong';

/** What was answered, as far as it answers this survey; questions may be left out. */
export function readGiven(survey: Survey, { longestComment }: Surveys, given: Given): Result<Given, NotGiven> {
  const asked = new Map(survey.questions.map(({ code, scale }) => [code, scale]));
  const scores = Object.entries(given.scores) as [ScoredCode, number][];
  if (scores.length === 0 && given.comment === '') return err('nothing');
  if (scores.some(([code]) => !asked.has(code)) || (given.comment !== '' && !asked.has('open'))) return err('notAsked');
  const isOff = ([code, score]: [ScoredCode, number]) => score < scales[code][0] || score > scales[code][1];
  if (scores.some(isOff)) return err('offScale');
  return given.comment.length > longestComment ? err('tooLong') : ok(given);
}

/** Whom a comment may name. */
export interface PeopleNamed {
  /** Who had the contact and whose it was: a part of their names alone tells who is meant. */
  readonly near: readonly string[];
  /** Everybody else who answers customers: by their whole names, in either order. */
  readonly others: readonly string[];
}

const shortestPart = 3;
const addresses = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/gu;
/** Of a telephone, a customer, a contract; what has fewer digits is a price, a year or an hour. */
const longNumbers = /\+?\d(?:[ ./-]?\d){5,}/g;
/** A contact's: of days in another century people are born. */
const year = '20\\d{2}';
const dayAndMonth = '(?:0?[1-9]|[12]\\d|3[01])[./-](?:0?[1-9]|1[0-2])';
const date = `(?:${dayAndMonth}[./-]${year}|${dayAndMonth}/\\d{2}(?! \\d+(?![\\d:.]))|${year}-\\d{2}-\\d{2}|${year}[/-](?:${year}|\\d{2}))`;
/** "27/11/2026", "27/11/26 14:30", "2024-2025", and from one to another; with more digits before or after, it is a part of a number. */
const dates = new RegExp(`(?<!\\+|\\d[ ./-]?)${date}(?:-${date})*(?![./-]?\\d)`, 'g');

/** With dots in place of people's names, addresses and numbers, as far as they are known: nobody who reads it learns who is meant. */
export function withoutPeople(comment: string, { near, others }: PeopleNamed): string {
  const parts = near.flatMap((name) => [name, ...name.split(/\s+/)]).filter(({ length }) => length >= shortestPart);
  const whole = others.flatMap((name) => [name, name.split(/\s+/).reverse().join(' ')]);
  const dateless = comment.replace(dates, ({ length }) => 'x'.repeat(length));
  const written = [...comment.matchAll(addresses), ...dateless.matchAll(longNumbers)].map(({ 0: text, index }) => ({
    from: index,
    to: index + text.length,
  }));
  return redacted(comment, [...findSensitive(comment, []), ...wordsIn(comment, [...parts, ...whole]), ...written]);
}
