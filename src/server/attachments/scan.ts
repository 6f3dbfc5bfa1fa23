// The company's own examination of files (an antivirus): a command that gets the bytes on its standard input and answers by its exit
// code, 0 for yes and 1 for no. Whatever else happens is no answer, and without one no file is kept.
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Examined = 'clean' | 'unwanted' | 'noAnswer';
export type Examine = (bytes: AsyncIterable<Uint8Array>) => Promise<Examined>;

export function examineBy(command: readonly [string, ...string[]], longestMs = 60_000): Examine {
  const [program, ...args] = command;
  return async (bytes) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: longestMs,
      killSignal: 'SIGKILL',
    });
    const code = new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('close', resolve);
    });
    let broken = false;
    async function* seen() {
      const reading = bytes[Symbol.asyncIterator]();
      const next = () =>
        reading.next().catch((error: unknown) => {
          broken = true;
          throw error;
        });
      try {
        for (let piece = await next(); piece.done !== true; piece = await next()) yield piece.value;
      } finally {
        await reading.return?.();
      }
    }
    // It may have seen enough before the end: its answer counts all the same. What it says of a beginning, where the rest cannot be read, does not.
    await pipeline(Readable.from(seen()), child.stdin).catch(() => undefined);
    const said = await code;
    if (broken) return 'noAnswer';
    return said === 0 ? 'clean' : said === 1 ? 'unwanted' : 'noAnswer';
  };
}
