// Who a caller may be: the whole number first, then other ways in which it may be written, then its last nine digits; what is not
// sure is a guess. Several owners are all shown.
import { FailureError } from '#shared/contract/failure';
import type { CustomerCard, Match } from '#shared/contract/screenPop';
import { ladder, mayBeOne, readArriving } from '#shared/model/arriving';
import type { Caller } from '#shared/model/caller';
import type { Customer } from '#shared/model/customer';
import { lastDigits } from '#shared/model/phoneNumber';
import type { Site } from '#shared/model/site';
import type { FoundCustomer } from '../db/customerTable.ts';
import type { Files } from '../db/files.ts';
import { errorName, type Log } from '../log.ts';
import type { Cards } from './cards.ts';

type Phone = Customer['phones'][number];

export interface LookupDeps {
  readonly files: Files;
  readonly cards: Cards;
  /** How the trunk writes numbers. */
  readonly site: () => Site;
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
        : ({ code: 'files.cacheDamaged', origin: 'data', message: errorName(error) } as const);
    return { kind: 'failed', failure };
  }
}

function matchNumber({ files, cards, site }: LookupDeps, caller: Extract<Caller, { kind: 'number' }>): Match {
  const cardsOf = (found: readonly FoundCustomer[], isTheirs: (phone: Phone) => boolean): CustomerCard[] => {
    const owners = found.map(({ customer }) => customer);
    const others = cards.alsoWith(isTheirs).filter((other) => owners.every((owner) => owner.id !== other.id));
    const all = new Map([...owners, ...others].map((customer) => [customer.id, customer.id]));
    return [...all.values()].map((id) => cards.get(id)).filter((card) => card !== null);
  };

  const e164 = caller.e164 ?? readArriving(caller.number, site());
  for (const rung of ladder(caller.number, e164)) {
    const found = cardsOf(
      files.cache((cache) => cache.customers.byNumber(rung.e164)),
      (phone) => phone.e164 === rung.e164,
    );
    if (found.length > 0) return { kind: rung.sure ? 'number' : 'guess', cards: found };
  }
  const tail = lastDigits(e164 ?? caller.number);
  if (tail.length < shortestNumber) return { kind: 'notFound' };
  const endsSo = (phone: Phone): boolean => lastDigits(phone.e164 ?? phone.raw) === tail && mayBeOne(phone.e164, e164);
  const guesses = cardsOf(
    files.cache((cache) => cache.customers.byTail(tail)).filter(({ customer }) => customer.phones.some(endsSo)),
    endsSo,
  );
  return guesses.length === 0 ? { kind: 'notFound' } : { kind: 'guess', cards: guesses };
}
