// One who waits, who left a message, or whom a colleague passes on: who, about what, since when, and the way to take it.
import { useEffect, useState } from 'react';
import { type ChatLine, type ChatMessage, reachedAt } from '#shared/contract/chats';
import { queueName } from '../../store/callerWords.ts';
import { chatsOf, isFull } from '../../store/chats.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { ChatLines } from '../../ui/ChatLines.tsx';
import { localTime, since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { useChatNow } from './useChatNow.ts';

interface ChatLineRowProps {
  readonly line: ChatLine;
  readonly of: 'waiting' | 'left' | 'offered';
  /** Its key is the command's. */
  readonly isFirst: boolean;
  readonly isBusy: boolean;
  readonly onTake: (line: ChatLine) => void;
}

/** What was written so far, asked for when somebody wants to read it before taking the chat. */
function Written({ line, name }: { readonly line: ChatLine; readonly name: string }) {
  const { t } = useWords();
  const { transcript } = useIntents();
  const [messages, setMessages] = useState<readonly ChatMessage[] | null>(null);
  useEffect(() => {
    void transcript(line.id).then((found) => setMessages(found?.messages ?? []));
  }, [transcript, line.id]);
  if (messages === null) return <p className="sub">{t('office.reading')}</p>;
  return <ChatLines messages={messages} name={name} />;
}

export function ChatLineRow({ line, of, isFirst, isBusy, onTake }: ChatLineRowProps) {
  const { t, language } = useWords();
  const { declineChat } = useIntents();
  const now = useChatNow(of !== 'left');
  const [isRead, setRead] = useState(false);
  const queue = useDeskState((state) => queueName(line.queueId, workstationOf(state), language)) ?? line.queueId;
  const full = useDeskState((state) => {
    const chats = chatsOf(state);
    return chats !== null && isFull(chats);
  });
  const name = line.name ?? t('chat.visitor');
  const { passed } = line;
  const isTakeable = of === 'left' || !full;
  return (
    <li className="chat-row" data-testid={`chat-${of}`}>
      <div className="chat-row-who">
        <strong>{name}</strong>
        <span className="sub num">
          {[
            queue,
            ...(line.about === null ? [] : [line.about]),
            ...(of === 'left' ? reachedAt(line) : []),
            of === 'left' ? localTime(line.openedAt) : t('chat.since', { time: wait(since(line.openedAt, now)) }),
          ].join(' · ')}
        </span>
        {passed === null ? null : (
          <p className="chat-passed" data-testid="chat-passed" data-level={passed.identification}>
            {of === 'offered' ? null : `${passed.from}: `}
            {passed.note.trim() === '' ? t('chat.noNote') : passed.note}{' '}
            <b>{t(`handover.levels.${passed.identification}`)}</b>
          </p>
        )}
      </div>
      <div className="chat-row-do">
        <Button
          size="small"
          look={of === 'left' ? 'plain' : 'primary'}
          {...(isFirst && { command: 'takeChat' })}
          disabled={!isTakeable}
          busy={isBusy}
          onClick={() => onTake(line)}
          data-testid="take-chat"
        >
          {t('chat.take')}
          <span className="visually-hidden">: {t('chat.takeOf', { name })}</span>
        </Button>
        {of === 'offered' ? (
          <Button size="small" look="ghost" onClick={() => void declineChat(line)} data-testid="decline-chat">
            {t('chat.decline')}
          </Button>
        ) : null}
        {of === 'waiting' ? null : (
          <Button
            size="small"
            look="ghost"
            aria-expanded={isRead}
            onClick={() => setRead(!isRead)}
            data-testid="read-before"
          >
            {t('chat.readBefore')}
          </Button>
        )}
      </div>
      {isRead ? <Written line={line} name={name} /> : null}
    </li>
  );
}
