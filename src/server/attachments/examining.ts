// What is found in a file whose last byte has come: it is what was announced, of a kind that is kept, and the company's own examination has
// nothing against it. No transaction is open meanwhile: an examination may take its time.
import { createHash } from 'node:crypto';
import type { AttachmentRefusal } from '#shared/model/attachment';
import { type FileKind, fileKindOf, seenAtBeginning, seenAtEnd } from '#shared/model/fileKind';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';

type Examination =
  | { readonly kind: 'allowed'; readonly is: FileKind; readonly sha256: string }
  | { readonly kind: 'refused'; readonly why: AttachmentRefusal };

interface Announced {
  readonly id: string;
  readonly bytes: number;
  /** Null: whoever sends it has not said. */
  readonly sha256: string | null;
}

/** `bytes` begins from the first one each time. Throws ProblemError `unavailable` where the examination gives no answer. */
export async function examination(
  { attachments, logger }: Pick<ServerDeps, 'attachments' | 'logger'>,
  announced: Announced,
  bytes: () => AsyncIterable<Uint8Array>,
): Promise<Examination> {
  const looked = await lookAt(bytes(), announced);
  if (looked.kind === 'refused') return looked;
  const examined = (await attachments?.examine?.(bytes())) ?? 'clean';
  if (examined === 'noAnswer') {
    logger.warn({ attachment: announced.id }, 'the examination of a file gave no answer');
    throw new ProblemError('unavailable', { retryAfterSeconds: 30 });
  }
  return examined === 'unwanted' ? { kind: 'refused', why: 'unwanted' } : looked;
}

async function lookAt(parts: AsyncIterable<Uint8Array>, announced: Announced): Promise<Examination> {
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
  const sha256 = hash.digest('hex');
  const isAsAnnounced = announced.sha256 === null || announced.sha256 === sha256;
  if (bytes !== announced.bytes || !isAsAnnounced) return { kind: 'refused', why: 'damaged' };
  const found = fileKindOf({ beginning: beginning.subarray(0, seenAtBeginning), end, bytes });
  return found.kind === 'allowed' ? { ...found, sha256 } : { kind: 'refused', why: found.kind };
}
