// Reports at the desk: made, written, sent for confirmation, signed or sent back by the rules that the backend goes by.
import type { ReportOutcome } from '#shared/contract/reports';
import { noWords, type ReportWords, reportRefusal, reportStepKinds } from '#shared/model/report';
import type { NewReport, Report, ReportHead, ReportStep } from '#shared/protocol/reports';
import { reportHeadSchema, reportSchema } from '#shared/protocol/reports';
import { figuresFor, figuresPrograms } from './deskFigures.ts';
import { afternoon, at, ulid } from './deskPeople.ts';
import type { DeskPrograms } from './deskPrograms.ts';

export const said: ReportWords = {
  volumes: 'Sopra la media del lunedì per il blocco delle bollette di ottobre.',
  faults: 'Portale clienti lento fra le 10:20 e le 11:05.',
  critical: '260 118 401: intervento confermato per domani alle 9.',
  staffing: 'Due assenze nel pomeriggio.',
  toDo: 'Richiamare entro le 10 chi ha chiesto la data del tecnico.',
};

const asked = { from: '2026-11-23', to: '2026-11-23', by: 'interval' } as const;

export const reportOf = (differing: Partial<Report> = {}): Report =>
  withMay(
    reportSchema.parse({
      ...{ id: ulid('K', 1), span: 'day', asked, state: 'draft', version: 1, signed: null, isReturned: false },
      ...{ madeBy: 'Sara Conti', by: 'Sara Conti', changedAt: at(afternoon), isOwn: true, returned: null },
      ...{ words: noWords, figures: figuresFor(asked), may: [] },
      ...differing,
    }),
  );

/** By a lead, who is among the authors where it is their own. */
function withMay(report: Report): Report {
  const { state, words, isOwn } = report;
  const standing = {
    state,
    authors: isOwn ? ['me'] : ['another'],
    hasWords: Object.values(words).some((text) => text !== ''),
  };
  const may = ([...reportStepKinds, 'write'] as const).filter(
    (kind) => reportRefusal(kind, standing, { id: 'me', role: 'lead' }) === null,
  );
  return { ...report, may };
}

/** The desk of a lead who finds these reports. */
export function reportPrograms(...reports: readonly Report[]): DeskPrograms {
  const programs = figuresPrograms();
  let there = [...reports];
  const keep = (next: Report): ReportOutcome => {
    const report = withMay({ ...next, version: next.version + 1 });
    there = [report, ...there.filter(({ id }) => id !== report.id)];
    return { kind: 'done', report };
  };
  const find = (id: string): Report => there.find((report) => report.id === id) ?? reportOf();
  const headOf = (report: Report): ReportHead => reportHeadSchema.parse(report);
  programs.answers.data.reports = () => ({ reports: there.map(headOf) });
  programs.answers.data.openReport = ({ id }: { id: string }) => ({ report: find(id), draft: null });
  programs.answers.data.makeReport = ({ span, asked: of }: Omit<NewReport, 'id'>) =>
    keep({ ...reportOf({ span, asked: of, figures: figuresFor(of) }), version: 0 });
  programs.answers.data.keepReportDraft = () => null;
  programs.answers.data.writeReport = ({ id, words }: { id: string; words: ReportWords }) =>
    keep({ ...find(id), words });
  programs.answers.data.stepReport = ({ id, step }: { id: string; step: ReportStep }) => {
    const report = find(id);
    if (step.kind === 'discard') return { kind: 'gone' };
    if (step.kind === 'confirm')
      return keep({ ...report, state: 'confirmed', signed: { by: 'Sara Conti', at: at(afternoon) } });
    if (step.kind === 'sendBack')
      return keep({ ...report, state: 'draft', returned: { by: 'Sara Conti', words: step.words } });
    return keep(step.kind === 'ask' ? { ...report, state: 'asked', returned: null } : report);
  };
  programs.answers.data.reportFile = () => new Uint8Array([37]);
  return programs;
}
