// The company's guide, and in which of its phases a conversation is.

import { useMemo } from 'react';
import { must } from '#shared/lib/must';
import type { InteractionId } from '#shared/model/ids';
import { type Guide, type GuidePhase, withGreeting } from '#shared/model/lists/guide';
import { guidanceOf } from '../../store/guidance.ts';
import { clientOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';

/** With the greeting of the client company on whose behalf it is. Null: there is no guide, or the backend has not told it yet. */
export function useGuide(id: InteractionId): Guide | null {
  const { guide } = useLists(id);
  const greeting = useDeskState((state) => clientOf(state, id)?.greeting ?? null);
  return useMemo(() => (guide === undefined ? null : withGreeting(guide, greeting)), [guide, greeting]);
}

/** The one that the agent has gone to; at the beginning, and where the guide no longer has that one, the first. */
export function usePhase(id: InteractionId, { phases }: Guide): GuidePhase {
  const code = useDeskState((state) => guidanceOf(state, id).phase);
  return must(phases.find((phase) => phase.code === code) ?? phases[0], 'a guide has a phase');
}
