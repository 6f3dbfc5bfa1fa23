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
  for (const [index, item] of items.entries()) {
    const month = format.format(new Date(placeOf(item).at));
    const last = chunks.at(-1);
    if (last !== undefined && last.month === month && last.items.length < most) last.items.push(item);
    else {
      const isFirst = last?.month !== month;
      const nth = isFirst ? 0 : chunks.filter((chunk) => chunk.month === month).length;
      chunks.push({ key: `${month} ${nth}`, month, isFirst, from: index, items: [item] });
    }
  }
  return chunks;
}
