// What an agent has chosen for themselves: read and written by whose it is alone.
import { z } from 'zod';
import { type KeptChoices, keptChoicesSchema } from '#shared/model/preferences';
import { problemSchema } from '#shared/protocol/errors';
import { agentPreferencesSchema } from '#shared/protocol/preferences';
import { seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { invalidField } from '../problems.ts';
import { choicesOf, keepChoices, tellChoices } from '../repositories/preferences.ts';
import { sendersClock, sentAtHeader } from '../sendersClock.ts';
import type { App } from './app.ts';

const oneself = { audit: { nothing: 'how an agent likes the program, for themselves alone' } };

export function preferenceRoutes(app: App, { db, clock }: ServerDeps): void {
  app.get(
    '/v1/agents/me/preferences',
    {
      config: oneself,
      schema: {
        summary: 'What this agent has chosen for themselves, on whatever PC',
        response: { 200: agentPreferencesSchema, '4xx': problemSchema },
      },
    },
    (request) => {
      const { agent, viewer } = identityOf(request);
      return seenBy(db.query, viewer, async (tx) => ({ choices: await choicesOf(tx, agent.id) }), { readOnly: true });
    },
  );

  app.put(
    '/v1/agents/me/preferences',
    {
      config: oneself,
      schema: {
        summary: 'Keep what this agent has chosen, where nothing later is kept; answered with all of it',
        headers: z.object({ 'sent-at': sentAtHeader }),
        body: agentPreferencesSchema,
        response: { 200: agentPreferencesSchema, '4xx': problemSchema },
      },
    },
    (request) => {
      const { agent, viewer, sessionId } = identityOf(request);
      const toOurs = sendersClock(request.headers['sent-at'], clock);
      const told: KeptChoices = Object.fromEntries(
        Object.entries(request.body.choices).map(([name, { value, at }]) => [name, { value, at: toOurs(at) }]),
      );
      return seenBy(db.query, viewer, async (tx) => {
        const { choices, isNew } = await keepChoices(tx, agent.id, told);
        if (!keptChoicesSchema.safeParse(choices).success) throw invalidField('choices', 'too many of them');
        if (isNew) await tellChoices(tx, agent.id, sessionId);
        return { choices };
      });
    },
  );
}
