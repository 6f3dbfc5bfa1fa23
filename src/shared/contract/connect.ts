// The user's end of a port: asks for the snapshot first, applies events in order, asks again when one is missing,
// and turns the contract's methods into functions.
import { type Client, type Contract, type Envelope, type EventOf, envelopeSchema, type StateOf } from './envelope.ts';
import { FailureError, failure } from './failure.ts';
import type { Port } from './port.ts';

export interface Connection<C extends Contract> {
  readonly call: Client<C>;
  /** Whatever is still asked fails with `contract.lost`. */
  dispose(): void;
}

export interface ConnectOptions<C extends Contract> {
  readonly contract: C;
  readonly port: Port;
  readonly onSnapshot: (state: StateOf<C>) => void;
  readonly onEvent: (event: EventOf<C>) => void;
  readonly onRefused: (reason: string) => void;
}

interface Pending {
  readonly parse: (value: unknown) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: FailureError) => void;
}

export function connect<C extends Contract>(options: ConnectOptions<C>): Connection<C> {
  const { contract, port } = options;
  const pending = new Map<number, Pending>();
  let lastId = 0;
  /** Sequence number of the last event applied; null until the snapshot is here. */
  let seq: number | null = null;

  function askForSnapshot(): void {
    seq = null;
    lastId += 1;
    port.post({ kind: 'request', id: lastId, method: 'snapshot', params: null });
  }

  function applySnapshot(envelope: Extract<Envelope, { kind: 'snapshot' }>): void {
    const state = contract.state.safeParse(envelope.state);
    if (!state.success) {
      options.onRefused(
        `${contract.name}: snapshot: ${state.error.issues[0]?.path.join('.')} ${state.error.issues[0]?.message}`,
      );
      return;
    }
    seq = envelope.seq;
    options.onSnapshot(state.data as StateOf<C>);
  }

  function applyEvent(envelope: Extract<Envelope, { kind: 'event' }>): void {
    if (seq === null || envelope.seq <= seq) return;
    if (envelope.seq > seq + 1) {
      askForSnapshot();
      return;
    }
    const event = contract.event.safeParse(envelope.event);
    if (!event.success) {
      options.onRefused(
        `${contract.name}: event: ${event.error.issues[0]?.path.join('.')} ${event.error.issues[0]?.message}`,
      );
      askForSnapshot();
      return;
    }
    seq = envelope.seq;
    options.onEvent(event.data as EventOf<C>);
  }

  function settle(envelope: Extract<Envelope, { kind: 'reply' | 'refusal' }>): void {
    const waiting = pending.get(envelope.id);
    if (waiting === undefined) return;
    pending.delete(envelope.id);
    if (envelope.kind === 'refusal') waiting.reject(new FailureError(envelope.failure));
    else {
      try {
        waiting.resolve(waiting.parse(envelope.value));
      } catch (error) {
        options.onRefused(`${contract.name}: reply: ${String(error).slice(0, 300)}`);
        waiting.reject(failure('contract.refused', 'main', 'the reply does not fit the contract'));
      }
    }
  }

  const stopListening = port.listen((message) => {
    const envelope = envelopeSchema.safeParse(message);
    if (!envelope.success) options.onRefused(`${contract.name}: not an envelope`);
    else if (envelope.data.kind === 'snapshot') applySnapshot(envelope.data);
    else if (envelope.data.kind === 'event') applyEvent(envelope.data);
    else if (envelope.data.kind === 'reply' || envelope.data.kind === 'refusal') settle(envelope.data);
    else options.onRefused(`${contract.name}: a ${envelope.data.kind} sent to the user`);
  });

  function request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    const schemas = contract.methods[method];
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      pending.set(id, { parse: (value) => schemas?.result.parse(value), resolve, reject });
      signal?.addEventListener('abort', () => {
        if (!pending.delete(id)) return;
        port.post({ kind: 'cancel', id });
        reject(failure('contract.cancelled', 'main', method));
      });
      port.post({ kind: 'request', id, method, params });
    });
  }

  askForSnapshot();
  const call = Object.fromEntries(
    Object.keys(contract.methods).map((method) => [
      method,
      (params: unknown, signal?: AbortSignal) => request(method, params, signal),
    ]),
  ) as Client<C>;

  return {
    call,
    dispose() {
      stopListening();
      for (const waiting of pending.values()) waiting.reject(failure('contract.lost', 'main', contract.name));
      pending.clear();
      port.close();
    },
  };
}
