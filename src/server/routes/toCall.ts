// People to be called back, in each list: one agent takes one at a time, and the others see it taken.
import { z } from 'zod';
import { may } from '#shared/model/role';
import { problemSchema } from '#shared/protocol/errors';
import type { Agent } from '#shared/protocol/sessions';
import { type Barred, type CalledOutcome, calledSchema } from '#shared/protocol/toCall';
import { asHouse, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { type Identity, identityOf } from '../identity/authenticate.ts';
import { ProblemError } from '../problems.ts';
import * as rows from '../repositories/toCall.ts';
import type { App } from './app.ts';

interface ToCall {
  readonly id: string;
  readonly barred: Barred | null;
  readonly state: { readonly kind: string } | { readonly kind: 'taken'; readonly by: { readonly id: string } };
}

interface ToCallRoutes<Item extends ToCall> {
  readonly list: rows.ToCallList;
  readonly path: '/v1/lost-calls' | '/v1/callbacks' | '/v1/recontacts';
  readonly idSchema: z.ZodType<string>;
  readonly itemSchema: z.ZodType<Item>;
  /** Null: there is none that the agent sees. */
  readonly lock: (tx: Seen, id: string) => Promise<Item | null>;
}

const isMine = ({ state }: ToCall, agent: Agent): boolean =>
  state.kind === 'taken' && 'by' in state && state.by.id === agent.id;

/** `POST …/take`, `…/release` and `…/done` beneath the list's path. */
export function toCallRoutes<Item extends ToCall>(
  app: App,
  { db, clock }: ServerDeps,
  { list, path, idSchema, itemSchema, lock }: ToCallRoutes<Item>,
): void {
  const params = z.object({ id: idSchema });
  const taken = problemSchema.extend({ current: itemSchema });
  const response = { 204: z.null(), 409: taken, '4xx': problemSchema };
  const tooLate = (current: Item) => new ProblemError('taken', { extension: { current } });

  /** Runs `change` on one that the agent sees and that nobody else changes meanwhile. */
  const onOne = ({ viewer }: Identity, id: string, change: (tx: Seen, item: Item) => Promise<void>): Promise<void> =>
    seenBy(db.query, viewer, async (tx) => {
      const item = await lock(tx, id);
      if (item === null) throw new ProblemError('not-found');
      // Given back, it may be out of their sight.
      await asHouse(tx, (all) => change(all, item));
    });

  app.post(
    `${path}/:id/take`,
    {
      config: { audit: { nothing: 'who calls back: nothing of the caller is read or written' } },
      schema: {
        summary: 'Take it to call back; 409: somebody has it, or it is settled; 423, 403: it is barred',
        params,
        response,
      },
    },
    async (request, reply) => {
      const identity = identityOf(request);
      const { agent } = identity;
      await onOne(identity, request.params.id, async (tx, item) => {
        if (isMine(item, agent)) return;
        if (item.barred !== null) throw new ProblemError(item.barred === 'restricted' ? 'restricted' : 'no-consent');
        if (item.state.kind !== 'open') throw tooLate(item);
        await rows.takeToCall(tx, list, item.id, { agentId: agent.id, at: clock() });
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    `${path}/:id/release`,
    {
      config: { audit: { nothing: 'who calls back: nothing of the caller is read or written' } },
      schema: { summary: 'Give it back to the others; a lead may give back anybody’s', params, response },
    },
    async (request, reply) => {
      const identity = identityOf(request);
      const { agent } = identity;
      await onOne(identity, request.params.id, async (tx, item) => {
        if (item.state.kind !== 'taken') return;
        if (!isMine(item, agent) && !may(agent.role, 'leadTeam')) throw tooLate(item);
        await rows.takeToCall(tx, list, item.id, null);
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    `${path}/:id/done`,
    {
      config: { audit: { nothing: 'who calls back: nothing of the caller is read or written' } },
      schema: { summary: 'Somebody has called back; 409: a colleague has it', params, body: calledSchema, response },
    },
    async (request, reply) => {
      const identity = identityOf(request);
      const { agent } = identity;
      const { outcome }: { outcome: CalledOutcome } = request.body;
      await onOne(identity, request.params.id, async (tx, item) => {
        const isOthers = item.state.kind === 'taken' && !isMine(item, agent);
        if (isOthers || item.state.kind === 'done') throw tooLate(item);
        await rows.finishToCall(tx, list, item.id, { outcome, at: clock() });
      });
      return reply.code(204).send(null);
    },
  );
}
