// The smallest announcer of facts: listeners in order, each removable, none able to break the others.

export interface Emitter<T> {
  emit(fact: T): void;
  /** Returns the function that stops listening. */
  listen(listener: (fact: T) => void): () => void;
}

export function createEmitter<T>(onListenerError: (error: unknown) => void): Emitter<T> {
  const listeners = new Set<(fact: T) => void>();
  return {
    emit(fact) {
      for (const listener of [...listeners]) {
        try {
          listener(fact);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
