// An edit met a newer row: it and the edits behind it are put onto that row, and what collides is kept for the agent.
import type { Failure } from '#shared/contract/failure';
import { type Customer, customerDetailsSchema } from '#shared/model/customer';
import { type CustomerPatch, customerPatchSchema } from '#shared/protocol/interactions';
import type { Entry, OutboxTable } from '../db/outboxTable.ts';
import { type Base, mergePatch } from './merge.ts';

/** Fields as the agent saw them. */
export const baseSchema = customerDetailsSchema.partial().nullable();

export interface ConflictDeps {
  readonly outbox: OutboxTable;
  readonly newId: () => string;
}

/**
 * Within a transaction. `entries`: the refused edit and those behind it on the same customer, in order. `remote`: that customer, or with
 * whom they were made one meanwhile.
 */
export function rebase(deps: ConflictDeps, entries: readonly Entry[], remote: Customer, failure: Failure): void {
  // What the row will be after the edits that were put onto it so far.
  let ahead: Customer = remote;
  for (const entry of entries) {
    const patch = customerPatchSchema.parse(entry.body);
    const { send, collided } = mergePatch(baseSchema.parse(entry.base) as Base, patch, ahead);
    if (collided !== null) {
      const rest = {
        ...entry,
        id: deps.newId(),
        target: remote.id,
        baseVersion: remote.version,
        base: baseOf(collided, ahead),
        body: collided,
      };
      deps.outbox.addSetAside(rest, failure, new Date(entry.createdAt));
    }
    if (send === null) deps.outbox.remove(entry.seq);
    else {
      const fresh = { id: deps.newId(), target: remote.id, baseVersion: remote.version };
      deps.outbox.rewrite(entry.seq, { ...fresh, base: baseOf(send, ahead), body: send });
      ahead = { ...ahead, ...(send as Partial<Customer>) };
    }
  }
}

/** The fields of `row` that `patch` changes. */
export const baseOf = (patch: CustomerPatch, row: CustomerPatch): CustomerPatch =>
  Object.fromEntries(Object.keys(patch).map((field) => [field, row[field as keyof CustomerPatch]])) as CustomerPatch;
