// Many apps that listen for hints, as bare sockets: when has a change reached all of them?
import { connect, type Socket } from 'node:net';

export interface Listeners {
  /** Resolves when each of them has been told of a change since this was called. */
  allTold(): Promise<void>;
  leave(): void;
}

/** Resolves when all are let in. */
export async function manyListeners(url: string, token: string, count: number): Promise<Listeners> {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  let waiting = new Set<Socket>();
  let told = () => {};
  const welcome = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('data', (bytes) => {
        const text = bytes.toString();
        if (text.includes(': welcome')) resolve();
        if (text.includes('"changes"') && waiting.delete(socket) && waiting.size === 0) told();
      });
    });
  for (let begun = 0; begun < count; begun += 50) {
    const some = Array.from({ length: Math.min(50, count - begun) }, () => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.write(`GET /v1/sync/events HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
      return socket;
    });
    sockets.push(...some);
    await Promise.all(some.map(welcome));
  }
  return {
    allTold() {
      waiting = new Set(sockets);
      return new Promise((resolve) => {
        told = resolve;
      });
    },
    leave() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
