// What was added here goes to the backend: one file after the other, from the byte that the backend has got to, until it says what has
// become of it. Whatever ends this program in the middle, the next one goes on.
import type { Failure } from '#shared/contract/failure';
import { FailureError } from '#shared/contract/failure';
import { retryDelayMs } from '#shared/lib/retryPolicy';
import type { AttachmentRefusal } from '#shared/model/attachment';
import type { AttachmentStanding } from '#shared/protocol/attachments';
import { attachmentPieceBytes } from '#shared/protocol/pieces';
import type { Clock } from '../clock.ts';
import type { KeptFile } from '../db/attachmentTable.ts';
import type { Files } from '../db/files.ts';
import type { Answer } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';
import { retryPolicy } from '../outbox/outbox.ts';
import type { SealedFiles } from './sealedFiles.ts';

export interface Sending {
  /** There is something new to send. */
  kick(): void;
  /** The line is there again: what waited for it goes now. */
  wake(): void;
  /** Asks the backend whether the case of a file that it has refused was erased; null: it gives no answer. */
  isErased(file: KeptFile): Promise<boolean | null>;
  /** The file under way, and how much of it the backend has. */
  current(): { readonly id: string; readonly reached: number } | null;
  /** Resolves when nothing is being sent. */
  stop(): Promise<void>;
}

export interface SendingDeps {
  readonly files: Files;
  readonly sealed: SealedFiles;
  readonly backend: Backend;
  readonly agentId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
  /** The backend has taken it, or never will. */
  readonly onSettled: (file: KeptFile, outcome: Settled) => void;
  /** Nobody is signed in any more: stops this. */
  readonly onSignIn: () => void;
  readonly onSilence: () => void;
}

export type Settled =
  | { readonly kind: 'here' }
  | { readonly kind: 'refused'; readonly why: AttachmentRefusal }
  /** With its case: there is nothing that it could belong to. */
  | { readonly kind: 'erased' };

type Sent =
  | Settled
  /** Null: it is this PC's disk that refuses. */
  | { readonly kind: 'later'; readonly failure: Failure | null }
  | { readonly kind: 'signIn' };

/** Starts with what an earlier run left. */
export function createSending(deps: SendingDeps): Sending {
  const { files, sealed, backend, agentId, clock, log } = deps;
  const stopping = new AbortController();
  const retries = new Map<string, { readonly attempts: number; readonly at: number }>();
  let pause = new AbortController();
  let running: Promise<void> | null = null;
  let current: { readonly id: string; readonly reached: number } | null = null;

  const waiting = (): KeptFile[] =>
    files
      .readWork(({ attachments }) => attachments.all())
      .filter((file) => file.agentId === agentId && file.state === 'waiting');

  function kick(): void {
    pause.abort();
    pause = new AbortController();
    if (running !== null || stopping.signal.aborted) return;
    running = run()
      .catch((error: unknown) => log.warn('attachments', { error: errorName(error) }))
      .finally(() => {
        running = null;
        current = null;
      });
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const all = waiting();
      if (all.length === 0) return;
      const now = clock.steadyMs();
      const isDue = ({ id }: KeptFile) => (retries.get(id)?.at ?? 0) <= now;
      const next = all.find(isDue);
      if (next !== undefined) await sendOne(next);
      else {
        const soonest = Math.min(...all.map(({ id }) => retries.get(id)?.at ?? 0));
        await clock.sleep(Math.min(soonest - now, retryPolicy.capMs), AbortSignal.any([pause.signal, stopping.signal]));
      }
    }
  }

  /** Never throws: whatever one file meets, the others go on, and it is tried again. */
  async function sendOne(file: KeptFile): Promise<void> {
    try {
      const sent = await send(file).catch((error: unknown): Sent => {
        log.warn('attachments', { error: errorName(error) });
        // Its own bytes cannot be read any more: there is nothing to send. What a scanner holds, or a disk refuses now, it may give later.
        return isUnreadable(error) ? { kind: 'refused', why: 'damaged' } : { kind: 'later', failure: null };
      });
      current = null;
      if (stopping.signal.aborted && sent.kind !== 'here') return;
      if (sent.kind === 'here' || sent.kind === 'refused' || sent.kind === 'erased') {
        log.info('attachments', { outcome: sent.kind });
        deps.onSettled(file, sent);
        retries.delete(file.id);
      } else if (sent.kind === 'later') later(file, sent.failure);
      else deps.onSignIn();
    } catch (error) {
      // What has become of it cannot be written down now. The backend says it again.
      log.warn('attachments', { error: errorName(error) });
      later(file, null);
    }
    deps.onChange();
  }

  function later({ id }: KeptFile, why: Failure | null): void {
    const attempts = retries.get(id)?.attempts ?? 0;
    const wait = retryDelayMs(retryPolicy, attempts, clock.random(), why?.retryAfterMs);
    retries.set(id, { attempts: attempts + 1, at: clock.steadyMs() + wait });
    if (why?.origin === 'network') deps.onSilence();
  }

  const announceOne = ({ id, caseId, name, bytes, sha256 }: KeptFile) =>
    backend.announceAttachment({ id, caseId, name, bytes, sha256 }, stopping.signal);

  async function send(file: KeptFile): Promise<Sent> {
    const { id } = file;
    let answer = await announceOne(file);
    for (;;) {
      if (answer.kind !== 'ok') return sentOf(answer);
      if (answer.value.state !== 'arriving') return sentOfStanding(answer.value);
      const { reached } = answer.value;
      current = { id, reached };
      deps.onChange();
      const piece = await pieceOf(file, reached);
      answer = await backend.sendAttachmentPiece(id, reached, piece, stopping.signal);
      // It went with its case, or the agent has dropped it: how it stands the backend says where it is announced, if it still waits.
      if (answer.kind === 'refused' && answer.problem === 'not-found')
        return { kind: 'later', failure: answer.failure };
    }
  }

  async function pieceOf({ id, bytes }: KeptFile, from: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    while (length < attachmentPieceBytes && from + length < bytes) {
      const piece = await sealed.read(id, from + length, attachmentPieceBytes - length);
      if (piece.length === 0) throw new Error('the file is shorter than it was');
      pieces.push(piece);
      length += piece.length;
    }
    return Buffer.concat(pieces);
  }

  kick();
  return {
    kick,
    wake() {
      retries.clear();
      kick();
    },
    async isErased(file) {
      const answer = await announceOne(file);
      return answer.kind === 'silent' ? null : answer.kind === 'ok' && answer.value.state === 'erased';
    },
    current: () => current,
    async stop() {
      stopping.abort();
      pause.abort();
      await running;
    },
  };
}

const isUnreadable = (error: unknown): boolean =>
  (error instanceof FailureError && error.failure.code === 'attachment.damaged') ||
  (error instanceof Error &&
    ('code' in error ? error.code === 'ENOENT' : error.message.startsWith('the file is shorter')));

const sentOfStanding = (standing: Exclude<AttachmentStanding, { state: 'arriving' }>): Settled =>
  standing.state === 'refused' ? { kind: 'refused', why: standing.why } : { kind: standing.state };

function sentOf(answer: Exclude<Answer<AttachmentStanding>, { kind: 'ok' }>): Sent {
  const { failure } = answer;
  if (answer.kind === 'silent') return { kind: 'later', failure };
  const { status, problem } = answer;
  if (status === 401) return { kind: 'signIn' };
  // A proxy's words, or our backend's for a moment.
  if (problem === null || status >= 500 || [408, 409, 425, 429].includes(status)) return { kind: 'later', failure };
  if (problem === 'restricted') return { kind: 'refused', why: 'restricted' };
  if (problem === 'not-found') return { kind: 'refused', why: 'gone' };
  return { kind: 'refused', why: 'damaged' };
}
