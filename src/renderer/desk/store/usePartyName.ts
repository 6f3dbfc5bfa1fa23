// The other side of a call as it is called on the screen.
import type { Call } from '#shared/model/call';
import { useWords } from '../ui/words.tsx';
import { partyName } from './selectors.ts';
import { useDeskState } from './useDesk.ts';

export function usePartyName(call: Call): string {
  const { t } = useWords();
  const name = useDeskState((state) => partyName(state, call));
  const { purpose } = call;
  if (purpose.kind === 'voicemail') return t('voicemail.name');
  if (purpose.kind === 'listening') return t('listening.call', { name: purpose.name });
  if (purpose.kind === 'help') return t(`assist.call.${purpose.manner}`, { name: purpose.name });
  return name ?? t('call.unknownCaller');
}
