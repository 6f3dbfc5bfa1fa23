// Reports: made, written, looked at by somebody else, signed. Whether something may be done with one is said by shared/model/report.ts.
import {
  isSameWords,
  noWords,
  type ReportRefusal,
  type ReportStepKind,
  type ReportWords,
  reportParts,
  reportRefusal,
  reportStepKinds,
} from '#shared/model/report';
import type { Figures, FiguresQuery } from '#shared/protocol/figures';
import {
  type NewReport,
  type Report,
  type ReportHead,
  type ReportStep,
  reportHeadSchema,
  reportSchema,
} from '#shared/protocol/reports';
import type { Agent } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import type { AgentViewer, Seen } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { invalidField, ProblemError } from '../problems.ts';
import {
  addReport,
  changeReport,
  findReport,
  type KeptReport,
  listReports,
  removeReport,
} from '../repositories/reports.ts';

export interface Reporting {
  readonly tx: Seen;
  readonly deps: Pick<ServerDeps, 'clock'>;
  readonly agent: Agent;
  readonly viewer: AgentViewer;
}

const standingOf = ({ state, authors, words }: Pick<KeptReport, 'state' | 'authors' | 'words'>) => ({
  ...{ state, authors },
  hasWords: reportParts.some((part) => words[part].trim() !== ''),
});

function toHead(report: Omit<KeptReport, 'figures'>, { agent }: Pick<Reporting, 'agent'>): ReportHead {
  const { id, span, asked, state, version, madeBy, by, changedAt, signed, returned } = report;
  return reportHeadSchema.parse({
    ...{ id, span, asked, state, version, madeBy, by, changedAt: changedAt.toISOString() },
    signed: signed === null ? null : { by: signed.by, at: signed.at.toISOString() },
    isOwn: report.authors.includes(agent.id),
    isReturned: returned !== null,
  });
}

const doings = [...reportStepKinds, 'write'] as const;

/** As it is given out. */
export function toTold({ agent }: Pick<Reporting, 'agent'>, report: KeptReport): Report {
  const { words, figures, returned } = report;
  return reportSchema.parse({
    ...toHead(report, { agent }),
    ...{ words, figures, returned },
    may: doings.filter((kind) => reportRefusal(kind, standingOf(report), agent) === null),
  });
}

export const reportsSeen = async (reporting: Reporting): Promise<ReportHead[]> =>
  (await listReports(reporting.tx)).map((report) => toHead(report, reporting));

/** Throws ProblemError `not-found`. */
export async function knownReport({ tx }: Reporting, id: string, { lock = false } = {}): Promise<KeptReport> {
  const report = await findReport(tx, id, { lock });
  if (report === null) throw new ProblemError('not-found');
  return report;
}

/** Periods that a report of that span can be of: one day, seven from a Monday, a whole month. Throws `invalid-request`. */
export function refuseSpan({ span, asked: { from, to } }: Pick<NewReport, 'span' | 'asked'>): void {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  const isMonday = new Date(from).getUTCDay() === 1;
  const next = new Date(Date.parse(to) + 86_400_000).toISOString().slice(0, 10);
  const isMonth = from.endsWith('-01') && next.endsWith('-01') && days <= 31;
  const fits = { day: days === 1, week: days === 7 && isMonday, month: isMonth };
  if (!fits[span]) throw invalidField('asked.to', `not the end of one ${span}`);
}

/** What customers have written stays where it is forgotten with them: a report keeps counts alone. */
const countsOf = (figures: Figures): Figures => ({ ...figures, comments: [] });

/** Of the figures that were counted for it. Made again under its id it is answered as it stands. */
export async function makeReport(
  reporting: Reporting,
  { id, span, asked }: NewReport,
  figures: KeptReport['figures'],
): Promise<KeptReport> {
  const { tx, agent, viewer, deps } = reporting;
  const at = deps.clock();
  const isNew = await addReport(
    tx,
    { id, span, asked, figures: countsOf(figures), words: noWords },
    { portfolios: viewer.portfolios, by: agent, at },
  );
  if (isNew) await onRecord(reporting, id, 'make');
  return knownReport(reporting, id);
}

const onRecord = ({ tx, agent, deps }: Reporting, id: string, step: ReportStepKind | 'make' | 'write') =>
  audit(tx, { by: agent, at: deps.clock(), action: 'reportStepped', subject: null, detail: { report: id, step } });

const refused = (refusal: ReportRefusal) => new ProblemError('cannot-act', { extension: { reportRefusal: refusal } });

function refuse(reporting: Reporting, report: KeptReport, kind: ReportStepKind | 'write', version: number): void {
  const refusal = reportRefusal(kind, standingOf(report), reporting.agent);
  if (refusal !== null) throw refused(refusal);
  if (report.version !== version)
    throw new ProblemError('version-conflict', { extension: { current: toTold(reporting, report) } });
}

/** Throws `version-conflict` with the report as it stands where somebody else has written on it, `cannot-act` where nobody writes on any more. */
export async function writeReport(
  reporting: Reporting,
  id: string,
  version: number,
  words: ReportWords,
): Promise<KeptReport> {
  const { tx, agent, deps } = reporting;
  const report = await knownReport(reporting, id, { lock: true });
  // Sent again, since the answer was lost.
  if (isSameWords(report.words, words) && report.authors.at(-1) === agent.id) return report;
  refuse(reporting, report, 'write', version);
  const isFirstOfHand = report.authors.at(-1) !== agent.id;
  await changeReport(tx, report, { words }, { at: deps.clock(), by: agent });
  if (isFirstOfHand) await onRecord(reporting, id, 'write');
  return knownReport(reporting, id);
}

/** Whose figures are counted anew: with the eyes of who asks, which have to see all that the report holds. */
export async function recountable(reporting: Reporting, id: string, version: number): Promise<FiguresQuery> {
  const report = await knownReport(reporting, id);
  refuse(reporting, report, 'recount', version);
  return report.asked;
}

/** @param figures counted for `recount`. Null: it was thrown away. */
export async function stepReport(
  reporting: Reporting,
  id: string,
  { version, step, figures }: { readonly version: number; readonly step: ReportStep; readonly figures?: Figures },
): Promise<KeptReport | null> {
  const { tx, agent, viewer, deps } = reporting;
  const report = await knownReport(reporting, id, { lock: true });
  // Sent again, since the answer was lost.
  if (step.kind === 'ask' && report.state === 'asked' && report.version === version + 1) return report;
  if (step.kind === 'confirm' && report.signed?.by === agent.name && report.version === version + 1) return report;
  refuse(reporting, report, step.kind, version);
  const at = deps.clock();
  switch (step.kind) {
    case 'ask':
      await changeReport(tx, report, { state: 'asked', returned: null }, { at });
      break;
    case 'confirm':
      await changeReport(tx, report, { state: 'confirmed', signed: { by: agent.name, at } }, { at });
      break;
    case 'sendBack':
      await changeReport(tx, report, { state: 'draft', returned: { by: agent.name, words: step.words } }, { at });
      break;
    case 'recount':
      if (figures === undefined) throw new Error('what is counted anew is handed over');
      await changeReport(tx, report, { figures: countsOf(figures), portfolios: viewer.portfolios }, { at, by: agent });
      break;
    case 'discard':
      await removeReport(tx, id);
      break;
  }
  await onRecord(reporting, id, step.kind);
  return step.kind === 'discard' ? null : knownReport(reporting, id);
}
