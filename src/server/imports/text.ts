// A file's bytes as lines of text: which encoding they are in, and where lines begin and end.

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

/** Looks at bytes as they come; says at the end what they are: by the mark at the beginning, else UTF-8 where they can be. */
export function encodingGuess(): { see(bytes: Uint8Array): void; encoding(): Encoding } {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let marked: Encoding | null | undefined;
  let isUtf8 = true;
  return {
    see(bytes) {
      if (bytes.length === 0) return;
      if (marked === undefined) marked = markOf(bytes);
      try {
        if (isUtf8) utf8.decode(bytes, { stream: true });
      } catch {
        isUtf8 = false;
      }
    },
    encoding() {
      if (marked != null) return marked;
      try {
        utf8.decode();
      } catch {
        isUtf8 = false;
      }
      return isUtf8 ? 'utf-8' : 'windows-1252';
    },
  };
}

function markOf([first, second]: Uint8Array): Encoding | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** What goes on for longer is no line of a table: it ends there, so that a file without any line does not have to be held whole. */
const longestLine = 8 * 1024 * 1024;

/** Lines without their ends (CR LF, LF, or CR alone). No byte makes it throw: what cannot be read or kept becomes U+FFFD. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Line> {
  const decoder = new TextDecoder(encoding);
  let rest = '';
  let number = 0;
  const line = (text: string): Line => ({ number: ++number, text: text.replaceAll('\0', '\ufffd') });
  for await (const piece of pieces) {
    const lines = `${rest}${decoder.decode(piece, { stream: true })}`.split(/\r\n|\n|\r(?!\n|$)/);
    rest = lines.pop() ?? '';
    for (const text of lines) yield line(text);
    if (rest.length <= longestLine) continue;
    yield line(rest);
    rest = '';
  }
  rest += decoder.decode();
  if (rest === '') return;
  for (const text of rest.replace(/\r$/, '').split('\r')) yield line(text);
}
