// Privacy, as whoever answers for it works with it, and a breach that anybody reports: handed on to the backend.

import type { z } from 'zod';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import type { privacyMethods } from '#shared/contract/privacy';
import { ulidSchema } from '#shared/model/ids';
import { valueOrThrow } from './http/answer.ts';
import type { Backend } from './http/backend.ts';
import type { SavedFiles } from './savedFiles.ts';

type Methods = Pick<Implementation<typeof deskData>, keyof typeof privacyMethods>;

/** `reach`: throws while nobody is signed in. */
export function privacyOf(
  reach: () => Backend,
  newId: () => string,
  savedFiles: Pick<SavedFiles, 'save' | 'leave'>,
): Methods {
  /** What may have arrived although no answer came is sent again as the same: nothing can be taken out of a register. */
  function sentAsOne<T, R>(
    send: (
      sent: T,
      ids: { readonly key: string; readonly id: z.infer<typeof ulidSchema> },
      signal: AbortSignal,
    ) => Promise<R>,
  ): (sent: T, signal: AbortSignal) => Promise<R> {
    let unanswered: { readonly text: string; readonly key: string; readonly id: z.infer<typeof ulidSchema> } | null =
      null;
    return async (sent, signal) => {
      const text = JSON.stringify(sent);
      if (unanswered?.text !== text) unanswered = { text, key: newId(), id: ulidSchema.parse(newId()) };
      const answer = await send(sent, unanswered, signal);
      unanswered = null;
      return answer;
    };
  }
  const reportBreach: Methods['reportBreach'] = sentAsOne(async (draft, { key, id }, signal) => {
    valueOrThrow(await reach().reportBreach(key, { id, ...draft }, signal));
    return null;
  });
  const takePrivacyRequest: Methods['takePrivacyRequest'] = sentAsOne(async (draft, { key, id }, signal) => {
    valueOrThrow(await reach().takePrivacyRequest(key, { id, ...draft }, signal));
    return null;
  });
  const privacyStep: Methods['privacyStep'] = sentAsOne(async (step, { key }, signal) =>
    valueOrThrow(await reach().privacyStep(key, step, signal)),
  );
  return {
    reportBreach,
    takePrivacyRequest,
    privacyOverview: async (_, signal) => valueOrThrow(await reach().privacyOverview(signal)),
    privacyPeople: async ({ text }, signal) => valueOrThrow(await reach().privacyPeople(text, signal)).people,
    privacyStep,
    consentEditions: async (_, signal) => valueOrThrow(await reach().consentEditions(signal)).texts,
    erasureOutlook: async (asked, signal) => valueOrThrow(await reach().erasureOutlook(asked.id, signal)),
    copyOfData({ id, language, ticket }, signal) {
      const backend = reach();
      const what = { kind: 'copy', id } as const;
      return savedFiles.save({ what, ticket }, (ending) => backend.copyOfData(id, language, ending), signal);
    },
    leaveSaving() {
      savedFiles.leave();
      return null;
    },
    breachReportFile: async ({ id, language }, signal) =>
      valueOrThrow(await reach().breachReportFile(id, language, signal)),
    processingRecord: async (_, signal) => valueOrThrow(await reach().processingRecord(signal)),
    processingRecordFile: async ({ format, language }, signal) =>
      valueOrThrow(await reach().processingRecordFile(format, language, signal)),
  };
}
