// A lead in the call of somebody who has asked for help: when the lead has left it, the help is over. Shows nothing of its own.
import { useEffect, useRef } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { useDeskState, useIntents } from '../../store/useDesk.ts';

export function Helping() {
  const { endHelp } = useIntents();
  const about = useDeskState<InteractionId | null>((state) => {
    for (const { purpose, phase } of state.phone?.calls ?? [])
      if (purpose.kind === 'help' && phase.kind !== 'ended') return purpose.about;
    return null;
  });
  const helped = useRef<InteractionId | null>(null);
  useEffect(() => {
    const left = helped.current;
    helped.current = about;
    if (left !== null && left !== about) void endHelp(left);
  }, [about, endHelp]);
  return null;
}
