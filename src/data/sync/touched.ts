// Whose cards are different now, as it is told on: by name as long as they are few.
import type { CustomerId } from '#shared/model/ids';

/** many: anybody's may be. A first load brings thousands in the time of a look at the screen, and few of them are shown anywhere. */
export type Touched = ReadonlySet<CustomerId> | 'many';

const mostByName = 200;

export const nobody: Touched = new Set();

export const touchedOf = (ids: ReadonlySet<CustomerId>): Touched => (ids.size > mostByName ? 'many' : ids);

export const isTouched = (touched: Touched, id: CustomerId): boolean => touched === 'many' || touched.has(id);

export const touchedBy = (one: Touched, other: Touched): Touched =>
  one === 'many' || other === 'many' ? 'many' : touchedOf(new Set([...one, ...other]));
