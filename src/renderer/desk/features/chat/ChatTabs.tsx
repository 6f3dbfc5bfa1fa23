// One's own chats side by side, each with who, how many messages wait to be read, and who is waiting for whom; before them, who waits for anybody.
import { Inbox } from 'lucide-react';
import type { OwnChat } from '#shared/contract/chats';
import { chatsOf, nextChat, openChat, ownChats, silenceOf } from '../../store/chats.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { useChatNow } from './useChatNow.ts';

/** A visitor who has waited so long for an answer is said to be waiting. */
const longMs = 60_000;

function Tab({ chat, isOpen }: { readonly chat: OwnChat; readonly isOpen: boolean }) {
  const { t } = useWords();
  const { openChat: open } = useIntents();
  const now = useChatNow(chat.state !== 'ended');
  const silence = silenceOf(chat);
  const isLate = chat.state === 'open' && silence?.kind === 'due' && since(silence.since, now) >= longMs;
  const says =
    chat.ended !== null
      ? t(`ends.${chat.ended}`)
      : chat.state === 'offered'
        ? t('chat.passing')
        : chat.isTyping
          ? t('chat.typing')
          : isLate
            ? t('chat.dueSince', { time: wait(since(silence.since, now)) })
            : (chat.about ?? '');
  const name = chat.name ?? t('chat.visitor');
  return (
    <li>
      <button
        type="button"
        className={isOpen ? 'chat-tab on' : 'chat-tab'}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => open(chat.id)}
        data-testid="chat-tab"
        data-unread={chat.unread}
      >
        <strong>{name}</strong>
        <span className={isLate ? 'urgent num' : 'num'} title={says}>
          {says}
        </span>
        {chat.unread === 0 ? null : (
          <span className="tab-count num">
            <span aria-hidden="true">{chat.unread}</span>
            <span className="visually-hidden">{t('chat.unread', { count: chat.unread })}</span>
          </span>
        )}
      </button>
    </li>
  );
}

export function ChatTabs() {
  const { t } = useWords();
  const { show } = useIntents();
  const own = useDeskState(ownChats);
  const open = useDeskState((state) => openChat(state)?.id ?? null);
  const others = useDeskState((state) => {
    const chats = chatsOf(state);
    return chats === null ? 0 : chats.waiting.length + chats.left.length + chats.offered.length;
  });
  const hasNext = useDeskState((state) => nextChat(state) !== null);
  return (
    <nav className="chat-tabs" aria-label={t('chat.own')} data-region="">
      <ul>
        <li>
          <button
            type="button"
            className={open === null ? 'chat-tab on' : 'chat-tab'}
            aria-current={open === null ? 'true' : undefined}
            onClick={() => show({ kind: 'chats', open: null })}
            data-testid="chat-lists"
          >
            <Inbox size={15} aria-hidden="true" />
            <strong>{t('chat.lists')}</strong>
            {others === 0 ? null : <span className="tab-count num">{others}</span>}
          </button>
        </li>
        {own.map((chat) => (
          <Tab key={chat.id} chat={chat} isOpen={chat.id === open} />
        ))}
      </ul>
      {hasNext ? <Kbd command="nextChat" quiet /> : null}
    </nav>
  );
}
