// The socket beneath SIP (RFC 7118), for a list of servers: one try at a time, no retry of its own, and a socket that is given
// up is forgotten at once. Takes the place of the library's transport, which knows one server and logs credentials.
import { EmitterImpl, StateTransitionError, type Transport, TransportState } from 'sip.js';
import { tidyIncoming } from './tidyIncoming.ts';

export interface SocketOptions {
  /** The server to try, asked before each connection. */
  readonly server: () => string;
  readonly connectDeadlineMs: number;
  /** Reads along. */
  readonly trace: (way: 'in' | 'out', message: string) => void;
  /** A message that cannot go out now. */
  readonly onUnsent: (message: string) => void;
  /** A message that came in makes no sense; it is left alone. */
  readonly onUnreadable: (error: unknown) => void;
  readonly onBug: (error: unknown) => void;
}

export class SocketTransport implements Transport {
  readonly protocol: string;
  readonly stateChange = new EmitterImpl<TransportState>();
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  /** Frames that have come in so far: whoever wonders whether the other end lives compares. */
  framesReceived = 0;

  private readonly options: SocketOptions;
  private current: TransportState = TransportState.Disconnected;
  private socket: WebSocket | null = null;
  /** What is said in reply while a message is read: it goes when everybody has been told of that one. */
  private replies: string[] | null = null;
  private giveUp: (error: Error) => void = () => undefined;

  constructor(_logger: unknown, options: SocketOptions) {
    this.options = options;
    this.protocol = options.server().startsWith('wss') ? 'WSS' : 'WS';
  }

  get state(): TransportState {
    return this.current;
  }

  isConnected(): boolean {
    return this.current === TransportState.Connected;
  }

  /** Resolves when the socket is open; rejects at its error, or at the deadline. */
  connect(): Promise<void> {
    if (this.isConnected()) return Promise.resolve();
    if (this.current === TransportState.Connecting)
      return Promise.reject(new StateTransitionError('already connecting'));
    this.enter(TransportState.Connecting);
    return new Promise((resolve, reject) => {
      let socket: WebSocket;
      try {
        socket = new WebSocket(this.options.server(), 'sip');
      } catch (error) {
        this.enter(TransportState.Disconnected);
        reject(error);
        return;
      }
      this.socket = socket;
      const deadline = setTimeout(() => this.lose(socket, new Error('no answer')), this.options.connectDeadlineMs);
      this.giveUp = (error) => {
        clearTimeout(deadline);
        reject(error);
      };
      socket.onopen = () => {
        if (socket !== this.socket) return;
        clearTimeout(deadline);
        this.giveUp = () => undefined;
        this.enter(TransportState.Connected);
        this.guard(() => this.onConnect?.());
        resolve();
      };
      socket.onmessage = (event) => {
        if (socket === this.socket) this.receive(event.data);
      };
      socket.onclose = (event) => this.lose(socket, new Error(`closed, code ${event.code}`));
    });
  }

  /** Gives the socket up, without waiting for the other end: a dead one would never answer. */
  disconnect(): Promise<void> {
    if (this.socket !== null) this.lose(this.socket, undefined);
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  send(message: string): Promise<void> {
    if (this.socket === null || !this.isConnected()) {
      this.options.onUnsent(message);
      return Promise.reject(new Error('not connected'));
    }
    if (this.replies !== null) {
      this.replies.push(message);
      return Promise.resolve();
    }
    this.options.trace('out', message);
    try {
      this.socket.send(message);
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  private receive(data: unknown): void {
    this.framesReceived += 1;
    if (typeof data !== 'string' || data.trim() === '') return;
    this.options.trace('in', data);
    this.replies = [];
    try {
      this.onMessage?.(tidyIncoming(data));
    } catch (error) {
      // The library throws at what it cannot read; our own reactions catch for themselves.
      this.options.onUnreadable(error);
    }
    const replies = this.replies;
    this.replies = null;
    for (const reply of replies) void this.send(reply).catch(() => undefined);
  }

  /** `error` is what the network did; none when we gave it up ourselves. */
  private lose(socket: WebSocket, error: Error | undefined): void {
    if (socket !== this.socket) return;
    this.socket = null;
    const wasConnected = this.isConnected();
    if (error === undefined) this.enter(TransportState.Disconnecting);
    socket.close();
    this.enter(TransportState.Disconnected);
    this.giveUp(error ?? new Error('given up'));
    this.giveUp = () => undefined;
    if (wasConnected) this.guard(() => this.onDisconnect?.(error));
  }

  private enter(state: TransportState): void {
    this.current = state;
    this.guard(() => this.stateChange.emit(state));
  }

  /** A throw in one of the library's callbacks would leave the transport half changed for good. */
  private guard(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.options.onBug(error);
    }
  }
}
