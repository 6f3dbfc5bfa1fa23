// The agent's state in words: the company's own where the agent has chosen a reason.
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { type Look, lookOf } from './look.ts';
import { useWish } from './useWish.ts';

export function useStateName(): { readonly look: Look; readonly name: string } {
  const { t, language } = useWords();
  const look = useDeskState((state) => lookOf(state.phone));
  const { reasonCode } = useWish();
  const reasons = useDeskState((state) => workstationOf(state)?.notReadyReasons) ?? [];
  const reason = reasons.find(({ code }) => code === reasonCode)?.labels[language];
  return { look, name: look === 'notReady' && reason !== undefined ? reason : t(`state.${look}`) };
}
