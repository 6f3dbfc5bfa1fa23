// What an agent has chosen for themselves, on whatever PC they sit: each choice with its moment, the last one wins, one by one. Pure.
import { z } from 'zod';
import { chordSchema } from './chord.ts';
import { instantSchema, languageSchema, queueIdSchema } from './ids.ts';

export const preferencesSchema = z.object({
  /** Null: the system's, where it is one of ours. */
  language: languageSchema.nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  contrast: z.enum(['system', 'usual', 'more']),
  density: z.enum(['comfortable', 'compact']),
  /** Whether letters, digits and Space alone are keys. Not so, whoever dictates or trembles presses none unawares (WCAG 2.1.4). */
  singleKeys: z.boolean(),
  /** The queue on whose behalf this agent calls: the PBX shows its number. Null: none's. */
  callAs: queueIdSchema.nullable(),
  /** Queues and colleagues that come first in a transfer, by their numbers: of the directory, never a customer's. */
  favourites: z.array(z.string().max(32)).max(50),
  /** Keys that work while another program is in front. Null: none. */
  answerKey: chordSchema.nullable(),
  muteKey: chordSchema.nullable(),
  hangUpKey: chordSchema.nullable(),
  /** Whether the system says that a call rings while another program is in front. */
  notifications: z.boolean(),
  /** Whether it says so of chats, promised calls and help, too. */
  awaitingNotices: z.boolean(),
  /** Whether the live call stands in a small window while the desk is minimised or behind another program. */
  popOutWhenAway: z.boolean(),
  /** Of which version the news have been read; null: of none. */
  newsSeen: z.string().max(40).nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export const chosenSchema = preferencesSchema.partial();
/** Some of them. */
export type Chosen = z.infer<typeof chosenSchema>;
export type PreferenceName = keyof Preferences;

export const preferenceNames = preferencesSchema.keyof().options;

export const defaultPreferences: Preferences = {
  language: null,
  theme: 'system',
  contrast: 'system',
  density: 'comfortable',
  singleKeys: true,
  callAs: null,
  favourites: [],
  answerKey: 'Ctrl+Shift+F2',
  muteKey: 'Ctrl+Shift+F3',
  hangUpKey: 'Ctrl+Shift+F4',
  notifications: true,
  awaitingNotices: true,
  popOutWhenAway: false,
  newsSeen: null,
};

const mostNames = 64;
const longestValue = 8_000;

const keptChoiceSchema = z.object({
  value: z
    .json()
    .refine((value) => JSON.stringify(value).length <= longestValue, `at most ${longestValue} characters of JSON`),
  at: instantSchema,
});
export type KeptChoice = z.infer<typeof keptChoiceSchema>;

/** By name: also names that only another version knows, which pass through as they are. */
export const keptChoicesSchema = z
  .record(z.string().regex(/^[a-zA-Z]{1,40}$/), keptChoiceSchema)
  .refine((choices) => Object.keys(choices).length <= mostNames, `at most ${mostNames} names`);
export type KeptChoices = z.infer<typeof keptChoicesSchema>;

/** Which of two choices of one thing counts: the later one; of the same moment, always the same of the two. */
export function later(one: KeptChoice, other: KeptChoice): KeptChoice {
  const [first, second] = [Date.parse(one.at), Date.parse(other.at)];
  if (first !== second) return first > second ? one : other;
  return JSON.stringify(one.value) >= JSON.stringify(other.value) ? one : other;
}

/** Name by name, whatever order they come in and however often. */
export function merged(some: KeptChoices, others: KeptChoices): KeptChoices {
  const all = { ...some };
  for (const [name, choice] of Object.entries(others)) {
    const mine = all[name];
    all[name] = mine === undefined ? choice : later(mine, choice);
  }
  return all;
}

/** What was chosen, in this version's words: a choice that does not fit, or is of another version, is as if it had not been made. */
export function chosenIn(choices: KeptChoices): Chosen {
  const fitting = preferenceNames.flatMap((name) => {
    const parsed = preferencesSchema.shape[name].safeParse(choices[name]?.value);
    return choices[name] !== undefined && parsed.success ? [[name, parsed.data]] : [];
  });
  return Object.fromEntries(fitting) as Chosen;
}
