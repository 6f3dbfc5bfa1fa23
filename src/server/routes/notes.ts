// Notes about customers: written by every agent, changed and taken away by their author on the same day.
import { z } from 'zod';
import { civilDate } from '#shared/lib/civilDate';
import { type Note, noteSchema } from '#shared/model/customer';
import { noteIdSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import { acceptedSchema } from '#shared/protocol/interactions';
import { noteChangeSchema, noteDraftSchema, noteRemovalSchema } from '#shared/protocol/notes';
import type { Agent } from '#shared/protocol/sessions';
import { audit, ofCustomers } from '../audit/audit.ts';
import type { Seen } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { isErased } from '../privacy/erase.ts';
import { refuseRestricted } from '../privacy/restricted.ts';
import { ProblemError } from '../problems.ts';
import { lockLed } from '../repositories/merges.ts';
import { addNote, changeNote, findNote, lockNote, removeNote } from '../repositories/notes.ts';
import { sendersClock, sentAtHeader } from '../sendersClock.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';
import { ifMatchHeader, versionIn } from './ifMatch.ts';

const params = z.object({ id: noteIdSchema });
const conflictSchema = problemSchema.extend({ current: noteSchema });
const keyed = { 'idempotency-key': idempotencyKeyHeader, 'sent-at': sentAtHeader };
const headers = z.object({ 'if-match': ifMatchHeader, ...keyed });

export function noteRoutes(app: App, deps: ServerDeps): void {
  const moment = (sentAt: string | undefined, told: string): Date => new Date(sendersClock(sentAt, deps.clock)(told));

  /** The note, locked, where this agent may do something to it now. */
  async function theirs(tx: Seen, id: string, agent: Agent, version: number, at: Date): Promise<Note> {
    const note = await lockNote(tx, id);
    if (note === null) throw new ProblemError('not-found');
    const { timeZone } = deps.config;
    const isOfThatDay = civilDate(new Date(note.at), timeZone) === civilDate(at, timeZone);
    await refuseRestricted(tx, agent, note.customerId);
    if (note.agentId !== agent.id || !isOfThatDay) throw new ProblemError('forbidden');
    if (note.version !== version) throw new ProblemError('version-conflict', { extension: { current: note } });
    return note;
  }

  app.post(
    '/v1/notes',
    {
      config: { audit: { each: ['noteWritten'] } },
      schema: {
        summary: 'Write something down about a customer',
        headers: z.object(keyed),
        body: noteDraftSchema,
        response: { 201: acceptedSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      const note = request.body;
      const { body } = await idempotent(deps, request, acceptedSchema, async (tx) => {
        const accepted = { status: 201, body: { id: note.id, version: 1 } } as const;
        // Of somebody who has been erased meanwhile: it is taken, so that it does not stay on the PC, and kept nowhere.
        if (await isErased(tx, note.customerId)) return accepted;
        const customer = await lockLed(tx, note.customerId);
        if (customer === null) throw new ProblemError('not-found');
        const { id: customerId } = customer;
        await refuseRestricted(tx, agent, customerId);
        if (!(await addNote(tx, agent, { ...note, customerId }, moment(request.headers['sent-at'], note.at))))
          throw new ProblemError('taken');
        const subject = ofCustomers(customerId);
        await audit(tx, { by: agent, at: deps.clock(), action: 'noteWritten', subject, detail: { note: note.id } });
        return { ...accepted, body: { id: note.id, version: (await findNote(tx, note.id))?.version ?? 1 } };
      });
      return reply.code(201).send(body);
    },
  );

  app.patch(
    '/v1/notes/:id',
    {
      config: { audit: { each: ['noteChanged'] } },
      schema: {
        summary: "Change one's own note, on the day on which it was written",
        params,
        headers,
        body: noteChangeSchema,
        response: { 200: noteSchema, 412: conflictSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const version = versionIn(request.headers['if-match']);
      const { agent } = identityOf(request);
      const { id } = request.params;
      const at = moment(request.headers['sent-at'], request.body.at);
      const { body } = await idempotent(deps, request, noteSchema, async (tx) => {
        const { customerId } = await theirs(tx, id, agent, version, at);
        await changeNote(tx, id, request.body.text, at);
        const changed = await findNote(tx, id);
        if (changed === null) throw new ProblemError('not-found');
        const subject = ofCustomers(customerId);
        await audit(tx, { by: agent, at: deps.clock(), action: 'noteChanged', subject, detail: { note: id } });
        return { status: 200, body: changed };
      });
      return reply.header('etag', `"${body.version}"`).send(body);
    },
  );

  app.post(
    '/v1/notes/:id/removal',
    {
      config: { audit: { each: ['noteDeleted'] } },
      schema: {
        summary: "Take one's own note away, on the day on which it was written",
        params,
        headers,
        body: noteRemovalSchema,
        response: { 200: acceptedSchema, 412: conflictSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const version = versionIn(request.headers['if-match']);
      const { agent } = identityOf(request);
      const { id } = request.params;
      const { body } = await idempotent(deps, request, acceptedSchema, async (tx) => {
        const { customerId } = await theirs(
          tx,
          id,
          agent,
          version,
          moment(request.headers['sent-at'], request.body.at),
        );
        await removeNote(tx, id);
        const subject = ofCustomers(customerId);
        await audit(tx, { by: agent, at: deps.clock(), action: 'noteDeleted', subject, detail: { note: id } });
        return { status: 200, body: { id, version: version + 1 } };
      });
      return body;
    },
  );
}
