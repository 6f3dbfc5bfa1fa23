// What was done last and can be taken back: in sight for some seconds, longer while the agent is at it, and by its name until the next one.
import type { CustomerId, InteractionId } from '#shared/model/ids';

export type Done =
  | { readonly kind: 'chosen'; readonly customerId: CustomerId }
  | { readonly kind: 'unchosen' }
  /** Details of the customer's, as the customer has them. */
  | { readonly kind: 'edited'; readonly fields: readonly string[]; readonly name: string }
  | { readonly kind: 'noteWritten' | 'noteChanged' | 'noteDeleted'; readonly name: string }
  | { readonly kind: 'promised' | 'unpromised' | 'wrapUpSaved' }
  /** A line of who is to be called. */
  | { readonly kind: 'taken' | 'released' };

export interface Undoable {
  readonly done: Done;
  /** `changed`: somebody has changed it since, and it stays as it is. */
  readonly standing: 'fresh' | 'past' | 'changed';
}

/** `refused`: the agent has been told why, and may try again. */
export type TakenBack = 'back' | 'changed' | 'refused';

export interface Undo {
  /** `of`: while this conversation is open; null: as long as nothing else is done. */
  readonly did: (done: Done, back: () => TakenBack | Promise<TakenBack>, of?: InteractionId | null) => void;
  readonly takeBack: () => Promise<void>;
  /** The agent is at it: it stays in sight until they are not. */
  readonly linger: (isAtIt: boolean) => void;
  readonly forget: (of?: InteractionId) => void;
}

const inSightMs = 10_000;

interface UndoDeps {
  readonly set: (change: { readonly undoable: Undoable | null }) => void;
  /** Calls back after so many milliseconds; returns what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

export function createUndo({ set, after }: UndoDeps): Undo {
  let last: { done: Done; back: Parameters<Undo['did']>[1]; of: InteractionId | null } | null = null;
  let standing: Undoable['standing'] = 'fresh';
  let cancel = () => {};

  function show(next: Undoable['standing']): void {
    standing = next;
    cancel();
    cancel = next === 'past' ? () => {} : after(inSightMs, pass);
    set({ undoable: last === null ? null : { done: last.done, standing } });
  }

  function forget(of?: InteractionId): void {
    if (of !== undefined && last?.of !== of) return;
    cancel();
    last = null;
    set({ undoable: null });
  }

  function pass(): void {
    if (standing === 'changed') forget();
    else show('past');
  }

  return {
    did(done, back, of = null) {
      last = { done, back, of };
      show('fresh');
    },
    async takeBack() {
      const taken = last;
      if (taken === null || standing === 'changed') return;
      const came = await taken.back();
      // Something else has been done meanwhile: that is what can be taken back now.
      if (last !== taken) return;
      if (came === 'back') forget();
      else show(came === 'changed' ? 'changed' : 'fresh');
    },
    linger(isAtIt) {
      if (last === null || standing === 'past') return;
      cancel();
      cancel = isAtIt ? () => {} : after(inSightMs, pass);
    },
    forget,
  };
}
