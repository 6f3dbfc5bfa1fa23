// The wire as SIP.js wants a transport: always up, since each phone's socket comes and goes beneath it.
import { EmitterImpl, type Transport, TransportState } from 'sip.js';
import type { Wire } from './wire.ts';

export class WireTransport implements Transport {
  readonly protocol = 'WS';
  readonly stateChange = new EmitterImpl<TransportState>();
  state = TransportState.Disconnected;
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly #wire: Wire;

  constructor(_logger: unknown, { wire }: { wire: Wire }) {
    this.#wire = wire;
  }

  async connect(): Promise<void> {
    this.state = TransportState.Connected;
    this.#wire.onMessage = (text) => this.onMessage?.(text);
    this.stateChange.emit(this.state);
    this.onConnect?.();
  }

  async disconnect(): Promise<void> {
    this.state = TransportState.Disconnected;
    this.#wire.onMessage = () => {};
    this.stateChange.emit(this.state);
    this.onDisconnect?.();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  isConnected(): boolean {
    return this.state === TransportState.Connected;
  }

  async send(message: string): Promise<void> {
    this.#wire.send(message);
  }
}
