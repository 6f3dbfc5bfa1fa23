// One entry to the backend, and what its answer means for the entry.

import { z } from 'zod';
import type { Failure } from '#shared/contract/failure';
import { type Refusal, refusalSchema } from '#shared/model/caseActs';
import { type Customer, customerSchema, type Note, noteSchema } from '#shared/model/customer';
import { customerIdSchema, type NoteId, noteIdSchema } from '#shared/model/ids';
import { articleGapSchema } from '#shared/protocol/articles';
import { viewsSchema } from '#shared/protocol/audit';
import { type ActDraft, actDraftSchema } from '#shared/protocol/cases';
import { consentDraftSchema } from '#shared/protocol/consents';
import { notTakenSchema } from '#shared/protocol/history';
import { customerPatchSchema, handoverRequestSchema, interactionReportSchema } from '#shared/protocol/interactions';
import type { Entry } from '../db/outboxTable.ts';
import { type Answer, silent } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import { type NoteWish, noteWishSchema } from './noteWish.ts';

/** The row as somebody else has left it. */
export type Remote = { readonly of: 'customer'; readonly row: Customer } | { readonly of: 'note'; readonly row: Note };

export type Sent =
  /** `customer`: the row as it is now, where the entry has changed it. `version` null: what it changed lies out of sight. */
  | { readonly kind: 'accepted'; readonly version: number | null; readonly customer: Customer | null }
  /** Somebody was faster. `remote` is what they left, or with whom the customer was made one; null where the backend does not say. */
  | { readonly kind: 'conflict'; readonly remote: Remote | null; readonly failure: Failure }
  /** It will never be taken as it is. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'later'; readonly failure: Failure }
  /** Nobody is signed in any more: everything waits. */
  | { readonly kind: 'signIn' };

/** Parses what the disk gave before it leaves the house. */
export async function sendEntry(backend: Backend, entry: Entry, signal: AbortSignal): Promise<Sent> {
  switch (entry.kind) {
    case 'interaction': {
      const report = interactionReportSchema.safeParse(entry.body);
      if (!report.success) return unreadable;
      return sentOf(await backend.sendInteraction(entry.id, report.data, signal), (accepted) => accepted.version);
    }
    case 'handover': {
      const request = handoverRequestSchema.safeParse(entry.body);
      if (!request.success) return unreadable;
      return sentOf(await backend.sendHandover(entry.id, request.data, signal), (accepted) => accepted.version);
    }
    case 'views': {
      const views = viewsSchema.safeParse(entry.body);
      if (!views.success) return unreadable;
      return sentOf(await backend.sendViews(entry.id, views.data, signal), () => 0);
    }
    case 'gap': {
      const gap = articleGapSchema.safeParse(entry.body);
      if (!gap.success) return unreadable;
      return sentOf(await backend.sendGap(entry.id, gap.data, signal), () => 0);
    }
    case 'notTaken': {
      const kept = notTakenSchema.safeParse(entry.body);
      const id = customerIdSchema.safeParse(entry.target);
      if (!kept.success || !id.success) return unreadable;
      return sentOf(await backend.sendNotTaken(entry.id, id.data, kept.data, signal), (accepted) => accepted.version);
    }
    case 'note': {
      const wish = noteWishSchema.safeParse(entry.body);
      const id = noteIdSchema.safeParse(entry.target);
      if (!wish.success || !id.success) return unreadable;
      return sendNote(backend, entry, id.data, wish.data, signal);
    }
    case 'consent': {
      const said = consentDraftSchema.safeParse(entry.body);
      if (!said.success) return unreadable;
      const answer = await backend.sendConsent(entry.id, said.data, signal);
      const sent = sentOf(answer, () => 0);
      return sent.kind === 'accepted' && answer.kind === 'ok' ? { ...sent, customer: answer.value.customer } : sent;
    }
    case 'caseAct': {
      const draft = actDraftSchema.safeParse(entry.body);
      if (!draft.success) return unreadable;
      return sendAct(backend, entry.target, draft.data, signal);
    }
    case 'customerPatch': {
      const parsed = z
        .object({ id: customerIdSchema, version: z.number(), patch: customerPatchSchema })
        .safeParse({ id: entry.target, version: entry.baseVersion, patch: entry.body });
      if (!parsed.success) return unreadable;
      const { id, version, patch } = parsed.data;
      const answer = await backend.sendPatch(entry.id, id, version, patch, signal);
      const sent = sentOf(answer, (row) => row.version);
      return sent.kind === 'accepted' && answer.kind === 'ok' ? { ...sent, customer: answer.value } : sent;
    }
  }
}

/** Its id makes a second sending harmless. */
async function sendAct(backend: Backend, caseId: string, draft: ActDraft, signal: AbortSignal): Promise<Sent> {
  const answer = await backend.actOnCase(caseId, draft, signal);
  const sent = sentOf(answer, (acted) => acted.case?.version ?? null);
  if (sent.kind !== 'refused' || answer.kind !== 'refused') return sent;
  const why = z.object({ refusal: refusalSchema }).safeParse(answer.document);
  return why.success ? { ...sent, failure: { ...sent.failure, code: refusalCodes[why.data.refusal.why] } } : sent;
}

const refusalCodes = {
  notNow: 'case.notNow',
  notYours: 'case.notYours',
  aboutYou: 'case.notYours',
  lacking: 'case.lacking',
  needsConfirmation: 'case.needsConfirmation',
  ownWork: 'case.ownWork',
  tooLate: 'case.tooLate',
} as const satisfies Record<Refusal['why'], Failure['code']>;

async function sendNote(
  backend: Backend,
  { id: key, baseVersion }: Entry,
  id: NoteId,
  { customerId, text, at }: NoteWish,
  signal: AbortSignal,
): Promise<Sent> {
  if (baseVersion === null) {
    if (text === null) return unreadable;
    return sentOf(await backend.sendNote(key, { id, customerId, text, at }, signal), ({ version }) => version);
  }
  if (text !== null)
    return sentOf(await backend.changeNote(key, id, baseVersion, { text, at }, signal), ({ version }) => version);
  const answer = await backend.removeNote(key, id, baseVersion, at, signal);
  // Gone already.
  if (answer.kind === 'refused' && answer.problem === 'not-found')
    return { kind: 'accepted', version: baseVersion + 1, customer: null };
  return sentOf(answer, ({ version }) => version);
}

const unreadable: Sent = {
  kind: 'refused',
  failure: { code: 'files.damaged', origin: 'data', message: 'the entry on the disk does not fit its schema' },
};

function sentOf<T>(answer: Answer<T>, version: (value: T) => number | null): Sent {
  if (answer.kind === 'ok') return { kind: 'accepted', version: version(answer.value), customer: null };
  if (answer.kind === 'silent') return { kind: 'later', failure: answer.failure };
  const { status, problem, failure } = answer;
  if (status === 401) return { kind: 'signIn' };
  if (problem === null && status < 500) {
    // Not our backend's words: a proxy or a captive portal stands in between.
    return { kind: 'later', failure: silent('backend.unreachable', failure.message).failure };
  }
  if (problem === 'version-conflict' || problem === 'merged-away')
    return { kind: 'conflict', remote: currentIn(answer.document), failure };
  const again = problem === 'still-running' || status === 408 || status === 425 || status === 429 || status >= 500;
  return again ? { kind: 'later', failure } : { kind: 'refused', failure };
}

/** A version conflict brings the row as it is now. */
function currentIn(document: unknown): Remote | null {
  const customer = z.object({ current: customerSchema }).safeParse(document);
  if (customer.success) return { of: 'customer', row: customer.data.current };
  const note = z.object({ current: noteSchema }).safeParse(document);
  return note.success ? { of: 'note', row: note.data.current } : null;
}
