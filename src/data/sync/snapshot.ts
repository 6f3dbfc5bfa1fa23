// The whole set, page by page: a broken download goes on where its last whole page ended.

import type { z } from 'zod';
import { failure } from '#shared/contract/failure';
import type { CustomerId } from '#shared/model/ids';
import { type Change, type SnapshotLine, snapshotLineSchema, type snapshotPageEndSchema } from '#shared/protocol/sync';
import type { Files } from '../db/files.ts';
import type { Target } from '../writer/contract.ts';
import { linesOf } from './lines.ts';

export interface SnapshotProgress {
  readonly done: number;
  readonly total: number;
}

const rowsAtOnce = 100;

type PageEnd = z.infer<typeof snapshotPageEndSchema>;

/**
 * Reads one page into the cache; the rows go in in pieces, the cursor together with the last of them.
 * Rows of a page whose end never came are harmless: they come again. Resolves to true when it was the last page.
 * Throws `backend.notCornetta` for a line that does not fit, and what reading the stream throws.
 */
export async function applySnapshotPage(
  page: ReadableStream<Uint8Array>,
  { write }: Pick<Files, 'write'>,
  target: Target,
  on: {
    readonly bytes: () => void;
    readonly piece: (touched: ReadonlySet<CustomerId>, progress: SnapshotProgress) => void;
  },
): Promise<boolean> {
  let piece: Change[] = [];
  let end: PageEnd | null = null;

  const { snapshot = null, done: doneBefore, total: totalBefore } = await write('marks', { target });

  async function store(pageEnd: PageEnd | null): Promise<void> {
    const done = Number(doneBefore ?? 0) + rows;
    const total = pageEnd?.total ?? Number(totalBefore ?? 0);
    const written = await write('apply', {
      target,
      from: { snapshot },
      changes: piece,
      marks:
        pageEnd === null
          ? {}
          : {
              done: String(done),
              total: String(total),
              snapshot: pageEnd.next,
              ...(pageEnd.next === null && { changes: pageEnd.changes }),
            },
    });
    if (written === null) throw failure('contract.cancelled', 'data', 'the file is another by now');
    piece = [];
    on.piece(new Set(written.touched), { done, total: Math.max(total, done) });
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
    if (piece.length >= rowsAtOnce) await store(null);
  }
  if (end === null) throw failure('backend.unreachable', 'network', 'a snapshot page broke off');
  await store(end);
  return end.next === null;
}

function parseLine(line: string): SnapshotLine {
  try {
    return snapshotLineSchema.parse(JSON.parse(line));
  } catch {
    throw failure('backend.notCornetta', 'network', 'a snapshot line does not fit the protocol');
  }
}
