// Taking a chat, and what is said where it was not to be had.
import { useState } from 'react';
import type { ChatLine } from '#shared/contract/chats';
import { useIntents } from '../../store/useDesk.ts';

export function useTake() {
  const { takeChat } = useIntents();
  const [refused, setRefused] = useState<'late' | 'full' | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function take(line: ChatLine): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    const answer = await takeChat(line);
    setRefused(answer === 'taken' ? null : answer);
    setBusy(false);
  }
  return { take, refused, isBusy };
}
