// Readable copies of files of cases, for other programs: only when the agent asks, in a folder of this account alone, each in one of its
// own with a name whose ending says what is in it. The folder is emptied when the agent signs out, and when this program starts or ends.
import { rmSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '#shared/model/attachment';
import { safeFileName } from '#shared/model/fileKind';

export interface OpenedCopies {
  /** Where it is in the folder. Throws the file system's errors, and leaves nothing behind then. */
  put(file: Pick<Attachment, 'name' | 'kind'>, bytes: AsyncIterable<Uint8Array>): Promise<string>;
  /** What another program still holds open (Windows) goes the next time. */
  empty(): void;
}

export function createOpenedCopies(folder: string, newId: () => string): OpenedCopies {
  return {
    async put({ name, kind }, bytes) {
      const id = newId();
      const own = join(folder, id);
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
      return `${id}/${safe}`;
    },
    empty() {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // Said above.
      }
    },
  };
}
