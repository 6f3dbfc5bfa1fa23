// What not everybody may do: routes ask here who is asking, and whether their role lets them.
import type { FastifyRequest } from 'fastify';
import { type Ability, may } from '#shared/model/role';
import type { Agent } from '#shared/protocol/sessions';
import { identityOf } from '../identity/authenticate.ts';
import { ProblemError } from '../problems.ts';

/** Who is asking. Throws ProblemError `forbidden` when their role has not that ability. */
export function whoMay(request: FastifyRequest, ability: Ability): Agent {
  const { agent } = identityOf(request);
  if (!may(agent.role, ability)) throw new ProblemError('forbidden');
  return agent;
}
