// A report for a spreadsheet: what it is and who signed, the lead's words, and its figures as the page's table has them.
import type { Language } from '#shared/model/ids';
import type { Report } from '#shared/protocol/reports';
import { csvBeginning, csvRow } from '../csvText.ts';
import { figuresTable } from '../figures/table.ts';
import type { Sheet } from './sheet.ts';

export function reportTable({ figures, asked }: Report, sheet: Sheet, language: Language): string {
  const { title, period, about, state, notes, signing, reasons, complaints, lists } = sheet;
  const facts = [...reasons.facts, ...complaints.facts, ...lists.flatMap((list) => list.facts)];
  const rows = [
    [title, period],
    [about],
    [state],
    [signing.prepared, signing.by],
    ...(signing.signed === null ? [] : [[signing.confirmed, signing.signed]]),
    ...notes.parts.map(({ name, text }) => [name, text]),
    [],
    ...facts.map(({ name, value }) => [name, value]),
    ...(complaints.causes?.table.rows ?? []).map((row) => [complaints.causes?.title ?? '', ...row]),
    [],
  ];
  return csvBeginning + rows.map(csvRow).join('') + figuresTable(figures, asked, language).replace(csvBeginning, '');
}
