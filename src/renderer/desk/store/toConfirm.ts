// How much waits for this agent's confirmation: cases as this PC knows them, reports as the backend tells them when it is asked. Nothing, for who
// confirms nothing.
import { confirmerRoles } from '#shared/model/caseActs';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';
import type { DeskState } from './deskState.ts';
import { workstationOf } from './selectors.ts';

interface ToConfirmDeps {
  readonly programs: Programs;
  readonly get: () => DeskState;
  readonly set: (change: Partial<DeskState>) => void;
}

/** One at a time; whoever asks meanwhile has it counted once more afterwards. */
function countsOnce(count: () => Promise<void>): () => void {
  let state: 'still' | 'counting' | 'again' = 'still';
  return function start() {
    if (state !== 'still') {
      state = 'again';
      return;
    }
    state = 'counting';
    void count().finally(() => {
      const isAgain = state === 'again';
      state = 'still';
      if (isAgain) start();
    });
  };
}

export function toConfirmIntents({ programs: { data }, get, set }: ToConfirmDeps) {
  const confirms = () => confirmerRoles.some((role) => role === workstationOf(get())?.agent.role);
  const put = (part: Partial<DeskState['toConfirm']>) => set({ toConfirm: { ...get().toConfirm, ...part } });
  return {
    countCasesToConfirm: countsOnce(async () => {
      const listed = confirms() ? await had(data.listCases({ shelf: 'toConfirm', text: '', limit: 1 })) : null;
      put({ cases: confirms() ? (listed?.counts.toConfirm ?? get().toConfirm.cases) : 0 });
    }),
    countReportsToConfirm: countsOnce(async () => {
      const listed = confirms() ? await had(data.reports(null)) : null;
      const asked = listed?.reports.filter(({ state, isOwn }) => state === 'asked' && !isOwn).length;
      put({ reports: confirms() ? (asked ?? get().toConfirm.reports) : 0 });
    }),
  };
}
