// Now by the backend's clock, by which all times of chats are told: this PC's may be another.
import { chatsOf } from '../../store/chats.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';

/** Ticks while `running`. */
export function useChatNow(running = true): number {
  const aheadMs = useDeskState((state) => chatsOf(state)?.aheadMs ?? 0);
  return useNow(running) - aheadMs;
}
