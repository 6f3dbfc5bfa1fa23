// A stream of bytes as lines of text.

const longestLine = 4_000_000;

/** Without the line ends; empty lines are left out. `onBytes`: the other side is alive. Throws on a line that cannot be meant. */
export async function* linesOf(stream: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    onBytes();
    rest += decoder.decode(bytes, { stream: true });
    let start = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      if (end > start) yield rest.slice(start, end);
      start = end + 1;
    }
    rest = rest.slice(start);
    if (rest.length > longestLine) throw new Error('a line without end');
  }
  const last = rest + decoder.decode();
  if (last !== '') yield last;
}
