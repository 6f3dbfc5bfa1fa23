// What goes on record in the audit log. An entry is written in the transaction of what it tells: neither is kept without the other.
import type { Role } from '#shared/model/role';
import type { AuditAction, AuditSubjectKind } from '#shared/protocol/audit';
import type { Query } from '../db/db.ts';

export interface AuditEntry {
  /** Null: the server by itself, or somebody who is not known (yet). */
  readonly by: { readonly id: string; readonly role: Role } | null;
  readonly at: Date;
  readonly action: AuditAction;
  /** Whose data: at most some hundred ids of one kind. */
  readonly subject: { readonly kind: AuditSubjectKind; readonly ids: readonly string[] } | null;
  /** Names of fields, ids, counts. Never a value of the data, never what somebody has typed. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Why, in the words of who did it, where the action asks for one. */
  readonly reason?: string;
}

/** The subject of an entry about these customers; null: about none. */
export const ofCustomers = (...ids: readonly string[]): AuditEntry['subject'] =>
  ids.length === 0 ? null : { kind: 'customer', ids };

/** `tx` has to be a transaction that may write. */
export async function audit(tx: Query, ...entries: readonly AuditEntry[]): Promise<void> {
  await tx.insertInto('audit_entries').values(entries.map(toRow)).execute();
}

const toRow = ({ by, at, action, subject, detail = {}, reason }: AuditEntry) => ({
  at,
  actor: by?.id ?? null,
  role: by?.role ?? null,
  action,
  subject_kind: subject?.kind ?? null,
  subjects: [...(subject?.ids ?? [])],
  detail: JSON.stringify(detail),
  reason: reason ?? null,
});
