// What was refused, as a table to be mended in a spreadsheet and brought in again: the row as it was, its line, and why.
import type { RefusalReason } from '#shared/protocol/imports';
import { csvBeginning, csvRow } from '../csvText.ts';

/** By language of whoever reads it. */
const reasons: Record<RefusalReason, { readonly it: string; readonly en: string }> = {
  broken: { it: 'riga non leggibile (virgolette o struttura)', en: 'cannot be read (quotes or structure)' },
  tooManyColumns: { it: 'più celle che colonne', en: 'more cells than columns' },
  missing: { it: 'manca', en: 'missing' },
  tooLong: { it: 'troppo lungo', en: 'too long' },
  notACode: { it: 'non è un codice cliente', en: 'not a customer code' },
  notAnEmail: { it: 'non è un indirizzo e-mail', en: 'not an e-mail address' },
  notADate: { it: 'non è una data', en: 'not a date' },
  notALanguage: { it: 'né italiano né inglese', en: 'neither Italian nor English' },
  tooManyNumbers: { it: 'più di 20 numeri', en: 'more than 20 numbers' },
  twice: { it: 'già presente più in alto nel file', en: 'already higher up in the file' },
  elsewhere: {
    it: 'codice di un cliente di un altro committente',
    en: 'the code of a customer of another client company',
  },
  restricted: {
    it: 'trattamento limitato: i dati si conservano, ma non si usano',
    en: 'restricted: may be kept, not used',
  },
};

interface Refused {
  readonly line: number;
  readonly column: string | null;
  readonly why: RefusalReason;
  readonly cells: Readonly<Record<string, string>>;
}

const headings = { it: ['Riga', 'Perché'], en: ['Line', 'Why'] } as const;

/** Several refusals of one row are one row. */
export function refusedAsCsv(columns: readonly string[], refused: readonly Refused[], language: 'it' | 'en'): string {
  const byLine = Map.groupBy(refused, ({ line }) => line);
  const rows = [...byLine.entries()].map(([line, all]) => {
    const why = all.map((one) => [one.column, reasons[one.why][language]].filter((part) => part !== null).join(': '));
    const cells = all[0]?.cells ?? {};
    return [String(line), why.join('; '), ...columns.map((column) => cells[column] ?? '')];
  });
  return csvBeginning + [[...headings[language], ...columns], ...rows].map(csvRow).join('');
}
