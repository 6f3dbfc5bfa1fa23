// Whether requests should be sent to this instance just now: for whatever stands before several of them. (Alive is `GET /v1/health`.)
import { z } from 'zod';
import { isDatabaseThere } from '../db/away.ts';
import type { Db } from '../db/db.ts';
import type { App } from './app.ts';

const readySchema = z.object({ database: z.enum(['there', 'away']) });

/** One that starts listens when it has brought the database up to date, and one that stops takes nothing more: neither says yes here. */
export function readyRoutes(app: App, { query }: Db): void {
  app.get(
    '/v1/ready',
    {
      schema: {
        summary: 'May it be asked things now?',
        security: [],
        response: { 200: readySchema, 503: readySchema },
      },
    },
    async (_request, reply) => {
      if (!(await isDatabaseThere(query))) return reply.code(503).send({ database: 'away' as const });
      return { database: 'there' as const };
    },
  );
}
