// What the desk may ask of reports. What was typed in one and the backend does not have yet is on the disk, by who typed it.
import { z } from 'zod';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { FailureError } from '#shared/contract/failure';
import { type ReportDraft, type ReportOutcome, reportDraftSchema, type reportMethods } from '#shared/contract/reports';
import { ulidSchema } from '#shared/model/ids';
import { type Report, reportRefusalSchema, reportSchema } from '#shared/protocol/reports';
import type { Files } from './db/files.ts';
import type { Work } from './db/work.ts';
import { type Answer, valueOrThrow } from './http/answer.ts';
import type { Backend } from './http/backend.ts';

interface ReportsDeps {
  readonly files: Files;
  readonly newId: () => string;
  /** Throws where nobody is. */
  readonly signedIn: () => { readonly agent: { readonly id: string } };
  /** Throws while the backend is away. */
  readonly reach: () => Backend;
}

const keptSchema = reportDraftSchema.extend({ agentId: z.string(), id: ulidSchema });
type Kept = Pick<Work, 'kept' | 'keep'>;

/** What does not read as one is nobody's any more. */
const all = (work: Kept) =>
  z
    .array(z.unknown())
    .catch([])
    .parse(work.kept('reportDrafts'))
    .flatMap((row) => keptSchema.safeParse(row).data ?? []);

function draftOf(work: Kept, agentId: string, id: string): ReportDraft | null {
  const kept = all(work).find((row) => row.agentId === agentId && row.id === id);
  return kept === undefined ? null : { words: kept.words, base: kept.base };
}

function keepDraft(work: Kept, agentId: string, id: string, draft: ReportDraft | null): void {
  const others = all(work).filter((row) => row.agentId !== agentId || row.id !== id);
  const rows = draft === null ? others : [...others, { agentId, id, ...draft }];
  work.keep('reportDrafts', rows.length === 0 ? null : rows);
}

/** What the rules refuse, or somebody else's step in the way, is data; anything else is thrown. */
function outcomeOf(answer: Answer<Report | null>): ReportOutcome {
  if (answer.kind === 'ok') return answer.value === null ? { kind: 'gone' } : { kind: 'done', report: answer.value };
  if (answer.kind === 'silent') throw new FailureError(answer.failure);
  const conflict = z.object({ current: reportSchema }).safeParse(answer.document);
  if (conflict.success) return { kind: 'conflict', report: conflict.data.current };
  const refusal = z.object({ reportRefusal: reportRefusalSchema }).safeParse(answer.document);
  if (!refusal.success) throw new FailureError(answer.failure);
  return { kind: 'refused', refusal: refusal.data.reportRefusal };
}

export function reportsOf(deps: ReportsDeps): Pick<Implementation<typeof deskData>, keyof typeof reportMethods> {
  const { files, newId, reach } = deps;
  const me = () => deps.signedIn().agent.id;
  /** What may have been made although no answer came is made again as the same. */
  const making = new Map<string, string>();
  return {
    reports: async (_, signal) => valueOrThrow(await reach().reports(signal)),
    async makeReport(wanted, signal) {
      const key = JSON.stringify(wanted);
      const id = making.get(key) ?? newId();
      making.set(key, id);
      const answer = await reach().makeReport({ id: ulidSchema.parse(id), ...wanted }, signal);
      if (answer.kind !== 'silent') making.delete(key);
      return outcomeOf(answer);
    },
    async openReport({ id }, signal) {
      const draft = files.readWork((work) => draftOf(work, me(), id));
      return { report: valueOrThrow(await reach().report(id, signal)), draft };
    },
    keepReportDraft({ id, draft }) {
      files.work((work) => keepDraft(work, me(), id, draft));
      return null;
    },
    writeReport: async ({ id, version, words }, signal) =>
      outcomeOf(await reach().writeReport(id, version, words, signal)),
    stepReport: async ({ id, version, step }, signal) => outcomeOf(await reach().stepReport(id, version, step, signal)),
    reportFile: async ({ id, file }, signal) => valueOrThrow(await reach().reportFile(id, file, signal)),
  };
}
