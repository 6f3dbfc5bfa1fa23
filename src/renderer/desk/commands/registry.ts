// The commands that can be given just now. A command stands here for as long as whoever carries it out is drawn and can do it.
import { type CommandId, rowOf } from './table.ts';

export interface Standing {
  readonly id: CommandId;
  readonly run: () => void;
  /** Its key where the table has none, since it follows from its place. */
  readonly chord?: string;
}

export interface Registry {
  /** Returns what takes it away again. */
  readonly register: (standing: Standing) => () => void;
  /** In the order in which they came, each once; the same array for as long as nothing changes. */
  readonly list: () => readonly Standing[];
  readonly onChange: (listener: () => void) => () => void;
}

/** `onClash` is told of two commands that stand at the same time with one key: the table is wrong. */
export function createRegistry(onClash: (reason: string) => void): Registry {
  let standing: readonly Standing[] = [];
  let listed: readonly Standing[] | null = null;
  const listeners = new Set<() => void>();

  function become(next: readonly Standing[]): void {
    standing = next;
    listed = null;
    for (const listener of listeners) listener();
  }

  return {
    register(one) {
      const { chord } = rowOf(one.id);
      const other = standing.find(({ id }) => id !== one.id && chord !== undefined && rowOf(id).chord === chord);
      if (other !== undefined) onClash(`commands: ${chord} is the key of ${other.id} and of ${one.id}`);
      become([...standing, one]);
      return () => become(standing.filter((each) => each !== one));
    },
    list() {
      // The one drawn last is the one that its key reaches.
      listed ??= standing.filter((one, at) => !standing.some(({ id }, later) => later > at && id === one.id));
      return listed;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
