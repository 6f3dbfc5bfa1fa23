// Files of cases: announced, sent in pieces from where they have got to, looked at when they are whole, given out, taken away.
import { z } from 'zod';
import { type AttachmentRefusal, attachmentIdSchema, megabyte } from '#shared/model/attachment';
import { mediaTypes, plainFileName } from '#shared/model/fileKind';
import { may } from '#shared/model/role';
import { attachmentStandingSchema, newAttachmentSchema } from '#shared/protocol/attachments';
import { problemSchema } from '#shared/protocol/errors';
import { attachmentPieceBytes } from '#shared/protocol/pieces';
import { finish } from '../attachments/finish.ts';
import { audit, ofCustomers } from '../audit/audit.ts';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { type Identity, identityOf } from '../identity/authenticate.ts';
import { invalidField, ProblemError } from '../problems.ts';
import {
  addAttachment,
  addPart,
  bytesOf,
  countFiles,
  findAttachment,
  isErased,
  isHeld,
  isRestricted,
  type KeptAttachment,
  lockCase,
  removeAttachment,
} from '../repositories/attachments.ts';
import { companyPolicy } from '../repositories/workstation.ts';
import type { App } from './app.ts';
import { bytesBody, elsewhereSchema, sendFile } from './bytes.ts';

const params = z.object({ id: attachmentIdSchema });
const refusals = { '4xx': problemSchema };

export function attachmentRoutes(app: App, deps: ServerDeps): void {
  const { clock, config, random } = deps;
  const { query } = deps.db;
  const sealingKey = deps.attachments?.sealingKey ?? null;

  /** One that this agent is sending, locked; nobody else knows of it. */
  async function sending(tx: Seen, { agent }: Identity, id: string): Promise<KeptAttachment> {
    const file = await findAttachment(tx, id, { lock: true });
    if (file === null || file.agentId !== agent.id) throw new ProblemError('not-found');
    return file;
  }

  /** Looks at it when all of it is there. */
  async function standing(who: Identity, file: KeptAttachment) {
    if (file.standing.state !== 'arriving' || file.standing.reached < file.bytes) return file.standing;
    return finish(deps, who, file);
  }

  app.post(
    '/v1/attachments',
    {
      config: { audit: { nothing: 'that one is on its way; it is on record when it has come' } },
      schema: {
        summary: 'Announce a file of a case; announced again it says how much of it is there',
        body: newAttachmentSchema,
        response: { 200: attachmentStandingSchema, ...refusals },
      },
    },
    async (request) => {
      const who = identityOf(request);
      const fresh = { ...request.body, name: plainFileName(request.body.name) };
      const file = await seenBy(query, who.viewer, async (tx) => {
        const announced = async ({ lock = false } = {}): Promise<KeptAttachment | null> => {
          const known = await findAttachment(tx, fresh.id, { lock });
          const isSame = known?.caseId === fresh.caseId && known.bytes === fresh.bytes && known.sha256 === fresh.sha256;
          if (known !== null && (known.agentId !== who.agent.id || !isSame)) throw new ProblemError('key-reused');
          return known;
        };
        const before = await announced({ lock: true });
        if (before !== null) return before;
        const customerId = await lockCase(tx, fresh.caseId);
        if (customerId === null) {
          if (await isErased(tx, fresh.caseId)) return { state: 'erased' as const };
          throw new ProblemError('not-found');
        }
        // Announced twice at once: whoever comes second has waited for the case.
        const meanwhile = await announced();
        if (meanwhile !== null) return meanwhile;
        if (await isRestricted(tx, customerId)) throw new ProblemError('restricted');
        const { attachments: limits } = await companyPolicy(tx);
        if (fresh.bytes > limits.megabytes * megabyte) return refused('tooLarge');
        const lately = new Date(clock().getTime() - latelyMs);
        if ((await countFiles(tx, fresh.caseId, lately)) >= limits.perCase) return refused('caseFull');
        await addAttachment(tx, fresh, who.agent, clock());
        return announced();
      });
      if (file === null) throw new ProblemError('not-found');
      return 'state' in file ? file : standing(who, file);
    },
  );

  app.put(
    '/v1/attachments/:id/bytes',
    {
      bodyLimit: attachmentPieceBytes,
      config: { audit: { nothing: 'what somebody sends is on record when it has come whole' } },
      schema: {
        summary: `The next piece of its bytes, at most ${attachmentPieceBytes}; where the file has got to another place the answer says which`,
        params,
        querystring: z.object({ at: z.coerce.number().int().nonnegative() }),
        body: bytesBody,
        response: { 200: attachmentStandingSchema, 409: elsewhereSchema, ...refusals },
      },
    },
    async (request) => {
      const who = identityOf(request);
      const { at } = request.query;
      const piece = request.body;
      const { id } = request.params;
      const file = await seenBy(query, who.viewer, async (tx) => {
        const before = await sending(tx, who, id);
        if (before.standing.state !== 'arriving') return before;
        const { reached } = before.standing;
        if (reached !== at) {
          throw new ProblemError('invalid-request', {
            status: 409,
            extension: { reached },
            detail: 'it goes on elsewhere',
          });
        }
        if (piece.length === 0) throw invalidField('body', 'there is nothing in it');
        if (at + piece.length > before.bytes) throw invalidField('body', 'more than was announced');
        await addPart(tx, { id, at }, piece, clock(), { sealingKey, random });
        return sending(tx, who, id);
      });
      return standing(who, file);
    },
  );

  app.get(
    '/v1/attachments/:id/bytes',
    {
      config: { audit: { each: ['attachmentRead'] } },
      schema: {
        summary: 'The bytes of a file, whole or from one on (Range, If-Range); never shown by a browser by itself',
        params,
        produces: Object.values(mediaTypes),
        response: { '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent: by, viewer } = identityOf(request);
      const { id } = request.params;
      const file = await seenBy(query, viewer, async (tx) => {
        const found = await findAttachment(tx, id);
        if (found === null || found.kind === null) throw new ProblemError('not-found');
        if (!may(by.role, 'handlePrivacy') && (await isRestricted(tx, found.customerId)))
          throw new ProblemError('restricted');
        const subject = ofCustomers(found.customerId);
        await audit(tx, { by, at: clock(), action: 'attachmentRead', subject, detail: { attachment: id } });
        return { ...found, kind: found.kind };
      });
      return sendFile(request, reply, file, (wanted) => bytesOf(query, viewer, id, sealingKey, wanted)) as never;
    },
  );

  app.delete(
    '/v1/attachments/:id',
    {
      config: { audit: { each: ['attachmentRemoved'] } },
      schema: {
        summary: 'Take a file away: one’s own on the day on which it came; whoever may, any',
        params,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      const { agent: by, viewer } = identityOf(request);
      const { id } = request.params;
      await seenBy(query, viewer, async (tx) => {
        const found = await findAttachment(tx, id);
        // Taking it away tells its case of it. Whoever changes a case locks it before its files.
        if (found !== null) await lockCase(tx, found.caseId);
        const file = await findAttachment(tx, id, { lock: true });
        const isOwn = file?.agentId === by.id;
        if (file === null || (file.kind === null && !isOwn)) throw new ProblemError('not-found');
        if (file.kind !== null) {
          const isOfToday = dayOf(file.at) === dayOf(clock());
          if (!may(by.role, 'removeAttachments') && !(isOwn && isOfToday)) throw new ProblemError('forbidden');
          if (await isHeld(tx, file.customerId)) throw new ProblemError('on-hold');
          if (await isRestricted(tx, file.customerId)) throw new ProblemError('restricted');
          const subject = ofCustomers(file.customerId);
          const detail = { attachment: id, case: file.caseId };
          await audit(tx, { by, at: clock(), action: 'attachmentRemoved', subject, detail });
        }
        await removeAttachment(tx, id);
      });
      return reply.code(204).send(null);
    },
  );

  const dayOf = (at: Date): string => at.toLocaleDateString('sv', { timeZone: config.timeZone });
}

/** Who has sent no piece for so long is not awaited when files of a case are counted. */
const latelyMs = 60 * 60_000;

const refused = (why: AttachmentRefusal) => ({ state: 'refused' as const, why });
