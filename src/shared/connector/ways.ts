// The ways to sign in to a CRM, and what an administrator says for each.
import { z } from 'zod';
import type { Description } from './description.ts';
import { namesIn } from './template.ts';

/** With a key that is typed in, or as a person who has agreed in the browser. */
export const waySchema = z.enum(['key', 'agreement']);
export type Way = z.infer<typeof waySchema>;

export interface AskedFor {
  readonly settings: Description['settings'];
  readonly secrets: readonly string[];
  /** Further secrets, which may be left out. */
  readonly optional: readonly string[];
}

/** Null: this CRM has no such way. */
export function askedFor(description: Description, way: Way): AskedFor | null {
  const { settings, agreement, headers, load, changes, callLog } = description;
  const secrets = way === 'key' ? description.secrets : ['clientSecret'];
  const signing = description.hints?.signature?.secret;
  const optional = signing === undefined || secrets.includes(signing) ? [] : [signing];
  if (way === 'key') return { settings, secrets, optional };
  if (agreement === undefined) return null;
  // What only the other way wants to know is not asked here.
  const requests = [headers, load, changes, callLog, agreement.authorize, agreement.token, agreement.scope];
  const used = new Set(['clientId', ...requests.flatMap(namesIn).map(({ name }) => name)]);
  const all = { ...settings, ...agreement.settings };
  return {
    settings: Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name))),
    ...{ secrets, optional },
  };
}
