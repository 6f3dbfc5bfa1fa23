// Who waits to be answered, what colleagues pass on, and the messages that were left while nobody was there.
import { chatsOf, chatToTake, isFull } from '../../store/chats.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { ChatLineRow } from './ChatLineRow.tsx';
import { useTake } from './useTake.ts';

export function ToTake() {
  const { t } = useWords();
  const chats = useDeskState(chatsOf);
  const first = useDeskState((state) => chatToTake(state)?.id ?? null);
  const { take, refused, isBusy } = useTake();
  if (chats === null) return null;
  const rows = (of: 'offered' | 'waiting' | 'left') =>
    chats[of].map((line) => (
      <ChatLineRow
        key={line.id}
        line={line}
        of={of}
        isFirst={line.id === first}
        isBusy={isBusy}
        onTake={(each) => void take(each)}
      />
    ));
  const waits = chats.waiting.length + chats.offered.length;
  return (
    <div className="chat-lists" data-region="">
      <h1 className="visually-hidden">{t('chat.title')}</h1>
      {chats.current ? null : <p className="sub urgent">{t('chat.offline')}</p>}
      {refused === null ? null : (
        <p className="error" role="alert" data-testid="take-refused">
          {refused === 'full' ? t('chat.full', { most: chats.most }) : t('chat.late')}
        </p>
      )}
      <section className="section">
        <SectionTitle>{t('chat.waitingTitle')}</SectionTitle>
        {isFull(chats) && waits > 0 ? <p className="sub">{t('chat.full', { most: chats.most })}</p> : null}
        {waits === 0 ? (
          <p className="sub faint">{t('chat.none')}</p>
        ) : (
          <ul className="chat-rows">
            {rows('offered')}
            {rows('waiting')}
          </ul>
        )}
      </section>
      <section className="section">
        <SectionTitle>{t('chat.leftTitle')}</SectionTitle>
        {chats.left.length === 0 ? (
          <p className="sub faint">{t('chat.noneLeft')}</p>
        ) : (
          <ul className="chat-rows">{rows('left')}</ul>
        )}
      </section>
    </div>
  );
}
