// What the agent has chosen, as the menu and what stands for it show it.
import { useShallow } from 'zustand/shallow';
import { useDeskState } from '../../store/useDesk.ts';

interface Wish {
  readonly ready: boolean;
  /** Why not ready, as the company calls it; null: ready, or no reason known. */
  readonly reasonCode: string | null;
}

export const useWish = (): Wish =>
  useDeskState(
    useShallow(({ phone }) => {
      const wish = phone?.availability.wish;
      return { ready: wish?.kind === 'ready', reasonCode: wish?.kind === 'notReady' ? wish.reasonCode : null };
    }),
  );
