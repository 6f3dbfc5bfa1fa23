// Whether the server is there and which protocol it speaks: asked before anything else, by anybody.
import { healthSchema, oldestProtocol, protocolVersion } from '#shared/protocol/version';
import type { QueueWatch } from '../pbx/watch.ts';
import type { App } from './app.ts';

export function healthRoutes(app: App, isStopping: () => boolean, bridge: QueueWatch['status']): void {
  app.get(
    '/v1/health',
    {
      schema: { summary: 'Is it there, and does it speak my protocol?', security: [], response: { 200: healthSchema } },
    },
    async () => ({
      status: isStopping() ? ('stopping' as const) : ('ok' as const),
      product: 'cornetta' as const,
      protocol: protocolVersion,
      oldest: oldestProtocol,
      bridge: bridge(),
    }),
  );
}
