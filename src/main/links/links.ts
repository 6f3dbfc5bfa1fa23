// Links that come from other programs: what each asks for, whoever wrote it. Nothing is done for it: a call is asked about, a place is shown. Pure.
import type { FailureCode } from '#shared/contract/failure';
import { type Place, placeOfLink } from '#shared/model/place';
import { numberOfLink } from './telLink.ts';

/** Those that the system brings to us. */
export const schemes = ['tel', 'callto', 'cornetta'] as const;

export type LinkRead =
  | { readonly kind: 'call'; readonly number: string }
  | { readonly kind: 'show'; readonly place: Place }
  | { readonly kind: 'unreadable'; readonly code: Extract<FailureCode, 'link.unreadable' | 'link.noPlace'> };

export function readLink(link: string): LinkRead {
  if (/^\s*cornetta:/i.test(link)) {
    const place = placeOfLink(link);
    return place === null ? { kind: 'unreadable', code: 'link.noPlace' } : { kind: 'show', place };
  }
  const number = numberOfLink(link);
  return number === null ? { kind: 'unreadable', code: 'link.unreadable' } : { kind: 'call', number };
}

const ours = new RegExp(`^(?:${schemes.join('|')}):`, 'i');

/** Among the words with which a program is started: the link, where there is one. */
export const linkAmong = (words: readonly string[]): string | null => words.find((word) => ours.test(word)) ?? null;
