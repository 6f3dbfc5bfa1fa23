// What agents read, or say, in either language: the smallest part of every list.
import { z } from 'zod';
import type { Language } from '../ids.ts';

const sentence = z.string().trim().min(1).max(1_000);

/** The same thing in both languages. */
export const textSchema = z.object({ it: sentence, en: sentence });
export type Text = z.infer<typeof textSchema>;

/** Words of each language by themselves: one language's need not be the other's. */
export const wordListSchema = z.object({
  it: z.array(z.string().trim().min(1).max(60)).max(400),
  en: z.array(z.string().trim().min(1).max(60)).max(400),
});

/** What a row of a list is called by the program, and never by people: "welcome", "long-wait", "BO-AMM". */
export const rowCodeSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/);

/** Whether no two rows have one code. */
export const areCodesUnique = (rows: readonly { readonly code: string }[]): boolean =>
  new Set(rows.map(({ code }) => code)).size === rows.length;

export const codesTwice = 'two rows have one code';

export const otherLanguage = (language: Language): Language => (language === 'it' ? 'en' : 'it');
