// The owner's end of a port: answers requests, tells what happened with a sequence number, gives a snapshot when asked.
// Refuses and reports what does not fit its schema; never applies half of a message.
import { type Contract, type EventOf, envelopeSchema, type Implementation, type StateOf } from './envelope.ts';
import { type Failure, FailureError } from './failure.ts';
import type { Port } from './port.ts';

export interface Served<C extends Contract> {
  /** Tells the other end what has happened. The snapshot must already contain it. */
  publish(event: EventOf<C>): void;
  dispose(): void;
}

/** `onBug` gets errors that are no failure, with the method's name; the other end gets `program.bug` with its reference. */
export interface ServeOptions<C extends Contract> {
  readonly contract: C;
  readonly port: Port;
  readonly snapshot: () => StateOf<C>;
  readonly methods: Implementation<C>;
  readonly onRefused: (reason: string) => void;
  readonly onBug: (error: unknown, method: string) => string;
}

export function serve<C extends Contract>(options: ServeOptions<C>): Served<C> {
  const { contract, port } = options;
  const running = new Map<number, AbortController>();
  let seq = 0;

  const refuse = (id: number, failure: Failure) => port.post({ kind: 'refusal', id, failure });

  async function answer(id: number, method: string, rawParams: unknown): Promise<void> {
    if (method === 'snapshot') {
      port.post({ kind: 'snapshot', id, seq, state: options.snapshot() });
      return;
    }
    const schemas = Object.hasOwn(contract.methods, method) ? contract.methods[method] : undefined;
    const params = schemas?.params.safeParse(rawParams);
    if (schemas === undefined || !params?.success) {
      const reason = params === undefined ? `no method ${method}` : `${method}: ${params.error?.issues[0]?.message}`;
      options.onRefused(`${contract.name}: ${reason}`);
      refuse(id, { code: 'contract.refused', origin: 'main', message: reason.slice(0, 400) });
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const implementation = options.methods[method as keyof C['methods']];
      const value = await implementation(params.data as never, controller.signal);
      port.post({ kind: 'reply', id, value });
    } catch (error) {
      if (error instanceof FailureError) refuse(id, error.failure);
      else {
        const reference = options.onBug(error, method);
        refuse(id, { code: 'program.bug', origin: 'main', message: `${contract.name}.${method}`, reference });
      }
    } finally {
      running.delete(id);
    }
  }

  const stopListening = port.listen((message) => {
    const envelope = envelopeSchema.safeParse(message);
    if (!envelope.success) options.onRefused(`${contract.name}: not an envelope`);
    else if (envelope.data.kind === 'request')
      void answer(envelope.data.id, envelope.data.method, envelope.data.params);
    else if (envelope.data.kind === 'cancel') running.get(envelope.data.id)?.abort();
    else options.onRefused(`${contract.name}: a ${envelope.data.kind} sent to the owner`);
  });

  return {
    publish(event) {
      seq += 1;
      port.post({ kind: 'event', seq, event });
    },
    dispose() {
      stopListening();
      for (const controller of running.values()) controller.abort();
      port.close();
    },
  };
}
