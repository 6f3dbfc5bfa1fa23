// What the page keeps of its chat over a reload: the token, and words that have not been taken yet. In the frame's own storage of this tab, or, where
// the browser refuses that to a frame of another site, in memory alone.

export interface Unsent {
  readonly id: string;
  readonly text: string;
}

export interface KeptChat {
  readonly token: string;
  /** In the order in which they were written. */
  readonly unsent: readonly Unsent[];
}

export interface Kept {
  readonly isForgetful: boolean;
  read(): KeptChat | null;
  /** Null: there is none any more. */
  write(chat: KeptChat | null): void;
}

export function openKept(site: string, storage: () => Storage): Kept {
  const key = `cornetta-chat ${site}`;
  let memory: string | null = null;
  let isForgetful = false;
  try {
    memory = storage().getItem(key);
  } catch {
    isForgetful = true;
  }
  return {
    get isForgetful() {
      return isForgetful;
    },
    read() {
      return memory === null ? null : (JSON.parse(memory) as KeptChat);
    },
    write(chat) {
      memory = chat === null ? null : JSON.stringify(chat);
      if (isForgetful) return;
      try {
        if (memory === null) storage().removeItem(key);
        else storage().setItem(key, memory);
      } catch {
        isForgetful = true;
      }
    },
  };
}
