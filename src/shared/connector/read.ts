// One reading of a CRM from beginning to rest: asks, keeps each page with the state in one go, waits where it was told to.
import type { CrmLink, Wire } from './link.ts';
import { answered, ask, begin, type Page, type Reader, type Reading } from './machine.ts';

/**
 * Reads what is due, until nothing is left or the CRM refuses (then the reading's `failure` says how, and `notBefore` when to try
 * again). `keep` stores a page and the state after it in one transaction; where it throws, nothing is lost: the page is asked for again.
 */
export async function read(
  reader: Reader,
  link: CrmLink,
  wire: Pick<Wire, 'now'>,
  from: Reading,
  keep: (reading: Reading, page: Page | null) => Promise<void>,
): Promise<Reading> {
  if (from.notBefore > wire.now()) return from;
  let reading = begin(reader, from, wire.now());
  for (;;) {
    const request = ask(reader, reading);
    if (request === null) return reading;
    const answer = await link.ask(request);
    const after = answered(reader, reading, answer, wire.now());
    await keep(after.reading, after.page);
    reading = after.reading;
    if (reading.failure !== null) return reading;
  }
}
