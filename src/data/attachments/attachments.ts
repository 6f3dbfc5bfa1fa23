// Files of cases on this PC: what the agent adds goes to the backend, what is wanted comes from it, and what its case does not tell of
// any more (a right that was lost, an erasure) goes from here.
import { join } from 'node:path';
import type { AttachmentsState, attachmentMethods, OwnAttachment } from '#shared/contract/attachments';
import type { SentFile } from '#shared/contract/chats';
import { openedFolder } from '#shared/contract/dataProgram';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { type FailureCode, FailureError, failure } from '#shared/contract/failure';
import type { Attachment, AttachmentLimits, AttachmentRefusal } from '#shared/model/attachment';
import { attachmentIdSchema } from '#shared/model/attachment';
import type { ProblemType } from '#shared/protocol/errors';
import type { Clock } from '../clock.ts';
import type { KeptFile } from '../db/attachmentTable.ts';
import type { Files } from '../db/files.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';
import { type Adding, beginAdding } from './adding.ts';
import { fetchWhole } from './fetching.ts';
import { createOpenedCopies } from './openedCopies.ts';
import { createSealedFiles } from './sealedFiles.ts';
import { createSending, type Sending, type Settled } from './sending.ts';

type Methods = Pick<
  Implementation<typeof deskData>,
  keyof typeof attachmentMethods | 'copyChatFile' | 'chatFileIntoCase'
>;

export interface Attachments {
  state(): AttachmentsState;
  /** How many are still to be sent, and how many were refused: of those the agent has to decide. */
  counts(): { readonly waiting: number; readonly refused: number };
  readonly methods: Methods;
  /** This agent's line to the backend stands. */
  begin(line: { readonly backend: Backend; readonly agentId: string }): void;
  /** The backend answers again. */
  wake(): void;
  /** The cache is complete and up to date: what is here follows it. */
  follow(): void;
  /** The line is no more. */
  pause(): Promise<void>;
  /** The desk begins anew: what it was adding, it does not go on with. */
  deskBegins(): void;
  /** Nobody's readable copies stay, nor what was being added. */
  signedOut(): void;
  stop(): Promise<void>;
}

export interface AttachmentsDeps {
  readonly files: Files;
  /** The profile's. */
  readonly folder: string;
  readonly key: string;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  readonly agentId: () => string | null;
  readonly limits: () => AttachmentLimits;
  /** What is shown of them is different. */
  readonly onChange: () => void;
  /** How many wait is different. */
  readonly onCount: () => void;
  /** A file that was still to be sent is gone with its case, which was erased: the agent is told. */
  readonly onErased: () => void;
  readonly onSignIn: () => void;
  readonly onSilence: () => void;
}

/** Of what was fetched; what nobody has looked at for longest goes first. */
const mostFetchedBytes = 200 * 1024 * 1024;
const untoldMs = 24 * 60 * 60_000;

/** Throws the file system's errors. */
export function createAttachments(deps: AttachmentsDeps): Attachments {
  const { files, clock, log, newId } = deps;
  const sealed = createSealedFiles(join(deps.folder, 'attachments'), deps.key);
  const copies = createOpenedCopies(join(deps.folder, openedFolder), newId);
  const adding = new Map<string, Adding>();
  const fetching = new Map<string, { readonly done: Promise<void>; reached: number }>();
  let sending: Sending | null = null;
  let line: { readonly backend: Backend; readonly agentId: string; readonly ending: AbortController } | null = null;

  const rows = (): KeptFile[] => files.readWork(({ attachments }) => attachments.all());
  const rowOf = (id: string): KeptFile | null => files.readWork(({ attachments }) => attachments.get(id));

  function discard(id: string): void {
    files.work(({ attachments }) => attachments.remove(id));
    sealed.remove(id);
    copies.removeOf(id);
  }

  function me(): string {
    const agentId = deps.agentId();
    if (agentId === null) throw failure('call.notNow', 'data', 'nobody is signed in');
    return agentId;
  }
  function online() {
    if (line === null) throw failure('call.notNow', 'data', 'nobody is signed in');
    return line;
  }

  /** As the case tells of it, or as it was added here. */
  function found(caseId: string, id: string): Pick<Attachment, 'id' | 'name' | 'kind' | 'bytes' | 'sha256'> {
    const told = files.cache((cache) => cache.cases.byId(caseId))?.attachments.find((one) => one.id === id);
    if (told !== undefined) return told;
    const row = rowOf(id);
    const isOwn = row?.agentId === me() && (row.state === 'waiting' || row.state === 'refused' || row.state === 'sent');
    if (row === null || !isOwn || row.caseId !== caseId) throw failure('attachment.gone', 'data');
    return row;
  }

  function here(caseId: string, id: string) {
    const file = found(caseId, id);
    const row = rowOf(id);
    if (row === null || row.state === 'fetching') throw failure('attachment.gone', 'data', 'it is not here');
    return file;
  }

  /** One's own that the backend has not taken. */
  function unsent(id: string): KeptFile {
    const row = rowOf(id);
    const isUnsent = row?.state === 'waiting' || row?.state === 'refused';
    if (row === null || row.agentId !== me() || !isUnsent) throw failure('attachment.gone', 'data');
    return row;
  }

  async function onDisk<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'ENOSPC' || code === 'EDQUOT') throw failure('files.diskFull', 'data', 'no room to write');
      throw error;
    }
  }

  /** What was fetched and cannot be read any more goes: the next time it is fetched anew. */
  async function readable<T>(id: string, work: Promise<T>): Promise<T> {
    try {
      return await onDisk(work);
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      const isDamaged = error instanceof FailureError && error.failure.code === 'attachment.damaged';
      if (!isMissing && !isDamaged) throw error;
      if (rowOf(id)?.state === 'fetched') discard(id);
      throw failure('attachment.damaged', 'data');
    }
  }

  async function fetchOne(caseId: string, id: string): Promise<void> {
    const file = found(caseId, id);
    const row = rowOf(id);
    if (row !== null && row.state !== 'fetching' && row.state !== 'fetched') return;
    if (row?.state === 'fetched' && (await sealed.isWhole(id, file.bytes))) {
      files.work(({ attachments }) => attachments.used(id, clock.now()));
      return;
    }
    const known = fetching.get(id);
    if (known !== undefined) return known.done;
    const { backend, agentId, ending } = online();
    if (row === null) {
      const at = clock.now();
      const { name, kind, bytes, sha256 } = file;
      const caseNumber = files.cache((cache) => cache.cases.byId(caseId))?.number ?? '';
      const fresh = { id: file.id, agentId, caseId, caseNumber, name, kind, bytes, sha256, state: 'fetching' as const };
      files.work(({ attachments }) => attachments.add({ ...fresh, at: at.toISOString() }, at));
    }
    const onReached = (reached: number) => {
      const one = fetching.get(id);
      if (one !== undefined) one.reached = reached;
      deps.onChange();
    };
    const done = fetchWhole({ sealed, backend, clock, signal: ending.signal, onReached }, file)
      .then(() => {
        if (rowOf(id) === null) return;
        files.work(({ attachments }) => {
          attachments.setState(id, 'fetched', null);
          attachments.used(id, clock.now());
        });
        for (const old of files.readWork(({ attachments }) => attachments.beyond(mostFetchedBytes))) {
          if (old !== id && !fetching.has(old)) discard(old);
        }
      })
      .finally(() => {
        fetching.delete(id);
        // Emptied meanwhile: it is not this agent's to see any more.
        if (rowOf(id) === null) sealed.remove(id);
        deps.onChange();
      });
    fetching.set(id, { done, reached: 0 });
    deps.onChange();
    return onDisk(done);
  }

  function settled(file: KeptFile, outcome: Settled): void {
    // Dropped while it was sent.
    if (rowOf(file.id) === null) return;
    if (outcome.kind === 'erased') {
      discard(file.id);
      deps.onErased();
      deps.onCount();
      return;
    }
    const why = outcome.kind === 'refused' ? outcome.why : null;
    // Also where the backend finds no such case for this agent: this may be the only copy, and what becomes of it the agent decides.
    files.work(({ attachments }) => attachments.setState(file.id, why === null ? 'sent' : 'refused', why));
    // What the company's examination does not want lies around nowhere.
    if (why === 'unwanted') sealed.remove(file.id);
    deps.onCount();
  }

  /** What a program that died has left: bytes that belong to nothing. A folder that cannot be read is no reason not to start. */
  function forgetOrphans(): void {
    if (files.isSomeAside()) return;
    try {
      const known = new Set<string>(rows().map(({ id }) => id));
      for (const id of sealed.list()) if (!known.has(id)) sealed.remove(id);
    } catch (error) {
      log.warn('attachments', { error: errorName(error) });
    }
  }

  /** Counts the desks: what one was beginning to add when another came, nobody goes on with. */
  let desks = 0;
  function dropAdding(): void {
    desks += 1;
    for (const one of adding.values()) void one.drop();
    adding.clear();
  }

  /** What was asked of each on this line: how its case stood here then. */
  const askedAt = new Map<string, number>();
  /**
   * A refused file whose case is not seen here: whether the case has moved or was erased only the backend knows. Asked once on each line,
   * and again whenever its case goes from here.
   */
  async function askAboutRefused(file: KeptFile): Promise<void> {
    const gone = files.cache((cache) => cache.goneAt('case', file.caseId));
    const asking = sending;
    if (asking === null || askedAt.get(file.id) === gone) return;
    askedAt.set(file.id, gone);
    const isErased = await asking.isErased(file);
    if (isErased === null) askedAt.delete(file.id);
    if (!isErased || rowOf(file.id)?.state !== 'refused') return;
    settled(file, { kind: 'erased' });
    deps.onChange();
  }

  copies.empty();
  forgetOrphans();

  async function writeAs(fresh: string, id: string): Promise<void> {
    const writing = await sealed.write(fresh);
    try {
      for await (const piece of sealed.readAll(id)) await writing.add(piece);
      await writing.finish();
    } finally {
      await writing.close();
    }
  }

  /** By file of a chat the last that was asked of it: it is sealed in one place, so one comes after the other. */
  const ofChats = new Map<string, Promise<unknown>>();
  /** A file of a chat is here as long as `work` has to do with it: of chats nothing is kept. */
  async function withChatFile<T>(chatId: string, file: SentFile, work: () => Promise<T>): Promise<T> {
    const turn: Promise<T> = (ofChats.get(file.id) ?? Promise.resolve())
      .catch(() => undefined)
      .then(async () => {
        const { backend: all, ending } = online();
        const backend = { attachmentBytes: all.chatFileBytes.bind(all, chatId) };
        await onDisk(fetchWhole({ sealed, backend, clock, signal: ending.signal, onReached: () => {} }, file));
        return work();
      })
      .finally(() => {
        sealed.remove(file.id);
        if (ofChats.get(file.id) === turn) ofChats.delete(file.id);
      });
    ofChats.set(file.id, turn);
    return turn;
  }

  const changed = () => {
    deps.onChange();
    deps.onCount();
  };

  const methods: Methods = {
    caseHere: ({ id }) => files.cache((cache) => cache.cases.byId(id)),
    async beginAttachment(wanted) {
      const asking = desks;
      const begun = await onDisk(
        beginAdding({ files, sealed, agentId: me(), limits: deps.limits(), newId, now: clock.now }, wanted),
      );
      if ('kind' in begun) return begun;
      if (asking !== desks) {
        await begun.drop();
        throw failure('attachment.gone', 'data');
      }
      adding.set(begun.id, begun);
      return { kind: 'begun', id: begun.id };
    },
    async handAttachment({ id, bytes }) {
      const one = adding.get(id);
      if (one === undefined) throw failure('attachment.gone', 'data');
      await onDisk(one.hand(bytes));
      return null;
    },
    async keepAttachment({ id }) {
      const one = adding.get(id);
      if (one === undefined) throw failure('attachment.gone', 'data');
      adding.delete(id);
      const kept = await onDisk(one.keep());
      if (kept.kind === 'kept') {
        changed();
        sending?.kick();
      }
      return kept;
    },
    async dropAttachment({ id }) {
      const begun = adding.get(id);
      if (begun !== undefined) {
        adding.delete(id);
        await begun.drop();
        return null;
      }
      unsent(id);
      discard(id);
      // It may have come in part: of an unfinished one nobody is told, and it is forgotten there by itself.
      void line?.backend.removeAttachment(id, AbortSignal.timeout(10_000));
      changed();
      return null;
    },
    async sendAgain({ id }) {
      const isRefused = () => rowOf(id)?.state === 'refused';
      // Pressed twice, it is on its way already.
      if (!isRefused()) return null;
      const { refusal } = unsent(id);
      if (refusal !== null && sentAsItIs.has(refusal)) {
        files.work(({ attachments }) => attachments.setState(id, 'waiting', null));
      } else {
        // Under the old id the backend has refused its bytes. They are bound to their name, and are written anew under the new one.
        const fresh = attachmentIdSchema.parse(newId());
        try {
          await readable(id, writeAs(fresh, id));
          if (isRefused())
            files.work(({ attachments }) => {
              attachments.rename(id, fresh);
              attachments.setState(fresh, 'waiting', null);
            });
        } finally {
          sealed.remove(rowOf(fresh) === null ? fresh : id);
        }
      }
      changed();
      sending?.kick();
      return null;
    },
    async removeAttachment({ caseId, id }, signal) {
      found(caseId, id);
      const answer = await online().backend.removeAttachment(id, signal);
      if (answer.kind === 'ok') return null;
      if (answer.kind === 'refused' && answer.problem === 'not-found') return null;
      const code = answer.kind === 'refused' && answer.problem !== null ? removalRefusals[answer.problem] : undefined;
      throw code === undefined ? new FailureError(answer.failure) : failure(code, 'server');
    },
    async fetchAttachment({ caseId, id }) {
      await fetchOne(caseId, id);
      return null;
    },
    async readAttachment({ caseId, id, at }) {
      here(caseId, id);
      return { bytes: await readable(id, sealed.read(id, at)) };
    },
    copyChatFile: ({ id, file }) =>
      withChatFile(id, file, async () => ({ copy: await onDisk(copies.put(file, sealed.readAll(file.id))) })),
    chatFileIntoCase: ({ id, file, caseId }) =>
      withChatFile(id, file, async () => {
        const { name, bytes } = file;
        const into = { files, sealed, agentId: me(), limits: deps.limits(), newId, now: clock.now };
        const begun = await onDisk(beginAdding(into, { caseId, name, bytes }));
        if ('kind' in begun) return begun;
        try {
          for await (const piece of sealed.readAll(file.id)) await onDisk(begun.hand(piece));
        } catch (error) {
          await begun.drop();
          throw error;
        }
        const kept = await onDisk(begun.keep());
        if (kept.kind === 'kept') {
          changed();
          sending?.kick();
        }
        return kept;
      }),
    async copyAttachment({ caseId, id }) {
      const file = here(caseId, id);
      return { copy: await readable(id, copies.put(file, sealed.readAll(id))) };
    },
  };

  function ownState(file: KeptFile): OwnAttachment['state'] | null {
    if (file.state === 'refused') return { kind: 'refused', why: file.refusal ?? 'damaged' };
    if (file.state === 'sent') return { kind: 'sent' };
    if (file.state !== 'waiting') return null;
    const now = sending?.current() ?? null;
    return now?.id === file.id ? { kind: 'sending', reached: now.reached } : { kind: 'waiting' };
  }

  const mine = (): KeptFile[] => {
    const agentId = deps.agentId();
    return rows().filter((file) => file.agentId === agentId);
  };

  return {
    methods,
    state: () => ({
      own: mine().flatMap((file) => {
        const state = ownState(file);
        const { id, caseId, name, kind, bytes, at } = file;
        return state === null ? [] : [{ id, caseId, name, kind, bytes, at, state }];
      }),
      fetching: [...fetching].map(([id, { reached }]) => ({ id: attachmentIdSchema.parse(id), reached })),
    }),
    counts() {
      const states = mine().map(({ state }) => state);
      const of = (wanted: KeptFile['state']) => states.filter((state) => state === wanted).length;
      return { waiting: of('waiting'), refused: of('refused') };
    },
    begin({ backend, agentId }) {
      line = { backend, agentId, ending: new AbortController() };
      askedAt.clear();
      sending = createSending({
        ...{ files, sealed, backend, agentId, clock, log },
        onChange: deps.onChange,
        onSettled: settled,
        onSignIn: deps.onSignIn,
        onSilence: deps.onSilence,
      });
      deps.onChange();
    },
    wake: () => sending?.wake(),
    follow() {
      const agentId = deps.agentId();
      for (const file of rows()) {
        const its = files.cache((cache) => cache.cases.byId(file.caseId));
        const isTold = its?.attachments.some(({ id }) => id === file.id) ?? false;
        if (file.state === 'fetched' || file.state === 'fetching') {
          if (!isTold || file.agentId !== agentId) discard(file.id);
        } else if (file.state === 'sent') {
          const isOld = clock.now().getTime() - Date.parse(file.at) > untoldMs;
          if (isTold) files.work(({ attachments }) => attachments.setState(file.id, 'fetched', null));
          else if (its === null || isOld) discard(file.id);
        } else if (file.state === 'refused' && its === null && file.agentId === agentId) {
          void askAboutRefused(file).catch((error: unknown) => log.warn('attachments', { error: errorName(error) }));
        }
      }
      deps.onChange();
    },
    async pause() {
      line?.ending.abort();
      line = null;
      const was = sending;
      sending = null;
      await was?.stop();
    },
    deskBegins: dropAdding,
    signedOut() {
      copies.empty();
      dropAdding();
      deps.onChange();
    },
    async stop() {
      line?.ending.abort();
      await sending?.stop();
      await Promise.allSettled([...fetching.values()].map(({ done }) => done));
      desks += 1;
      for (const one of adding.values()) await one.drop();
      copies.empty();
    },
  };
}

/** Not about its bytes, of which the backend has kept no word under this id: it may have taken them, and its answer was lost. */
const sentAsItIs: ReadonlySet<AttachmentRefusal> = new Set(['gone', 'restricted', 'tooLarge', 'caseFull']);

const removalRefusals: Partial<Record<ProblemType, FailureCode>> = {
  forbidden: 'attachment.notAllowed',
  'on-hold': 'attachment.onHold',
  restricted: 'attachment.restricted',
};
