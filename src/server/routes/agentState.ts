// Ready and not ready: told to the PBX by the bridge, and answered when it has agreed.
import { agentStateAnswerSchema, agentStateSchema } from '#shared/protocol/agentState';
import { problemSchema } from '#shared/protocol/errors';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { bridgeOf } from '../pbx/bridge.ts';
import { ProblemError } from '../problems.ts';
import { extensionOf, queuesOfAgent } from '../repositories/workstation.ts';
import type { App } from './app.ts';

export function agentStateRoutes(app: App, deps: ServerDeps): void {
  app.put(
    '/v1/agents/me/state',
    {
      config: { audit: { nothing: 'ready or not, of oneself, for the PBX alone' } },
      schema: {
        summary: 'Be rung by the queues of one’s skills, or not; answered when the PBX has done it',
        body: agentStateSchema,
        response: { 200: agentStateAnswerSchema, '4xx': problemSchema, 503: problemSchema },
      },
    },
    async (request) => {
      const { agent } = identityOf(request);
      const bridge = bridgeOf(deps);
      const extension = await extensionOf(deps.db.query, agent.id);
      if (extension === null) throw new ProblemError('unavailable', { detail: 'you have no extension' });
      const queues = await queuesOfAgent(deps.db.query, agent.id);
      return { agreed: await bridge.setOffer({ ...request.body, extension, queues }) };
    },
  );
}
