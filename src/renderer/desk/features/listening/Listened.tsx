// Says who listens to the agent's call, and by which agreement, for as long as they may. The backend lets nobody in before this is on the screen.
import { Ear } from 'lucide-react';
import { useEffect } from 'react';
import type { Listening } from '#shared/protocol/listening';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';

const nobody: readonly Listening[] = [];

export function Listened() {
  const { t } = useWords();
  const { listeningSeen } = useIntents();
  const me = useDeskState((state) => workstationOf(state)?.agent.id);
  const reference = useDeskState((state) => workstationOf(state)?.policy.supervision?.legalReference ?? '');
  const all = useDeskState((state) => state.data?.boards.help?.listening ?? nobody);
  const listened = all.find(({ agent }) => agent.id === me) ?? null;
  const unsaid = listened?.seenAt === null ? listened.id : null;
  useEffect(() => {
    if (unsaid !== null) void listeningSeen(unsaid);
  }, [unsaid, listeningSeen]);
  if (listened === null) return null;
  return (
    <p className="listened" role="alert" data-testid="listened">
      <Ear aria-hidden="true" />
      <strong>{t('listening.you', { name: listened.lead.name })}</strong>
      <span>{reference}</span>
    </p>
  );
}
