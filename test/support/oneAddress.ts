// One address before several instances of the backend, as a balancer gives it: each connection goes to the next of them that is there.
import { connect, createServer, type Socket } from 'node:net';
import { must } from '#shared/lib/must';

export interface OneAddress {
  readonly url: string;
  /** How many connections each of them has been given. */
  readonly given: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** `targets`: addresses as in http://127.0.0.1:8080. */
export async function oneAddress(targets: readonly string[]): Promise<OneAddress> {
  const given = new Map(targets.map((target) => [target, 0]));
  const open = new Set<Socket>();
  let next = 0;

  /** To the next that answers; whoever asks is let go when there is none. */
  function pass(client: Socket, tries: number): void {
    if (tries === 0 || client.destroyed) return void client.destroy();
    const target = must(targets[next++ % targets.length], 'a target');
    const { hostname, port } = new URL(target);
    const server = connect({ host: hostname, port: Number(port) });
    const away = () => pass(client, tries - 1);
    server.once('error', away);
    server.once('connect', () => {
      server.off('error', away);
      given.set(target, (given.get(target) ?? 0) + 1);
      open.add(server);
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          open.delete(from);
          to.destroy();
        });
      }
    });
  }

  const listener = createServer((client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    pass(client, targets.length);
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    given,
    async stop() {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
