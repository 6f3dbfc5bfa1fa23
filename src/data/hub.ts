// The ports of one kind that are open: what happens is told to all of them.
import type { Contract, EventOf, Implementation, StateOf } from '#shared/contract/envelope';
import type { Port } from '#shared/contract/port';
import { type Served, serve } from '#shared/contract/serve';
import { errorName, type Log, whereIn } from './log.ts';

export interface Hub<C extends Contract> {
  /** Returns the function that lets the port go. */
  open(port: Port): () => void;
  publish(event: EventOf<C>): void;
  closeAll(): void;
}

export interface HubOptions<C extends Contract> {
  readonly contract: C;
  readonly snapshot: () => StateOf<C>;
  readonly methods: Implementation<C>;
  readonly log: Log;
  /** What a person can read out to support. */
  readonly reference: () => string;
}

export function createHub<C extends Contract>(options: HubOptions<C>): Hub<C> {
  const { contract, log } = options;
  const served = new Set<Served<C>>();
  return {
    open(port) {
      const one = serve({
        contract,
        port,
        snapshot: options.snapshot,
        methods: timed(contract.name, options.methods, log),
        onRefused: (reason) => log.warn('refused', { reason: JSON.stringify(reason) }),
        onBug(error, method) {
          const reference = options.reference();
          // The stack names our own code; the message may quote a person.
          log.warn('bug', { method, reference, error: errorName(error), at: whereIn(error) });
          return reference;
        },
      });
      served.add(one);
      return () => {
        served.delete(one);
        one.dispose();
      };
    },
    publish(event) {
      for (const one of served) one.publish(event);
    },
    closeAll() {
      for (const one of served) one.dispose();
      served.clear();
    },
  };
}

function timed<C extends Contract>(contract: string, methods: Implementation<C>, log: Log): Implementation<C> {
  const entries = Object.entries(methods).map(([name, method]) => [
    name,
    async (params: never, signal: AbortSignal) => {
      const began = performance.now();
      try {
        return await method(params, signal);
      } finally {
        log.info(contract, { method: name, ms: (performance.now() - began).toFixed(1) });
      }
    },
  ]);
  return Object.fromEntries(entries) as Implementation<C>;
}
