// Letters about cases: begun, read, written over the version that was read, given to somebody else to look at, recorded as sent; as PDF, once
// nothing keeps them from leaving; and everything of a case in one package.
import { Readable } from 'node:stream';
import { z } from 'zod';
import { dayOf } from '#shared/model/calendar';
import { refusalSchema } from '#shared/model/caseActs';
import { caseIdSchema, languageSchema, ulidSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import {
  caseLettersSchema,
  letterAskedSchema,
  letterSchema,
  letterSendingSchema,
  letterTextSchema,
  newLetterSchema,
} from '#shared/protocol/letters';
import { audit, ofCustomers } from '../audit/audit.ts';
import type { Acting } from '../cases/act.ts';
import { dossierOf, dossierZip } from '../cases/dossier.ts';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { type Identity, identityOf } from '../identity/authenticate.ts';
import {
  askConfirmation,
  beginLetter,
  discardLetter,
  fileNameOf,
  isRecorded,
  knownLetter,
  lettersOfCase,
  printedOf,
  recordSending,
  refuseDay,
  saveLetter,
  toTold,
} from '../letters/letters.ts';
import { letterPdf } from '../pdf/letter.ts';
import { bytesOf } from '../repositories/attachments.ts';
import { sendersClock, sentAtHeader } from '../sendersClock.ts';
import type { App } from './app.ts';
import { ifMatchHeader, versionIn } from './ifMatch.ts';

const ofCase = z.object({ id: caseIdSchema });
const params = z.object({ id: ulidSchema });
const cannotActSchema = problemSchema.extend({ refusal: refusalSchema.optional() });
const conflictSchema = problemSchema.extend({ current: letterSchema });
const refusals = { 409: cannotActSchema, 412: conflictSchema, '4xx': problemSchema };
const overVersion = z.object({ 'if-match': ifMatchHeader, 'sent-at': sentAtHeader });

export function letterRoutes(app: App, deps: ServerDeps): void {
  const { clock } = deps;
  const { query } = deps.db;

  /** One transaction with the eyes of who asks. */
  const as = <T>({ agent, viewer }: Identity, work: (acting: Acting, tx: Seen) => Promise<T>): Promise<T> =>
    seenBy(query, viewer, (tx) => work({ deps, tx, agent }, tx));

  app.get(
    '/v1/cases/:id/letters',
    {
      config: {
        audit: { nothing: 'the heads of letters say no more than the case itself; who reads one is on record' },
      },
      schema: {
        summary: 'The letters of a case, and which may be begun',
        params: ofCase,
        response: { 200: caseLettersSchema, '4xx': problemSchema },
      },
    },
    (request) => as(identityOf(request), (acting) => lettersOfCase(acting, request.params.id)),
  );

  app.post(
    '/v1/cases/:id/letters',
    {
      config: { audit: { each: ['letterWritten'] } },
      schema: {
        summary: 'Begin a letter from a template, under an id of one’s own: what is known stands in its places',
        params: ofCase,
        body: newLetterSchema,
        response: { 200: letterSchema, ...refusals },
      },
    },
    (request) =>
      as(identityOf(request), async (acting) =>
        toTold(acting, await beginLetter(acting, request.params.id, request.body)),
      ),
  );

  app.get(
    '/v1/letters/:id',
    {
      config: { audit: { each: ['letterRead'] } },
      schema: {
        summary: 'A letter, with what keeps it from leaving',
        params,
        response: { 200: letterSchema, '4xx': problemSchema },
      },
    },
    (request) =>
      as(identityOf(request), async (acting, tx) => {
        const known = await knownLetter(acting, request.params.id);
        const { agent: by } = acting;
        const detail = { case: known.found.id, letter: known.letter.id };
        await audit(tx, { by, at: clock(), action: 'letterRead', subject: ofCustomers(known.customer.id), detail });
        return toTold(acting, known);
      }),
  );

  app.put(
    '/v1/letters/:id',
    {
      config: { audit: { each: ['letterWritten'] } },
      schema: {
        summary: 'Write a letter, whole, over the version that was read; somebody else’s is not written over',
        headers: overVersion,
        params,
        body: letterTextSchema,
        response: { 200: letterSchema, ...refusals },
      },
    },
    (request) => {
      const version = versionIn(request.headers['if-match']);
      return as(identityOf(request), async (acting) =>
        toTold(acting, await saveLetter(acting, request.params.id, version, request.body.parts)),
      );
    },
  );

  app.delete(
    '/v1/letters/:id',
    {
      config: { audit: { each: ['letterDiscarded'] } },
      schema: {
        summary: 'Discard a draft, with all that was written on it',
        headers: overVersion,
        params,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      const version = versionIn(request.headers['if-match']);
      await as(identityOf(request), (acting) => discardLetter(acting, request.params.id, version));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/letters/:id/ask',
    {
      config: { audit: { each: ['caseStepped'] } },
      schema: {
        summary: 'Ask whoever may confirm it to do so; from then on it is not written on, unless it comes back',
        headers: overVersion,
        params,
        body: letterAskedSchema,
        response: { 200: letterSchema, ...refusals },
      },
    },
    (request) => {
      const version = versionIn(request.headers['if-match']);
      const toOurs = sendersClock(request.headers['sent-at'], clock);
      return as(identityOf(request), async (acting) =>
        toTold(acting, await askConfirmation(acting, request.params.id, version, request.body, toOurs)),
      );
    },
  );

  app.post(
    '/v1/letters/:id/sent',
    {
      config: { audit: { each: ['letterSent', 'caseStepped', 'attachmentAdded'] } },
      schema: {
        summary:
          'Record that it has been sent: what was sent is a file of the case from now on, and the case goes on by it',
        headers: overVersion,
        params,
        body: letterSendingSchema,
        response: { 200: letterSchema, ...refusals },
      },
    },
    async (request) => {
      const who = identityOf(request);
      const { id } = request.params;
      const sending = request.body;
      const version = versionIn(request.headers['if-match']);
      const toOurs = sendersClock(request.headers['sent-at'], clock);
      const before = await as(who, async (acting) => {
        const known = await knownLetter(acting, id);
        if (await isRecorded(acting, known, sending.actId)) return toTold(acting, known);
        refuseDay(acting, known, sending.day);
        return printedOf(known, sending.day);
      });
      if ('state' in before) return before;
      // Drawn while no transaction is open; of another version it is not kept.
      const pdf = await letterPdf(before, deps.assets);
      return as(who, async (acting) =>
        toTold(acting, await recordSending(acting, id, { version, sending, pdf }, toOurs)),
      );
    },
  );

  app.get(
    '/v1/letters/:id/pdf',
    {
      config: { audit: { each: ['letterRead'] } },
      schema: {
        summary: 'The letter as it is printed and sent; refused while something keeps it from leaving',
        params,
        produces: ['application/pdf'],
        response: { 200: z.any(), ...refusals },
      },
    },
    async (request, reply) => {
      const who = identityOf(request);
      const { made, name } = await as(who, async (acting, tx) => {
        const known = await knownLetter(acting, request.params.id);
        const today = dayOf(clock().toISOString(), known.rules.calendar);
        // What went is what lies among the files of the case, whatever the customer's address or the template is by now.
        const filed = known.letter.sent?.attachmentId ?? null;
        const made = filed === null ? { printed: printedOf(known, today) } : { filed };
        const detail = { case: known.found.id, letter: known.letter.id };
        const subject = ofCustomers(known.customer.id);
        await audit(tx, { by: acting.agent, at: clock(), action: 'letterRead', subject, detail });
        return { made, name: fileNameOf(known) };
      });
      const sealingKey = deps.attachments?.sealingKey ?? null;
      const pdf =
        'filed' in made
          ? await whole(bytesOf(query, who.viewer, made.filed, sealingKey))
          : await letterPdf(made.printed, deps.assets);
      return reply
        .type('application/pdf')
        .header('content-disposition', attachedAs(name))
        .header('content-length', pdf.length)
        .header('cache-control', 'no-store')
        .send(pdf);
    },
  );

  app.get(
    '/v1/cases/:id/dossier',
    {
      config: { audit: { each: ['dossierMade'] } },
      schema: {
        summary:
          'Everything of a case in a ZIP: its facts and log as PDF, the letters that were sent, its files, and what is where',
        params: ofCase,
        querystring: z.object({ language: languageSchema.default('it') }),
        produces: ['application/zip'],
        response: { 200: z.any(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const who = identityOf(request);
      const { language } = request.query;
      const dossier = await as(who, async (acting, tx) => {
        const made = await dossierOf(acting, request.params.id);
        const detail = { case: made.found.id, files: made.files.length };
        const subject = ofCustomers(made.customer.id);
        await audit(tx, { by: acting.agent, at: clock(), action: 'dossierMade', subject, detail });
        return made;
      });
      const sealingKey = deps.attachments?.sealingKey ?? null;
      const zip = await dossierZip({ ...dossier, at: clock(), language }, deps.assets, (id) =>
        bytesOf(query, who.viewer, id, sealingKey),
      );
      return reply
        .type('application/zip')
        .header('content-disposition', attachedAs(`${dossier.file.number}.zip`))
        .header('content-length', zip.bytes)
        .header('cache-control', 'no-store')
        .send(Readable.from(zip.pieces, { objectMode: false }));
    },
  );
}

/** A letter is a few pieces at most. */
async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const attachedAs = (name: string): string =>
  `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, '_')}`;
