// Corrections of a customer that wait to be sent, field by field: the end of that customer's history, while the backend is away.
import type { UnsentChange } from '#shared/contract/deskData';
import type { CustomerId } from '#shared/model/ids';
import { customerPatchSchema } from '#shared/protocol/interactions';
import type { Files } from '../db/files.ts';
import { baseSchema } from './conflict.ts';
import { fieldsOf } from './merge.ts';

/** Newest first. What cannot be read is dealt with when it is sent. */
export function unsentChanges(files: Files, agentId: string, id: CustomerId, field: string | null): UnsentChange[] {
  const entries = files.readWork(({ outbox }) => outbox.editsOf(agentId, id));
  return entries
    .flatMap(({ body, base, createdAt: at }) => {
      const patch = customerPatchSchema.safeParse(body).data ?? {};
      const seen = baseSchema.safeParse(base).data ?? {};
      return fieldsOf(patch).map((each) => ({ field: each, was: seen[each] ?? null, becomes: patch[each], at }));
    })
    .filter((change) => field === null || change.field === field)
    .toReversed();
}
