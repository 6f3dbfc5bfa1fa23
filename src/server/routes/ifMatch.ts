// `If-Match`: the version that was read, without which nothing is written over.
import { z } from 'zod';
import { invalidField } from '../problems.ts';

export const ifMatchHeader = z.string().optional().describe('The version that was read, in quotes: "3"');

/** Throws ProblemError for one that is not there, or says no version. */
export function versionIn(header: string | undefined): number {
  if (header === undefined) throw invalidField('If-Match', 'the version that was read is required', 428);
  const [, digits] = /^"(\d{1,9})"$/.exec(header) ?? [];
  if (digits === undefined) throw invalidField('If-Match', 'a version in quotes, as in "3"');
  return Number(digits);
}
