// What comes from the backend straight into a file that the agent has chosen in main's window: in pieces, beside its name until it is
// whole, so that half of one never looks like one. Nothing of it goes through the desk.
import { open, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { partName } from '#shared/contract/dataProgram';
import { FailureError, failure } from '#shared/contract/failure';
import type { Saving, SavingWhat } from '#shared/contract/privacy';
import type { Answer } from './http/answer.ts';
import { valueOrThrow } from './http/answer.ts';
import type { Streamed } from './http/client.ts';
import { errorName } from './log.ts';
import { createIdleGuard } from './sync/idleGuard.ts';

export interface SavedFiles {
  /** Main says that `file` was chosen, and by which word the desk will name it, once. */
  choose(ticket: string, file: string): void;
  /** Null: nothing is being saved. */
  state(): Saving | null;
  /** Throws `file.brokeOff`, `file.noRoom`, `file.tooLarge`, `file.notSaved`, or what the backend has refused; nothing is left behind then. */
  save(
    { what, ticket }: { readonly what: SavingWhat; readonly ticket: string },
    ask: (signal: AbortSignal) => Promise<Answer<Streamed>>,
    gone: AbortSignal,
  ): Promise<'saved' | 'left'>;
  /** Not wanted any more. */
  leave(): void;
}

/** It may take the backend as long to make the first byte. */
const idleMs = 120_000;
/** What is shown grows in steps of so much. */
const toldBytes = 1024 * 1024;

/** `onDone`: what was saved with this ticket is whole or gone. */
export function createSavedFiles(onChange: () => void, onDone: (ticket: string) => void): SavedFiles {
  const chosen = new Map<string, string>();
  let current: { readonly saving: Saving; readonly leaving: AbortController } | null = null;

  function tell(saving: Saving | null, leaving: AbortController): void {
    current = saving === null ? null : { saving, leaving };
    onChange();
  }

  return {
    choose: (ticket, file) => void chosen.set(ticket, file),
    state: () => current?.saving ?? null,
    async save({ what, ticket }, ask, gone) {
      if (current !== null) throw failure('call.notNow', 'data', 'another file is being saved');
      const file = chosen.get(ticket);
      if (file === undefined) throw failure('file.notSaved', 'data', 'no file was chosen');
      chosen.delete(ticket);
      const leaving = new AbortController();
      const left = AbortSignal.any([leaving.signal, gone]);
      tell({ what, reached: 0, bytes: null }, leaving);
      try {
        const onReached = (so: Reached) => tell({ what, ...so }, leaving);
        await fetchInto({ file, part: join(dirname(file), partName(ticket)) }, { ask, left, onReached });
        return 'saved';
      } catch (error) {
        if (left.aborted) return 'left';
        throw error;
      } finally {
        tell(null, leaving);
        onDone(ticket);
      }
    },
    leave: () => current?.leaving.abort(),
  };
}

type Reached = Omit<Saving, 'what'>;

/** It is written as `part` until it is whole. */
interface Place {
  readonly file: string;
  readonly part: string;
}

interface Fetching {
  readonly ask: (signal: AbortSignal) => Promise<Answer<Streamed>>;
  readonly left: AbortSignal;
  readonly onReached: (so: Reached) => void;
}

async function fetchInto(place: Place, { ask, left, onReached }: Fetching): Promise<void> {
  const silence = new AbortController();
  const idle = createIdleGuard(idleMs, () => silence.abort());
  const ending = AbortSignal.any([left, silence.signal]);
  try {
    const { headers, body } = valueOrThrow(await ask(ending));
    const bytes = lengthIn(headers);
    try {
      await onDisk(needRoom(place.file, bytes));
      await writeWhole(place, watched(body));
    } finally {
      // Where it was not read to its end the backend need not go on.
      if (!body.locked) await body.cancel().catch(() => {});
    }

    async function* watched(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
      let reached = 0;
      let told = 0;
      try {
        for await (const piece of stream) {
          if (ending.aborted) throw failure('file.brokeOff', 'network', 'nothing came any more');
          idle.alive();
          yield piece;
          reached += piece.length;
          if (reached - told < toldBytes) continue;
          told = reached;
          onReached({ reached, bytes });
        }
      } catch (error) {
        throw error instanceof FailureError ? error : failure('file.brokeOff', 'network', errorName(error));
      }
      if (bytes !== null && reached !== bytes) throw failure('file.brokeOff', 'network', 'it ended early');
    }
  } finally {
    idle.stop();
  }
}

/** Null: not said. */
function lengthIn(headers: Headers): number | null {
  const said = headers.get('content-length');
  return said === null || !/^\d{1,15}$/.test(said) ? null : Number(said);
}

async function needRoom(file: string, bytes: number | null): Promise<void> {
  if (bytes === null) return;
  const { bavail, bsize } = await statfs(dirname(file));
  if (bavail * bsize < bytes) throw failure('file.noRoom', 'data');
}

async function writeWhole({ file, part }: Place, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    const writing = await onDisk(open(part, 'wx', 0o600));
    try {
      for await (const piece of pieces) {
        for (let at = 0; at < piece.length; )
          at += (await onDisk(writing.write(piece, at, piece.length - at))).bytesWritten;
      }
      await onDisk(writing.sync());
    } finally {
      await writing.close();
    }
    await onDisk(rename(part, file));
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
}

/** What the file system says, as a sentence. */
async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof FailureError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw failure('file.noRoom', 'data', code);
    // A stick that is formatted as FAT32 takes no file beyond 4 GB.
    if (code === 'EFBIG') throw failure('file.tooLarge', 'data', code);
    throw failure('file.notSaved', 'data', errorName(error));
  }
}
