// One end of a two-way channel between two programs, whatever carries it (MessagePort, parent port, child process).

export interface Port {
  post(message: unknown): void;
  /** Messages wait until someone listens. Returns the function that stops listening. */
  listen(listener: (message: unknown) => void): () => void;
  close(): void;
}
