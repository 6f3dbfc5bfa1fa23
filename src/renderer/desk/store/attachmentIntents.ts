// Files of cases: what the agent can want of them. A file is handed over in pieces, and read in pieces, and is never whole in memory.
import { handedPieceBytes } from '#shared/contract/attachments';
import type { AttachmentRefusal } from '#shared/model/attachment';
import { had } from './cardIntents.ts';
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

  /** Each piece when it is asked for. */
  async function* pieces(at: AtCase, bytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (let from = 0; from < bytes; ) {
      const { bytes: piece } = await data.readAttachment({ ...named(at), at: from });
      if (piece.length === 0) return;
      yield new Uint8Array(piece);
      from += piece.length;
    }
  }

  async function open(at: AtCase): Promise<void> {
    await data.fetchAttachment(named(at));
    const { copy } = await data.copyAttachment(named(at));
    await main.openCopy({ copy });
  }

  return {
    /** Null: it is not on this PC, or cannot be read now. */
    caseHere: (id: string) => had(data.caseHere({ id })),
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
    /** Its bytes, piece by piece, once they are on this PC. Null: not to be had now, and the agent has been told. */
    async bytesOf(at: AtCase, bytes: number): Promise<AsyncGenerator<Uint8Array<ArrayBuffer>> | null> {
      return (await attempt(data.fetchAttachment(named(at)))) ? pieces(at, bytes) : null;
    },
    /** In the system's program for it: a readable copy is on the PC from then on. */
    openAttachment: (at: AtCase) => attempt(open(at)),
    removeAttachment: (at: AtCase) => attempt(data.removeAttachment(named(at))),
    dropAttachment: (id: string) => attempt(data.dropAttachment({ id: id as Id })),
    sendAgain: (id: string) => attempt(data.sendAgain({ id: id as Id })),
  };
}
