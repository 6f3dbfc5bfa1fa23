// Sizes of files as people read them: "840 kB", "1,2 MB".
import type { Language } from '#shared/model/ids';
import { localeOf } from './time.ts';

export function byteSize(bytes: number, language: Language): string {
  const [unit, value] =
    bytes < 1_000_000 ? (['kilobyte', bytes / 1_000] as const) : (['megabyte', bytes / 1_000_000] as const);
  return new Intl.NumberFormat(localeOf[language], {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && unit === 'megabyte' ? 1 : 0,
  }).format(unit === 'kilobyte' ? Math.max(1, value) : value);
}
