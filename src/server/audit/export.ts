// The audit log, or what was asked of it, as a table for a spreadsheet: page by page, so that years of it are never in memory.
import { csvBeginning, csvRow } from '../csvText.ts';
import type { Db } from '../db/db.ts';
import { house, seenBy } from '../db/seenBy.ts';
import { type AuditFilter, findEntries } from '../repositories/audit.ts';
import { namesIn } from './names.ts';

const headings = {
  it: [
    'Voce',
    'Quando (UTC)',
    'Chi',
    'Codice di chi',
    'Ruolo',
    'Azione',
    'Su che cosa',
    'Di chi',
    'Dettagli',
    'Motivo',
  ],
  en: ['Entry', 'When (UTC)', 'Who', 'Id of who', 'Role', 'Action', 'About', 'Whose', 'Details', 'Reason'],
} as const;
/** The place in the chain and its hash: the same in both languages. */
const chainHeadings = ['seq', 'hash'];

const atOnce = 1_000;

/** Newest first. What is written while it is read is not in it. */
export async function* auditTable(db: Db, filter: AuditFilter, language: 'it' | 'en'): AsyncGenerator<string> {
  yield csvBeginning + csvRow([...headings[language], ...chainHeadings]);
  for (let before = filter.before; ; ) {
    const reached = before;
    const { entries, agents } = await seenBy(
      db.query,
      house,
      async (tx) => {
        const found = await findEntries(tx, { ...filter, before: reached }, atOnce);
        return { entries: found, agents: (await namesIn(tx, found)).agents };
      },
      { readOnly: true },
    );
    const names = new Map(agents.map(({ id, name }) => [id, name]));
    const rows = entries.map(({ id, at, actor, role, action, subjectKind, subjects, detail, reason, seq, hash }) =>
      csvRow([
        ...[id, at.toISOString(), actor === null ? '' : (names.get(actor) ?? ''), actor ?? '', role ?? '', action],
        ...[subjectKind ?? '', subjects.join(' '), JSON.stringify(detail), reason ?? '', seq ?? '', hash ?? ''],
      ]),
    );
    yield rows.join('');
    const last = entries.at(-1);
    if (last === undefined || entries.length < atOnce) return;
    before = last.id;
  }
}
