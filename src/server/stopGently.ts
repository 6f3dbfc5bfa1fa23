// How a server ends without cutting off anybody whom it has begun to answer.
import type { Socket } from 'node:net';
import type { App } from './routes/app.ts';

/** How long connections on which nothing is being asked may stay: Node would wait a minute for the first request on one. */
const idleGraceMs = 1_000;

/** Lets requests in progress end, however long they take, and closes what is left. Before any other hook of a request. */
export function stopGently(app: App): void {
  const open = new Set<Socket>();
  const atWork = new WeakSet<Socket>();
  let stopping = false;

  app.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  app.addHook('onRequest', async (request) => {
    atWork.add(request.raw.socket);
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request) => {
    const { socket } = request.raw;
    atWork.delete(socket);
    // Whose answer had begun before it could be told that it is the last one.
    if (stopping) socket.destroySoon();
  });
  app.addHook('preClose', async () => {
    stopping = true;
    setTimeout(() => {
      for (const socket of open) if (!atWork.has(socket)) socket.destroy();
    }, idleGraceMs).unref();
  });
}
