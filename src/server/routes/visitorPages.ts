// The pages that visitors write from, on the backend's own origin: what they may load, ask and be shown in is said by their headers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { chatLists } from '../chat/lists.ts';
import { house, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import { isPractice } from '../repositories/workstation.ts';
import type { App } from './app.ts';

const types = {
  'widget.js': 'text/javascript; charset=utf-8',
  'page.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'demo.html': 'text/html; charset=utf-8',
  'demo.css': 'text/css; charset=utf-8',
} as const;
const names = Object.keys(types) as (keyof typeof types)[];

/** Of the page in the frame: nothing but its own, and only in pages of that site. */
const pagePolicy = (origins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${origins.map((origin) => (origin === 'self' ? "'self'" : new URL(origin).origin)).join(' ')}`,
  ].join('; ');
const demoPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

export function visitorPageRoutes(app: App, { db, visitorPages }: ServerDeps): void {
  if (visitorPages === undefined) return;

  app.get(
    '/chat/:file',
    {
      schema: {
        hide: true,
        params: z.object({ file: z.enum(names) }),
        querystring: z.object({ site: z.string().max(40).optional() }),
      },
    },
    async (request, reply) => {
      const { file } = request.params;
      const body = await readFile(join(visitorPages, file), 'utf8').catch(() => null);
      if (body === null) throw new ProblemError('not-found');
      reply.headers({
        'content-type': types[file],
        'cache-control': 'no-cache',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'permissions-policy': 'camera=(), microphone=(), geolocation=()',
      });
      // The one file that pages of other origins load.
      if (file === 'widget.js') reply.header('cross-origin-resource-policy', 'cross-origin');
      if (file === 'demo.html') {
        if (!(await isPractice(db.query))) throw new ProblemError('not-found');
        reply.header('content-security-policy', demoPolicy);
      }
      if (file === 'page.html') {
        const { policy } = await seenBy(db.query, house, chatLists, { readOnly: true });
        const site = policy.sites.find(({ code }) => code === request.query.site);
        if (site === undefined) throw new ProblemError('not-found');
        reply.header('content-security-policy', pagePolicy(site.origins));
      }
      return reply.send(body);
    },
  );
}
