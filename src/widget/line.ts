// The line to the backend: asks how the chat stands after what is here already, says what was written in order and once, and tries again by itself. A
// hint only says that it is worth asking.
import type { VisitorChat } from '../shared/protocol/visitor.ts';
import type { Kept, Unsent } from './kept.ts';

type Message = VisitorChat['messages'][number];

export interface Standing
  extends Pick<VisitorChat, 'state' | 'agent' | 'ahead' | 'readByAgent' | 'isTyping' | 'survey'> {
  readonly messages: readonly Message[];
  readonly unsent: readonly Unsent[];
  /** Came too late: it had ended. */
  readonly refused: readonly Unsent[];
  readonly isLost: boolean;
  /** The end is here and was read: the token opens nothing any more, and nothing more is asked. */
  readonly isClosed: boolean;
}

export interface LineDeps {
  readonly kept: Kept;
  readonly fetch: typeof fetch;
  readonly onChange: (standing: Standing) => void;
  readonly newId: () => string;
  readonly isSeen: () => boolean;
  /** False: something is still to be fetched, and the end, once it is read, closes the door. */
  readonly mayEnd: () => boolean;
}

/** What came of something that was asked for: `refused`: it is not written well; `late`: it has ended, or somebody has taken it. */
export type Asked = 'done' | 'refused' | 'late' | 'many' | 'broken' | 'away';

/** Of an answer of the backend; null: none came. */
export function askedBy(answer: Pick<Response, 'ok' | 'status'> | null): Asked {
  if (answer === null) return 'away';
  if (answer.ok) return 'done';
  if (answer.status === 400 || answer.status === 422) return 'refused';
  if (answer.status === 401 || answer.status === 409) return 'late';
  return answer.status === 429 ? 'many' : 'broken';
}

export interface Line {
  say(text: string): void;
  typing(on: boolean): void;
  /** Asks now: something is back, or in sight again. */
  ask(): void;
  do(what: 'call' | 'leave' | 'end', body: object): Promise<Asked>;
  stop(): void;
}

const askEveryMs = 5_000;
const firstRetryMs = 500;
const lastRetryMs = 30_000;
const mostUnread = 64;

/** For the chat whose token is kept. */
export function openLine({ kept, fetch, onChange, newId, isSeen, mayEnd }: LineDeps): Line {
  const token = kept.read()?.token ?? '';
  const stopped = new AbortController();
  let standing: Standing = {
    ...{ state: 'waiting', agent: null, ahead: 0, readByAgent: 0, isTyping: false, messages: [], refused: [] },
    survey: null,
    ...{ unsent: kept.read()?.unsent ?? [], isLost: false, isClosed: false },
  };
  let asking: Promise<void> | null = null;
  let again = false;
  let isSaying = false;
  let failures = 0;
  let askedAt = 0;
  let readUpTo = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`/v1/visitor/chat${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.body != null && { 'content-type': 'application/json' }) },
      signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(20_000)]),
    });
  const post = (path: string, body: object) => call(path, { method: 'POST', body: JSON.stringify(body) });

  function change(part: Partial<Standing>): void {
    if (stopped.signal.aborted) return;
    standing = { ...standing, ...part };
    if (part.unsent !== undefined && !isOver()) kept.write({ token, unsent: standing.unsent });
    onChange(standing);
  }
  // Nobody adds to a message that was left, once all of it is there.
  const isOver = () => standing.state === 'ended' || (standing.state === 'left' && standing.unsent.length === 0);
  const lastSeq = () => standing.messages.at(-1)?.seq ?? 0;

  function later(ms: number): void {
    clearTimeout(timer);
    if (!stopped.signal.aborted && !standing.isClosed) timer = setTimeout(ask, ms);
  }
  const retryMs = () => Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() / 2);

  function ask(): void {
    // Where nobody looks the end waits, like everything that comes.
    if (stopped.signal.aborted || standing.isClosed || (isOver() && !isSeen())) return;
    if (asking !== null) {
      again = true;
      return;
    }
    again = false;
    asking = askOnce().finally(() => {
      asking = null;
      if (again) ask();
    });
  }

  async function askOnce(): Promise<void> {
    askedAt = Date.now();
    try {
      const answer = await call(`?after=${lastSeq()}`);
      if (answer.status === 401) return over();
      if (!answer.ok) throw new Error(String(answer.status));
      const { messages, ...now } = (await answer.json()) as VisitorChat;
      failures = 0;
      const fresh = messages.filter(({ seq }) => seq > lastSeq());
      const there = new Set(fresh.map(({ id }) => id));
      const unsent = standing.unsent.filter(({ id }) => !there.has(id));
      change({
        ...{
          state: now.state,
          agent: now.agent,
          ahead: now.ahead,
          readByAgent: now.readByAgent,
          isTyping: now.isTyping,
          survey: now.survey,
        },
        ...{ messages: [...standing.messages, ...fresh], isLost: false },
        ...(unsent.length !== standing.unsent.length && { unsent }),
      });
      if (isOver()) refuseUnsent();
      await tellRead();
      if (!isOver()) flush();
      else if (isSeen() && mayEnd()) done();
      later(askEveryMs);
    } catch {
      failures += 1;
      change({ isLost: true });
      later(retryMs());
    }
  }

  /** That the end was read closes the door. A message that was left is read once all of it is there. */
  async function tellRead(): Promise<void> {
    const upTo = lastSeq();
    if (!isSeen() || (isOver() ? !mayEnd() : upTo <= readUpTo || standing.state === 'left')) return;
    await post('/read', { upTo });
    readUpTo = upTo;
  }

  function over(): void {
    change({ state: standing.state === 'left' ? 'left' : 'ended', isLost: false });
    refuseUnsent();
    done();
  }
  function done(): void {
    kept.write(null);
    change({ isClosed: true });
  }
  function refuseUnsent(): void {
    if (standing.unsent.length > 0) change({ refused: [...standing.refused, ...standing.unsent], unsent: [] });
  }

  /** One after the other: the second of two is not said before the first. */
  function flush(): void {
    if (isSaying) return;
    isSaying = true;
    void sayAll().finally(() => {
      isSaying = false;
    });
  }
  async function sayAll(): Promise<void> {
    for (let next = standing.unsent[0]; next !== undefined && !isOver(); next = standing.unsent[0]) {
      const { id, text } = next;
      try {
        const answer = await post('/messages', { id, text });
        if (answer.status === 409 || answer.status === 422) {
          change({
            unsent: standing.unsent.filter((one) => one.id !== id),
            refused: [...standing.refused, next],
          });
        } else if (!answer.ok) throw new Error(String(answer.status));
        else {
          // It is taken off the list when it comes back by its number.
          ask();
          await asking;
          if (standing.unsent[0]?.id === id) change({ unsent: standing.unsent.slice(1) });
        }
      } catch {
        failures += 1;
        change({ isLost: true });
        later(retryMs());
        return;
      }
    }
  }

  async function listen(): Promise<void> {
    let tries = 0;
    while (!stopped.signal.aborted && !isOver()) {
      try {
        const answer = await fetch('/v1/visitor/chat/events', {
          headers: { authorization: `Bearer ${token}` },
          signal: stopped.signal,
        });
        if (answer.status === 401) return ask();
        const reader = answer.ok ? answer.body?.getReader() : undefined;
        if (reader === undefined) throw new Error(String(answer.status));
        tries = 0;
        ask();
        const decoder = new TextDecoder();
        for (let part = await reader.read(); !part.done && !isOver(); part = await reader.read()) {
          // A page that is not looked at has slow timers: the stream's own comments wake it.
          if (decoder.decode(part.value).includes('data:') || Date.now() - askedAt > 3 * askEveryMs) ask();
        }
        await reader.cancel();
      } catch {
        // Tried again below; the questions go on without it.
      }
      tries += 1;
      const ms = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(tries, 6)) * (0.5 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }

  ask();
  void listen();
  return {
    say(text) {
      if (isOver() || standing.unsent.length >= mostUnread) return;
      change({ unsent: [...standing.unsent, { id: newId(), text }] });
      flush();
    },
    typing(on) {
      if (!isOver()) post('/typing', { on }).catch(() => undefined);
    },
    ask,
    async do(what, body) {
      const answer = await post(`/${what}`, body).catch(() => null);
      ask();
      return askedBy(answer);
    },
    stop() {
      clearTimeout(timer);
      stopped.abort();
    },
  };
}
