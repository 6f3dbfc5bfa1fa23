// Two ends of a channel inside one program: what a MessageChannel is to windows, copies included, in order, a moment later.
import type { Port } from '#shared/contract/port';

interface End extends Port {
  deliver(message: unknown): void;
}

function end(other: () => End): End {
  const listeners = new Set<(message: unknown) => void>();
  const waiting: unknown[] = [];
  let closed = false;
  return {
    post(message) {
      const copy = structuredClone(message);
      queueMicrotask(() => other().deliver(copy));
    },
    deliver(message) {
      if (closed) return;
      if (listeners.size === 0) waiting.push(message);
      for (const listener of listeners) listener(message);
    },
    listen(listener) {
      listeners.add(listener);
      for (const message of waiting.splice(0)) listener(message);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      listeners.clear();
    },
  };
}

export function portPair(): readonly [Port, Port] {
  const one: End = end(() => two);
  const two: End = end(() => one);
  return [one, two];
}
