// A PDF or picture for the visitor: chosen by a button beside the field, and what became of it.
import { Paperclip } from 'lucide-react';
import { useRef, useState } from 'react';
import type { OwnChat } from '#shared/contract/chats';
import type { AttachmentRefusal } from '#shared/model/attachment';
import { useCommand } from '../../commands/useCommand.ts';
import { useIntents, useWords } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { IconButton } from '../../ui/IconButton.tsx';

const accepted = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif';

type Become =
  | { readonly kind: 'sending' | 'sent' | 'failed'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string; readonly why: AttachmentRefusal };

/** The button, and the sentence about the last one: they stand in two places. */
export function useSendFile(chat: OwnChat) {
  const { t } = useWords();
  const { sendChatFile } = useIntents();
  const input = useRef<HTMLInputElement>(null);
  const [become, setBecome] = useState<Become | null>(null);
  const limits = useLists(chat.interactionId).chat?.files;

  const isSending = become?.kind === 'sending';
  const choose = () => !isSending && input.current?.click();
  useCommand('sendChatFile', choose, { enabled: !isSending });

  async function send(file: File): Promise<void> {
    const { name } = file;
    setBecome({ kind: 'sending', name });
    const answer = await sendChatFile(chat.id, file);
    if (answer === null) setBecome({ kind: 'failed', name });
    else setBecome(answer === 'sent' ? { kind: 'sent', name } : { kind: 'refused', name, why: answer });
  }
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
  const button = (
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
          if (file !== undefined) void send(file);
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
  const status = (
    <p
      role="status"
      className={become?.kind === 'refused' || become?.kind === 'failed' ? 'sub urgent' : 'sub'}
      data-testid="chat-file-become"
    >
      {said}
    </p>
  );
  return { button, status };
}
