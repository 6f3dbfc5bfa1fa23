// What the desk asks about chats: taken, written in, passed on, closed. Whatever needs the backend's word is refused while it is away.
import type { ChatFileSending, ChatTarget } from '#shared/contract/chats';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { FailureError, failure } from '#shared/contract/failure';
import { plainFileName } from '#shared/model/fileKind';
import { standingLevel } from '#shared/model/identification';
import type { InteractionId, Language } from '#shared/model/ids';
import type { TransferTarget } from '#shared/model/interaction';
import type { AttachmentStanding } from '#shared/protocol/attachments';
import type { NewChatFile } from '#shared/protocol/chat';
import type { Workstation } from '#shared/protocol/workstation';
import type { Interactions } from '../drafts/interactions.ts';
import type { Answer } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import { type ChatsUnit, transcriptOf } from './chats.ts';

type ChatMethods = Pick<
  Implementation<typeof deskData>,
  | 'takeChat'
  | 'declineChat'
  | 'sayInChat'
  | 'chatSeen'
  | 'passChat'
  | 'endChat'
  | 'beginChatFile'
  | 'handChatFile'
  | 'transcript'
>;

export interface AskedChatsDeps {
  readonly newId: () => string;
  readonly reach: () => Backend;
  /** Null while nobody is signed in. */
  readonly unit: () => ChatsUnit | null;
  readonly signedIn: () => { readonly interactions: Interactions; readonly workstation: Workstation };
}

export function chatsOf({ newId, reach, unit, signedIn }: AskedChatsDeps): ChatMethods {
  function chats(): ChatsUnit {
    const found = unit();
    if (found === null) throw failure('call.notNow', 'data', 'nobody is signed in');
    return found;
  }

  /** `late` where somebody or something was quicker. */
  async function done<Yes>(answer: Answer<unknown>, yes: Yes): Promise<Yes | 'late'> {
    await chats().refresh();
    if (answer.kind === 'ok') return yes;
    if (answer.kind === 'refused' && (answer.status === 404 || answer.status === 409)) return 'late';
    throw new FailureError(answer.failure);
  }

  return {
    async takeChat({ id }, signal) {
      const answer = await reach().takeChat(id, signal);
      if (answer.kind === 'refused' && answer.problem === 'chat-full') return 'full';
      return done(answer, 'taken' as const);
    },
    async declineChat({ id }, signal) {
      await done(await reach().declineChat(id, signal), null);
      return null;
    },
    sayInChat({ id, text, canned }) {
      if (chats().own(id) === null) throw failure('call.gone', 'data', 'no such chat');
      chats().say(id, text, canned);
      return null;
    },
    chatSeen({ id }) {
      chats().seen(id);
      return null;
    },
    async passChat({ id, to }, signal) {
      const { interactions, workstation } = signedIn();
      const interactionId = interactionOf(chats(), id);
      const open = interactions.open().find(({ interaction }) => interaction.id === interactionId);
      const target = targetOf(workstation, to, open?.interaction.language ?? 'it');
      if (open === undefined || target === null) throw failure('call.gone', 'data', 'no such chat, or nobody there');
      const { draft } = open.interaction;
      const { handover } = open.pop;
      const handed = handover.kind === 'here' ? handover.handover.identification : null;
      interactions.prepareHandover(interactionId, target, 'attended');
      const passing = { to, note: draft.note, identification: standingLevel(draft.identification, handed) };
      chats().passing(id, true);
      const answer = await reach().passChat(id, passing, signal);
      if (answer.kind === 'refused') chats().passing(id, false);
      return done(answer, 'passed' as const);
    },
    async endChat({ id }, signal) {
      await done(await reach().endChat(id, signal), null);
      return null;
    },
    async beginChatFile({ id, name, bytes }, signal) {
      const file = newId();
      const fresh = { id: file, name: plainFileName(name), bytes } as NewChatFile;
      return sendingOf(file, await reach().announceChatFile(id, fresh, signal));
    },
    async handChatFile({ id, file, at, bytes }, signal) {
      return sendingOf(file, await reach().sendChatFilePiece(id, file, at, bytes, signal));
    },
    async transcript({ id }, signal) {
      const answer = await reach().chatThread(id, 0, signal);
      if (answer.kind === 'ok') return transcriptOf(answer.value.chat, answer.value.messages);
      if (answer.kind === 'refused' && answer.status === 404) return null;
      throw new FailureError(answer.failure);
    },
  };
}

/** How far a file for the visitor is. Throws a failure where that cannot be known now. */
function sendingOf(file: string, answer: Answer<AttachmentStanding>): ChatFileSending {
  if (answer.kind !== 'ok') {
    if (answer.kind === 'refused' && answer.problem === 'chat-ended') return { kind: 'refused', why: 'gone' };
    throw new FailureError(answer.failure);
  }
  const standing = answer.value;
  switch (standing.state) {
    case 'arriving':
      return { kind: 'going', file, reached: standing.reached };
    case 'here':
      return { kind: 'sent' };
    case 'refused':
      return { kind: 'refused', why: standing.why };
    case 'erased':
      return { kind: 'refused', why: 'gone' };
  }
}

function interactionOf(chats: ChatsUnit, id: InteractionId): InteractionId {
  const kept = chats.own(id);
  if (kept === null) throw failure('call.gone', 'data', 'no such chat');
  return kept.chat.interactionId ?? kept.chat.id;
}

/** As a handover names it. Null: the directory does not know it (any more). */
function targetOf({ queues, colleagues }: Workstation, to: ChatTarget, language: Language): TransferTarget | null {
  if (to.kind === 'queue') {
    const queue = queues.find(({ id }) => id === to.queueId);
    return queue === undefined
      ? null
      : { kind: 'queue', queueId: queue.id, name: queue.name[language], number: queue.number };
  }
  const colleague = colleagues.find(({ id }) => id === to.agentId);
  return colleague === undefined ? null : { kind: 'person', name: colleague.name, number: colleague.extension };
}
