// What was written in a chat, in order: who, when, and whether it has arrived. The text is text, whoever wrote it.
import { Bell, CheckCheck, Clock, FileText, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChatMessage } from '#shared/contract/chats';
import { chatEventCodes } from '#shared/model/chat';
import { byteSize } from './byteSize.ts';
import { localTime } from './time.ts';
import { useWords } from './words.tsx';

interface ChatLinesProps {
  readonly messages: readonly ChatMessage[];
  /** The visitor, by name. */
  readonly name: string;
  /** What can be done with one that was not taken. */
  readonly onRefused?: (message: ChatMessage) => ReactNode;
  /** What can be done with a file that was sent. */
  readonly onFile?: (message: ChatMessage) => ReactNode;
}

/** A later version of the service may say more. */
const eventCode = (text: string) => chatEventCodes.find((code) => code === text) ?? 'other';

function Line({
  message,
  name,
  onRefused,
  onFile,
}: Omit<ChatLinesProps, 'messages'> & { readonly message: ChatMessage }) {
  const { t, language } = useWords();
  const { by, kind, text, at, state, seen, file } = message;
  const when = (
    <time className="chat-when num" dateTime={at}>
      {localTime(at)}
    </time>
  );
  if (kind === 'event' || by === 'house')
    return (
      <li className="chat-event">
        <Bell size={13} aria-hidden="true" />
        <span>{kind === 'event' ? t(`chat.events.${eventCode(text)}`) : text}</span>
        {when}
      </li>
    );
  return (
    <li className={`chat-line ${by}`} data-testid="chat-message" data-by={by} data-state={state}>
      <p className="chat-by">
        <strong>{by === 'visitor' ? name : (message.name ?? t('chat.you'))}</strong> {when}
      </p>
      <p className="chat-text">
        {kind === 'file' ? <FileText size={15} aria-hidden="true" /> : null}
        {text}
        {file === null ? null : (
          <span className="sub num">
            {' '}
            {t(`attachments.kinds.${file.kind}`)} · {byteSize(file.bytes, language)}
          </span>
        )}
      </p>
      {kind === 'file' ? onFile?.(message) : null}
      {state === 'sent' && by === 'agent' && seen ? (
        <p className="chat-state">
          <CheckCheck size={13} aria-hidden="true" />
          {t('chat.seen')}
        </p>
      ) : null}
      {state === 'sent' ? null : (
        <p className={`chat-state ${state}`}>
          {state === 'waiting' ? (
            <Clock size={13} aria-hidden="true" />
          ) : (
            <TriangleAlert size={13} aria-hidden="true" />
          )}
          {t(`chat.state.${state}`)}
        </p>
      )}
      {state === 'refused' ? onRefused?.(message) : null}
    </li>
  );
}

export function ChatLines({ messages, ...rest }: ChatLinesProps) {
  const { t } = useWords();
  if (messages.length === 0) return <p className="sub">{t('chat.nothing')}</p>;
  return (
    <ol className="chat-lines">
      {messages.map((message) => (
        <Line key={message.id} message={message} {...rest} />
      ))}
    </ol>
  );
}
