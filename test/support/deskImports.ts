// Files of customers as an administrator sees them on the desk, in each state.
import {
  type Import,
  type ImportCheck,
  type ImportList,
  importCheckSchema,
  importListSchema,
  importSchema,
} from '#shared/protocol/imports';
import { afternoon, at, ulid } from './deskPeople.ts';
import { createDeskPrograms, type DeskPrograms } from './deskPrograms.ts';

const counts = { created: 1_204, updated: 0, skipped: 31, refused: 3, unreadNumbers: 2 };
const columns = [
  'Codice cliente',
  'Cognome',
  'Nome',
  'E-mail',
  'Cellulare',
  'Tel. ufficio',
  'Città',
  'Data di nascita',
  'Note interne',
];

export const importOf = (state: object, changed: object = {}): Import =>
  importSchema.parse({
    ...{
      id: ulid('F', 1),
      portfolioId: 'company',
      name: 'clienti-marzo.csv',
      byName: 'Sara Conti',
      at: at(afternoon - 3_600_000),
    },
    ...{ kind: 'csv', encoding: 'windows-1252', columns, bytes: 182_000, state },
    guess: {
      ...{ 'Codice cliente': 'code', Cognome: 'familyName', Nome: 'givenName', 'E-mail': 'email' },
      ...{ Cellulare: 'mobile', Città: 'city', 'Data di nascita': 'birthDate' },
    },
    ...changed,
  });

export const readyImport = (): Import => importOf({ kind: 'ready' });
export const runningImport = (): Import => importOf({ kind: 'running', counts, bytesDone: 76_000 });
export const doneImport = (): Import =>
  importOf({ kind: 'done', counts, endedAt: at(afternoon), undoUntil: at(afternoon + 30 * 86_400_000) });

export const checkedImport = (): ImportCheck =>
  importCheckSchema.parse({
    counts,
    rows: [
      {
        line: 2,
        code: 'CL-0077',
        kind: 'person',
        name: 'Zita Provini',
        email: null,
        numbers: ['+390000000771'],
        city: 'Lodi',
      },
      { line: 3, code: null, kind: 'person', name: 'Nino Provini', email: null, numbers: ['non ricorda'], city: null },
      {
        line: 4,
        code: 'CL-0079',
        kind: 'company',
        name: 'Officine Meccaniche Riunite della Bassa S.r.l.',
        email: null,
        numbers: ['+390000000774', '+390000000775'],
        city: 'Sant’Angelo Lodigiano',
      },
    ],
    refusals: [
      { line: 5, column: 'E-mail', why: 'notAnEmail', was: 'gino(a)esempio.it' },
      { line: 9, column: null, why: 'twice', was: 'CL-0077' },
      { line: 41, column: null, why: 'broken', was: '112;"Rossi;Via Corta' },
    ],
  });

const listOf = (...imports: Import[]): ImportList =>
  importListSchema.parse({
    imports,
    portfolios: [
      { id: 'company', client: { id: 'company', name: 'Aurora Servizi' } },
      { id: 'borea', client: { id: 'borea', name: 'Borea S.p.A.' } },
    ],
  });

/** An administrator's desk, with these files, the first of which is the one that is asked about. */
export function adminPrograms(...imports: Import[]): DeskPrograms {
  const programs = createDeskPrograms();
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.agent.role = 'admin';
  programs.answers.data.listImports = () => listOf(...imports);
  programs.answers.data.checkImport = () => checkedImport();
  programs.answers.data.runImport = () => runningImport();
  programs.answers.data.followImport = () => imports[0] ?? readyImport();
  return programs;
}
