// The audit log: what is on record of reading and writing personal data. Ids and names of fields, never their values, never what was searched.
import { z } from 'zod';
import { customerIdSchema, instantSchema, languageSchema } from '../model/ids.ts';

export const auditActions = [
  'signedIn',
  'signInRefused',
  'signedOut',
  /** A PC's cache is filled from these portfolios, or follows their changes. */
  'cacheFed',
  'customersFound',
  /** A card was opened on a PC, from its cache; `seenAt` by that PC's clock. */
  'customerViewed',
  'customerChanged',
  'consentTold',
  'consentsRead',
  'historyRead',
  'historyKept',
  /** Who may be one and the same was asked for, or listed. */
  'duplicatesRead',
  /** Two were reported as one, or said not to be. */
  'duplicateJudged',
  'customersMerged',
  'mergeUndone',
  'timelineRead',
  'noteWritten',
  'noteChanged',
  'noteDeleted',
  'interactionReported',
  'handoverLeft',
  'handoverRead',
  /** Numbers of people who gave up waiting, were promised a callback, or wait in a queue. */
  'callersListed',
  /** Figures of days and queues: counts alone. */
  'figuresRead',
  /** A report of such figures was made, written, sent for confirmation, signed, sent back or thrown away. */
  'reportStepped',
  'auditRead',
  /** As a table, to be kept or handed over. */
  'auditExported',
  'auditProved',
  /** The beginning of the log was kept long enough. */
  'auditCut',
  /** Somebody has edited one of the company's lists. */
  'listChanged',
  'caseRegistered',
  /** Something was done to a case: which act it was, never in which words. */
  'caseStepped',
  /** One was read whole, with its log. */
  'caseRead',
  /** A letter about a case was begun, or written on: never in which words. */
  'letterWritten',
  'letterRead',
  /** A draft of one, that nobody wanted any more. */
  'letterDiscarded',
  /** That one has been sent, and on which way. */
  'letterSent',
  /** Everything of a case in one package. */
  'dossierMade',
  /** A visitor's chat was taken, or passed on. */
  'chatTaken',
  'chatPassed',
  /** What was written in one was read that is not the reader's own. */
  'chatRead',
  'importBegun',
  'importChecked',
  'attachmentAdded',
  'attachmentRead',
  'attachmentRemoved',
  'customersImported',
  'importRefusalsRead',
  'importUndone',
  'privacyRequestTaken',
  /** Requests, holds and restrictions, with whose they are. */
  'privacyRead',
  'privacyStep',
  /** The copy of their data that a person has asked for. */
  'packageMade',
  'recordMade',
  'breachReported',
  /** The register of breaches, or one of them, as a document. */
  'breachReportMade',
  'accountAdded',
  'accountChanged',
  /** One that works once, for somebody else. */
  'passwordMade',
  'passwordChanged',
  'connectorAdded',
  'connectorChanged',
  /** The first page of another CRM was shown, and not kept. */
  'connectorTried',
  'connectorRun',
  'connectorRemoved',
  /** An administrator was sent to another CRM to agree there; they have agreed. */
  'connectorSignInBegun',
  'connectorSignedIn',
  /** A new edition of an article of the knowledge base. */
  'articleChanged',
] as const;
export const auditActionSchema = z.enum(auditActions);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** What an entry can be about. */
export const auditSubjectKinds = ['customer', 'portfolio', 'agent'] as const;
export type AuditSubjectKind = (typeof auditSubjectKinds)[number];

/** `POST /v1/views`: cards that were opened from the PC's cache. */
export const viewsSchema = z.object({
  views: z
    .array(z.object({ customerId: customerIdSchema, at: instantSchema }))
    .min(1)
    .max(500),
});
export type Views = z.infer<typeof viewsSchema>;

/** What was written by an older or newer version is read all the same: its words are text here. */
export const auditEntrySchema = z.object({
  id: z.string().regex(/^\d+$/),
  at: instantSchema,
  actor: z.string().nullable(),
  role: z.string().nullable(),
  action: z.string(),
  subject: z.object({ kind: z.string(), ids: z.array(z.string()) }).nullable(),
  detail: z.record(z.string(), z.unknown()),
  reason: z.string().nullable(),
  /** Its place in the chain; null: some moments more. */
  seq: z.number().int().positive().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/**
 * `POST /v1/audit`, newest first. Always about somebody's data, or about an incident: what one person has done is asked for a month at
 * most, so that it is no picture of their work.
 */
const auditQuestionSchema = z.object({
  /** Why it is read: itself an entry. */
  reason: z.string().trim().min(8).max(200),
  subject: z.string().min(1).max(60).optional(),
  actor: z.string().min(1).max(60).optional(),
  action: auditActionSchema.optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});
export type AuditQuestion = z.infer<typeof auditQuestionSchema>;

/** Whether so much may be asked at once. */
export const isAboutSomething = ({ subject, from, to }: Pick<AuditQuestion, 'subject' | 'from' | 'to'>): boolean =>
  subject !== undefined || (from !== undefined && to !== undefined && days(from, to) <= 31);
const aboutSomething = {
  message: 'a subject, or from and to with a month between them at most',
  path: ['subject'],
};

export const auditQuerySchema = auditQuestionSchema
  .extend({
    /** An entry's id: only what was written before it. */
    before: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  })
  .refine(isAboutSomething, aboutSomething);
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** `POST /v1/audit/export`: the same as a table (CSV), newest first. */
export const auditExportSchema = auditQuestionSchema
  .extend({ language: languageSchema.default('it') })
  .refine(isAboutSomething, aboutSomething);

/** Of those whom the entries are about, where they are still there. */
const auditNamesSchema = z.object({
  agents: z.array(z.object({ id: z.string(), name: z.string() })),
  customers: z.array(z.object({ id: z.string(), code: z.string(), name: z.string() })),
});
export type AuditNames = z.infer<typeof auditNamesSchema>;

export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  more: z.boolean(),
  names: auditNamesSchema,
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** `GET /v1/audit/proof?after=`: a place and its hash, as in an earlier answer or in the backend's log. */
export const auditPlaceSchema = z.string().regex(/^\d{1,15}:[0-9a-f]{64}$/);
export const auditProofSchema = z.object({
  after: auditPlaceSchema,
  /** As far as everything fits. */
  upTo: auditPlaceSchema,
  /** The first place that does not. */
  brokenAt: z.number().int().nullable(),
  /** Whether the end of the log was reached; else the next question is `after` this `upTo`. */
  isWhole: z.boolean(),
});
export type AuditProof = z.infer<typeof auditProofSchema>;
