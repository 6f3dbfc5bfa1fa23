// Privacy: what whoever answers for it can want, and the breach that anybody reports. A refusal is shown like any other, and answers null.
import type { Language } from '#shared/model/ids';
import type { AuditQuery, AuditQuestion } from '#shared/protocol/audit';
import type { Breach, BreachDraft, PrivacyRequest, PrivacyRequestDraft, PrivacyStep } from '#shared/protocol/privacy';
import type { Ask } from './ask.ts';
import type { Programs } from './connections.ts';

export function privacyIntents({ data, main }: Programs, ask: Ask) {
  /** Main asks where; the bytes go there without passing through here. */
  async function intoChosen(name: string, save: (ticket: string) => Promise<'saved' | 'left'>) {
    const ticket = await main.chooseFile({ name });
    return ticket === null ? 'notWanted' : save(ticket);
  }

  return {
    /** True: it is in the register. */
    reportBreach: (draft: Omit<BreachDraft, 'id'>) => ask(data.reportBreach(draft).then(() => true)),
    /** True: it is among the requests. */
    takePrivacyRequest: (draft: Omit<PrivacyRequestDraft, 'id'>) =>
      ask(data.takePrivacyRequest(draft).then(() => true)),
    readPrivacy: () => ask(data.privacyOverview(null)),
    findPeople: (text: string) => ask(data.privacyPeople({ text })),
    takeStep: (step: PrivacyStep) => ask(data.privacyStep(step)),
    readConsentEditions: () => ask(data.consentEditions(null)),
    erasureOutlook: (id: PrivacyRequest['id']) => ask(data.erasureOutlook({ id })),
    /** Resolves when the file is there, or nobody wants it. */
    saveCopy: (id: PrivacyRequest['id'], name: string, language: Language) =>
      ask(intoChosen(name, (ticket) => data.copyOfData({ id, language, ticket }))),
    leaveSaving: () => ask(data.leaveSaving(null)),
    saveBreachReport: (name: string, id: Breach['id'] | null, language: Language) =>
      ask(data.breachReportFile({ id, language }).then((bytes) => main.saveFile({ name, bytes }))),
    readAudit: (asked: AuditQuery) => ask(data.auditPage(asked)),
    proveAudit: () => ask(data.proveAudit(null)),
    /** As `saveCopy`. */
    saveAudit: (question: AuditQuestion & { readonly language: Language }, name: string) =>
      ask(intoChosen(name, (ticket) => data.saveAudit({ question, ticket }))),
    readRecord: () => ask(data.processingRecord(null)),
    saveRecord: (name: string, format: 'json' | 'pdf', language: Language) =>
      ask(data.processingRecordFile({ format, language }).then((bytes) => main.saveFile({ name, bytes }))),
  };
}
