// What a customer has said here about the use of their data and the backend has not heard yet.
import { type ConsentDraft, consentDraftSchema } from '#shared/protocol/consents';
import type { Files } from '../db/files.ts';

/** In order. What cannot be read is dealt with when it is sent. */
export const unsentWords = (files: Files, agentId: string, customerId: string): ConsentDraft[] =>
  files
    .readWork(({ outbox }) => outbox.wordsOf(agentId, customerId))
    .map(({ body }) => consentDraftSchema.safeParse(body))
    .flatMap((said) => (said.success ? [said.data] : []));
