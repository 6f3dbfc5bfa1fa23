// Chats: what the agent can want of them. What could not be had is said where it was wanted.

import { handedPieceBytes } from '#shared/contract/attachments';
import type { ChatLine, ChatTarget, OwnChat, SentFile } from '#shared/contract/chats';
import type { AttachmentRefusal } from '#shared/model/attachment';
import type { InteractionId } from '#shared/model/ids';
import { addedToNote } from '#shared/model/interaction';
import { had } from './cardIntents.ts';
import { nextChat } from './chats.ts';
import type { Programs } from './connections.ts';
import type { DeskState, FileBecome } from './deskState.ts';
import type { DraftKeeper } from './draftKeeper.ts';
import { draftOf } from './selectors.ts';

interface ChatIntentsDeps {
  readonly programs: Programs;
  readonly drafts: Pick<DraftKeeper, 'edit' | 'flush'>;
  readonly ask: <T>(work: Promise<T>) => Promise<T | null>;
  readonly attempt: (work: Promise<unknown>) => Promise<boolean>;
  readonly get: () => DeskState;
  readonly set: (change: Partial<DeskState>) => void;
}

export function chatIntents({ programs: { data, main }, drafts, ask, attempt, get, set }: ChatIntentsDeps) {
  const saying = new Set<string>();
  /** In pieces: it is never whole in memory. */
  async function handOver(id: InteractionId, file: File): Promise<'sent' | AttachmentRefusal> {
    if (file.size === 0) return 'empty';
    let now = await data.beginChatFile({ id, name: file.name, bytes: file.size });
    while (now.kind === 'going') {
      const { reached } = now;
      // A stick that was pulled out, a file that is another by now.
      const piece = await file
        .slice(reached, reached + handedPieceBytes)
        .arrayBuffer()
        .catch(() => null);
      if (piece === null || piece.byteLength === 0) return 'damaged';
      now = await data.handChatFile({ id, file: now.file, at: reached, bytes: new Uint8Array(piece) });
    }
    return now.kind === 'sent' ? 'sent' : now.why;
  }
  const open = (id: string) => set({ page: { kind: 'chats', open: id }, sheet: 'none' });
  return {
    openChat: open,
    openNextChat() {
      const next = nextChat(get());
      if (next !== null) open(next.id);
    },
    /** It takes the page's place once it is this agent's; null: it could not be asked, and the agent has been told. */
    async takeChat({ id }: Pick<ChatLine, 'id'>): Promise<'taken' | 'late' | 'full' | null> {
      const answer = await ask(data.takeChat({ id }));
      if (answer === 'taken') open(id);
      return answer;
    },
    declineChat: ({ id }: Pick<ChatLine, 'id'>) => attempt(data.declineChat({ id })),
    /** True: it is on the disk, and is no more what was being written. One at a time, or the same words would be said twice. */
    async sayInChat({ id, interactionId }: OwnChat, text: string, canned: string | null): Promise<boolean> {
      const said = text.trim();
      if (said === '' || saying.has(id)) return false;
      saying.add(id);
      const kept = await attempt(data.sayInChat({ id, text: said, canned }));
      saying.delete(id);
      const { unsaid } = draftOf(get(), interactionId);
      if (kept && unsaid.startsWith(text))
        drafts.edit(interactionId, { unsaid: unsaid.slice(text.length).trimStart() });
      return kept;
    },
    chatSeen: ({ id }: Pick<OwnChat, 'id'>) => void data.chatSeen({ id }).catch(() => undefined),
    /** Null: it could not be asked, and the agent has been told. */
    async passChat({ id, interactionId }: OwnChat, to: ChatTarget): Promise<'passed' | 'late' | null> {
      await drafts.flush(interactionId).catch(() => undefined);
      return ask(data.passChat({ id, to }));
    },
    endChat: ({ id }: Pick<OwnChat, 'id'>) => attempt(data.endChat({ id })),
    /** In the system's program for it: a readable copy is on the PC from then on. */
    openChatFile: (sent: { readonly id: InteractionId; readonly file: SentFile }) =>
      attempt(data.copyChatFile(sent).then(({ copy }) => main.openCopy({ copy }))),
    /** One at a time in each chat. What becomes of it is kept: the agent may be in another one by then. */
    async sendChatFile(id: InteractionId, file: File): Promise<void> {
      if (get().chatFiles[id]?.kind === 'sending') return;
      const { name } = file;
      const going: FileBecome = { kind: 'sending', name };
      set({ chatFiles: { ...get().chatFiles, [id]: going } });
      let become: FileBecome = { kind: 'failed', name };
      try {
        const answer = await ask(handOver(id, file));
        if (answer !== null)
          become = answer === 'sent' ? { kind: 'sent', name } : { kind: 'refused', name, why: answer };
      } finally {
        // Unless somebody else is at the desk.
        if (get().chatFiles[id] === going) set({ chatFiles: { ...get().chatFiles, [id]: become } });
      }
    },
    /** Null: it could not be asked, and the agent has been told. */
    chatFileIntoCase: (sent: { readonly id: InteractionId; readonly file: SentFile; readonly caseId: string }) =>
      ask(data.chatFileIntoCase(sent)),
    /** Null: not to be had now. */
    transcript: (id: OwnChat['id']) => had(data.transcript({ id })),
    /** What is being written goes into the note, and what could not be sent. */
    intoNote({ interactionId }: Pick<OwnChat, 'interactionId'>, text: string) {
      const { note } = draftOf(get(), interactionId);
      drafts.edit(interactionId, { note: addedToNote(note, text) });
    },
  };
}
