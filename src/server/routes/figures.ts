// Figures of a period, for who leads the team or looks after quality. Counts and shares: of no agent, and of no customer.

import { z } from 'zod';
import { languageSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import { figuresQuerySchema, figuresSchema } from '#shared/protocol/figures';
import type { ServerDeps } from '../deps.ts';
import { figuresFor } from '../figures/answer.ts';
import { figuresTable } from '../figures/table.ts';
import { identityOf } from '../identity/authenticate.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';

export function figureRoutes(app: App, deps: ServerDeps): void {
  app.get(
    '/v1/figures',
    {
      config: { audit: { hourly: 'figuresRead' } },
      schema: {
        summary: 'Figures of a period: calls, contact reasons, complaints, what is open; nothing of any person',
        querystring: figuresQuerySchema,
        response: { 200: figuresSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      whoMay(request, 'seeFigures');
      const figures = await figuresFor(deps, identityOf(request).viewer, request.query);
      return reply.header('cache-control', 'no-store').send(figures);
    },
  );

  app.get(
    '/v1/figures/table',
    {
      config: { audit: { hourly: 'figuresRead' } },
      schema: {
        summary: 'The same as a table (CSV): each figure with what it is counted from, and how',
        querystring: figuresQuerySchema.safeExtend({ language: languageSchema }),
        response: { 200: z.any(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      whoMay(request, 'seeFigures');
      const { language, ...asked } = request.query;
      const figures = await figuresFor(deps, identityOf(request).viewer, asked);
      return reply
        .type('text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(figuresTable(figures, asked, language));
    },
  );
}
