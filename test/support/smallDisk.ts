// A disk of a few megabytes, to be filled: a file system in memory, mounted at a folder. It takes the right to mount one.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk {
  /** Until not a byte more can be written. */
  fill(): void;
  /** What was filled is free again. */
  free(): void;
  /** With all that is on it. Nobody may have a file of it open. */
  remove(): void;
}

export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'cornetta-test', folder], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(`A full disk is tested on a small one, which takes the right to mount it (root): ${String(error)}`);
  }
  const fillers = new Set<string>();
  return {
    fill() {
      // Ever smaller pieces, until none fits.
      for (let size = 1_048_576; size >= 1; ) {
        const file = join(folder, `filler-${fillers.size}`);
        fillers.add(file);
        try {
          writeFileSync(file, Buffer.alloc(size));
        } catch {
          size = Math.floor(size / 4);
        }
      }
    },
    free() {
      for (const file of fillers) rmSync(file, { force: true });
      fillers.clear();
    },
    remove() {
      execFileSync('umount', [folder]);
    },
  };
}
