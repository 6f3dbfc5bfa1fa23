// A PDF or picture for the visitor: chosen by a button beside the field, and what became of it.
import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import type { OwnChat } from '#shared/contract/chats';
import type { AttachmentRefusal } from '#shared/model/attachment';
import { useCommand } from '../../commands/useCommand.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useWords } from '../../ui/words.tsx';

const accepted = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif';

export function SendFile({ chat: { id } }: { readonly chat: OwnChat }) {
  const { t } = useWords();
  const { sendChatFile } = useIntents();
  const input = useRef<HTMLInputElement>(null);
  const isSending = useDeskState(({ chatFiles }) => chatFiles[id]?.kind === 'sending');
  const choose = () => !isSending && input.current?.click();
  useCommand('sendChatFile', choose, { enabled: !isSending });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accepted}
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void sendChatFile(id, file);
          event.target.value = '';
        }}
        data-testid="chat-file-input"
      />
      <IconButton
        icon={Paperclip}
        name={t('chat.file.send')}
        command="sendChatFile"
        // Not disabled: it may have the focus.
        aria-disabled={isSending}
        onClick={choose}
        data-testid="chat-file-send"
      />
    </>
  );
}

/** The sentence about the last one, also of a chat that has ended meanwhile. */
export function FileBecome({ chat }: { readonly chat: OwnChat }) {
  const { t } = useWords();
  const become = useDeskState(({ chatFiles }) => chatFiles[chat.id] ?? null);
  const limits = useLists(chat.interactionId).chat?.files;
  if (become === null && chat.ended !== null) return null;

  function whyNot(why: AttachmentRefusal): string {
    if (why === 'caseFull' || why === 'gone') return t(`chat.file.why.${why}`);
    return t(`attachments.why.${why}`, { megabytes: limits?.megabytes });
  }
  const said =
    become === null
      ? ''
      : become.kind === 'refused'
        ? `${t('chat.file.notSent', { name: become.name })}. ${whyNot(become.why)}`
        : become.kind === 'failed'
          ? `${t('chat.file.notSent', { name: become.name })}.`
          : t(`chat.file.${become.kind}`, { name: become.name });
  return (
    <p
      role="status"
      className={become?.kind === 'refused' || become?.kind === 'failed' ? 'sub urgent' : 'sub'}
      data-testid="chat-file-become"
    >
      {said}
    </p>
  );
}
