// Of all queues or of one: what figures, reports and the board are asked for.
import { useState } from 'react';
import { type QueueId, queueIdSchema } from '#shared/model/ids';
import { useWords } from '../ui/words.tsx';
import { queueName } from './callerWords.ts';
import { workstationOf } from './selectors.ts';
import { useDeskState } from './useDesk.ts';

const everywhere = 'all';

/** `field` is what a Dropdown needs; `queueId` null: all of them. `only`: these, instead of all that the agent knows. */
export function useQueueChoice(only?: readonly QueueId[]) {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const [chosen, onChoose] = useState(everywhere);
  const ids = only ?? workstation?.queues.map(({ id }) => id) ?? [];
  const options = [
    { id: everywhere, name: t('figures.allQueues') },
    ...ids.map((id) => ({ id: id as string, name: queueName(id, workstation, language) ?? id })),
  ];
  return {
    queueId: chosen === everywhere ? null : queueIdSchema.parse(chosen),
    field: { label: t('board.queue'), options, chosen, onChoose },
  };
}
