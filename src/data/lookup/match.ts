// Who a caller may be: the whole number first, then its last nine digits as a guess. Several owners are all shown.
import type { CountryCode } from 'libphonenumber-js/max';
import { FailureError } from '#shared/contract/failure';
import type { CustomerCard, Match } from '#shared/contract/screenPop';
import type { Caller } from '#shared/model/caller';
import { parseNumber } from '#shared/model/phoneNumber';
import type { Files } from '../db/files.ts';
import { errorName, type Log } from '../log.ts';
import type { Cards } from './cards.ts';

export interface LookupDeps {
  readonly files: Files;
  readonly cards: Cards;
  /** ISO 3166 alpha-2: how a national number is read. */
  readonly country: () => string;
  readonly log: Log;
}

/** Shorter ones are extensions: they belong to no customer. */
const shortestNumber = 7;

/** Answers from the cache, at once and whatever happens: a cache that cannot be read is `failed`. */
export function matchCaller(deps: LookupDeps, caller: Caller): Match {
  if (caller.kind !== 'number') return { kind: caller.kind };
  try {
    return matchNumber(deps, caller);
  } catch (error) {
    deps.log.warn('lookup', { error: errorName(error) });
    const failure =
      error instanceof FailureError
        ? error.failure
        : ({ code: 'files.damaged', origin: 'data', message: errorName(error) } as const);
    return { kind: 'failed', failure };
  }
}

function matchNumber({ files, cards, country }: LookupDeps, caller: Extract<Caller, { kind: 'number' }>): Match {
  const e164 = caller.e164 ?? parseNumber(caller.number, country() as CountryCode);
  if (e164 !== null) {
    const owners = files.cache((cache) => cache.customers.byNumber(e164)).map((found) => found.customer);
    const news = cards.editedWith(e164).filter((edited) => owners.every((owner) => owner.id !== edited.id));
    const found = someCards([...owners, ...news].map((customer) => cards.of(customer)));
    if (found !== null) return { kind: 'number', cards: found };
  }
  const digits = (e164 ?? caller.number).replace(/\D/g, '');
  if (digits.length < shortestNumber) return { kind: 'notFound' };
  const guesses = files.cache((cache) => cache.customers.byTail(digits));
  const found = someCards(guesses.map((guess) => cards.of(guess.customer)));
  return found === null ? { kind: 'notFound' } : { kind: 'guess', cards: found };
}

/** Null for none: a match has at least one card. */
const someCards = (cards: CustomerCard[]): CustomerCard[] | null => (cards.length === 0 ? null : cards);
