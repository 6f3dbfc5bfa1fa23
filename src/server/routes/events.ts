// Server-sent events: hints that there is something to fetch. Losing one loses nothing.

import type { ServerConfig } from '../config.ts';
import { identityOf } from '../identity/authenticate.ts';
import type { Pokes } from '../sync/pokes.ts';
import type { App } from './app.ts';

/** A reader that leaves this much unread has gone; it will be back with another request. */
const mostUnreadBytes = 64 * 1024;
/** How long a stream that was ended may take to be read to its end. */
const endGraceMs = 1_000;

export function eventRoutes(app: App, pokes: Pokes, config: ServerConfig): void {
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of [...open]) end();
  });

  app.get(
    '/v1/sync/events',
    {
      config: { audit: { nothing: 'hints without anybody’s data' } },
      schema: {
        summary: 'Server-sent events: a poke when there is something to fetch',
        produces: ['text/event-stream'],
      },
    },
    (request, reply) => {
      const { agent, sessionId } = identityOf(request);
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // Asks reverse proxies not to collect what has to arrive at once.
        'x-accel-buffering': 'no',
      });

      let sent = 0;
      const write = (text: string): void => {
        if (stream.writableLength > mostUnreadBytes) end();
        else stream.write(text);
      };
      const poke = (hint: unknown): void => write(`id: ${++sent}\ndata: ${JSON.stringify(hint)}\n\n`);
      const stopListening = pokes.listen({ agentId: agent.id, sessionId, poke, end: () => end() });
      const timer = setInterval(() => write(':\n\n'), config.eventCommentSeconds * 1000);
      const end = (): void => {
        clearInterval(timer);
        stopListening();
        open.delete(end);
        stream.end();
        setTimeout(() => {
          if (!stream.writableFinished) stream.destroy();
        }, endGraceMs).unref();
      };
      open.add(end);
      stream.on('close', end);

      write(': welcome\n\n');
      // Whoever comes back may have missed something.
      if (request.headers['last-event-id'] !== undefined) poke({ kind: 'changes' });
    },
  );
}
