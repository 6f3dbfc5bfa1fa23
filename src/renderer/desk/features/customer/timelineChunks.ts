// A timeline cut into pieces that are drawn, or left out, as one: by months, and long months by so many.
import type { ShownItem } from '#shared/contract/timeline';
import type { Language } from '#shared/model/ids';
import { placeOf } from '#shared/protocol/timeline';
import { localeOf } from '../../ui/time.ts';

export interface Chunk {
  /** The same for the same place in the timeline. */
  readonly key: string;
  /** "novembre 2026". */
  readonly month: string;
  /** The first of its month. */
  readonly isFirst: boolean;
  /** How many items stand before it. */
  readonly from: number;
  readonly items: readonly ShownItem[];
}

const most = 50;

export function chunksOf(items: readonly ShownItem[], language: Language): Chunk[] {
  const format = new Intl.DateTimeFormat(localeOf[language], { month: 'long', year: 'numeric' });
  const chunks: { key: string; month: string; isFirst: boolean; from: number; items: ShownItem[] }[] = [];
  let month = -1;
  let nth = 0;
  for (const [index, item] of items.entries()) {
    const at = new Date(placeOf(item).at);
    const itsMonth = at.getFullYear() * 12 + at.getMonth();
    const isFirst = itsMonth !== month;
    const last = chunks.at(-1);
    if (!isFirst && last !== undefined && last.items.length < most) {
      last.items.push(item);
      continue;
    }
    nth = isFirst ? 0 : nth + 1;
    month = itsMonth;
    // To be written out once for each month: it takes long.
    const words = isFirst || last === undefined ? format.format(at) : last.month;
    chunks.push({ key: `${month} ${nth}`, month: words, isFirst, from: index, items: [item] });
  }
  return chunks;
}
