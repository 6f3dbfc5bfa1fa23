// What is done with a file of a case whose last byte has come: it is looked at as a whole, and either told with its case or refused.
import type { AttachmentStanding } from '#shared/protocol/attachments';
import type { Agent } from '#shared/protocol/sessions';
import { audit, ofCustomers } from '../audit/audit.ts';
import { seenBy, type Viewer } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import {
  bytesOf,
  countFiles,
  findAttachment,
  isRestricted,
  type KeptAttachment,
  keepWhole,
  lockCase,
  refuse,
  removeAttachment,
} from '../repositories/attachments.ts';
import { companyPolicy } from '../repositories/workstation.ts';
import { examination } from './examining.ts';

interface Asking {
  readonly agent: Agent;
  readonly viewer: Viewer;
}

/**
 * Resolves to how it stands now. Throws ProblemError `unavailable` where the examination gives no answer, `restricted` where nothing may be
 * added any more: the file stays, unseen by anybody, and is looked at again.
 */
export async function finish(
  deps: ServerDeps,
  { agent, viewer }: Asking,
  file: KeptAttachment,
): Promise<AttachmentStanding> {
  const { clock, db } = deps;
  const sealingKey = deps.attachments?.sealingKey ?? null;
  const found = await examination(deps, file, () => bytesOf(db.query, viewer, file.id, sealingKey));
  return seenBy(db.query, viewer, async (tx) => {
    // The case first, as whoever changes a case does: what it has in it is locked after it.
    const customerId = await lockCase(tx, file.caseId);
    const now = await findAttachment(tx, file.id, { lock: true });
    if (now === null || customerId === null) throw new ProblemError('not-found');
    // Another request has been quicker.
    if (now.standing.state !== 'arriving') return now.standing;
    if (found.kind === 'refused') {
      await refuse(tx, file.id, found.why, clock());
      return { state: 'refused', why: found.why };
    }
    if (await isRestricted(tx, customerId)) throw new ProblemError('restricted');
    const { attachments: limits } = await companyPolicy(tx);
    if ((await countFiles(tx, file.caseId, null)) >= limits.perCase) {
      // Nothing is wrong with it: as it is announced, so it may be again.
      await removeAttachment(tx, file.id);
      return { state: 'refused', why: 'caseFull' };
    }
    await keepWhole(tx, file.id, found.is, clock());
    await audit(tx, {
      by: agent,
      at: clock(),
      action: 'attachmentAdded',
      subject: ofCustomers(file.customerId),
      detail: { attachment: file.id, case: file.caseId, kind: found.is, bytes: file.bytes },
    });
    return { state: 'here' };
  });
}
