// Voice messages, by the extension that they were left for. They live as long as the switchboard.
import { createEmitter } from '#shared/lib/emitter';

export interface Mailboxes {
  leave(extension: string, message: Int16Array): void;
  count(extension: string): { readonly fresh: number; readonly heard: number };
  /** The new ones, or all where none is new; from now on they count as heard. */
  listen(extension: string): readonly Int16Array[];
  onChange(listener: () => void): () => void;
}

export function createMailboxes(log: (line: string) => void): Mailboxes {
  const boxes = new Map<string, { fresh: Int16Array[]; heard: Int16Array[] }>();
  const change = createEmitter<void>((error) => log(`mailboxes: ${error instanceof Error ? error.message : 'failed'}`));
  const of = (extension: string) => boxes.get(extension) ?? { fresh: [], heard: [] };

  return {
    leave(extension, message) {
      const { fresh, heard } = of(extension);
      boxes.set(extension, { fresh: [...fresh, message], heard });
      change.emit();
    },
    count(extension) {
      const { fresh, heard } = of(extension);
      return { fresh: fresh.length, heard: heard.length };
    },
    listen(extension) {
      const { fresh, heard } = of(extension);
      boxes.set(extension, { fresh: [], heard: [...heard, ...fresh] });
      if (fresh.length > 0) change.emit();
      return fresh.length > 0 ? fresh : heard;
    },
    onChange: change.listen,
  };
}
