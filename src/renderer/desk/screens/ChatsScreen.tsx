// The page of chats: one's own side by side as tabs, and below the one that is open, or who waits and what was left.
import { useState } from 'react';
import type { MissingPart } from '#shared/model/wrapUp';
import { ChatHead } from '../features/chat/ChatHead.tsx';
import { ChatTabs } from '../features/chat/ChatTabs.tsx';
import { Conversation } from '../features/chat/Conversation.tsx';
import { ToTake } from '../features/chat/ToTake.tsx';
import { WrapUpBar } from '../features/wrapUp/WrapUpBar.tsx';
import { openChat } from '../store/chats.ts';
import { openInteraction } from '../store/selectors.ts';
import { useDeskState } from '../store/useDesk.ts';
import { InteractionScreen } from './InteractionScreen.tsx';

const nothingMissing: readonly MissingPart[] = [];

export function ChatsScreen() {
  const [refused, setRefused] = useState<{ id: string; parts: readonly MissingPart[] }>({ id: '', parts: [] });
  const id = useDeskState((state) => openChat(state)?.interactionId ?? null);
  const stage = useDeskState((state) => (id === null ? null : (openInteraction(state, id)?.interaction.stage ?? null)));
  const missing = refused.id === id ? refused.parts : nothingMissing;
  return (
    <div className="chats" data-testid="chats-page">
      <ChatTabs />
      {id === null ? (
        <ToTake />
      ) : (
        <>
          <div className="chat-head" data-region="">
            {stage === 'wrapUp' ? (
              <WrapUpBar key={id} id={id} missing={missing} onMissing={(parts) => setRefused({ id, parts })} />
            ) : (
              <ChatHead key={id} id={id} />
            )}
          </div>
          <InteractionScreen key={id} id={id} missing={missing} conversation={<Conversation id={id} />} />
        </>
      )}
    </div>
  );
}
