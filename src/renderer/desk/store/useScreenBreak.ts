// The agent's break from the screen, as it stands now: by the company's policy, from what this PC has kept (D.Lgs. 81/2008 art. 175).
import { type ScreenBreak, type ScreenBreakPolicy, screenBreakAt } from '#shared/model/screenBreaks';
import { workstationOf } from './selectors.ts';
import { useDeskState, useNow } from './useDesk.ts';
import { useLists } from './useLists.ts';

export interface BreakNow {
  readonly policy: ScreenBreakPolicy;
  readonly now: number;
  readonly at: ScreenBreak;
  /** There was work to rest from. */
  readonly hasBegun: boolean;
  /** The break is running: not ready for one of its reasons. */
  readonly isOn: boolean;
  /** The reason for not being ready that a break is; null: this company has none. */
  readonly reason: string | null;
}

/** Null: the company's policy is not here yet. */
export function useScreenBreak(): BreakNow | null {
  const { breaks: policy } = useLists(null);
  const activity = useDeskState((state) => state.data?.day.activity);
  const wish = useDeskState((state) => state.phone?.availability.wish);
  const reasons = useDeskState((state) => workstationOf(state)?.notReadyReasons);
  const now = useNow();
  if (policy === undefined || activity === undefined) return null;
  const known = new Set((reasons ?? []).map(({ code }) => code));
  const at = screenBreakAt(activity, now, policy);
  return {
    ...{ policy, now, at },
    hasBegun: activity.length > 0,
    isOn:
      at.state === 'resting' && wish?.kind === 'notReady' && policy.reasons.some((code) => code === wish.reasonCode),
    reason: policy.reasons.find((code) => known.has(code)) ?? null,
  };
}
