// The audit log: what is on record of reading and writing personal data. Ids and names of fields, never their values, never what was searched.
import { z } from 'zod';

export const auditActions = ['signedIn', 'signInRefused', 'customersFound', 'customerChanged', 'historyRead'] as const;
export const auditActionSchema = z.enum(auditActions);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** What an entry can be about. */
export const auditSubjectKinds = ['customer', 'portfolio', 'agent'] as const;
export type AuditSubjectKind = (typeof auditSubjectKinds)[number];
