// What only a lead may do.
import type { FastifyRequest } from 'fastify';
import type { Agent } from '#shared/protocol/sessions';
import { identityOf } from '../identity/authenticate.ts';
import { ProblemError } from '../problems.ts';

/** Who is asking. Throws ProblemError `forbidden` when it is no lead. */
export function leadOf(request: FastifyRequest): Agent {
  const { agent } = identityOf(request);
  if (agent.role !== 'lead') throw new ProblemError('forbidden');
  return agent;
}
