// Requests that may be sent again: the work and its answer are kept in one transaction, and a repetition gets the kept answer.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { findAnswer, keepAnswer, takeKey } from '../repositories/idempotency.ts';

export const idempotencyKeyHeader = z
  .string()
  .optional()
  .describe('Chosen by the sender, one for each intent; sending again with the same key lands once. Kept for 30 days.');

/** A structured-field string in quotes, as the IETF draft has it, or the bare key. */
const keyPattern = /^"?([\w-]{8,128})"?$/;

export interface Answer<Body> {
  readonly status: 200 | 201;
  readonly body: Body;
}

/**
 * Runs `work` in a transaction with the agent's eyes under the request's `Idempotency-Key`, or gives the answer of the first time.
 * Only what succeeded is kept: a refusal has changed nothing, and may turn out otherwise the next time.
 * Throws ProblemError `invalid-request` (no key), `still-running`, `key-reused`.
 */
export async function idempotent<Body>(
  deps: Pick<ServerDeps, 'db' | 'clock'>,
  request: FastifyRequest,
  answerSchema: z.ZodType<Body>,
  work: (tx: Seen) => Promise<Answer<Body>>,
): Promise<Answer<Body>> {
  const [, key] = keyPattern.exec(String(request.headers['idempotency-key'] ?? '')) ?? [];
  if (key === undefined) throw invalidField('Idempotency-Key', '8 to 128 letters, digits, "-" or "_"', 400);
  const { agent, viewer } = identityOf(request);
  const fingerprint = fingerprintOf(request);
  return seenBy(deps.db.query, viewer, async (tx) => {
    if (!(await takeKey(tx, agent.id, key))) throw new ProblemError('still-running', { retryAfterSeconds: 1 });
    const kept = await findAnswer(tx, agent.id, key);
    if (kept !== null) {
      if (kept.fingerprint !== fingerprint) throw new ProblemError('key-reused');
      return { status: kept.status === 201 ? 201 : 200, body: answerSchema.parse(kept.body) };
    }
    const answer = await work(tx);
    await keepAnswer(tx, agent.id, key, { fingerprint, ...answer }, deps.clock());
    return answer;
  });
}

/** What makes two requests the same: their target and content as they were understood. */
function fingerprintOf(request: FastifyRequest): string {
  const parts = [request.method, request.routeOptions.url, request.params, request.headers['if-match'], request.body];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
