// What is done with a file whose last byte has come: it is looked at as a whole, and either told with its case or refused. No
// transaction is open meanwhile: an examination may take its time.
import { createHash } from 'node:crypto';
import type { AttachmentRefusal } from '#shared/model/attachment';
import { type FileKind, fileKindOf, seenAtBeginning, seenAtEnd } from '#shared/model/fileKind';
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
  const bytes = () => bytesOf(db.query, viewer, file.id, sealingKey);
  const looked = await lookAt(bytes(), file);
  const examined = looked.kind === 'refused' ? 'clean' : ((await deps.attachments?.examine?.(bytes())) ?? 'clean');
  if (examined === 'noAnswer') {
    deps.logger.warn({ attachment: file.id }, 'the examination of a file gave no answer');
    throw new ProblemError('unavailable', { retryAfterSeconds: 30 });
  }
  return seenBy(db.query, viewer, async (tx) => {
    // The case first, as whoever changes a case does: what it has in it is locked after it.
    const customerId = await lockCase(tx, file.caseId);
    const now = await findAttachment(tx, file.id, { lock: true });
    if (now === null || customerId === null) throw new ProblemError('not-found');
    // Another request has been quicker.
    if (now.standing.state !== 'arriving') return now.standing;
    if (looked.kind === 'refused' || examined === 'unwanted') {
      const why = looked.kind === 'refused' ? looked.why : 'unwanted';
      await refuse(tx, file.id, why, clock());
      return { state: 'refused', why };
    }
    if (await isRestricted(tx, customerId)) throw new ProblemError('restricted');
    const { attachments: limits } = await companyPolicy(tx);
    if ((await countFiles(tx, file.caseId, null)) >= limits.perCase) {
      // Nothing is wrong with it: as it is announced, so it may be again.
      await removeAttachment(tx, file.id);
      return { state: 'refused', why: 'caseFull' };
    }
    await keepWhole(tx, file.id, looked.is, clock());
    await audit(tx, {
      by: agent,
      at: clock(),
      action: 'attachmentAdded',
      subject: ofCustomers(file.customerId),
      detail: { attachment: file.id, case: file.caseId, kind: looked.is, bytes: file.bytes },
    });
    return { state: 'here' };
  });
}

type Looked =
  | { readonly kind: 'allowed'; readonly is: FileKind }
  | { readonly kind: 'refused'; readonly why: AttachmentRefusal };

async function lookAt(parts: AsyncIterable<Uint8Array>, announced: KeptAttachment): Promise<Looked> {
  const hash = createHash('sha256');
  let beginning = new Uint8Array();
  let end = new Uint8Array();
  let bytes = 0;
  for await (const part of parts) {
    hash.update(part);
    bytes += part.length;
    if (beginning.length < seenAtBeginning) beginning = Buffer.concat([beginning, part.subarray(0, seenAtBeginning)]);
    end = Buffer.concat([end, part.subarray(-seenAtEnd)]).subarray(-seenAtEnd);
  }
  if (bytes !== announced.bytes || hash.digest('hex') !== announced.sha256) return { kind: 'refused', why: 'damaged' };
  const found = fileKindOf({ beginning: beginning.subarray(0, seenAtBeginning), end, bytes });
  return found.kind === 'allowed' ? found : { kind: 'refused', why: found.kind };
}
