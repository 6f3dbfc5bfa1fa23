// Privacy, as whoever answers for it works with it, and a breach that anybody reports: handed on to the backend.
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import type { privacyMethods } from '#shared/contract/privacy';
import { ulidSchema } from '#shared/model/ids';
import { valueOrThrow } from './http/answer.ts';
import type { Backend } from './http/backend.ts';

type Methods = Pick<Implementation<typeof deskData>, keyof typeof privacyMethods>;

/** `reach`: throws while nobody is signed in. */
export function privacyOf(reach: () => Backend, newId: () => string): Methods {
  const id = () => ulidSchema.parse(newId());
  return {
    async reportBreach(draft, signal) {
      valueOrThrow(await reach().reportBreach(newId(), { id: id(), ...draft }, signal));
      return null;
    },
    async takePrivacyRequest(draft, signal) {
      valueOrThrow(await reach().takePrivacyRequest(newId(), { id: id(), ...draft }, signal));
      return null;
    },
    privacyOverview: async (_, signal) => valueOrThrow(await reach().privacyOverview(signal)),
    privacyPeople: async ({ text }, signal) => valueOrThrow(await reach().privacyPeople(text, signal)).people,
    privacyStep: async (step, signal) => valueOrThrow(await reach().privacyStep(newId(), step, signal)),
    erasureOutlook: async (asked, signal) => valueOrThrow(await reach().erasureOutlook(asked.id, signal)),
    copyOfData: async (asked, signal) => valueOrThrow(await reach().copyOfData(asked.id, asked.language, signal)),
    processingRecord: async (_, signal) => valueOrThrow(await reach().processingRecord(signal)),
    processingRecordFile: async ({ format, language }, signal) =>
      valueOrThrow(await reach().processingRecordFile(format, language, signal)),
  };
}
