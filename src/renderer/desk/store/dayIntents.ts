// The agent's own day: what they can want of it. None of it leaves this PC but the state "not ready", which any break is.
import type { CallbackRow } from '#shared/contract/boards';
import type { CheckAnswers } from '#shared/contract/day';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';

type Attempt = (work: Promise<unknown>) => Promise<boolean>;

export function dayIntents({ data, phone }: Programs, attempt: Attempt) {
  return {
    /** Null: they cannot be read now. */
    ownFigures: () => had(data.ownFigures(null)),
    forgetOwnFigures: () => attempt(data.forgetOwnFigures(null)),
    keepChecks: (answers: CheckAnswers) => attempt(data.keepChecks({ answers })),
    startBreak: (reasonCode: string) => attempt(phone.setWish({ kind: 'notReady', reasonCode })),
    /** A tone, once; where the phone cannot be reached the words are there all the same. */
    remind: () => phone.remind(null).catch(() => null),
    ringLater: ({ id }: CallbackRow) => attempt(data.ringLater({ id })),
    /** Whoever has taken it gives it back. */
    async ringLeave({ id, state }: CallbackRow): Promise<void> {
      if (!(await attempt(data.ringNoMore({ id })))) return;
      if (state.kind === 'taken') await attempt(data.releaseToCall({ list: 'callbacks', id }));
    },
  };
}
