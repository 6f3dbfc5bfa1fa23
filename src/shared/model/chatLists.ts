// Lists of the live chat that a company edits: where visitors write from, what is at hand to answer.
import { z } from 'zod';
import { queueIdSchema } from './ids.ts';
import { areCodesUnique, codesTwice, rowCodeSchema, type Text, textSchema } from './lists/text.ts';

const seconds = z.int().min(10).max(3_600);

/** A web page from which visitors write; `origins`: pages that may show the chat, `self`: the backend's own. */
const chatSiteSchema = z.strictObject({
  code: rowCodeSchema,
  /** The client company that is written to; null: the company itself. */
  client: z.string().min(1).max(40).nullable(),
  name: textSchema,
  origins: z.array(z.union([z.literal('self'), z.url({ protocol: /^https$/ })])).min(1),
  /** By whose hours it is open. */
  calendar: rowCodeSchema,
  queues: z.array(z.strictObject({ queueId: queueIdSchema, name: textSchema })).min(1),
  noticeUrl: z.url({ protocol: /^https$/ }).nullable(),
});

export const chatPolicySchema = z
  .strictObject({
    /** Conversations at once, for one agent. */
    most: z.int().min(1).max(5),
    /** Whoever has a chat open is not rung. */
    stopsCalls: z.boolean(),
    /** After so long without a word the visitor is asked whether they are there, then it is closed. */
    silentSeconds: seconds,
    closeSeconds: seconds,
    /** Without a sign from their page for so long they have left. */
    lostSeconds: seconds,
    mostWaiting: z.int().min(1).max(1_000),
    files: z.strictObject({ megabytes: z.int().min(1).max(50), perChat: z.int().min(0).max(20) }),
    sites: z.array(chatSiteSchema).refine(areCodesUnique, codesTwice),
  })
  .refine(({ silentSeconds, closeSeconds }) => silentSeconds < closeSeconds, 'it is closed before anybody was asked');

const place = /\{([a-z]+)\}/g;
const placesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(place)].map(([, name]) => name ?? ''))].toSorted();
/** Filled in by the program: what else stands in `{…}` the agent writes before it is sent. */
export const cannedPlaces = ['visitor', 'agent', 'company', 'case'] as const;

const cannedAnswerSchema = z
  .strictObject({
    code: rowCodeSchema,
    /** Of the guide; null: in any. */
    phase: z.enum(['welcome', 'identify', 'listen', 'support', 'propose', 'recap', 'farewell']).nullable(),
    text: textSchema,
    /** Places that must be looked at before it is sent. */
    edit: z.array(z.string().regex(/^[a-z]+$/)),
  })
  .refine(
    ({ text }) => String(placesIn(text.it)) === String(placesIn(text.en)),
    'the languages do not fill in the same',
  )
  .refine(
    ({ text, edit }) =>
      edit.every((name) => placesIn(text.it).includes(name)) &&
      placesIn(text.it).every((name) => edit.includes(name) || (cannedPlaces as readonly string[]).includes(name)),
    'a place is filled in by nobody',
  );

export const cannedAnswersSchema = z.array(cannedAnswerSchema).refine(areCodesUnique, codesTwice);

/** Places that our own answers have, for which there are words; a company's own are called as it calls them. */
export const namedPlaces = [...cannedPlaces, 'what', 'minutes'] as const;
export type NamedPlace = (typeof namedPlaces)[number];

/** The answer with what is known in its places; `{…}` that is left over, by its name in words, keeps it from being sent. */
export const cannedText = (
  text: Text[keyof Text],
  known: Readonly<Record<string, string>>,
  nameOf: (place: NamedPlace) => string,
): string =>
  text.replace(place, (whole, code: string) => {
    const named = namedPlaces.find((one) => one === code);
    return known[code] || (named === undefined ? whole : `{${nameOf(named)}}`);
  });

const openPlace = /\{(\p{L}[\p{L} ’']*)\}/gu;

/** Places that nobody has filled in yet, by their names, in order. */
export const openPlaces = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(openPlace)].map(([, name]) => name ?? '')),
];
