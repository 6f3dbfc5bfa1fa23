// Reports: what a lead can want of them. What a rule refuses, or somebody else's step in the way, is said where it was wanted.
import type { ReportDraft } from '#shared/contract/reports';
import type { ReportWords } from '#shared/model/report';
import type { NewReport, ReportFile, ReportStep } from '#shared/protocol/reports';
import type { Ask } from './ask.ts';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';

/** `onStep`: others may wait for this lead's confirmation now. */
export function reportIntents({ data, main }: Programs, ask: Ask, onStep: () => void) {
  return {
    readReports: () => ask(data.reports(null)),
    makeReport: (wanted: Omit<NewReport, 'id'>) => ask(data.makeReport(wanted)),
    /** Null: the service is away. */
    openReport: (id: string) => had(data.openReport({ id })),
    /** True: it is on the disk. */
    keepReportDraft: (id: string, draft: ReportDraft | null) =>
      ask(data.keepReportDraft({ id, draft }).then(() => true)),
    writeReport: (id: string, version: number, words: ReportWords) => ask(data.writeReport({ id, version, words })),
    async stepReport(id: string, version: number, step: ReportStep) {
      const outcome = await ask(data.stepReport({ id, version, step }));
      onStep();
      return outcome;
    },
    /** Where the lead chooses. */
    saveReportFile: (id: string, name: string, file: ReportFile) =>
      ask(data.reportFile({ id, file }).then((bytes) => main.saveFile({ name, bytes }))),
  };
}
