// Help in a call: an agent asks, a lead answers by whisper or barge, or takes the call over.
import { z } from 'zod';
import { interactionIdSchema } from '#shared/model/ids';
import { may } from '#shared/model/role';
import { problemSchema } from '#shared/protocol/errors';
import { type Help, helpAnswerSchema, helpListSchema, helpRequestSchema, helpSchema } from '#shared/protocol/help';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { type Identity, identityOf } from '../identity/authenticate.ts';
import { bridgeOf } from '../pbx/bridge.ts';
import { ProblemError, refuseOthers } from '../problems.ts';
import * as rows from '../repositories/help.ts';
import { listeningOf } from '../repositories/listening.ts';
import { extensionOf } from '../repositories/workstation.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';

const params = z.object({ id: interactionIdSchema });
const response = { 204: z.null(), 409: problemSchema.extend({ current: helpSchema }), '4xx': problemSchema };

const isOver = ({ state }: Help): boolean => state.kind === 'over' || state.kind === 'cancelled';

export function helpRoutes(app: App, deps: ServerDeps): void {
  const { db, clock } = deps;

  app.get(
    '/v1/help',
    {
      schema: {
        summary: 'For a lead who wants help now; for an agent their own last request; and who listens to whom',
        response: { 200: helpListSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent, viewer } = identityOf(request);
      const now = clock();
      const lists = await seenBy(
        db.query,
        viewer,
        async (tx) => ({
          help: may(agent.role, 'leadTeam') ? await rows.helpWanted(tx) : await rows.lastHelpOf(tx, agent.id),
          listening: await listeningOf(tx, agent, now),
        }),
        { readOnly: true },
      );
      return reply.header('cache-control', 'no-store').send({ asOf: now.toISOString(), ...lists });
    },
  );

  app.post(
    '/v1/help',
    {
      schema: {
        summary: 'Ask for help in a call; asking again opens it again',
        body: helpRequestSchema,
        response: { ...response, 503: problemSchema },
      },
    },
    async (request, reply) => {
      const { agent, viewer } = identityOf(request);
      const { interactionId, words } = request.body;
      await seenBy(db.query, viewer, async (tx) => {
        if ((await extensionOf(tx, agent.id)) === null) {
          throw new ProblemError('unavailable', { detail: 'you have no extension' });
        }
        const known = await rows.lockHelp(tx, interactionId);
        if (known !== null && known.agent.id !== agent.id) throw new ProblemError('forbidden');
        if (known === null || isOver(known)) {
          await rows.askForHelp(tx, { interactionId, agentId: agent.id, words }, clock()).catch(refuseOthers);
        }
      });
      return reply.code(204).send(null);
    },
  );

  /** Runs `change` on a request that the reader sees, and nobody else changes meanwhile. */
  const onHelp = <T>({ viewer }: Identity, id: string, change: (tx: Seen, help: Help) => Promise<T>): Promise<T> =>
    seenBy(db.query, viewer, async (tx) => {
      const help = await rows.lockHelp(tx, id);
      if (help === null) throw new ProblemError('not-found');
      return change(tx, help);
    });

  app.post(
    '/v1/help/:id/answer',
    {
      schema: {
        summary:
          'Come in, by whisper or barge (leads): the lead’s phone is let in; 409: another lead has, or it is over',
        params,
        body: helpAnswerSchema,
        response: { ...response, 503: problemSchema },
      },
    },
    async (request, reply) => {
      const lead = whoMay(request, 'leadTeam');
      const [extension, own] = await onHelp(identityOf(request), request.params.id, async (tx, help) => {
        const isMine = help.state.kind === 'answered' && help.state.by.id === lead.id;
        if (help.state.kind !== 'open' && !isMine) throw new ProblemError('taken', { extension: { current: help } });
        await rows.answerHelp(tx, help.interactionId, { leadId: lead.id, ...request.body, at: clock() });
        return [help.extension, await extensionOf(tx, lead.id)] as const;
      });
      // Where there is no bridge the PBX decides alone whom it lets in.
      if (own !== null) await deps.bridge?.permitEntry({ how: 'help', lead: own, extension });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/help/:id/take-over',
    {
      schema: {
        summary: 'Ring the lead’s own phone with the customer of that call; 404: there is no such call any more',
        params,
        response: { ...response, 503: problemSchema },
      },
    },
    async (request, reply) => {
      const lead = whoMay(request, 'leadTeam');
      const bridge = bridgeOf(deps);
      const identity = identityOf(request);
      const [help, extension] = await onHelp(
        identity,
        request.params.id,
        async (tx, its) => [its, await extensionOf(tx, lead.id)] as const,
      );
      if (extension === null) throw new ProblemError('unavailable', { detail: 'you have no extension' });
      if (isOver(help) || !(await bridge.takeOver(help.extension, extension))) throw new ProblemError('not-found');
      await onHelp(identity, request.params.id, (tx) => rows.endHelp(tx, help.interactionId, 'over', clock()));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/help/:id/over',
    { schema: { summary: 'It is over: for the agent, and for a lead', params, response } },
    async (request, reply) => {
      // Nobody but these sees it.
      await onHelp(identityOf(request), request.params.id, (tx, help) =>
        rows.endHelp(tx, help.interactionId, 'over', clock()),
      );
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/help/:id/cancel',
    { schema: { summary: 'The agent needs nobody any more', params, response } },
    async (request, reply) => {
      const identity = identityOf(request);
      const { agent } = identity;
      await onHelp(identity, request.params.id, async (tx, help) => {
        if (help.agent.id !== agent.id) throw new ProblemError('forbidden');
        await rows.endHelp(tx, help.interactionId, 'cancelled', clock());
      });
      return reply.code(204).send(null);
    },
  );
}
