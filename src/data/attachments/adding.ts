// A file that the agent adds, piece by piece from the desk's hand: sealed as it comes, looked at when it is whole, then to be sent.
import { createHash, type Hash } from 'node:crypto';
import { type AttachmentLimits, type AttachmentRefusal, attachmentIdSchema, megabyte } from '#shared/model/attachment';
import type { Case } from '#shared/model/customer';
import { fileKindOf, plainFileName, seenAtBeginning, seenAtEnd } from '#shared/model/fileKind';
import type { KeptFile } from '../db/attachmentTable.ts';
import type { Files } from '../db/files.ts';
import type { SealedFiles, Writing } from './sealedFiles.ts';

export interface AddingDeps {
  readonly files: Files;
  readonly sealed: SealedFiles;
  readonly agentId: string;
  readonly limits: AttachmentLimits;
  readonly newId: () => string;
  readonly now: () => Date;
}

type Refused = { readonly kind: 'refused'; readonly why: AttachmentRefusal };
const refused = (why: AttachmentRefusal): Refused => ({ kind: 'refused', why });

export interface Adding {
  readonly id: KeptFile['id'];
  hand(piece: Uint8Array): Promise<void>;
  /** Throws the file system's errors and those of work.db, and leaves nothing behind then. */
  keep(): Promise<{ readonly kind: 'kept' } | Refused>;
  /** Not wanted any more. */
  drop(): Promise<void>;
}

export interface Wanted {
  readonly caseId: string;
  readonly name: string;
  readonly bytes: number;
}

/** The case to which one more may be added, or why it may not. */
function placeFor({ files, limits }: AddingDeps, { caseId, bytes }: Wanted): Case | AttachmentRefusal {
  const found = files.cache((cache) => cache.cases.byId(caseId));
  if (found === null) return 'gone';
  if (bytes === 0) return 'empty';
  if (bytes > limits.megabytes * megabyte) return 'tooLarge';
  const told = new Set<string>(found.attachments.map(({ id }) => id));
  const more = files.readWork(({ attachments }) => attachments.all()).filter((one) => one.caseId === caseId);
  const untold = more.filter(({ id, state }) => (state === 'waiting' || state === 'sent') && !told.has(id));
  return told.size + untold.length >= limits.perCase ? 'caseFull' : found;
}

/** Throws the file system's errors. */
export async function beginAdding(deps: AddingDeps, wanted: Wanted): Promise<Adding | Refused> {
  const place = placeFor(deps, wanted);
  if (typeof place === 'string') return refused(place);
  const { files, sealed } = deps;
  const id = attachmentIdSchema.parse(deps.newId());
  const writing: Writing = await sealed.write(id);
  const hash: Hash = createHash('sha256');
  let beginning = Buffer.alloc(0);
  let end = Buffer.alloc(0);

  async function drop(): Promise<void> {
    // One that cannot be closed is gone all the same.
    await writing.close().catch(() => undefined);
    sealed.remove(id);
  }
  async function refuse(why: AttachmentRefusal): Promise<Refused> {
    await drop();
    return refused(why);
  }

  return {
    id,
    async hand(piece) {
      await writing.add(piece);
      hash.update(piece);
      if (beginning.length < seenAtBeginning)
        beginning = Buffer.concat([beginning, piece.subarray(0, seenAtBeginning)]);
      end = Buffer.from(Buffer.concat([end, piece.subarray(-seenAtEnd)]).subarray(-seenAtEnd));
    },
    async keep() {
      const bytes = writing.reached;
      const found = fileKindOf({ beginning: beginning.subarray(0, seenAtBeginning), end, bytes });
      if (bytes !== wanted.bytes) return refuse('damaged');
      if (found.kind !== 'allowed') return refuse(found.kind);
      const placeNow = placeFor(deps, wanted);
      if (typeof placeNow === 'string') return refuse(placeNow);
      try {
        await writing.finish();
        await writing.close();
        const [at, { id: caseId, number: caseNumber }] = [deps.now(), placeNow];
        files.work(({ attachments }) =>
          attachments.add(
            {
              ...{ id, agentId: deps.agentId, caseId, caseNumber, bytes, kind: found.is, state: 'waiting' },
              ...{ name: plainFileName(wanted.name), sha256: hash.digest('hex'), at: at.toISOString() },
            },
            at,
          ),
        );
      } catch (error) {
        // No room for the last of it: then nothing of it takes any.
        await drop();
        throw error;
      }
      return { kind: 'kept' };
    },
    drop,
  };
}
