// Opening a readable copy of a file of a case in the program that the system has for it: only a file that lies where the data process
// puts them, whose ending and content both are of the kinds that are kept with cases.
import { open, realpath, rm } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { openedFolder } from '#shared/contract/dataProgram';
import { failure } from '#shared/contract/failure';
import { fileKindOf, safeFileName, seenAtBeginning, seenAtEnd } from '#shared/model/fileKind';

export interface OpenCopyDeps {
  /** Of the profile that is open; null: none is. */
  readonly profile: () => string | null;
  /** What the system said against it; empty: nothing. */
  readonly openFile: (file: string) => Promise<string>;
}

/** `copy`: as the data process named it. Rejects with `attachment.gone`, `attachment.notAllowed`, `attachment.noProgram`. */
export const createOpenCopy =
  ({ profile, openFile }: OpenCopyDeps) =>
  async (copy: string): Promise<void> => {
    const open = profile();
    if (open === null) throw failure('attachment.gone', 'main');
    const folder = join(open, openedFolder);
    const file = await real(join(folder, copy));
    const inside = await real(folder);
    if (!file.startsWith(inside + sep)) throw failure('attachment.notAllowed', 'main', 'it lies elsewhere');
    if (!(await isAllowed(file))) throw failure('attachment.notAllowed', 'main', 'it is none of the kinds');
    const refused = await openFile(file);
    if (refused !== '') throw failure('attachment.noProgram', 'main');
  };

async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    throw failure('attachment.gone', 'main');
  }
}

async function isAllowed(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const ends = { beginning: Buffer.alloc(seenAtBeginning), end: Buffer.alloc(Math.min(size, seenAtEnd)) };
    await file.read(ends.beginning, 0, seenAtBeginning, 0);
    await file.read(ends.end, 0, ends.end.length, size - ends.end.length);
    const found = fileKindOf({ ...ends, bytes: size });
    // The name is the one that its content asks for.
    return found.kind === 'allowed' && extname(safeFileName(path, found.is)) === extname(path);
  } finally {
    await file.close();
  }
}

/** Copies of a profile, when nobody is to read them any more. */
export const emptyCopies = (profile: string): Promise<void> =>
  rm(join(profile, openedFolder), { recursive: true, force: true }).catch(() => undefined);
