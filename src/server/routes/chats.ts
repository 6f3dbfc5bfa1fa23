// Chats as agents have them: who waits is taken, not pushed; what is written in one is asked for by its number, so that a hint that is lost loses
// nothing.
import { z } from 'zod';
import { mediaTypes } from '#shared/model/fileKind';
import { interactionIdSchema, ulidSchema } from '#shared/model/ids';
import { may } from '#shared/model/role';
import { attachmentStandingSchema } from '#shared/protocol/attachments';
import {
  type ChatThread,
  chatListSchema,
  chatThreadSchema,
  newChatFileSchema,
  newMessageSchema,
  type PassChat,
  passChatSchema,
} from '#shared/protocol/chat';
import { problemSchema } from '#shared/protocol/errors';
import { attachmentPieceBytes } from '#shared/protocol/pieces';
import { audit, ofCustomers } from '../audit/audit.ts';
import { lead, write } from '../chat/change.ts';
import { announce, hand, standingOf } from '../chat/files.ts';
import { chatLists } from '../chat/lists.ts';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { type Identity, identityOf } from '../identity/authenticate.ts';
import { ProblemError } from '../problems.ts';
import { activeAgent } from '../repositories/agents.ts';
import { isRestricted } from '../repositories/attachments.ts';
import { bytesOfChatFile, findChatFile } from '../repositories/chatFiles.ts';
import * as rows from '../repositories/chats.ts';
import { isQueue } from '../repositories/workstation.ts';
import type { App } from './app.ts';
import { bytesBody, elsewhereSchema, sendFile } from './bytes.ts';

const params = z.object({ id: interactionIdSchema });
const done = z.object({});
const refusals = { '4xx': problemSchema };
const writtenSchema = z.object({ seq: z.int().positive(), at: z.string() });
/** A hint that somebody writes is over by itself. */
const typingMs = 6_000;
const nothing = {
  audit: { nothing: 'what is done with a chat is on record when it is taken, passed on and reported' },
};

export function chatRoutes(app: App, deps: ServerDeps): void {
  const { db, clock } = deps;

  /** Runs `change` on a chat that the reader sees, and nobody else changes meanwhile. */
  const onChat = <T>({ viewer }: Identity, id: string, change: (tx: Seen, chat: rows.KeptChat) => Promise<T>) =>
    seenBy(db.query, viewer, async (tx) => {
      const chat = await rows.lockChat(tx, id);
      if (chat === null) throw new ProblemError('not-found');
      return change(tx, chat);
    });

  const onRecord = (tx: Seen, who: Identity, action: 'chatTaken' | 'chatPassed' | 'chatRead', chat: rows.KeptChat) =>
    audit(tx, {
      by: who.agent,
      at: clock(),
      action,
      subject: chat.customerId === null ? null : ofCustomers(chat.customerId),
      detail: { chat: chat.id },
    });

  app.get(
    '/v1/chats',
    {
      config: { audit: { hourly: 'callersListed' } },
      schema: {
        summary: 'Who waits in a chat, what was left, the agent’s own, and what colleagues offer',
        response: { 200: chatListSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { agent, viewer } = identityOf(request);
      const now = clock();
      const list = await seenBy(
        db.query,
        viewer,
        async (tx) => ({ most: (await chatLists(tx)).policy.most, ...(await rows.listChats(tx, agent.id, now)) }),
        { readOnly: true, oneMoment: true },
      );
      return reply.header('cache-control', 'no-store').send({ asOf: now.toISOString(), ...list });
    },
  );

  app.get(
    '/v1/chats/:id',
    {
      config: { audit: { each: ['chatRead'] } },
      schema: {
        summary:
          'How a chat stands, and what was written in it after that number; also by an interaction that went on in it',
        params,
        querystring: z.object({ after: z.coerce.number().int().nonnegative().default(0) }),
        response: { 200: chatThreadSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const who = identityOf(request);
      const thread = await seenBy(db.query, who.viewer, async (tx): Promise<ChatThread> => {
        const id = await rows.chatOfInteraction(tx, request.params.id);
        const chat = await rows.findChat(tx, id, clock());
        if (chat === null) throw new ProblemError('not-found');
        const kept = chat.state === 'ended' || chat.state === 'read' ? await rows.lockChat(tx, id) : null;
        if (kept !== null && chat.agent?.id !== who.agent.id) await onRecord(tx, who, 'chatRead', kept);
        return { chat, messages: await rows.messagesAfter(tx, id, request.query.after) };
      });
      return reply.header('cache-control', 'no-store').send(thread);
    },
  );

  app.post(
    '/v1/chats/:id/take',
    {
      config: { audit: { each: ['chatTaken'] } },
      schema: {
        summary: 'Take one that waits, that was left, or that a colleague offers; taken again it is the same',
        params,
        response: { 200: done, ...refusals },
      },
    },
    async (request) => {
      const who = identityOf(request);
      return onChat(who, request.params.id, async (tx, chat) => {
        const { policy } = await chatLists(tx);
        const isTalk = chat.standing.state === 'waiting' || chat.standing.state === 'offered';
        if (isTalk && (await rows.openChatsOf(tx, who.agent.id)) >= policy.most) throw new ProblemError('chat-full');
        if (await lead(deps, tx, chat, { kind: 'take', by: who.agent.id })) await onRecord(tx, who, 'chatTaken', chat);
        return {};
      });
    },
  );

  app.post(
    '/v1/chats/:id/decline',
    {
      config: nothing,
      schema: { summary: 'Not now; for who offers it: not any more', params, response: { 200: done, ...refusals } },
    },
    async (request) => {
      const who = identityOf(request);
      return onChat(who, request.params.id, async (tx, chat) => {
        await lead(deps, tx, chat, { kind: 'decline', by: who.agent.id });
        return {};
      });
    },
  );

  app.post(
    '/v1/chats/:id/pass',
    {
      config: { audit: { each: ['chatPassed'] } },
      schema: {
        summary: 'Give it back to a queue, or offer it to a colleague',
        params,
        body: passChatSchema,
        response: { 200: done, ...refusals },
      },
    },
    async (request) => {
      const who = identityOf(request);
      const { to, note, identification }: PassChat = request.body;
      return onChat(who, request.params.id, async (tx, chat) => {
        const { id, name } = who.agent;
        const passed = { from: { id, name }, note, identification };
        const isThere =
          to.kind === 'queue' ? await isQueue(tx, to.queueId) : (await activeAgent(tx, to.agentId)) !== null;
        if (!isThere) throw new ProblemError('not-found');
        if (to.kind === 'queue') {
          await lead(deps, tx, chat, { kind: 'passToQueue', by: id }, { queueId: to.queueId, passed });
        } else await lead(deps, tx, chat, { kind: 'passToAgent', by: id, to: to.agentId }, { passed });
        await onRecord(tx, who, 'chatPassed', chat);
        return {};
      });
    },
  );

  app.post(
    '/v1/chats/:id/end',
    { config: nothing, schema: { summary: 'Close it', params, response: { 200: done, ...refusals } } },
    async (request) => {
      const who = identityOf(request);
      return onChat(who, request.params.id, async (tx, chat) => {
        // Closed already, by the visitor or by a request whose answer was lost.
        if (chat.standing.state === 'ended' && chat.standing.agentId === who.agent.id) return {};
        await lead(deps, tx, chat, { kind: 'end', by: who.agent.id });
        return {};
      });
    },
  );

  app.post(
    '/v1/chats/:id/messages',
    {
      config: nothing,
      schema: {
        summary: 'Write in it, once for each id',
        params,
        body: newMessageSchema,
        response: { 200: writtenSchema, ...refusals },
      },
    },
    async (request) => {
      const who = identityOf(request);
      return onChat(who, request.params.id, (tx, chat) =>
        write(deps, tx, chat, request.body, { kind: 'agent', id: who.agent.id }),
      );
    },
  );

  const sent = { audit: { nothing: 'what an agent sends is on record when it has come whole' } } as const;
  const fileParams = params.extend({ file: ulidSchema });
  const sayer = ({ agent }: Identity) => ({ kind: 'agent', id: agent.id, role: agent.role }) as const;

  app.post(
    '/v1/chats/:id/files',
    {
      config: sent,
      schema: {
        summary: 'Announce a picture or PDF for the visitor; announced again it says how much of it is there',
        params,
        body: newChatFileSchema,
        response: { 200: attachmentStandingSchema, ...refusals },
      },
    },
    async (request) => {
      const who = identityOf(request);
      const found = await onChat(who, request.params.id, (tx, chat) =>
        announce(deps, tx, chat, request.body, sayer(who)),
      );
      return 'state' in found ? found : standingOf(deps, who.viewer, found, sayer(who));
    },
  );

  app.put(
    '/v1/chats/:id/files/:file/bytes',
    {
      bodyLimit: attachmentPieceBytes,
      config: sent,
      schema: {
        summary: `The next piece of its bytes, at most ${attachmentPieceBytes}; with the last one it is examined, and said in the chat`,
        params: fileParams,
        querystring: z.object({ at: z.coerce.number().int().nonnegative() }),
        body: bytesBody,
        response: { 200: attachmentStandingSchema, 409: elsewhereSchema, ...refusals },
      },
    },
    async (request) => {
      const who = identityOf(request);
      const place = { id: request.params.file, at: request.query.at };
      const file = await onChat(who, request.params.id, (tx, chat) =>
        hand(deps, tx, chat, place, request.body, sayer(who)),
      );
      return standingOf(deps, who.viewer, file, sayer(who));
    },
  );

  app.get(
    '/v1/chats/:id/files/:file/bytes',
    {
      config: { audit: { each: ['attachmentRead'] } },
      schema: {
        summary:
          'The bytes of a file of a chat, whole or from one on (Range, If-Range); never shown by a browser by itself',
        params: fileParams,
        produces: Object.values(mediaTypes),
        response: { '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent: by, viewer } = identityOf(request);
      const { file: fileId } = request.params;
      const file = await seenBy(db.query, viewer, async (tx) => {
        const id = await rows.chatOfInteraction(tx, request.params.id);
        const chat = await rows.findChat(tx, id, clock());
        const found = await findChatFile(tx, fileId);
        if (chat === null || found === null || found.chatId !== id || found.found === null)
          throw new ProblemError('not-found');
        const customerId = await rows.customerOfChat(tx, id);
        if (customerId !== null && !may(by.role, 'handlePrivacy') && (await isRestricted(tx, customerId)))
          throw new ProblemError('restricted');
        const subject = customerId === null ? null : ofCustomers(customerId);
        await audit(tx, {
          by,
          at: clock(),
          action: 'attachmentRead',
          subject,
          detail: { attachment: fileId, chat: id },
        });
        return { ...found, ...found.found };
      });
      const key = deps.attachments?.sealingKey ?? null;
      return sendFile(request, reply, file, (wanted) =>
        bytesOfChatFile(db.query, viewer, fileId, key, wanted),
      ) as never;
    },
  );

  /** What only its agent says of it; of another one it says nothing. */
  const ofOwn = async (who: Identity, id: string, work: (tx: Seen) => Promise<void>) => {
    await onChat(who, id, async (tx, { standing }) => {
      if ('agentId' in standing && standing.agentId === who.agent.id) await work(tx);
    });
    return {};
  };

  app.post(
    '/v1/chats/:id/read',
    {
      config: nothing,
      schema: {
        summary: 'Read up to that number',
        params,
        body: z.object({ upTo: z.int().nonnegative() }),
        response: { 200: done, ...refusals },
      },
    },
    (request) =>
      ofOwn(identityOf(request), request.params.id, (tx) =>
        rows.readUpTo(tx, request.params.id, 'agent', request.body.upTo),
      ),
  );

  app.post(
    '/v1/chats/:id/typing',
    {
      config: nothing,
      schema: {
        summary: 'Somebody is writing, or not any more',
        params,
        body: z.object({ on: z.boolean() }),
        response: { 200: done, ...refusals },
      },
    },
    (request) =>
      ofOwn(identityOf(request), request.params.id, (tx) =>
        rows.typesUntil(
          tx,
          request.params.id,
          'agent',
          request.body.on ? new Date(clock().getTime() + typingMs) : null,
        ),
      ),
  );

  app.post(
    '/v1/chats/alive',
    {
      config: nothing,
      schema: {
        summary:
          'The agent’s PC has these in its hands; without this for a minute the visitor goes first in line again',
        body: z.object({ ids: z.array(ulidSchema).max(20) }),
        response: { 200: done, ...refusals },
      },
    },
    async (request) => {
      const { agent, viewer } = identityOf(request);
      await seenBy(db.query, viewer, (tx) => rows.agentAlive(tx, agent.id, request.body.ids, clock()));
      return {};
    },
  );
}
