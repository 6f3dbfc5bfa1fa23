// Sizes of files as people read them: "840 kB", "1,2 MB", "4,9 GB".
import type { Language } from '#shared/model/ids';
import { localeOf } from './time.ts';

export function byteSize(bytes: number, language: Language): string {
  const [unit, value] =
    bytes < 1_000_000
      ? (['kilobyte', bytes / 1_000] as const)
      : bytes < 1_000_000_000
        ? (['megabyte', bytes / 1_000_000] as const)
        : (['gigabyte', bytes / 1_000_000_000] as const);
  return new Intl.NumberFormat(localeOf[language], {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && unit !== 'kilobyte' ? 1 : 0,
  }).format(unit === 'kilobyte' ? Math.max(1, value) : value);
}
