// Readable copies of files of cases, for other programs: only when the agent asks, in a folder of this account alone, each in one of its
// own with a name whose ending says what is in it. They go with the file, and
// all of them when the agent signs out, and when this program starts or ends.
import { rmSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '#shared/model/attachment';
import { safeFileName } from '#shared/model/fileKind';

export interface OpenedCopies {
  /** Where it is in the folder. Throws the file system's errors, and leaves nothing behind then. */
  put(
    file: Pick<Attachment, 'name' | 'kind'> & { readonly id: string },
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<string>;
  /** Of a file that nobody here may read any more. */
  removeOf(id: string): void;
  /** What another program still holds open (Windows) goes the next time. */
  empty(): void;
}

export function createOpenedCopies(folder: string, newId: () => string): OpenedCopies {
  /** The folders of each file's copies. */
  const copies = new Map<string, string[]>();

  function removeFolder(path: string): void {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Another program still has it open (Windows): it goes the next time.
    }
  }

  return {
    async put({ id, name, kind }, bytes) {
      const copy = newId();
      const own = join(folder, copy);
      copies.set(id, [...(copies.get(id) ?? []), own]);
      await mkdir(own, { recursive: true, mode: 0o700 });
      const safe = safeFileName(name, kind);
      try {
        // Not to be written over what is there, nor to be run.
        const file = await open(join(own, safe), 'wx', 0o600);
        try {
          for await (const piece of bytes) await file.appendFile(piece);
        } finally {
          await file.close();
        }
      } catch (error) {
        await rm(own, { recursive: true, force: true });
        throw error;
      }
      return `${copy}/${safe}`;
    },
    removeOf(id) {
      for (const own of copies.get(id) ?? []) removeFolder(own);
      copies.delete(id);
    },
    empty() {
      removeFolder(folder);
      copies.clear();
    },
  };
}
