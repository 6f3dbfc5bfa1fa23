// Runs in a phone's page before its own scripts: every SIP frame, and every message between a page and its desk, with its time.

export interface Frame {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly way: 'in' | 'out';
  readonly text: string;
}

export interface Posted {
  readonly at: number;
  readonly message: unknown;
}

export interface Watched {
  readonly frames: Frame[];
  readonly posted: Posted[];
}

/** Must stand alone: its text is what the page is given. */
export function watch(): void {
  const frames: Frame[] = [];
  const posted: Posted[] = [];
  const now = (): number => performance.timeOrigin + performance.now();
  const note = (way: Frame['way'], text: unknown): void => {
    if (typeof text === 'string') frames.push({ at: now(), way, text });
  };
  // The class itself stays what it is: others change it too.
  window.WebSocket = new Proxy(WebSocket, {
    construct(make, given: ConstructorParameters<typeof WebSocket>) {
      const socket = new make(...given);
      // The first listener: it has the time before the page sees the frame.
      socket.addEventListener('message', ({ data }) => note('in', data));
      return socket;
    },
  });
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (this: WebSocket, data) {
    note('out', data);
    send.call(this, data);
  };
  const post = MessagePort.prototype.postMessage as (this: MessagePort, ...given: unknown[]) => void;
  // What the phone tells the others goes through the browser's debugger in a test, which keeps the page busy and would be measured too:
  // main and data are answered for here, and the desk hears everything a moment later.
  const told = new Set(['log', 'recordEvent', 'callArrived', 'inCall']);
  const deskHearsMs = 25;
  MessagePort.prototype.postMessage = function (this: MessagePort, ...given: unknown[]) {
    posted.push({ at: now(), message: given[0] });
    const { kind, id, method = '' } = given[0] as { kind?: string; id?: number; method?: string };
    const isForDesk = kind === 'event' || kind === 'reply';
    if (!isForDesk && !told.has(method)) return post.apply(this, given);
    // As it costs the page anyway.
    const copy = structuredClone(given[0]);
    if (isForDesk) {
      setTimeout(() => post.call(this, copy), deskHearsMs);
      return;
    }
    setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { kind: 'reply', id, value: null } })));
  };
  Object.assign(window, { watched: { frames, posted } });
}
