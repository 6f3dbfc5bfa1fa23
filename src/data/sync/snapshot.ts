// The whole set, page by page: a broken download goes on where its last whole page ended.

import type { z } from 'zod';
import { failure } from '#shared/contract/failure';
import type { CustomerId } from '#shared/model/ids';
import { type Change, type SnapshotLine, snapshotLineSchema, type snapshotPageEndSchema } from '#shared/protocol/sync';
import type { Cache } from '../db/cache.ts';
import { applyChange } from './apply.ts';
import { linesOf } from './lines.ts';

export type UseCache = <T>(use: (cache: Cache) => T) => T;

export interface SnapshotProgress {
  readonly done: number;
  readonly total: number;
}

/** A lookup waits for at most one such piece: a few tens of milliseconds on an office PC. */
const rowsAtOnce = 100;

type PageEnd = z.infer<typeof snapshotPageEndSchema>;

/**
 * Reads one page into the cache; the rows go in in pieces, the cursor together with the last of them.
 * Rows of a page whose end never came are harmless: they come again. Resolves to true when it was the last page.
 * Throws `backend.notCornetta` for a line that does not fit, and what reading the stream throws.
 */
export async function applySnapshotPage(
  page: ReadableStream<Uint8Array>,
  use: UseCache,
  on: {
    readonly bytes: () => void;
    readonly piece: (touched: ReadonlySet<CustomerId>, progress: SnapshotProgress) => void;
  },
): Promise<boolean> {
  let piece: Change[] = [];
  let end: PageEnd | null = null;

  function store(pageEnd: PageEnd | null): void {
    const touched = new Set<CustomerId>();
    const progress = use((cache) =>
      cache.transact(() => {
        for (const change of piece) applyChange(cache, change, touched);
        const done = Number(cache.mark('done') ?? 0) + (pageEnd === null ? 0 : rows);
        if (pageEnd !== null) {
          cache.setMark('done', String(done));
          cache.setMark('total', String(pageEnd.total));
          cache.setMark('snapshot', pageEnd.next);
          if (pageEnd.next === null) cache.setMark('changes', pageEnd.changes);
        }
        const total = pageEnd?.total ?? Number(cache.mark('total') ?? 0);
        return { done: pageEnd === null ? done + rows : done, total };
      }),
    );
    piece = [];
    on.piece(touched, { done: progress.done, total: Math.max(progress.total, progress.done) });
  }

  let rows = 0;
  for await (const line of linesOf(page, on.bytes)) {
    const parsed = parseLine(line);
    if (parsed.kind === 'pageEnd') {
      end = parsed;
      break;
    }
    piece.push(parsed);
    rows += 1;
    if (piece.length >= rowsAtOnce) {
      store(null);
      // Whoever asks in between is answered in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  if (end === null) throw failure('backend.unreachable', 'network', 'a snapshot page broke off');
  store(end);
  return end.next === null;
}

function parseLine(line: string): SnapshotLine {
  try {
    return snapshotLineSchema.parse(JSON.parse(line));
  } catch {
    throw failure('backend.notCornetta', 'network', 'a snapshot line does not fit the protocol');
  }
}
