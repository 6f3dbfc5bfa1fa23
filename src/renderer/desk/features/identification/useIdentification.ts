// An identification as the screen needs it: the company's rules, the level that is needed and the one that was reached, and the questions.
import { useRef } from 'react';
import type { IdentificationLevel } from '#shared/model/identification';
import { isEnough } from '#shared/model/identifying';
import type { InteractionId } from '#shared/model/ids';
import type { IdentificationList, IdentifiedAction } from '#shared/model/lists/identification';
import {
  actionOf,
  askedOf,
  type Identifying,
  identifying,
  neededOf,
  recordOf,
  suspicionOf,
} from '../../store/identity.ts';
import { knownCustomer, levelOf, newestCard } from '../../store/selectors.ts';
import { useDesk, useDeskState } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';

export interface Level {
  readonly level: IdentificationLevel;
  /** By what is to be done, or else by the reason that is chosen. */
  readonly needed: IdentificationLevel;
  /** What is to be done; null: the reason alone counts. */
  readonly action: IdentifiedAction | null;
  readonly isEnough: boolean;
}

/** Where the reason needs no more than there was, the agent has opened the questions all the same: for the usual level, or the next one. */
function targetOf(
  was: IdentificationLevel,
  needed: IdentificationLevel,
  { levels }: IdentificationList,
): IdentificationLevel {
  if (!isEnough(was, needed)) return needed;
  const higher = levels.find((rule) => !isEnough(was, rule.level) && isEnough(rule.level, 'standard'));
  return higher?.level ?? levels.at(-1)?.level ?? 'none';
}

export function useLevel(id: InteractionId): Level {
  const rules = useLists(id).identification;
  const { now } = useDesk();
  const level = useDeskState((state) => levelOf(state, id));
  const needed = useDeskState((state) => (rules === undefined ? 'none' : neededOf(state, id, rules, now())));
  const action = useDeskState((state) => (rules === undefined ? null : actionOf(state, id, rules)));
  return { level, needed, action, isEnough: isEnough(level, needed) };
}

/**
 * @param target the level that the agent has chosen; null: what follows from what is to be done, or else from the reason, and from the level there was when the questions were opened.
 * @returns null: there are no rules, or nobody to be asked about.
 */
export function useIdentifying(
  id: InteractionId,
  target: IdentificationLevel | null,
): { readonly rules: IdentificationList; readonly target: IdentificationLevel; readonly now: Identifying } | null {
  const { now } = useDesk();
  const rules = useLists(id).identification;
  const { level, needed, action } = useLevel(id);
  const was = useRef(level).current;
  const card = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : (newestCard(state, known.customerId) ?? null);
  });
  const asked = useDeskState((state) => askedOf(state, id));
  const isSuspected = useDeskState((state) => suspicionOf(state, id, now()) !== 'none');
  if (rules === undefined || card === null) return null;
  // Nothing less opens more than the lowest.
  const highest = rules.levels.at(-1)?.level ?? 'none';
  const usual = action === null || needed === 'none' ? targetOf(was, needed, rules) : needed;
  const wanted = target ?? (isSuspected ? highest : usual);
  return { rules, target: wanted, now: identifying(recordOf(card, now()), rules, wanted, id, asked) };
}
