// What helps in a conversation: its phase, how the caller is met, which panel stands beside the note. The memory of this window alone: it
// is never kept, sent or timed, since it would tell how somebody works (L. 300/1970 art. 4) and how a caller behaves.
import type { ShownPhone } from '#shared/contract/deskPhone';
import type { Article } from '#shared/model/article';
import type { InteractionId } from '#shared/model/ids';
import type { Asking, CallingBack, DeskState, Guidance, PanelId } from './deskState.ts';

const noGuidance: Guidance = {
  ...{ phase: null, behaviour: null, panel: null, article: null },
  ...{ warnings: 0, calmed: false, wasHeld: false, isSilent: false, action: null, asking: null, callingBack: null },
};

export const guidanceOf = (state: Pick<DeskState, 'guidance'>, id: InteractionId): Guidance =>
  state.guidance[id] ?? noGuidance;

const isHeld = ({ phase }: ShownPhone['calls'][number]): boolean =>
  phase.kind === 'talking' && phase.heldSince !== null;

/** What the phone tells of calls with customers that is remembered when they are over: that they were on hold, that nobody was heard. */
export function callsSeen(
  state: Pick<DeskState, 'guidance'>,
  { calls, quality }: Pick<ShownPhone, 'calls' | 'quality'>,
): DeskState['guidance'] {
  const seen = calls
    .filter(({ purpose }) => purpose.kind === 'contact')
    .flatMap((call): [InteractionId, Guidance][] => {
      const before = guidanceOf(state, call.interactionId);
      const wasHeld = before.wasHeld || isHeld(call);
      const isSilent = quality[call.id]?.silent ?? before.isSilent;
      const isSame = wasHeld === before.wasHeld && isSilent === before.isSilent;
      return isSame ? [] : [[call.interactionId, { ...before, wasHeld, isSilent }]];
    });
  return seen.length === 0 ? state.guidance : { ...state.guidance, ...Object.fromEntries(seen) };
}

/** Without those of contacts that are over. */
export const guidanceWithout = (
  guidance: DeskState['guidance'],
  gone: readonly InteractionId[],
): DeskState['guidance'] => {
  const left = Object.entries(guidance).filter(([id]) => !gone.includes(id as InteractionId));
  return Object.fromEntries(left) as DeskState['guidance'];
};

interface GuidanceDeps {
  readonly get: () => DeskState;
  readonly set: (change: Partial<DeskState>) => void;
}

export function guidanceIntents({ get, set }: GuidanceDeps) {
  const change = (id: InteractionId, part: Partial<Guidance>) =>
    set({ guidance: { ...get().guidance, [id]: { ...guidanceOf(get(), id), ...part } } });
  return {
    setPhase: (id: InteractionId, phase: string) => change(id, { phase }),
    chooseBehaviour: (id: InteractionId, behaviour: string | null) => change(id, { behaviour }),
    /** Null: what is to be said comes back, and the fingers to the note. */
    openPanel: (id: InteractionId, panel: PanelId | null) =>
      change(id, { panel, ...(panel === 'calm' && { calmed: true }) }),
    keepCallingBack: (id: InteractionId, callingBack: CallingBack | null) => change(id, { callingBack }),
    chooseAction: (id: InteractionId, action: string | null) => change(id, { action }),
    keepAsking: (id: InteractionId, asking: Asking) => change(id, { asking }),
    /** Beside the note; null: back to looking for one. */
    readArticleIn: (id: InteractionId, article: Article['id'] | null) => change(id, { panel: 'procedures', article }),
    countWarning: (id: InteractionId) => change(id, { warnings: guidanceOf(get(), id).warnings + 1, calmed: true }),
  };
}
