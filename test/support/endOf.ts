// The end of a program that a test has started.
import type { ChildProcess } from 'node:child_process';

/**
 * Its exit code, once all that it has said is here too. Node's own word for that, `close`, does not come where this side has let go
 * of the line to the program.
 */
export async function endOf(child: ChildProcess): Promise<number | null> {
  const said = [child.stdout, child.stderr].map(
    (stream) => stream && new Promise<void>((closed) => stream.once('close', closed)),
  );
  const code = await new Promise<number | null>((ended) => child.once('exit', ended));
  await Promise.all(said);
  return code;
}
