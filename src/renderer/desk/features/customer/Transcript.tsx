// What was written in a chat of the past, asked for when somebody wants to read it.
import { useState } from 'react';
import { sentFile, type Transcript as Written } from '#shared/contract/chats';
import type { Contact } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { ChatLines } from '../../ui/ChatLines.tsx';
import { OpenOutside } from '../../ui/OpenAsk.tsx';
import { useWords } from '../../ui/words.tsx';

type Read =
  | { readonly kind: 'closed' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'none' }
  | { readonly kind: 'here'; readonly found: Written };

export function Transcript({ id }: Pick<Contact, 'id'>) {
  const { t } = useWords();
  const { transcript, openChatFile } = useIntents();
  // A contact is the interaction in which it took place.
  const chatId = id as string as InteractionId;
  const [read, setRead] = useState<Read>({ kind: 'closed' });
  async function toggle(): Promise<void> {
    if (read.kind !== 'closed') return setRead({ kind: 'closed' });
    setRead({ kind: 'asking' });
    const found = await transcript(chatId);
    setRead((now) => (now.kind !== 'asking' ? now : found === null ? { kind: 'none' } : { kind: 'here', found }));
  }
  return (
    <div className="transcript">
      <Button
        size="small"
        look="ghost"
        aria-expanded={read.kind !== 'closed'}
        onClick={() => void toggle()}
        data-testid="read-transcript"
      >
        {t(read.kind === 'closed' ? 'chat.read' : 'chat.hide')}
      </Button>
      <p role="status" className="sub" data-testid="transcript-state">
        {read.kind === 'asking' ? t('office.reading') : read.kind === 'none' ? t('chat.noTranscript') : ''}
      </p>
      {read.kind === 'here' ? (
        <ChatLines
          messages={read.found.messages}
          name={read.found.name ?? t('chat.visitor')}
          onFile={(message) => {
            const file = sentFile(message);
            return file === null ? null : (
              <div className="chat-file-do">
                <OpenOutside name={file.name} onOpen={() => openChatFile({ id: chatId, file })} />
              </div>
            );
          }}
        />
      ) : null}
    </div>
  );
}
