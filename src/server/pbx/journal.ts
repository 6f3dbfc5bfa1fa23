// Writes the queues' journal from what this instance sees, while it is its keeper: of several instances on one database one is. What is
// not written for now (the database is away) waits its turn; what another instance keeps is not written.
import { retryDelayMs } from '#shared/lib/retryPolicy';
import { readArriving } from '#shared/model/arriving';
import { plainSite } from '#shared/model/site';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { addLostCall, type CallerNumber, recoverLostCalls } from '../repositories/lostCalls.ts';
import { tellNews } from '../repositories/news.ts';
import { beginWait, endWait, holdJournal, letJournalGo, waitsGoingOn } from '../repositories/queueJournal.ts';
import { figuresPolicy } from '../repositories/waits.ts';
import { firstSite, isQueue } from '../repositories/workstation.ts';
import { pause } from './pause.ts';
import type { Picture } from './picture.ts';
import type { QueueWatch, SeenFact } from './watch.ts';

/** A fact that changes the journal, or nothing but the question whether we are its keeper. */
type Entry = SeenFact | { readonly fact: { readonly kind: 'hold' }; readonly before: Picture | null };

/** More than this unwritten: the oldest are given up, and those waits end as unseen. */
const mostUnwritten = 10_000;
const again = { baseMs: 200, capMs: 5_000 };
/** Internal numbers call queues too: colleagues, who are not called back. */
const longestExtension = 6;

export interface Journal {
  /** Whether it was, when something was written last. */
  isKeeper(): boolean;
  stop(): Promise<void>;
}

export function startJournal(deps: ServerDeps, watch: QueueWatch): Journal {
  const { db, clock, config, logger } = deps;
  const holder = newId(deps);
  const unwritten: Entry[] = [];
  let keeper = false;
  let writing: Promise<void> | null = null;
  const stopping = new AbortController();

  function add(entry: Entry): void {
    if (stopping.signal.aborted) return;
    unwritten.push(entry);
    if (unwritten.length > mostUnwritten) unwritten.shift();
    writing ??= write().finally(() => {
      writing = null;
    });
  }

  async function write(): Promise<void> {
    for (let attempt = 0; unwritten.length > 0 && !stopping.signal.aborted; ) {
      const [entry] = unwritten;
      if (entry === undefined) return;
      try {
        const holds = await seenBy(db.query, house, (tx) => enter(tx, entry));
        if (holds !== keeper) logger.info(holds ? 'keeps the queues’ journal' : 'another instance keeps the journal');
        keeper = holds;
        attempt = 0;
        if (unwritten[0] === entry) unwritten.shift();
      } catch (error) {
        logger.warn({ err: error }, 'the queues’ journal could not be written');
        await pause(retryDelayMs(again, attempt, Math.random(), again.baseMs), stopping.signal);
        attempt += 1;
      }
    }
  }

  /** False: another instance is the keeper. Its first entry as keeper begins with how things stood before it. */
  async function enter(tx: Seen, { fact, before }: Entry): Promise<boolean> {
    if (!(await holdJournal(tx, holder, config.journalHoldSeconds))) return false;
    if (!keeper && before !== null) await reconcile(tx, before);
    if (fact.kind === 'here') await reconcile(tx, fact.picture);
    else if (fact.kind === 'joined') await begin(tx, fact.call);
    else if (fact.kind === 'left') await end(tx, fact, before);
    return true;
  }

  async function begin(tx: Seen, call: Picture['waiting'][number]): Promise<void> {
    if (!(await isQueue(tx, call.queue))) return;
    await beginWait(tx, { callId: call.id, queueId: call.queue, joinedAt: new Date(call.since) });
    await tellNews(tx, 'board');
  }

  async function end(
    tx: Seen,
    { id, queue, at, end }: Extract<SeenFact['fact'], { kind: 'left' }>,
    before: Picture | null,
  ): Promise<void> {
    const leftAt = new Date(at);
    const joinedAt = await endWait(tx, id, queue, leftAt, end);
    if (joinedAt === null) return;
    await tellNews(tx, 'board');
    const number = before?.waiting.find((call) => call.id === id && call.queue === queue)?.number ?? null;
    const caller = number === null ? null : await read(tx, number);
    const waitedSeconds = Math.max(0, Math.floor((at - joinedAt.getTime()) / 1_000));
    if (end === 'answered' && caller !== null) await recoverLostCalls(tx, caller, leftAt);
    if (end !== 'abandoned' || isInternal(number)) return;
    // As the board counts: who has hardly waited was never offered to anybody.
    if (waitedSeconds < (await figuresPolicy(tx)).shortAbandonSeconds) return;
    await addLostCall(tx, newId(deps), { queueId: queue, caller, at: leftAt, waitedSeconds });
  }

  async function read(tx: Seen, raw: string): Promise<CallerNumber> {
    return { raw, e164: readArriving(raw, (await firstSite(tx)) ?? plainSite('IT')) };
  }

  /** Waits that ended while nobody looked have ended somehow; those that nobody saw begin have begun. */
  async function reconcile(tx: Seen, picture: Picture): Promise<void> {
    for (const { callId, queueId } of await waitsGoingOn(tx)) {
      const goesOn = picture.waiting.some((call) => call.id === callId && call.queue === queueId);
      if (!goesOn) await endWait(tx, callId, queueId, clock(), 'unseen');
    }
    for (const call of picture.waiting) await begin(tx, call);
  }

  const concerns = ['here', 'joined', 'left'];
  const stopListening = watch.onFact((seen) => {
    if (concerns.includes(seen.fact.kind)) add(seen);
  });
  const timer = setInterval(
    () => {
      if (unwritten.length === 0 && watch.status() === 'connected') {
        add({ fact: { kind: 'hold' }, before: watch.picture() });
      }
    },
    (config.journalHoldSeconds * 1_000) / 3,
  );
  timer.unref();

  return {
    isKeeper: () => keeper,
    async stop() {
      stopListening();
      clearInterval(timer);
      stopping.abort();
      await writing;
      if (keeper) await letJournalGo(db.query, holder).catch(() => undefined);
    },
  };
}

const isInternal = (number: string | null): boolean =>
  number !== null && /^\d+$/.test(number) && number.length <= longestExtension;
