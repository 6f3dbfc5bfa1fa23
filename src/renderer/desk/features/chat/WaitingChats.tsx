// Who waits in a chat, floating: it takes neither the place nor the focus of anything, and one key takes the first. Here too is the key that leads
// from wherever one is to one's own chats.
import { MessagesSquare } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useCommand } from '../../commands/useCommand.ts';
import { chatsOf, chatToTake, nextChat } from '../../store/chats.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { ChatLineRow } from './ChatLineRow.tsx';
import { useTake } from './useTake.ts';

export function WaitingChats() {
  const { t } = useWords();
  const { chime, openNextChat } = useIntents();
  const isOnPage = useDeskState(({ page }) => page.kind === 'chats' && page.open === null);
  const waiting = useDeskState((state) => chatsOf(state)?.waiting.length ?? 0);
  const offered = useDeskState((state) => chatsOf(state)?.offered ?? null);
  const next = useDeskState(chatToTake);
  const isReady = useDeskState(({ phone }) => phone?.availability.wish.kind === 'ready');
  const { take, refused, isBusy } = useTake();
  useCommand('takeChat', () => next !== null && void take(next), { enabled: next !== null });

  useCommand('nextChat', openNextChat, { enabled: useDeskState((state) => nextChat(state) !== null) });

  // Once for each one to whom somebody could go now.
  const heard = useRef<string | null>(null);
  const nextId = next?.id ?? null;
  useEffect(() => {
    if (nextId !== null && nextId !== heard.current && isReady) chime();
    heard.current = nextId;
  }, [nextId, isReady, chime]);

  if (next === null || isOnPage) return null;
  const from = offered?.find(({ id }) => id === next.id)?.passed?.from ?? null;
  return (
    <section className="chat-float" aria-label={t('chat.waitingTitle')} data-testid="chat-float">
      <SectionTitle icon={MessagesSquare}>
        {from === null ? t('chat.waiting', { count: waiting }) : t('chat.offered', { from })}
      </SectionTitle>
      <ul className="chat-rows">
        <ChatLineRow
          line={next}
          of={from === null ? 'waiting' : 'offered'}
          isFirst
          isBusy={isBusy}
          onTake={(line) => void take(line)}
        />
      </ul>
      {refused === 'late' ? <p className="sub">{t('chat.late')}</p> : null}
    </section>
  );
}
