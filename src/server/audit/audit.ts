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

/** `tx` has to be a transaction that may write. */
export async function audit(tx: Query, { by, at, action, subject, detail = {}, reason }: AuditEntry): Promise<void> {
  await tx
    .insertInto('audit_entries')
    .values({
      at,
      actor: by?.id ?? null,
      role: by?.role ?? null,
      action,
      subject_kind: subject?.kind ?? null,
      subjects: [...(subject?.ids ?? [])],
      detail: JSON.stringify(detail),
      reason: reason ?? null,
    })
    .execute();
}
