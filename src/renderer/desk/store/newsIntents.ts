// Whether the agent has read what is new: it follows them to every computer, and is never taken back by an older version of the app.
import { isLater, newestFor } from '#shared/words/news';
import type { DeskState } from './deskState.ts';
import type { SettingsChange } from './preferenceIntents.ts';
import { workstationOf } from './selectors.ts';

/** Whether it is known what this agent has seen elsewhere; of who practises nothing is kept. */
function isHeard(state: DeskState): boolean {
  const workstation = workstationOf(state);
  if (workstation === null || state.main === null) return false;
  const { told } = state.data?.preferences ?? { told: false };
  return told && !workstation.company.practice && state.main.settings.account === workstation.agent.id;
}

/** The version with news that this agent has not read. Null: there is none, or the agent is new here, to whom everything is. */
export function newsToTell(state: DeskState): string | null {
  if (!isHeard(state) || state.main === null) return null;
  const { newsSeen } = state.main.settings;
  const newest = newestFor(state.main.version)?.version ?? null;
  return newest !== null && newsSeen !== null && isLater(newest, newsSeen) ? newest : null;
}

interface NewsDeps {
  readonly get: () => DeskState;
  readonly changeSettings: (change: SettingsChange) => Promise<boolean>;
}

export function newsIntents({ get, changeSettings }: NewsDeps) {
  /** For whom it has been asked: not again at each change until it is there. */
  let begunFor: string | null = null;
  function keep(): void {
    const { main } = get();
    const newest = main === null ? null : (newestFor(main.version)?.version ?? null);
    if (newest === null || main === null) return;
    const { newsSeen } = main.settings;
    if (newsSeen === null || isLater(newest, newsSeen)) void changeSettings({ newsSeen: newest });
  }
  return {
    newsRead: keep,
    /** To whom everything is new, nothing is told: from the next version on it is. */
    beginNews(): void {
      const state = get();
      if (!isHeard(state) || state.main?.settings.newsSeen !== null) return;
      const { account } = state.main.settings;
      if (begunFor === account) return;
      begunFor = account;
      keep();
    },
  };
}
