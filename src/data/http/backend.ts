// What the backend offers, call by call: addresses and shapes are here and nowhere else.
import { z } from 'zod';
import type { ToCall } from '#shared/contract/deskData';
import type { WhichList } from '#shared/contract/lists';
import type { Wanted } from '#shared/contract/timeline';
import { type ArticleContent, articleSchema } from '#shared/model/article';
import { customerSchema, noteSchema } from '#shared/model/customer';
import type { HelpManner } from '#shared/model/helpManner';
import type { CustomerId, InteractionId, Language, NoteId, PortfolioId, QueueId } from '#shared/model/ids';
import type { Written } from '#shared/model/letters';
import type { KeptChoices } from '#shared/model/preferences';
import type { ReportWords } from '#shared/model/report';
import {
  type AccountPatch,
  accountListSchema,
  accountSchema,
  madePasswordSchema,
  type NewAccount,
} from '#shared/protocol/accounts';
import { type AgentState, agentStateAnswerSchema } from '#shared/protocol/agentState';
import {
  type ArticleGap,
  type ArticleManifest,
  articleGapsSchema,
  articleManifestSchema,
} from '#shared/protocol/articles';
import { attachmentStandingSchema, type NewAttachment } from '#shared/protocol/attachments';
import {
  type AuditQuery,
  type AuditQuestion,
  auditPageSchema,
  auditProofSchema,
  type Views,
} from '#shared/protocol/audit';
import { boardSchema } from '#shared/protocol/board';
import { callbackListSchema } from '#shared/protocol/callbacks';
import { type ActDraft, actedSchema, numbersGivenSchema, wholeCaseSchema } from '#shared/protocol/cases';
import {
  chatListSchema,
  chatThreadSchema,
  messageSchema,
  type NewChatFile,
  type NewMessage,
  type PassChat,
} from '#shared/protocol/chat';
import {
  connectorChangedSchema,
  connectorListSchema,
  connectorRemovedSchema,
  connectorReportSchema,
  connectorSchema,
  connectorSignInSchema,
  connectorTrialSchema,
  type NewConnector,
} from '#shared/protocol/connectors';
import { type ConsentDraft, consentHistorySchema, consentTakenSchema } from '#shared/protocol/consents';
import { type FiguresQuery, figuresSchema } from '#shared/protocol/figures';
import { helpListSchema } from '#shared/protocol/help';
import { historyPageSchema, type NotTaken } from '#shared/protocol/history';
import {
  type Import,
  type ImportOptions,
  importCheckSchema,
  importListSchema,
  importSchema,
} from '#shared/protocol/imports';
import {
  acceptedSchema,
  type CustomerPatch,
  customerListSchema,
  type HandoverRequest,
  handoverSchema,
  type InteractionReport,
} from '#shared/protocol/interactions';
import {
  caseLettersSchema,
  type LetterAsked,
  type LetterSending,
  letterSchema,
  type NewLetter,
} from '#shared/protocol/letters';
import type { Listening } from '#shared/protocol/listening';
import { listEditionsSchema, listHeadsSchema, listSchema, listsSchema } from '#shared/protocol/lists';
import { lostCallListSchema } from '#shared/protocol/lostCalls';
import {
  duplicatesSchema,
  type Merge,
  mergedSchema,
  openPairsSchema,
  type Pair,
  unmergedSchema,
} from '#shared/protocol/merges';
import type { NoteChange, NoteDraft } from '#shared/protocol/notes';
import { agentPreferencesSchema } from '#shared/protocol/preferences';
import {
  type BreachDraft,
  consentEditionsSchema,
  erasureOutlookSchema,
  type PrivacyRequestDraft,
  type PrivacyStep,
  privacyOverviewSchema,
  privacyPeopleSchema,
  privacyStepAnswerSchema,
  processingRecordSchema,
} from '#shared/protocol/privacy';
import {
  type NewReport,
  type ReportFile,
  type ReportStep,
  reportListSchema,
  reportSchema,
} from '#shared/protocol/reports';
import { type Credentials, sessionSchema } from '#shared/protocol/sessions';
import {
  type BrowserCode,
  browserSignInBegunSchema,
  type browserSignInSchema,
  signInWaysSchema,
} from '#shared/protocol/signIn';
import { digestsSchema, manifestSchema } from '#shared/protocol/sync';
import { timelinePageSchema } from '#shared/protocol/timeline';
import type { CalledOutcome } from '#shared/protocol/toCall';
import { healthSchema } from '#shared/protocol/version';
import { workstationSchema } from '#shared/protocol/workstation';
import type { Client } from './client.ts';

const listAt = ({ code, clientId }: WhichList, what = '') => ({
  path: `v1/lists/${code}${what}`,
  ...(clientId !== null && { query: { client: clientId } }),
});

/** What needs no session. */
export const createDoor = (client: Client) => ({
  health: () => client.ask({ method: 'GET', path: 'v1/health', reply: healthSchema, deadlineMs: 6_000 }),
  ways: () => client.ask({ method: 'GET', path: 'v1/sign-in', reply: signInWaysSchema, deadlineMs: 6_000 }),
  signIn: (credentials: Credentials) =>
    client.ask({ method: 'POST', path: 'v1/sessions', body: credentials, reply: sessionSchema }),
  beginInBrowser: (asked: z.infer<typeof browserSignInSchema>) =>
    client.ask({ method: 'POST', path: 'v1/sign-in/oidc', body: asked, reply: browserSignInBegunSchema }),
  finishInBrowser: (brought: BrowserCode) =>
    client.ask({ method: 'POST', path: 'v1/sessions/oidc', body: brought, reply: sessionSchema }),
  refresh: (refreshToken: string) =>
    client.ask({ method: 'POST', path: 'v1/sessions/refresh', body: { refreshToken }, reply: sessionSchema }),
});

export type Door = ReturnType<typeof createDoor>;

export const createBackend = (client: Client) => ({
  signOut: () => client.ask({ method: 'DELETE', path: 'v1/sessions', reply: null, deadlineMs: 3_000 }),
  workstation: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/workstation', reply: workstationSchema, signal }),

  listHeads: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/lists/heads', reply: listHeadsSchema, signal }),
  list: (which: WhichList, signal: AbortSignal) =>
    client.ask({ method: 'GET', ...listAt(which), reply: listSchema, signal }),
  writeList: (which: WhichList, version: number, body: unknown, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'PUT', ...listAt(which), body: { body }, reply: listSchema, signal },
      headers: { 'if-match': `"${version}"` },
    }),
  resetList: (which: WhichList, version: number, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'POST', ...listAt(which, '/reset'), reply: listSchema, signal },
      headers: { 'if-match': `"${version}"` },
    }),
  listEditions: (which: WhichList, signal: AbortSignal) =>
    client.ask({ method: 'GET', ...listAt(which, '/editions'), reply: listEditionsSchema, signal }),

  preferences: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/agents/me/preferences', reply: agentPreferencesSchema, signal }),
  keepPreferences: (choices: KeptChoices, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'PUT', path: 'v1/agents/me/preferences', body: { choices } },
      ...{ reply: agentPreferencesSchema, signal },
    }),

  /** `known`: the mark of the lists that are here; null: there are none. */
  lists: (known: string | null, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: 'v1/lists',
      ...(known !== null && { query: { known } }),
      reply: listsSchema,
      signal,
    }),
  /** `known`: the mark of the list that is here. */
  articles: (known: string | null, signal: AbortSignal) =>
    client.ask<ArticleManifest | 'unchanged'>({
      method: 'GET',
      path: 'v1/articles',
      ...(known !== null && { headers: { 'if-none-match': `"${known}"` } }),
      reply: articleManifestSchema,
      unchanged: 'unchanged',
      signal,
    }),
  /** JSON, `articleBodiesSchema`: read where it is written to the disk. */
  articleBodies: (ids: readonly string[], signal: AbortSignal) =>
    client.bytes({ path: 'v1/articles/bodies', query: { ids: ids.join(',') }, deadlineMs: 60_000, signal }),
  saveArticle: (id: string, edition: number, content: ArticleContent, signal: AbortSignal) =>
    client.ask({
      method: 'PUT',
      path: `v1/articles/${id}`,
      headers: { 'if-match': `"${edition}"` },
      body: content,
      reply: articleSchema,
      signal,
    }),
  articleGaps: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/article-gaps', reply: articleGapsSchema, signal }),
  sendGap: (key: string, gap: ArticleGap, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/article-gaps',
      headers: { 'idempotency-key': key },
      body: gap,
      reply: z.object({}),
      signal,
    }),

  /** `cursor`: where the rows reach that are there already. `portfolios`: the segments of these alone. */
  manifest: (
    { cursor, portfolios }: { readonly cursor: string | null; readonly portfolios: readonly PortfolioId[] | null },
    signal: AbortSignal,
  ) =>
    client.ask({
      method: 'GET',
      path: 'v1/sync/manifest',
      query: { ...(cursor !== null && { cursor }), ...(portfolios !== null && { portfolios: portfolios.join(',') }) },
      reply: manifestSchema,
      deadlineMs: 120_000,
      signal,
    }),
  /** The bytes from one on, as long as they are those of the tag; else from the first. */
  segment: (
    { generation, number }: { readonly generation: string; readonly number: number },
    reached: { readonly from: number; readonly etag: string } | null,
    signal: AbortSignal,
  ) =>
    client.stream({
      method: 'GET',
      path: `v1/sync/segments/${generation}/${number}`,
      headers: {
        accept: 'application/vnd.cornetta.segment, application/problem+json',
        ...(reached !== null && { range: `bytes=${reached.from}-`, 'if-range': reached.etag }),
      },
      signal,
    }),
  /** JSON, `changesPageSchema`: read where it is written to the disk. */
  changes: (cursor: string, limit: number, signal: AbortSignal) =>
    client.bytes({ path: 'v1/sync/changes', query: { cursor, limit: String(limit) }, signal }),
  /** What the rows come to that whoever reached the cursor has. */
  digests: (cursor: string, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: 'v1/sync/digests',
      query: { cursor },
      reply: digestsSchema,
      deadlineMs: 30_000,
      signal,
    }),
  /** All rows of a bucket, in blocks. */
  bucket: ({ portfolio, bucket }: { readonly portfolio: PortfolioId; readonly bucket: number }, signal: AbortSignal) =>
    client.bytes({
      path: `v1/sync/buckets/${portfolio}/${bucket}`,
      headers: { accept: 'application/vnd.cornetta.segment, application/problem+json' },
      deadlineMs: 60_000,
      signal,
    }),
  events: (lastEventId: string | null, signal: AbortSignal) =>
    client.stream({
      method: 'GET',
      path: 'v1/sync/events',
      headers: { accept: 'text/event-stream', ...(lastEventId !== null && { 'last-event-id': lastEventId }) },
      signal,
    }),

  customersByPhone: (phone: string) =>
    client.ask({ method: 'GET', path: 'v1/customers', query: { phone }, reply: customerListSchema, deadlineMs: 8_000 }),
  handover: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path: `v1/handovers/${id}`, reply: handoverSchema, deadlineMs: 5_000, signal }),

  sendInteraction: (key: string, report: InteractionReport, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/interactions',
      body: report,
      headers: keyed(key),
      reply: acceptedSchema,
      signal,
    }),
  sendHandover: (key: string, request: HandoverRequest, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/handovers',
      body: request,
      headers: keyed(key),
      reply: acceptedSchema,
      signal,
    }),
  sendPatch: (key: string, id: CustomerId, version: number, patch: CustomerPatch, signal: AbortSignal) =>
    client.ask({
      method: 'PATCH',
      path: `v1/customers/${id}`,
      body: patch,
      headers: { ...keyed(key), 'if-match': `"${version}"` },
      reply: customerSchema,
      signal,
    }),
  sendConsent: (key: string, said: ConsentDraft, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/consents',
      body: said,
      headers: keyed(key),
      reply: consentTakenSchema,
      signal,
    }),
  /** What the customer has said, newest first. */
  consents: (id: CustomerId, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: `v1/customers/${id}/consents`,
      reply: consentHistorySchema,
      deadlineMs: 8_000,
      signal,
    }),
  sendNotTaken: (key: string, id: CustomerId, kept: NotTaken, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: `v1/customers/${id}/history`,
      body: kept,
      headers: keyed(key),
      reply: acceptedSchema,
      signal,
    }),
  /** Newest first, older than `before`; of one field, or of all. */
  history: (id: CustomerId, field: string | null, before: number | null, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: `v1/customers/${id}/history`,
      query: { ...(field !== null && { field }), ...(before !== null && { before: String(before) }) },
      reply: historyPageSchema,
      deadlineMs: 8_000,
      signal,
    }),

  /** Done once, however often it is sent. */
  actOnCase: (id: string, draft: ActDraft, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: `v1/cases/${encodeURIComponent(id)}/acts`,
      body: draft,
      reply: actedSchema,
      signal,
    }),
  /** Unused ones, for this agent alone. */
  caseNumbers: (key: string, count: number, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/cases/numbers',
      body: { count },
      headers: keyed(key),
      reply: numbersGivenSchema,
      signal,
    }),
  wholeCase: (id: string, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: `v1/cases/${encodeURIComponent(id)}`,
      reply: wholeCaseSchema,
      deadlineMs: 8_000,
      signal,
    }),

  caseLetters: (id: string, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: `v1/cases/${encodeURIComponent(id)}/letters`,
      reply: caseLettersSchema,
      deadlineMs: 8_000,
      signal,
    }),
  beginLetter: (caseId: string, body: NewLetter, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: `v1/cases/${encodeURIComponent(caseId)}/letters`,
      body,
      reply: letterSchema,
      signal,
    }),
  letter: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path: `v1/letters/${id}`, reply: letterSchema, deadlineMs: 8_000, signal }),
  writeLetter: (id: string, version: number, parts: Written, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'PUT', path: `v1/letters/${id}`, body: { parts }, reply: letterSchema, signal },
      headers: { 'if-match': `"${version}"` },
    }),
  discardLetter: (id: string, version: number, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'DELETE', path: `v1/letters/${id}`, reply: null, signal },
      headers: { 'if-match': `"${version}"` },
    }),
  askForLetter: (id: string, version: number, body: LetterAsked, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'POST', path: `v1/letters/${id}/ask`, body, reply: letterSchema, signal },
      headers: { 'if-match': `"${version}"` },
    }),
  letterSent: (id: string, version: number, body: LetterSending, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'POST', path: `v1/letters/${id}/sent`, body, reply: letterSchema, signal },
      headers: { 'if-match': `"${version}"` },
    }),
  /** A PDF. */
  letterFile: (id: string, signal: AbortSignal) =>
    client.bytes({
      path: `v1/letters/${id}/pdf`,
      headers: { accept: 'application/pdf, application/problem+json, */*' },
      signal,
    }),
  /** A ZIP. */
  dossier: (caseId: string, language: Language, signal: AbortSignal) =>
    client.stream({
      method: 'GET',
      path: `v1/cases/${encodeURIComponent(caseId)}/dossier`,
      query: { language },
      headers: { accept: 'application/zip, application/problem+json, */*' },
      signal,
    }),

  sendNote: (key: string, note: NoteDraft, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: 'v1/notes', body: note, headers: keyed(key), reply: acceptedSchema, signal }),
  changeNote: (key: string, id: NoteId, version: number, change: NoteChange, signal: AbortSignal) =>
    client.ask({
      method: 'PATCH',
      path: `v1/notes/${id}`,
      body: change,
      headers: { ...keyed(key), 'if-match': `"${version}"` },
      reply: noteSchema,
      signal,
    }),
  removeNote: (key: string, id: NoteId, version: number, at: string, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: `v1/notes/${id}/removal`,
      body: { at },
      headers: { ...keyed(key), 'if-match': `"${version}"` },
      reply: acceptedSchema,
      signal,
    }),
  /** Contacts, notes and cases, newest first, older than `before`. */
  timeline: ({ id, kinds, before }: Wanted, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: `v1/customers/${id}/timeline`,
      query: { kinds: kinds.join(','), ...before },
      reply: timelinePageSchema,
      deadlineMs: 8_000,
      signal,
    }),
  duplicates: (id: CustomerId, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: `v1/customers/${id}/duplicates`,
      reply: duplicatesSchema,
      deadlineMs: 8_000,
      signal,
    }),
  openPairs: (after: string | null, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: 'v1/duplicates',
      ...(after !== null && { query: { after } }),
      reply: openPairsSchema,
      signal,
    }),
  reportDuplicate: (key: string, pair: Pair, signal: AbortSignal) =>
    client.ask({ ...wish('v1/duplicates/report', signal, pair), reply: z.object({}), headers: keyed(key) }),
  partPair: (key: string, pair: Pair, signal: AbortSignal) =>
    client.ask({ ...wish('v1/duplicates/not-same', signal, pair), reply: z.object({}), headers: keyed(key) }),
  merge: (key: string, asked: Merge, signal: AbortSignal) =>
    client.ask({ ...wish('v1/merges', signal, asked), reply: mergedSchema, headers: keyed(key), deadlineMs: 30_000 }),
  undoMerge: (key: string, id: string, signal: AbortSignal) =>
    client.ask({
      ...wish(`v1/merges/${id}/undo`, signal),
      reply: unmergedSchema,
      headers: keyed(key),
      deadlineMs: 30_000,
    }),

  sendViews: (key: string, views: Views, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/views',
      body: views,
      headers: keyed(key),
      reply: z.object({}),
      signal,
    }),

  announceAttachment: (fresh: NewAttachment, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/attachments',
      body: fresh,
      reply: attachmentStandingSchema,
      // It may be looked at as a whole before the answer comes.
      deadlineMs: 120_000,
      signal,
    }),
  sendAttachmentPiece: (id: string, at: number, bytes: Uint8Array, signal: AbortSignal) =>
    client.ask({
      method: 'PUT',
      path: `v1/attachments/${id}/bytes`,
      query: { at: String(at) },
      body: bytes,
      reply: attachmentStandingSchema,
      deadlineMs: 120_000,
      signal,
    }),
  /** The bytes from one on. */
  attachmentBytes: (id: string, from: number, signal: AbortSignal) =>
    client.stream({
      method: 'GET',
      path: `v1/attachments/${id}/bytes`,
      headers: { accept: 'application/octet-stream, application/problem+json, */*', range: `bytes=${from}-` },
      signal,
    }),
  removeAttachment: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'DELETE', path: `v1/attachments/${id}`, reply: null, deadlineMs: 8_000, signal }),

  board: (signal: AbortSignal) => client.ask({ method: 'GET', path: 'v1/board', reply: boardSchema, signal }),
  moveCaller: (callerId: string, queueId: QueueId, signal: AbortSignal) =>
    client.ask(wish(`v1/board/callers/${encodeURIComponent(callerId)}/move`, signal, { queueId })),
  takeCaller: (callerId: string, signal: AbortSignal) =>
    client.ask(wish(`v1/board/callers/${encodeURIComponent(callerId)}/take`, signal)),

  chats: (signal: AbortSignal) => client.ask({ method: 'GET', path: 'v1/chats', reply: chatListSchema, signal }),
  /** How it stands, and what was written after that number. */
  chatThread: (id: string, after: number, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: `v1/chats/${id}`,
      query: { after: String(after) },
      reply: chatThreadSchema,
      deadlineMs: 8_000,
      signal,
    }),
  announceChatFile: (id: string, fresh: NewChatFile, signal: AbortSignal) =>
    client.ask({
      ...wish(`v1/chats/${id}/files`, signal, fresh),
      reply: attachmentStandingSchema,
      // It may be looked at as a whole before the answer comes.
      deadlineMs: 120_000,
    }),
  sendChatFilePiece: (id: string, file: string, at: number, bytes: Uint8Array, signal: AbortSignal) =>
    client.ask({
      method: 'PUT',
      path: `v1/chats/${id}/files/${file}/bytes`,
      query: { at: String(at) },
      body: bytes,
      reply: attachmentStandingSchema,
      deadlineMs: 120_000,
      signal,
    }),
  /** The bytes of a file that was sent in it, from one on. */
  chatFileBytes: (id: string, file: string, from: number, signal: AbortSignal) =>
    client.stream({
      method: 'GET',
      path: `v1/chats/${id}/files/${file}/bytes`,
      headers: { accept: 'application/octet-stream, application/problem+json, */*', range: `bytes=${from}-` },
      signal,
    }),
  takeChat: (id: string, signal: AbortSignal) => client.ask(wish(`v1/chats/${id}/take`, signal)),
  declineChat: (id: string, signal: AbortSignal) => client.ask(wish(`v1/chats/${id}/decline`, signal)),
  /** Its id makes a second sending harmless. */
  sayInChat: (id: string, message: NewMessage, signal: AbortSignal) =>
    client.ask({
      ...wish(`v1/chats/${id}/messages`, signal, message),
      reply: messageSchema.pick({ seq: true, at: true }),
    }),
  typingInChat: (id: string, signal: AbortSignal) => client.ask(wish(`v1/chats/${id}/typing`, signal, { on: true })),
  chatRead: (id: string, upTo: number, signal: AbortSignal) =>
    client.ask(wish(`v1/chats/${id}/read`, signal, { upTo })),
  passChat: (id: string, passing: PassChat, signal: AbortSignal) =>
    client.ask(wish(`v1/chats/${id}/pass`, signal, passing)),
  endChat: (id: string, signal: AbortSignal) => client.ask(wish(`v1/chats/${id}/end`, signal)),
  chatsAlive: (ids: readonly string[], signal: AbortSignal) => client.ask(wish('v1/chats/alive', signal, { ids })),

  lostCalls: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/lost-calls', reply: lostCallListSchema, signal }),
  callbacks: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/callbacks', reply: callbackListSchema, signal }),
  takeToCall: (who: ToCall, signal: AbortSignal) => client.ask(wish(`${pathOf(who)}/take`, signal)),
  releaseToCall: (who: ToCall, signal: AbortSignal) => client.ask(wish(`${pathOf(who)}/release`, signal)),
  finishToCall: (who: ToCall, outcome: CalledOutcome, signal: AbortSignal) =>
    client.ask(wish(`${pathOf(who)}/done`, signal, { outcome })),

  help: (signal: AbortSignal) => client.ask({ method: 'GET', path: 'v1/help', reply: helpListSchema, signal }),
  askForHelp: (request: { readonly interactionId: InteractionId; readonly words: string }, signal: AbortSignal) =>
    client.ask(wish('v1/help', signal, request)),
  cancelHelp: (id: InteractionId, signal: AbortSignal) => client.ask(wish(`v1/help/${id}/cancel`, signal)),
  endHelp: (id: InteractionId, signal: AbortSignal) => client.ask(wish(`v1/help/${id}/over`, signal)),
  answerHelp: (id: InteractionId, manner: HelpManner, signal: AbortSignal) =>
    client.ask(wish(`v1/help/${id}/answer`, signal, { manner })),
  askToListen: (agentId: Listening['agent']['id'], signal: AbortSignal) =>
    client.ask(wish('v1/listening', signal, { agentId })),
  listeningSeen: (id: string, signal: AbortSignal) => client.ask(wish(`v1/listening/${id}/seen`, signal)),
  endListening: (id: string, signal: AbortSignal) => client.ask(wish(`v1/listening/${id}/over`, signal)),
  takeOverCall: (id: InteractionId, signal: AbortSignal) => client.ask(wish(`v1/help/${id}/take-over`, signal)),

  imports: (signal: AbortSignal) => client.ask({ method: 'GET', path: 'v1/imports', reply: importListSchema, signal }),
  import: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path: `v1/imports/${id}`, reply: importSchema, signal }),
  beginImport: (fresh: Pick<Import, 'id' | 'name' | 'portfolioId'>, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: 'v1/imports', body: fresh, reply: importSchema, signal }),
  sendImportPart: (id: string, number: number, bytes: Uint8Array, signal: AbortSignal) =>
    client.ask({
      method: 'PUT',
      path: `v1/imports/${id}/parts/${number}`,
      body: bytes,
      reply: null,
      deadlineMs: 60_000,
      signal,
    }),
  readImport: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: `v1/imports/${id}/read`, reply: importSchema, deadlineMs: 120_000, signal }),
  checkImport: (id: string, options: ImportOptions, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: `v1/imports/${id}/check`,
      body: options,
      reply: importCheckSchema,
      deadlineMs: 300_000,
      signal,
    }),
  runImport: (id: string, options: ImportOptions, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: `v1/imports/${id}/run`, body: options, reply: importSchema, signal }),
  undoImport: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: `v1/imports/${id}/undo`, reply: importSchema, deadlineMs: 300_000, signal }),
  /** A table as text. */
  refusedRows: (id: string, signal: AbortSignal) => client.bytes({ path: `v1/imports/${id}/refused`, signal }),

  accounts: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/accounts', reply: accountListSchema, signal }),
  addAccount: (fresh: NewAccount, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: 'v1/accounts', body: fresh, reply: madePasswordSchema, signal }),
  changeAccount: (id: string, patch: AccountPatch, signal: AbortSignal) =>
    client.ask({ method: 'PATCH', path: `v1/accounts/${id}`, body: patch, reply: accountSchema, signal }),
  makePassword: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: `v1/accounts/${id}/password`, reply: madePasswordSchema, signal }),
  unlockAccount: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: `v1/accounts/${id}/unlock`, reply: accountSchema, signal }),
  changePassword: (passwords: { readonly old: string; readonly fresh: string }, signal: AbortSignal) =>
    client.ask({ method: 'PUT', path: 'v1/agents/me/password', body: passwords, reply: null, signal }),

  connectors: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/connectors', reply: connectorListSchema, signal }),
  addConnector: (fresh: NewConnector, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: 'v1/connectors', body: fresh, reply: connectorSchema, signal }),
  changeConnector: (id: string, patch: object, signal: AbortSignal) =>
    client.ask({
      method: 'PATCH',
      path: `v1/connectors/${id}`,
      body: patch,
      reply: connectorChangedSchema,
      // It may wait for the CRM to take an access back.
      deadlineMs: 30_000,
      signal,
    }),
  mapConnector: (id: string, body: object, signal: AbortSignal) =>
    client.ask({
      method: 'PUT',
      path: `v1/connectors/${id}/mapping`,
      body,
      reply: connectorSchema,
      deadlineMs: 120_000,
      signal,
    }),
  tryConnector: (id: string, body: object, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: `v1/connectors/${id}/try`,
      body,
      reply: connectorTrialSchema,
      deadlineMs: 120_000,
      signal,
    }),
  signInConnector: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: `v1/connectors/${id}/sign-in`, reply: connectorSignInSchema, signal }),
  runConnector: (id: string, loseMissing: boolean, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: `v1/connectors/${id}/run`,
      body: { loseMissing },
      reply: connectorSchema,
      signal,
    }),
  connectorReport: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path: `v1/connectors/${id}/report`, reply: connectorReportSchema, signal }),
  removeConnector: (id: string, customers: 'stay' | 'go', signal: AbortSignal) =>
    client.ask({
      method: 'DELETE',
      path: `v1/connectors/${id}`,
      query: { customers },
      reply: connectorRemovedSchema,
      deadlineMs: 600_000,
      signal,
    }),

  clearSuspicion: (id: CustomerId, signal: AbortSignal) =>
    client.ask({ method: 'DELETE', path: `v1/customers/${id}/suspicion`, reply: customerSchema, signal }),

  reportBreach: (key: string, draft: BreachDraft, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/breaches',
      body: draft,
      headers: keyed(key),
      reply: z.object({}),
      signal,
    }),
  takePrivacyRequest: (key: string, draft: PrivacyRequestDraft, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/privacy/requests',
      body: draft,
      headers: keyed(key),
      reply: z.object({}),
      signal,
    }),
  privacyOverview: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/privacy', reply: privacyOverviewSchema, signal }),
  privacyPeople: (q: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/privacy/people', query: { q }, reply: privacyPeopleSchema, signal }),
  privacyStep: (key: string, step: PrivacyStep, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/privacy/steps',
      body: step,
      headers: keyed(key),
      reply: privacyStepAnswerSchema,
      // Trying the purge, or an erasure, goes through every table.
      deadlineMs: 120_000,
      signal,
    }),
  consentEditions: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/privacy/consent-texts', reply: consentEditionsSchema, signal }),
  erasureOutlook: (id: string, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: `v1/privacy/requests/${id}/erasure`,
      reply: erasureOutlookSchema,
      deadlineMs: 60_000,
      signal,
    }),
  figures: (asked: FiguresQuery, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: 'v1/figures',
      query: figuresQueryOf(asked),
      reply: figuresSchema,
      deadlineMs: 30_000,
      signal,
    }),
  /** A table (CSV). */
  figuresTable: (asked: FiguresQuery, language: Language, signal: AbortSignal) =>
    client.bytes({
      path: 'v1/figures/table',
      query: { ...figuresQueryOf(asked), language },
      deadlineMs: 30_000,
      signal,
    }),

  reports: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/reports', reply: reportListSchema, deadlineMs: 8_000, signal }),
  report: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path: `v1/reports/${id}`, reply: reportSchema, deadlineMs: 8_000, signal }),
  makeReport: (body: NewReport, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: 'v1/reports', body, reply: reportSchema, deadlineMs: 30_000, signal }),
  writeReport: (id: string, version: number, words: ReportWords, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'PUT', path: `v1/reports/${id}`, body: { words }, reply: reportSchema, signal },
      headers: { 'if-match': `"${version}"` },
    }),
  stepReport: (id: string, version: number, body: ReportStep, signal: AbortSignal) =>
    client.ask({
      ...{ method: 'POST', path: `v1/reports/${id}/steps`, body, reply: reportSchema.nullable(), signal },
      ...{ headers: { 'if-match': `"${version}"` }, deadlineMs: 30_000 },
    }),
  /** A PDF or a table (CSV). */
  reportFile: (id: string, { as, language }: ReportFile, signal: AbortSignal) =>
    client.bytes({ path: `v1/reports/${id}/file`, query: { as, language }, deadlineMs: 30_000, signal }),

  /** A ZIP, of any length. */
  copyOfData: (id: string, language: Language, signal: AbortSignal) =>
    client.stream({
      method: 'GET',
      path: `v1/privacy/requests/${id}/copy`,
      query: { language },
      headers: { accept: 'application/zip, application/problem+json, */*' },
      signal,
    }),
  /** A PDF. */
  breachReportFile: (id: string | null, language: Language, signal: AbortSignal) =>
    client.bytes({
      path: 'v1/breaches/report',
      query: { language, ...(id !== null && { id }) },
      deadlineMs: 60_000,
      signal,
    }),
  processingRecord: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/privacy/record', reply: processingRecordSchema, deadlineMs: 60_000, signal }),
  processingRecordFile: (format: 'json' | 'pdf', language: Language, signal: AbortSignal) =>
    client.bytes({ path: 'v1/privacy/record', query: { format, language }, deadlineMs: 60_000, signal }),

  auditPage: (asked: AuditQuery, signal: AbortSignal) =>
    client.ask({ method: 'POST', path: 'v1/audit', body: asked, reply: auditPageSchema, signal }),
  /** Goes on behind that place; null: from the beginning. */
  auditProof: (after: string | null, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: 'v1/audit/proof',
      query: after === null ? {} : { after },
      reply: auditProofSchema,
      deadlineMs: 120_000,
      signal,
    }),
  /** A table (CSV), of any length. */
  auditTable: (question: AuditQuestion & { readonly language: Language }, signal: AbortSignal) =>
    client.stream({
      method: 'POST',
      path: 'v1/audit/export',
      body: question,
      headers: { accept: 'text/csv, application/problem+json, */*' },
      signal,
    }),

  /** The phone waits for it, and has another way when it takes long. */
  setAgentState: (state: AgentState, signal: AbortSignal) =>
    client.ask({
      method: 'PUT',
      path: 'v1/agents/me/state',
      body: state,
      reply: agentStateAnswerSchema,
      deadlineMs: 2_500,
      signal,
    }),
});
const pathOf = ({ list, id }: ToCall): string => `v1/${list === 'lostCalls' ? 'lost-calls' : list}/${id}`;

export type Backend = ReturnType<typeof createBackend>;

/** A wish that is carried out at once or not at all: whoever waits for it is looking at the screen. */
const wish = (path: string, signal: AbortSignal, body?: unknown) => ({
  method: 'POST' as const,
  path,
  ...(body !== undefined && { body }),
  reply: null,
  deadlineMs: 6_000,
  signal,
});

/** A structured-field string (draft-ietf-httpapi-idempotency-key-header). */
const keyed = (key: string) => ({ 'idempotency-key': `"${key}"` });

const figuresQueryOf = ({ from, to, by, queueId, hours }: FiguresQuery) => ({
  ...{ from, to, by },
  ...(queueId !== undefined && { queueId }),
  ...(hours !== undefined && { hours }),
});
