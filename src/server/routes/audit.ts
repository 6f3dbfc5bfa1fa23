// The audit log: what PCs tell of cards that were opened from their caches, and what the privacy officer reads and proves.
import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  type AuditEntry,
  type AuditQuestion,
  auditExportSchema,
  auditPageSchema,
  auditPlaceSchema,
  auditProofSchema,
  auditQuerySchema,
  viewsSchema,
} from '#shared/protocol/audit';
import { problemSchema } from '#shared/protocol/errors';
import { audit, ofCustomers } from '../audit/audit.ts';
import type { ChainLink } from '../audit/chain.ts';
import { auditTable } from '../audit/export.ts';
import { namesIn } from '../audit/names.ts';
import { prove } from '../audit/proof.ts';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { formerOf } from '../privacy/person.ts';
import { type AuditFilter, findEntries } from '../repositories/audit.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';

const pageRows = 100;
/** As many as one answer may take the time for. */
const provedAtOnce = 100_000;

export function auditRoutes(app: App, deps: ServerDeps): void {
  const { db, clock } = deps;
  app.post(
    '/v1/views',
    {
      config: { audit: { each: ['customerViewed'] } },
      schema: {
        summary: 'Cards that were opened from the PC’s cache',
        headers: z.object({ 'idempotency-key': idempotencyKeyHeader }),
        body: viewsSchema,
        response: { 200: z.object({}), '4xx': problemSchema },
      },
    },
    async (request) => {
      const { agent: by } = identityOf(request);
      const { body } = await idempotent(deps, request, z.object({}), async (tx) => {
        const at = clock();
        const entries = request.body.views.map(({ customerId, at: seenAt }) => ({
          ...{ by, at, action: 'customerViewed' as const },
          subject: ofCustomers(customerId),
          detail: { seenAt },
        }));
        await audit(tx, ...entries);
        return { status: 200, body: {} };
      });
      return body;
    },
  );

  // Why, and about whom, is nothing for the logs of what stands before the service: it is asked in the body.
  app.post(
    '/v1/audit',
    {
      config: { audit: { each: ['auditRead'] } },
      schema: {
        summary: 'The audit log, newest first, for a reason; reading it is itself on record',
        body: auditQuerySchema,
        response: { 200: auditPageSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'readAudit');
      const page = await seenBy(db.query, house, async (tx) => {
        const { before = null, ...question } = request.body;
        await audit(tx, { by, at: clock(), action: 'auditRead', subject: null, ...asked(question) });
        const found = await findEntries(tx, await filterOf(tx, question, before), pageRows + 1);
        const rows = found.slice(0, pageRows);
        const entries = rows.map(
          ({ seq, hash: _hash, at, subjectKind, subjects, ...row }): AuditEntry => ({
            ...row,
            at: at.toISOString(),
            subject: subjectKind === null ? null : { kind: subjectKind, ids: subjects },
            seq: seq === null ? null : Number(seq),
          }),
        );
        return { entries, more: found.length > pageRows, names: await namesIn(tx, rows) };
      });
      return reply.header('cache-control', 'no-store').send(page);
    },
  );

  app.post(
    '/v1/audit/export',
    {
      config: { audit: { each: ['auditExported'] } },
      schema: {
        summary: 'What was asked of the audit log as a table (CSV), for a reason; that it was made is itself on record',
        body: auditExportSchema,
        response: { 200: z.any(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'readAudit');
      const { language, ...question } = request.body;
      const filter = await seenBy(db.query, house, async (tx) => {
        await audit(tx, { by, at: clock(), action: 'auditExported', subject: null, ...asked(question) });
        return filterOf(tx, question, null);
      });
      return reply
        .type('text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(Readable.from(auditTable(db, filter, language), { objectMode: false }));
    },
  );

  app.get(
    '/v1/audit/proof',
    {
      config: { audit: { each: ['auditProved'] } },
      schema: {
        summary: 'Whether anything in the audit log was changed, taken out or put in; in pieces',
        querystring: z.object({ after: auditPlaceSchema.optional() }),
        response: { 200: auditProofSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'readAudit');
      const { after } = request.query;
      const { from, to, brokenAt, isWhole } = await seenBy(
        db.query,
        house,
        (tx) => prove(tx, { most: provedAtOnce, ...(after !== undefined && { from: linkOf(after) }) }),
        { readOnly: true, oneMoment: true },
      );
      const detail = { upTo: to.seq, brokenAt };
      await audit(db.query, { by, at: clock(), action: 'auditProved', subject: null, detail });
      const answer = { after: placeOf(from), upTo: placeOf(to), brokenAt, isWhole };
      return reply.header('cache-control', 'no-store').send(answer);
    },
  );
}

/** What was asked, and why, for the entry about it. */
function asked({ reason, subject, actor, action, from, to }: AuditQuestion) {
  const detail = { subject: subject ?? null, actor: actor ?? null, asked: action ?? null };
  return { reason, detail: { ...detail, from: from ?? null, to: to ?? null } };
}

async function filterOf(tx: Seen, question: AuditQuestion, before: string | null): Promise<AuditFilter> {
  const { subject, actor = null, action = null, from = null, to = null } = question;
  const subjects = subject === undefined ? null : [subject, ...(await formerOf(tx, subject))];
  return { subjects, actor, action, from: instant(from), to: instant(to), before };
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

const placeOf = ({ seq, hash }: ChainLink): string => `${seq}:${Buffer.from(hash).toString('hex')}`;

function linkOf(place: string): ChainLink {
  const [seq = '', hash = ''] = place.split(':');
  return { seq: Number(seq), hash: Buffer.from(hash, 'hex') };
}
