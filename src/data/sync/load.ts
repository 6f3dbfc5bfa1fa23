// The whole set, segment by segment: whoever was spoken to lately first. Broken off anywhere, it goes on at the byte whose rows are here.
import { failure } from '#shared/contract/failure';
import type { PortfolioId } from '#shared/model/ids';
import type { CacheFiles } from '../db/cacheFiles.ts';
import type { Progress, SegmentAt } from '../db/segmentTable.ts';
import type { Backend } from '../http/backend.ts';
import type { Streamed } from '../http/client.ts';
import type { Target } from '../writer/contract.ts';
import { wholeBlocks } from '../writer/reading.ts';
import { createIdleGuard } from './idleGuard.ts';
import { endedBy, type Outcome, upToDate } from './outcome.ts';
import type { Touched } from './touched.ts';

export interface LoadDeps {
  readonly files: Pick<CacheFiles, 'write'>;
  readonly backend: Backend;
  readonly agentId: string;
  readonly target: Target;
  /** Rows are here: these customers' cards are different now. */
  readonly onStored: (touched: Touched, progress: Progress) => void;
  readonly signal: AbortSignal;
}

export interface Wish {
  /** Where the rows reach that are there already. */
  readonly cursor: string | null;
  /** Null: all that are seen. */
  readonly portfolios: readonly PortfolioId[] | null;
}

const everything: Wish = { cursor: null, portfolios: null };
const idleMs = 30_000;
/** Some ten thousand customers: what is stored in one transaction. Smaller ones cost more each, and nobody waits for this one. */
const batchBytes = 2 * 1024 * 1024;

/** Loads what the file lacks, after asking what that is where it has not been asked yet. Throws what writing throws. */
export async function load(deps: LoadDeps): Promise<Outcome> {
  const { files, target } = deps;
  let gone = 0;
  for (;;) {
    const at = await files.write('standing', { target });
    if (at.feed === null) {
      const begun = await beginLoad(deps, everything);
      if (begun.kind !== 'upToDate') return begun;
    } else if (at.pending === null) {
      await files.write('finish', { target });
      return upToDate;
    } else {
      const loaded = await loadSegment(deps, at.pending);
      if (loaded.kind !== 'upToDate' && loaded.kind !== 'expired') return loaded;
      gone = loaded.kind === 'expired' ? gone + 1 : 0;
      if (loaded.kind === 'upToDate') continue;
      // Kept no longer, or not theirs any more. The rows that are here stay; what is missing comes with other segments.
      const begun = await beginLoad(deps, { cursor: at.feed, portfolios: at.loading });
      if (begun.kind !== 'upToDate') return begun;
      if (gone > 1) return { kind: 'failed', failure: loaded.failure };
    }
  }
}

/** Asks for the segments, and notes them. Rows of portfolios that are not seen any more go. */
export async function beginLoad(deps: LoadDeps, wish: Wish): Promise<Outcome> {
  const { files, target, agentId } = deps;
  const manifest = await deps.backend.manifest(wish, deps.signal);
  if (manifest.kind !== 'ok') return endedBy(manifest);
  const seen = manifest.value.portfolios.map(({ id }) => id);
  const portfolios = seen.filter((id) => wish.portfolios?.includes(id) ?? true);
  await files.write('begin', { target, owner: agentId, portfolios, manifest: manifest.value });
  await keepOnly(deps, seen);
  return upToDate;
}

export async function keepOnly(deps: LoadDeps, portfolios: readonly PortfolioId[]): Promise<void> {
  const { files, target } = deps;
  for (;;) {
    const { touched, more, ...progress } = await files.write('keepOnly', { target, portfolios });
    if (!more) return;
    deps.onStored(touched, progress);
  }
}

async function loadSegment(deps: LoadDeps, segment: SegmentAt): Promise<Outcome> {
  const guard = new AbortController();
  const idle = createIdleGuard(idleMs, () => guard.abort());
  try {
    const { reached, etag } = segment;
    const answer = await deps.backend.segment(
      segment,
      reached > 0 && etag !== null ? { from: reached, etag } : null,
      AbortSignal.any([deps.signal, guard.signal]),
    );
    if (answer.kind === 'ok') await storeBody(deps, segment, answer.value, idle.alive);
    else if (answer.kind === 'refused' && answer.status === 416)
      return await loadSegment(deps, { ...segment, reached: 0, etag: null });
    else return endedBy(answer);
    return upToDate;
  } finally {
    idle.stop();
  }
}

/** Throws `backend.unreachable` when the bytes break off; what is whole of them is stored first. */
async function storeBody(deps: LoadDeps, asked: SegmentAt, answer: Streamed, alive: () => void): Promise<void> {
  const { from, total } = stretchOf(answer);
  let segment: SegmentAt = { ...asked, reached: from, etag: answer.headers.get('etag') };
  let storing: Promise<void> = Promise.resolve();
  let pieces: Uint8Array[] = [];
  let length = 0;
  let received = from;

  /** The whole blocks among what has come; the rest stays. */
  function taken(): Uint8Array {
    const all = Buffer.concat(pieces);
    const whole = wholeBlocks(all);
    pieces = [all.subarray(whole)];
    length = all.length - whole;
    // Of their own, so that they can be handed over.
    return new Uint8Array(all.subarray(0, whole));
  }

  async function storeWhole(): Promise<void> {
    const bytes = taken();
    if (bytes.length > 0) await store(bytes, false);
  }

  /** Does not wait for these bytes, but for those before them: the network goes on while the disk writes. */
  async function store(bytes: Uint8Array, last: boolean): Promise<void> {
    await storing;
    storing = deps.files.write('blocks', { target: deps.target, segment, bytes, last }).then((written) => {
      if (written === null) throw failure('contract.cancelled', 'data', 'the file is another by now');
      segment = written.segment;
      deps.onStored(written.touched, written.progress);
    });
    storing.catch(() => {});
  }

  try {
    for await (const bytes of answer.body) {
      alive();
      received += bytes.length;
      length += bytes.length;
      pieces.push(bytes);
      if (length >= batchBytes) await storeWhole();
    }
    if (total !== null && received !== total) throw brokenOff();
    const last = taken();
    if (length === 0) await store(last, true);
    else {
      await store(last, false);
      throw brokenOff();
    }
  } catch (error) {
    if (!deps.signal.aborted) await storeWhole();
    throw error;
  } finally {
    await storing;
  }
}

const brokenOff = () => failure('backend.unreachable', 'network', 'a segment broke off');

/** Which bytes of how many they are. */
function stretchOf({ status, headers }: Streamed): { readonly from: number; readonly total: number | null } {
  if (status !== 206) {
    const length = headers.get('content-length');
    return { from: 0, total: length === null ? null : Number(length) };
  }
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  if (from === undefined) throw failure('backend.notCornetta', 'network', 'a part that does not say which');
  return { from: Number(from), total: Number(total) };
}
