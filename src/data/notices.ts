// What is wrong with the files, in the order in which it was found: each thing once.
import type { Failure } from '#shared/contract/failure';

export interface Notices {
  all(): Failure[];
  add(notice: Failure): void;
  /** Writing works again: there is room. */
  roomAgain(): void;
}

export function createNotices(onChange: () => void): Notices {
  let notices: Failure[] = [];
  return {
    all: () => [...notices],
    add(notice) {
      if (notices.some((known) => known.code === notice.code && known.message === notice.message)) return;
      notices = [...notices, notice];
      onChange();
    },
    roomAgain() {
      if (!notices.some((known) => known.code === 'files.diskFull')) return;
      notices = notices.filter((known) => known.code !== 'files.diskFull');
      onChange();
    },
  };
}
