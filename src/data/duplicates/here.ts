// Who may be one and the same among those on this PC: by a shared number, or found under the same name or e-mail address.
import type { CountryCode } from 'libphonenumber-js/max';
import { must } from '#shared/lib/must';
import { likelihood, mostOwners } from '#shared/model/duplicates';
import type { CustomerId } from '#shared/model/ids';
import type { Duplicates } from '#shared/protocol/merges';
import type { CacheReader } from '../db/cache.ts';
import { searchCustomers } from '../search/search.ts';

const mostFound = 20;
const mostShown = 10;

/** The likeliest first. Of who is not here, nobody. */
export function likelyHere(cache: CacheReader, id: CustomerId, country: CountryCode): Duplicates['pairs'] {
  const one = cache.customers.byId(id);
  if (one === null || one.restrictedAt !== null) return [];
  const found = new Set<CustomerId>();
  for (const { e164 } of one.phones) {
    const owners = e164 === null ? [] : cache.customers.byNumber(e164);
    // Of a switchboard's, no two are one for that.
    if (owners.length < mostOwners) for (const { customer } of owners) found.add(customer.id);
  }
  for (const text of [one.name, ...(one.email === null ? [] : [one.email])])
    for (const { customer } of searchCustomers(cache, text, { limit: mostFound, country, restricted: false }))
      found.add(customer.id);
  return [...found]
    .flatMap((other) => {
      const customer = must(cache.customers.byId(other), 'who was just found');
      const is = likelihood(one, customer);
      const together = is !== null && customer.portfolioId === one.portfolioId && customer.restrictedAt === null;
      return together ? [{ customer, score: is.score, reasons: [...is.reasons], reported: false }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, mostShown);
}
