// Surveys: the gateway takes the links that are due, and who has one answers in a page without a session. Nothing here says who somebody is.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Language, languageSchema } from '#shared/model/ids';
import { givenSchema, scoredCodes } from '#shared/model/survey';
import { problemSchema } from '#shared/protocol/errors';
import {
  surveyMessagesSchema,
  surveyTokenSchema,
  visitorAnsweredSchema,
  visitorAnswerSchema,
  visitorWantsCallSchema,
} from '#shared/protocol/surveys';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { knock } from '../repositories/doorKnocks.ts';
import { companyName } from '../repositories/workstation.ts';
import * as asking from '../surveys/asking.ts';
import { type Form, formPage, neverPage, overPage, pageHeaders, thanksPage, willCallPage } from '../surveys/page.ts';
import type { App } from './app.ts';

const minuteMs = 60_000;
const bodyLimit = 16 * 1024;
/** From one network address: a family's, an office's. */
const pagesPerMinute = 60;
const open = { security: [] };
const page = {
  hide: true,
  params: z.object({ token: z.string().max(200) }),
  querystring: z.object({
    language: languageSchema.optional().catch(undefined),
  }),
};

/** A form's fields as a browser sends them. What nobody chose is not in it. */
const sentSchema = z.record(z.string(), z.string()).transform(({ do: act, comment = '', ...rest }) => ({
  act: act === 'never' || act === 'callBack' ? act : ('answer' as const),
  comment,
  scores: Object.fromEntries(
    scoredCodes.flatMap((code) => (rest[code] === undefined ? [] : [[code, Number(rest[code])]])),
  ),
}));

/** Of any length: what was typed goes back to whoever typed too much. */
const typedSchema = givenSchema.extend({ comment: z.string().trim() });

/** Among the doors that need no session. */
export function surveyRoutes(app: App, deps: ServerDeps): void {
  const { db, clock, config } = deps;
  const asHouse = <T>(work: (tx: Seen) => Promise<T>) => seenBy(db.query, house, work);

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  async function inTurn({ ip }: FastifyRequest): Promise<void> {
    const minute = Math.floor(clock().getTime() / minuteMs) * minuteMs;
    if ((await knock(db.query, `survey ${ip}`, new Date(minute))) <= pagesPerMinute) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((minute + minuteMs - clock().getTime()) / 1_000));
    throw new ProblemError('too-many-requests', { retryAfterSeconds });
  }

  app.post(
    '/v1/surveys/take',
    {
      schema: {
        summary:
          'For the company’s gateway: links to surveys that are due, each given out once, to be sent by e-mail or message',
        response: { 200: surveyMessagesSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      await inTurn(request);
      if (!isGateway(request, config.surveyToken)) throw new ProblemError('session-expired');
      return reply.header('cache-control', 'no-store').send({ messages: await asking.takeDue(deps) });
    },
  );

  app.post(
    '/v1/visitor/survey',
    {
      bodyLimit,
      schema: {
        summary: 'Rate a chat that has ended, once, by what came with its end; nothing of it says whose it is',
        ...open,
        body: visitorAnswerSchema,
        response: { 200: visitorAnsweredSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      await inTurn(request);
      const { token, ...given } = request.body;
      return asHouse(async (tx) => {
        const opened = await asking.openedBy(deps, tx, token);
        if (opened === null) throw new ProblemError('not-found');
        const kept = await asking.answer(deps, tx, opened, given);
        if (!kept.ok) throw invalidField('scores', kept.error);
        const { kind } = await asking.callOffer(tx, opened);
        return { call: kind === 'wanted' ? 'no' : kind };
      });
    },
  );

  app.post(
    '/v1/visitor/survey/call',
    {
      bodyLimit,
      schema: {
        summary:
          'Whoever rated a chat low asks to be called back: at the number on file, or at the one that they give; said again it stays one',
        ...open,
        body: visitorWantsCallSchema,
        response: { 204: z.null(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      await inTurn(request);
      await asHouse(async (tx) => {
        const opened = await asking.openedBy(deps, tx, request.body.token);
        if (opened === null) throw new ProblemError('not-found');
        const isKept = await asking.wantCall(deps, tx, opened, request.body.number);
        if (!isKept) throw new ProblemError('not-found');
      });
      return reply.code(204).send(null);
    },
  );

  /** What the link opens and the page for it; a link that opens nothing has a page too. */
  async function opened(tx: Seen, token: string, asked: Language | undefined) {
    const found = surveyTokenSchema.safeParse(token).success ? await asking.openedBy(deps, tx, token) : null;
    const language = asked ?? found?.invitation.language ?? 'it';
    return { found, shown: { company: await companyName(tx), language } };
  }
  const formOf = (found: asking.Opened, sent: Form['sent']) => ({
    ...{ survey: found.survey, surveys: found.surveys, sent },
    mayRefuse: found.invitation.customerId !== null,
  });
  /** The page of a link asks for no number: there is one on file, or nobody calls. */
  const asksForCall = async (tx: Seen, found: asking.Opened) => (await asking.callOffer(tx, found)).kind === 'onFile';
  const send = (reply: FastifyReply, code: number, html: string) => reply.code(code).headers(pageHeaders).send(html);

  app.get('/survey/:token', { schema: page }, async (request, reply) => {
    await inTurn(request);
    const { found, shown, mayWant } = await asHouse(async (tx) => {
      const seen = await opened(tx, request.params.token, request.query.language);
      return { ...seen, mayWant: seen.found !== null && (await asksForCall(tx, seen.found)) };
    });
    if (found === null) return send(reply, 404, overPage(shown));
    if (found.answered) return send(reply, 200, thanksPage(shown, found.surveys, mayWant));
    return send(reply, 200, formPage({ ...shown, ...formOf(found, null) }));
  });

  app.post('/survey/:token', { bodyLimit, schema: { ...page, body: sentSchema } }, async (request, reply) => {
    await inTurn(request);
    const { act, ...sent } = request.body;
    const { code, html } = await asHouse(async (tx) => {
      const { found, shown } = await opened(tx, request.params.token, request.query.language);
      if (found === null) return { code: 404, html: overPage(shown) };
      if (act === 'never') {
        await asking.askNoMore(deps, tx, found, 'web');
        return { code: 200, html: neverPage(shown) };
      }
      if (act === 'callBack') {
        const isKept = await asking.wantCall(deps, tx, found);
        return { code: 200, html: isKept ? willCallPage(shown) : thanksPage(shown, found.surveys, false) };
      }
      const given = typedSchema.safeParse(sent).data ?? { scores: {}, comment: sent.comment };
      const kept = await asking.answer(deps, tx, found, given);
      if (kept.ok) {
        const mayWant = await asksForCall(tx, found);
        return { code: 200, html: thanksPage(shown, found.surveys, mayWant) };
      }
      return { code: 422, html: formPage({ ...shown, ...formOf(found, { given, wrong: kept.error }) }) };
    });
    return send(reply, code, html);
  });
}

/** By the secret of the installation, compared in a time that tells nothing. */
function isGateway(request: FastifyRequest, secret: string | null): boolean {
  const [, token] = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
  if (secret === null || token === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(token), digest(secret));
}
