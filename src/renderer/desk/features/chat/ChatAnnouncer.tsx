// Says aloud, for who does not see the screen, that somebody waits in a chat, and what the visitor on the page writes. Speaks only when something is new.
import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { queueName } from '../../store/callerWords.ts';
import { chatToTake, openChat, ownChats } from '../../store/chats.ts';
import type { DeskState } from '../../store/deskState.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDesk } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';

const visitorsWords = (state: DeskState) =>
  ownChats(state).flatMap(({ id, name, messages }) =>
    messages.filter(({ by }) => by === 'visitor').map((message) => ({ chatId: id, name, message })),
  );

export function ChatAnnouncer() {
  const { t, language } = useWords();
  const { store } = useDesk();
  const [said, setSaid] = useState('');
  const before = useRef<{ readonly waiting: string | null; readonly heard: ReadonlySet<string> }>({
    waiting: null,
    heard: new Set(),
  });
  useEffect(() => {
    const tell = (state: DeskState) => {
      const next = chatToTake(state);
      const words = visitorsWords(state);
      const was = before.current;
      before.current = { waiting: next?.id ?? null, heard: new Set(words.map(({ message }) => message.id)) };
      // Of the chat that is on the page the log says them.
      const open = openChat(state)?.id;
      const last = words
        .filter(({ chatId, message }) => chatId !== open && !was.heard.has(message.id))
        .toSorted((one, other) => one.message.at.localeCompare(other.message.at))
        .at(-1);
      if (next !== null && next.id !== was.waiting) {
        const queue = queueName(next.queueId, workstationOf(state), language) ?? next.queueId;
        setSaid(t('chat.announceWaiting', { name: next.name ?? t('chat.visitor'), queue }));
      } else if (last !== undefined)
        setSaid(t('chat.announceMessage', { name: last.name ?? t('chat.visitor'), text: last.message.text }));
    };
    tell(store.getState());
    return store.subscribe(tell);
  }, [store, t, language]);
  return (
    <VisuallyHidden>
      <div role="status" data-testid="announce-chat">
        {said}
      </div>
    </VisuallyHidden>
  );
}
