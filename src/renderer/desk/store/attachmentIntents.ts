// Files of cases: what the agent can want of them. A file is handed over in pieces and is never whole in memory; one to be looked at is
// put together from pieces again.
import { handedPieceBytes } from '#shared/contract/attachments';
import type { AttachmentRefusal } from '#shared/model/attachment';
import { type FileKind, mediaTypes } from '#shared/model/fileKind';
import type { Programs } from './connections.ts';

type Attempt = (work: Promise<unknown>) => Promise<boolean>;

interface AtCase {
  readonly caseId: string;
  readonly id: string;
}

export function attachmentIntents({ data, main }: Programs, attempt: Attempt) {
  type Id = Parameters<typeof data.fetchAttachment>[0]['id'];
  const named = ({ caseId, id }: AtCase) => ({ caseId, id: id as Id });

  /** Why it is not taken; null: it is, and will be sent. */
  async function hand(caseId: string, file: File): Promise<AttachmentRefusal | null> {
    const begun = await data.beginAttachment({ caseId, name: file.name, bytes: file.size });
    if (begun.kind === 'refused') return begun.why;
    const { id } = begun;
    try {
      for (let at = 0; at < file.size; at += handedPieceBytes) {
        const piece = await file.slice(at, at + handedPieceBytes).arrayBuffer();
        await data.handAttachment({ id, bytes: new Uint8Array(piece) });
      }
    } catch (error) {
      void data.dropAttachment({ id }).catch(() => undefined);
      // A stick that was pulled out, a file that is another by now.
      if (error instanceof DOMException) return 'damaged';
      throw error;
    }
    const kept = await data.keepAttachment({ id });
    return kept.kind === 'kept' ? null : kept.why;
  }

  async function pieces(at: AtCase, bytes: number): Promise<Uint8Array<ArrayBuffer>[]> {
    await data.fetchAttachment(named(at));
    const all: Uint8Array<ArrayBuffer>[] = [];
    for (let from = 0; from < bytes; ) {
      const { bytes: piece } = await data.readAttachment({ ...named(at), at: from });
      if (piece.length === 0) break;
      all.push(new Uint8Array(piece));
      from += piece.length;
    }
    return all;
  }

  async function open(at: AtCase): Promise<void> {
    await data.fetchAttachment(named(at));
    const { copy } = await data.copyAttachment(named(at));
    await main.openCopy({ copy });
  }

  return {
    /** The reason where it cannot be added; null where it was, or the agent has been told otherwise. */
    async addAttachment(caseId: string, file: File): Promise<AttachmentRefusal | null> {
      let why: AttachmentRefusal | null = null;
      await attempt(
        hand(caseId, file).then((refused) => {
          why = refused;
        }),
      );
      return why;
    },
    /** Null: not to be had now, and the agent has been told. */
    async pictureOf(at: AtCase, kind: FileKind, bytes: number): Promise<Blob | null> {
      let blob: Blob | null = null;
      await attempt(
        pieces(at, bytes).then((all) => {
          blob = new Blob(all, { type: mediaTypes[kind] });
        }),
      );
      return blob;
    },
    /** In the system's program for it: a readable copy is on the PC from then on. */
    openAttachment: (at: AtCase) => attempt(open(at)),
    removeAttachment: (at: AtCase) => attempt(data.removeAttachment(named(at))),
    dropAttachment: (id: string) => attempt(data.dropAttachment({ id: id as Id })),
    sendAgain: (id: string) => attempt(data.sendAgain({ id: id as Id })),
  };
}
