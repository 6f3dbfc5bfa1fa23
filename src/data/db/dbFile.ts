// A database's file with what lies beside it.
import { existsSync, renameSync, rmSync } from 'node:fs';

/** Its own part first: a log without it is never read. */
const parts = ['', '-wal', '-shm'] as const;

export function removeFile(file: string): void {
  for (const part of parts) rmSync(file + part, { force: true });
}

export function renameFile(file: string, to: string): void {
  for (const part of parts) if (existsSync(file + part)) renameSync(file + part, to + part);
}
