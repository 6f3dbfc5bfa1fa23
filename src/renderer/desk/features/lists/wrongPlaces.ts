// What keeps a list from being saved, place by place, in the reader's words.
import type { TFunction } from 'i18next';
import type { z } from 'zod';
import type { Wrong } from './ListForm.tsx';

/** Sentences of the schemas that have words of their own. */
const known: Readonly<Record<string, 'twice' | 'placeholder' | 'placeholders'>> = {
  'two rows have one code': 'twice',
  'unknown placeholder': 'placeholder',
  'it names a place that there is not': 'placeholder',
  'not the same placeholders in both languages': 'placeholders',
  'the languages do not fill in the same': 'placeholders',
};

type Why = 'missing' | 'long' | 'value' | 'together' | (typeof known)[string];

function whyOf({ code, message, input }: z.core.$ZodIssue): Why {
  if (code === 'custom') return known[message] ?? 'together';
  if (code === 'too_small' || input === '' || input === undefined) return 'missing';
  return code === 'too_big' ? 'long' : 'value';
}

/** Empty: it can be saved. */
export function wrongPlaces(schema: z.ZodType, body: unknown, t: TFunction): Wrong {
  const issues = schema.safeParse(body, { reportInput: true }).error?.issues ?? [];
  return new Map(issues.map((issue) => [issue.path.join('.'), t(`lists.wrong.${whyOf(issue)}`)]));
}
