// What is wrong with the files, and between app and service, in the order in which it was found: each thing once.
import { type Failure, failure } from '#shared/contract/failure';
import { isUnwritten, type ProfileFile } from './db/files.ts';

export interface Notices {
  all(): Failure[];
  add(notice: Failure): void;
  /** The backend speaks a protocol that this app does not; null: they understand each other (again). */
  misfit(misfit: 'older' | 'newer' | null): void;
  /** Writing into it works again: there is room. */
  written(file: ProfileFile): void;
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
    misfit(misfit) {
      const left = notices.filter(({ code }) => code !== 'backend.older' && code !== 'backend.newer');
      notices = misfit === null ? left : [...left, failure(`backend.${misfit}`, 'server').failure];
      onChange();
    },
    written(file) {
      const left = notices.filter((known) => !isUnwritten(known, file));
      if (left.length === notices.length) return;
      notices = left;
      onChange();
    },
  };
}
