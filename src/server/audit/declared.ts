// What each route leaves in the audit log, said where the route is made. One that touches people's data and does not say it keeps the
// server from starting.
import type { FastifyRequest } from 'fastify';
import type { AuditAction } from '#shared/protocol/audit';
import type { Db } from '../db/db.ts';
import type { Clock } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import type { App } from '../routes/app.ts';
import { audit } from './audit.ts';

export type Audited =
  /** The route writes these itself, each in the transaction of what it tells. */
  | { readonly each: readonly AuditAction[] }
  /** What a program asks for all the time: on record once an hour for each session, with the portfolios that it may see. */
  | { readonly hourly: AuditAction }
  /** Why there is nothing to tell. */
  | { readonly nothing: string };

declare module 'fastify' {
  interface FastifyContextConfig {
    audit?: Audited;
  }
}

/** Beneath these lies what somebody's customers, colleagues or callers are known by. */
const personal =
  /^\/v1\/(?:accounts|agents|attachments|audit|board|breaches|callbacks|cases|chats|connectors|consents|contacts|customers|duplicates|exports|handovers|imports|interactions|letters|lost-calls|merges|notes|privacy|reports|sync|views)\b/;

/** For routes registered after it, behind the hook that says who is asking. Throws where one does not say what it leaves. */
export function declareAudit(app: App, { db, clock }: { db: Db; clock: Clock }): void {
  const note = createHourly({ db, clock });
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.audit === undefined && personal.test(url)) {
      throw new Error(`${method} ${url} does not say in config.audit what it leaves in the audit log`);
    }
  });
  app.addHook('preHandler', async (request) => {
    const audited = request.routeOptions.config.audit;
    if (audited !== undefined && 'hourly' in audited) await note(request, audited.hourly);
  });
}

const hourMs = 3_600_000;

/** Told before anything is given out. Each instance counts its hours by itself. */
function createHourly({ db, clock }: { db: Db; clock: Clock }) {
  let hour = 0;
  const told = new Set<string>();
  return async (request: FastifyRequest, action: AuditAction): Promise<void> => {
    const { agent, sessionId, viewer } = identityOf(request);
    const at = clock();
    const now = Math.floor(at.getTime() / hourMs);
    if (now !== hour) told.clear();
    hour = now;
    const ids = viewer.kind === 'agent' ? viewer.portfolios : [];
    const key = [sessionId, action, ...ids].join(' ');
    if (told.has(key)) return;
    await audit(db.query, { by: agent, at, action, subject: { kind: 'portfolio', ids } });
    told.add(key);
  };
}
