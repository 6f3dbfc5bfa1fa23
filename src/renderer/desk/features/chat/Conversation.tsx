// What is written to and fro with a visitor, and the field to write in.
import { useEffect, useRef } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { chatOf, chatsOf } from '../../store/chats.ts';
import { draftOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { ChatLines } from '../../ui/ChatLines.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { useWords } from '../../ui/words.tsx';
import { ChatFile } from './ChatFile.tsx';
import { Composer } from './Composer.tsx';
import { FileBecome } from './SendFile.tsx';

/** What may become of words that the visitor will not read. */
function Unsent({ text, onIntoNote }: { readonly text: string; readonly onIntoNote: () => void }) {
  const { t } = useWords();
  return (
    <span className="chat-refused-do">
      <CopyText text={t('chat.copy')} copied={text} name={t('chat.copy')} done={t('chat.copied')} />
      <Button size="small" look="ghost" onClick={onIntoNote}>
        {t('chat.intoNote')}
      </Button>
    </span>
  );
}

export function Conversation({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { chatSeen, edit, intoNote } = useIntents();
  const chat = useDeskState((state) => chatOf(state, id));
  const unsaid = useDeskState((state) => draftOf(state, id).unsaid);
  const isCurrent = useDeskState((state) => chatsOf(state)?.current ?? false);
  const log = useRef<HTMLElement>(null);
  const last = chat?.messages.at(-1)?.id;
  // What is new is in sight, unless the agent is reading further up.
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = log.current;
    if (element !== null && last !== undefined && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [last]);
  const unread = chat?.unread ?? 0;
  const chatId = chat?.id;
  useEffect(() => {
    if (unread > 0 && chatId !== undefined && document.visibilityState === 'visible') chatSeen({ id: chatId });
  }, [unread, chatId, chatSeen]);
  if (chat === null) return null;
  const lastFile = chat.messages.findLast(({ by, file }) => by === 'visitor' && file !== null)?.id;
  const name = chat.name ?? t('chat.visitor');
  return (
    <div className={chat.ended === null ? 'conversation' : 'conversation ended'}>
      <section
        ref={log}
        className="chat-log"
        role="log"
        aria-label={t('chat.log', { name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
        data-testid="chat-log"
      >
        <ChatLines
          messages={chat.messages}
          name={name}
          onFile={(message) => (
            <ChatFile chatId={chat.id} message={message} interactionId={id} isLast={message.id === lastFile} />
          )}
          onRefused={({ text }) => <Unsent text={text} onIntoNote={() => intoNote(chat, text)} />}
        />
        <p className="chat-typing" aria-live="off">
          {chat.isTyping ? `${name}: ${t('chat.typing')}` : ''}
        </p>
      </section>
      {isCurrent || chat.state === 'ended' ? null : (
        <p className="sub urgent" role="status" data-testid="chat-offline">
          {t('chat.offline')}
        </p>
      )}
      {chat.ended === null ? (
        <Composer key={id} chat={chat} name={name} />
      ) : (
        <>
          <p className="sub" role="status" data-testid="chat-over">
            {t('chat.over', { why: `${t(`ends.${chat.ended}`)}.` })}
          </p>
          <FileBecome chat={chat} />
          {unsaid.trim() === '' ? null : (
            <div className="chat-unsaid" data-testid="chat-unsaid">
              <p className="sub">{t('chat.unsaid')}</p>
              <p>{unsaid}</p>
              <Unsent
                text={unsaid}
                onIntoNote={() => {
                  intoNote(chat, unsaid);
                  edit(id, { unsaid: '' });
                }}
              />
            </div>
          )}
        </>
      )}
    </div>
  );
}
