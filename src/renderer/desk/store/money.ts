// Sums in euros as people write them, and cents as they are reckoned with. Pure.
import type { Language } from '#shared/model/ids';

const most = 100_000_000;

/** "40", "40,50", "1.240,00 €", "1,240.00": in cents; nothing written is nothing. Null: it is no sum of money. */
export function centsOf(typed: string): number | null {
  const bare = typed.replace(/[\s€\u00a0]/g, '');
  if (bare === '') return 0;
  const parts = /^(\d+(?:[.,]\d{3})*)(?:[.,](\d{1,2}))?$/.exec(bare);
  if (parts === null) return null;
  const cents = Number((parts[1] ?? '').replace(/[.,]/g, '')) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return cents <= most ? cents : null;
}

/** As it would be typed: "40,50". */
export const eurosOf = (cents: number): string => (cents / 100).toFixed(2).replace('.', ',');

export const moneyWords = (cents: number, language: Language): string =>
  new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100);
