// A file of a case comes from the backend when somebody wants to see it: sealed as it comes, gone on with where it broke off, and whole
// only when it is what its case says.
import { createHash } from 'node:crypto';
import { FailureError, failure } from '#shared/contract/failure';
import { retryDelayMs } from '#shared/lib/retryPolicy';
import type { Attachment } from '#shared/model/attachment';
import type { Clock } from '../clock.ts';
import type { Backend } from '../http/backend.ts';
import { retryPolicy } from '../outbox/outbox.ts';
import { createIdleGuard } from '../sync/idleGuard.ts';
import { pieceBytes, type SealedFiles } from './sealedFiles.ts';

export interface FetchingDeps {
  readonly sealed: SealedFiles;
  /** Where its bytes come from. */
  readonly backend: Pick<Backend, 'attachmentBytes'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onReached: (reached: number) => void;
}

const idleMs = 30_000;
const mostTries = 4;

type Wanted = Pick<Attachment, 'bytes' | 'sha256'> & { readonly id: string };

/** Throws a failure where it cannot be had now; what has come of it stays, and the next time goes on from there. */
export async function fetchWhole(deps: FetchingDeps, wanted: Wanted): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await fetchRest(deps, wanted);
      return await verify(deps, wanted);
    } catch (error) {
      const isBroken = error instanceof FailureError && error.failure.code === 'backend.unreachable';
      if (!isBroken || attempt + 1 >= mostTries || deps.signal.aborted) throw error;
      await deps.clock.sleep(retryDelayMs(retryPolicy, attempt, deps.clock.random()), deps.signal);
    }
  }
}

async function fetchRest(deps: FetchingDeps, { id, bytes }: Wanted): Promise<void> {
  const writing = await deps.sealed.write(id);
  const guard = new AbortController();
  const idle = createIdleGuard(idleMs, () => guard.abort());
  try {
    deps.onReached(writing.reached);
    if (writing.reached >= bytes) return;
    const from = writing.reached;
    const answer = await deps.backend.attachmentBytes(id, from, AbortSignal.any([deps.signal, guard.signal]));
    if (answer.kind === 'refused' && answer.problem === 'not-found') throw failure('attachment.gone', 'server');
    if (answer.kind === 'refused' && answer.problem === 'restricted') throw failure('attachment.restricted', 'server');
    if (answer.kind !== 'ok') throw new FailureError(answer.failure);
    // A whole answer to the question for a part: what is here already is passed over.
    let toSkip = answer.value.status === 206 ? 0 : from;
    let rest = Buffer.alloc(0);
    for await (const chunk of brokenIsFailure(answer.value.body)) {
      idle.alive();
      const skipped = Math.min(toSkip, chunk.length);
      toSkip -= skipped;
      rest = Buffer.concat([rest, chunk.subarray(skipped)]);
      while (rest.length >= pieceBytes) {
        await writing.add(rest.subarray(0, pieceBytes));
        rest = Buffer.from(rest.subarray(pieceBytes));
        deps.onReached(writing.reached);
      }
    }
    if (writing.reached + rest.length !== bytes) throw failure('backend.unreachable', 'network', 'a file broke off');
    if (rest.length > 0) await writing.add(rest);
    await writing.finish();
    deps.onReached(writing.reached);
  } finally {
    idle.stop();
    await writing.close();
  }
}

async function* brokenIsFailure(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    throw failure('backend.unreachable', 'network', 'a file broke off');
  }
}

/** Another one than was told is thrown away. */
async function verify({ sealed }: FetchingDeps, { id, bytes, sha256 }: Wanted): Promise<void> {
  const hash = createHash('sha256');
  let length = 0;
  try {
    for await (const piece of sealed.readAll(id)) {
      hash.update(piece);
      length += piece.length;
    }
  } catch (error) {
    sealed.remove(id);
    throw error;
  }
  if (length === bytes && hash.digest('hex') === sha256) return;
  sealed.remove(id);
  throw failure('attachment.damaged', 'network', 'it is not what its case says');
}
