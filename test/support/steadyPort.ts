// A port that can be closed and opened again: it lies below those that the system gives to connections, so nobody gets it meanwhile.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const [lowest, below] = [20_000, 32_000];

/** One on which nobody listens. */
export async function steadyPort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, below);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((told) => {
    const probe = createServer().once('error', () => told(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => told(true)));
  });
