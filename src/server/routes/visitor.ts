// The other side of a chat: a visitor of a web page, without a session. Who has the token has that chat, while it lasts; nothing here is answered
// to a page of another origin but the site's own frame.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { megabyte, mostMegabytes } from '#shared/model/attachment';
import { isDone } from '#shared/model/chat';
import { mediaTypes } from '#shared/model/fileKind';
import { languageSchema, ulidSchema } from '#shared/model/ids';
import { attachmentStandingSchema } from '#shared/protocol/attachments';
import { newChatFileSchema } from '#shared/protocol/chat';
import { problemSchema } from '#shared/protocol/errors';
import { attachmentPieceBytes, visitorPieceBytes } from '#shared/protocol/pieces';
import {
  chatNoticeEdition,
  newChatSchema,
  visitorCallSchema,
  visitorChatSchema,
  visitorSiteSchema,
  visitorTextSchema,
} from '#shared/protocol/visitor';
import { lead, say, write } from '../chat/change.ts';
import { announce, hand, standingOf } from '../chat/files.ts';
import { type ChatLists, chatLists, openingAt } from '../chat/lists.ts';
import { asHouse, house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import { bytesOfChatFile, findChatFile, type KeptChatFile } from '../repositories/chatFiles.ts';
import * as rows from '../repositories/chats.ts';
import { knock } from '../repositories/doorKnocks.ts';
import { askInChat } from '../surveys/asking.ts';
import type { Pokes } from '../sync/pokes.ts';
import type { App } from './app.ts';
import { bytesBody, elsewhereSchema, sendFile } from './bytes.ts';
import { createPace } from './pace.ts';

const minuteMs = 60_000;
const bodyLimit = 16 * 1024;
/** From one network address; from one chat, on this instance. */
const chatsPerMinute = 6;
const wordsPerMinute = 30;
const signsPerMinute = 120;
/** The largest file in a minute, and as much again for what is tried again. */
const piecesPerMinute = (2 * mostMegabytes * megabyte) / visitorPieceBytes;
const streamsAtOnce = 2;
const typingMs = 6_000;
const done = z.object({});
const refusals = { '4xx': problemSchema };
const open = { security: [] };

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Among the doors that need no session. */
export function visitorRoutes(app: App, deps: ServerDeps, pokes: Pokes): void {
  const { db, clock, config } = deps;
  const words = createPace(wordsPerMinute, clock);
  const signs = createPace(signsPerMinute, clock);
  const pieces = createPace(piecesPerMinute, clock);

  // Another page cannot write in somebody's name; browsers that say neither are let in by the token alone.
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET') return;
    const { origin, 'sec-fetch-site': from } = request.headers;
    if (from !== undefined && from !== 'same-origin') throw new ProblemError('forbidden');
    if (origin !== undefined && hostOf(origin) !== request.host) throw new ProblemError('forbidden');
  });

  async function siteOf(tx: Seen, code: string) {
    const lists = await chatLists(tx);
    const site = lists.policy.sites.find((one) => one.code === code);
    if (site === undefined) throw new ProblemError('not-found');
    return { lists, site, ...(await standing(tx, lists, site)) };
  }
  async function standing(tx: Seen, lists: ChatLists, site: ChatLists['policy']['sites'][number]) {
    const hours = openingAt(lists, site, clock());
    const isFull = (await rows.countWaiting(tx, { site: site.code })) >= lists.policy.mostWaiting;
    return { isOpen: hours.isOpen && !isFull, opensAt: hours.opensAt };
  }

  app.get(
    '/v1/visitor/sites/:code',
    {
      schema: {
        summary: 'What a visitor may write about on that site, and whether somebody answers now',
        ...open,
        params: z.object({ code: z.string().max(40) }),
        querystring: z.object({ language: languageSchema }),
        response: { 200: visitorSiteSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { language } = request.query;
      const { site, isOpen, opensAt } = await seenBy(db.query, house, (tx) => siteOf(tx, request.params.code), {
        readOnly: true,
      });
      return reply.header('cache-control', 'no-store').send({
        name: site.name[language],
        notice: chatNoticeEdition,
        noticeUrl: site.noticeUrl,
        topics: site.queues.map(({ queueId, name }) => ({ queueId, name: name[language] })),
        isOpen,
        opensAt,
      });
    },
  );

  app.post(
    '/v1/visitor/chats',
    {
      bodyLimit,
      schema: {
        summary: 'Begin a chat, or leave a message; begun again with the same token it is the same one',
        ...open,
        body: newChatSchema,
        response: { 201: done, ...refusals },
      },
    },
    async (request, reply) => {
      const minute = Math.floor(clock().getTime() / minuteMs) * minuteMs;
      if ((await knock(db.query, `chat ${request.ip}`, new Date(minute))) > chatsPerMinute) {
        const retryAfterSeconds = Math.max(1, Math.ceil((minute + minuteMs - clock().getTime()) / 1_000));
        throw new ProblemError('too-many-requests', { retryAfterSeconds });
      }
      const chat = request.body;
      await seenBy(db.query, house, async (tx) => {
        const tokenHash = hashOf(chat.token);
        if ((await rows.chatOfToken(tx, tokenHash)) === chat.id) return;
        const { site, isOpen } = await siteOf(tx, chat.site);
        const topic = site.queues.find(({ queueId }) => queueId === chat.topic);
        if (topic === undefined) throw new ProblemError('not-found');
        if (!isOpen && chat.left === null) throw new ProblemError('unavailable', { status: 409 });
        const { id, language, name, code, email, callAt, notice, left } = chat;
        const isNew = await rows.addChat(tx, {
          ...{
            id,
            site: site.code,
            queueId: topic.queueId,
            language,
            visitor: { name, code, email },
            notice,
            tokenHash,
          },
          ...{ about: topic.name[language], state: left === null ? 'waiting' : 'left', callAt, at: clock() },
        });
        if (!isNew) throw new ProblemError('key-reused');
        if (left === null) return;
        const kept = await rows.lockChat(tx, id);
        if (kept !== null) await write(deps, tx, kept, { id, text: left, canned: null }, { kind: 'visitor' });
      });
      return reply.code(201).send({});
    },
  );

  /** Whose chat it is, by the token; a token that opens nothing (any more) is as none. */
  async function chatOf(request: FastifyRequest, pace = signs): Promise<string> {
    const [, token] = /^Bearer ([\w-]{43})$/i.exec(request.headers.authorization ?? '') ?? [];
    const id = token === undefined ? null : await seenBy(db.query, house, (tx) => rows.chatOfToken(tx, hashOf(token)));
    if (id === null) throw new ProblemError('session-expired');
    pace(id);
    return id;
  }

  /** With the visitor's eyes, which see that chat alone. */
  async function onOwn<T>(
    request: FastifyRequest,
    work: (tx: Seen, chat: rows.KeptChat) => Promise<T>,
    pace = signs,
  ): Promise<T> {
    const chatId = await chatOf(request, pace);
    return seenBy(db.query, { kind: 'visitor', chatId }, async (tx) => {
      const chat = await rows.lockChat(tx, chatId);
      if (chat === null) throw new ProblemError('session-expired');
      return work(tx, chat);
    });
  }

  app.get(
    '/v1/visitor/chat',
    {
      schema: {
        summary: 'How one’s chat stands, and what was written after that number: also the sign that the page is there',
        ...open,
        querystring: z.object({ after: z.coerce.number().int().nonnegative().default(0) }),
        response: { 200: visitorChatSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const now = clock();
      const chat = await onOwn(request, async (tx, own) => {
        await rows.visitorIsThere(tx, own.id, now);
        const found = await rows.visitorsView(tx, own.id, request.query.after, now);
        const survey = found.state === 'ended' ? await asHouse(tx, (all) => askInChat(deps, all, own)) : null;
        return { ...found, survey, ahead: await asHouse(tx, (all) => rows.countWaiting(all, { before: own.id })) };
      });
      return reply.header('cache-control', 'no-store').send(chat);
    },
  );

  app.post(
    '/v1/visitor/chat/messages',
    {
      bodyLimit,
      schema: {
        summary: 'Write in it, once for each id; card numbers, IBANs and tax codes are masked before they are kept',
        ...open,
        body: visitorTextSchema,
        response: { 200: z.object({ seq: z.int().positive(), at: z.string() }), ...refusals },
      },
    },
    (request) =>
      onOwn(request, (tx, chat) => {
        words(chat.id);
        return write(deps, tx, chat, { ...request.body, canned: null }, { kind: 'visitor' });
      }),
  );

  const itself = { kind: 'visitor' } as const;
  const fileParams = z.object({ id: ulidSchema });
  const seenAs = (chatId: string) => ({ kind: 'visitor', chatId }) as const;

  app.post(
    '/v1/visitor/chat/files',
    {
      bodyLimit,
      schema: {
        summary: 'Announce a picture or PDF; announced again it says how much of it is there',
        ...open,
        body: newChatFileSchema,
        response: { 200: attachmentStandingSchema, ...refusals },
      },
    },
    async (request) => {
      const found = await onOwn(request, async (tx, chat) => {
        words(chat.id);
        return announce(deps, tx, chat, request.body, itself);
      });
      return 'state' in found ? found : standingOf(deps, seenAs(found.chatId), found, itself);
    },
  );

  app.put(
    '/v1/visitor/chat/files/:id/bytes',
    {
      bodyLimit: attachmentPieceBytes,
      schema: {
        summary: `The next piece of its bytes, at most ${attachmentPieceBytes}; with the last one it is examined, and said in the chat`,
        ...open,
        params: fileParams,
        querystring: z.object({ at: z.coerce.number().int().nonnegative() }),
        body: bytesBody,
        response: { 200: attachmentStandingSchema, 409: elsewhereSchema, ...refusals },
      },
    },
    async (request) => {
      const place = { id: request.params.id, at: request.query.at };
      const file = await onOwn(request, (tx, chat) => hand(deps, tx, chat, place, request.body, itself), pieces);
      return standingOf(deps, seenAs(file.chatId), file, itself);
    },
  );

  app.get(
    '/v1/visitor/chat/files/:id/bytes',
    {
      schema: {
        summary: 'The bytes of a file that was sent in one’s chat',
        ...open,
        params: fileParams,
        produces: Object.values(mediaTypes),
        response: { '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const file = await onOwn(request, async (tx, chat): Promise<KeptChatFile> => {
        const found = await findChatFile(tx, id);
        if (found === null || found.chatId !== chat.id) throw new ProblemError('not-found');
        return found;
      });
      if (file.found === null) throw new ProblemError('not-found');
      const key = deps.attachments?.sealingKey ?? null;
      return sendFile(request, reply, { ...file, ...file.found }, (wanted) =>
        bytesOfChatFile(db.query, seenAs(file.chatId), id, key, wanted),
      ) as never;
    },
  );

  app.post(
    '/v1/visitor/chat/typing',
    {
      bodyLimit,
      schema: {
        summary: 'The visitor is writing, or not any more',
        ...open,
        body: z.object({ on: z.boolean() }),
        response: { 200: done, ...refusals },
      },
    },
    (request) =>
      onOwn(request, async (tx, { id }) => {
        const until = request.body.on ? new Date(clock().getTime() + typingMs) : null;
        await rows.typesUntil(tx, id, 'visitor', until);
        return {};
      }),
  );

  app.post(
    '/v1/visitor/chat/read',
    {
      bodyLimit,
      schema: {
        summary:
          'Read up to that number; where it has ended or was left, and all is read, the token opens nothing any more',
        ...open,
        body: z.object({ upTo: z.int().nonnegative() }),
        response: { 200: done, ...refusals },
      },
    },
    (request) =>
      onOwn(request, async (tx, { id, standing, lastSeq }) => {
        await rows.readUpTo(tx, id, 'visitor', request.body.upTo);
        if (isDone(standing) && request.body.upTo >= lastSeq) await rows.closeDoor(tx, id);
        return {};
      }),
  );

  app.post(
    '/v1/visitor/chat/call',
    {
      bodyLimit,
      schema: {
        summary: 'Ask to be called at that number',
        ...open,
        body: visitorCallSchema,
        response: { 200: done, ...refusals },
      },
    },
    (request) =>
      onOwn(request, async (tx, chat) => {
        if (chat.standing.state === 'ended') throw new ProblemError('chat-ended');
        words(chat.id);
        await rows.wantsCall(tx, chat.id, request.body.number);
        await say(deps, tx, chat, 'callWanted');
        return {};
      }),
  );

  app.post(
    '/v1/visitor/chat/leave',
    {
      bodyLimit,
      schema: {
        summary: 'Wait no more: what was written stays as a message that is answered later',
        ...open,
        body: z.object({ email: z.email().max(200) }),
        response: { 200: done, ...refusals },
      },
    },
    (request) =>
      onOwn(request, async (tx, chat) => {
        await lead(deps, tx, chat, { kind: 'leaveMessage' });
        await asHouse(tx, (all) => rows.answerTo(all, chat.id, request.body.email));
        return {};
      }),
  );

  app.post(
    '/v1/visitor/chat/end',
    { bodyLimit, schema: { summary: 'Close it', ...open, response: { 200: done, ...refusals } } },
    (request) =>
      onOwn(request, async (tx, chat) => {
        if (chat.standing.state !== 'ended') await lead(deps, tx, chat, { kind: 'endThere' });
        return {};
      }),
  );

  const streams = new Map<string, number>();
  const ends = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of [...ends]) end();
  });

  app.get(
    '/v1/visitor/chat/events',
    {
      schema: {
        summary: 'Server-sent events: a hint when there is something to ask',
        ...open,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const id = await chatOf(request);
      const already = streams.get(id) ?? 0;
      if (already >= streamsAtOnce) throw new ProblemError('too-many-requests', { retryAfterSeconds: 30 });
      streams.set(id, already + 1);
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      });
      const stopListening = pokes.listenToChat(id, () => stream.write(`data: {"kind":"chat"}\n\n`));
      const timer = setInterval(() => stream.write(':\n\n'), config.eventCommentSeconds * 1_000);
      let isOver = false;
      const end = (): void => {
        if (isOver) return;
        isOver = true;
        clearInterval(timer);
        stopListening();
        ends.delete(end);
        const left = (streams.get(id) ?? 1) - 1;
        if (left > 0) streams.set(id, left);
        else streams.delete(id);
        stream.end();
      };
      ends.add(end);
      stream.on('close', end);
      stream.write(': welcome\n\n');
      // A page that left before anybody listened closes nothing any more.
      if (stream.destroyed || request.raw.destroyed) end();
    },
  );
}

/** Null: not an address. */
function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
