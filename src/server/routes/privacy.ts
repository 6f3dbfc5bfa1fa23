// The law on customers' data: requests and breaches from everybody, and what whoever answers for it sees and does.
import { Readable } from 'node:stream';
import { z } from 'zod';
import { civilDate } from '#shared/lib/civilDate';
import { languageSchema, ulidSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import {
  bindingSchema,
  breachDraftSchema,
  consentEditionsSchema,
  erasureOutlookSchema,
  privacyOverviewSchema,
  privacyPeopleSchema,
  privacyRequestDraftSchema,
  privacyStepAnswerSchema,
  privacyStepSchema,
} from '#shared/protocol/privacy';
import type { Agent } from '#shared/protocol/sessions';
import { audit, ofCustomers } from '../audit/audit.ts';
import { asHouse, house, seenBy } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { addBreach, findBreach, wholeRegister } from '../privacy/breaches.ts';
import { breachReport } from '../privacy/breachReport.ts';
import { editionsOf } from '../privacy/consents.ts';
import { copyOf, copyPackage, filesOf } from '../privacy/copy.ts';
import { outlookOf } from '../privacy/erase.ts';
import { overviewOf } from '../privacy/overview.ts';
import { findPeople, personOf } from '../privacy/person.ts';
import { countsTo, purge } from '../privacy/purge.ts';
import { recordOf, recordPdf } from '../privacy/record.ts';
import { addRequest, lockRequest } from '../privacy/requests.ts';
import { takeStep } from '../privacy/steps.ts';
import { ProblemError } from '../problems.ts';
import { bytesOf } from '../repositories/attachments.ts';
import { bytesOfChatFile } from '../repositories/chatFiles.ts';
import { isCustomer } from '../repositories/customers.ts';
import { companyName } from '../repositories/workstation.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';

const onHoldSchema = problemSchema.extend({ bindings: z.array(bindingSchema).optional() });
const headers = z.object({ 'idempotency-key': idempotencyKeyHeader });
const takenSchema = z.object({ id: ulidSchema });

export function privacyRoutes(app: App, deps: ServerDeps): void {
  const { db, clock, config } = deps;

  /** With the house's eyes: it is about everybody's customers. */
  const readOverview = (by: Agent) =>
    seenBy(db.query, house, async (tx) => {
      const overview = await overviewOf(tx);
      const { requests, holds, restrictions, tellings } = overview;
      const named = [...requests, ...holds, ...restrictions, ...tellings].flatMap(({ customer }) =>
        customer === null ? [] : [customer.id],
      );
      const subject = { kind: 'customer', ids: [...new Set(named)] } as const;
      await audit(tx, { by, at: clock(), action: 'privacyRead', subject });
      return overview;
    });

  app.post(
    '/v1/privacy/requests',
    {
      config: { audit: { each: ['privacyRequestTaken'] } },
      schema: {
        summary: 'Hand in what somebody asks about their own data; by whoever was asked',
        headers,
        body: privacyRequestDraftSchema,
        response: { 201: takenSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent: by } = identityOf(request);
      const draft = request.body;
      const { body } = await idempotent(deps, request, takenSchema, async (tx) => {
        if (draft.customerId !== null && !(await isCustomer(tx, draft.customerId))) throw new ProblemError('not-found');
        // One about nobody known is the company's own, whatever whoever hands it in may see.
        await asHouse(tx, (all) => addRequest(all, draft, by.id, config.timeZone));
        await audit(tx, {
          ...{ by, at: clock(), action: 'privacyRequestTaken' },
          subject: draft.customerId === null ? null : { kind: 'customer', ids: [draft.customerId] },
          detail: { request: draft.id, asked: draft.kind },
        });
        return { status: 201, body: { id: draft.id } };
      });
      return reply.code(201).send(body);
    },
  );

  app.post(
    '/v1/breaches',
    {
      config: { audit: { each: ['breachReported'] } },
      schema: {
        summary: 'Report what may be a breach of personal data; by anybody, without any customer’s data in it',
        headers,
        body: breachDraftSchema,
        response: { 201: takenSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent: by } = identityOf(request);
      const draft = request.body;
      const { body } = await idempotent(deps, request, takenSchema, async (tx) => {
        await addBreach(tx, draft, by.id, clock());
        await audit(tx, { by, at: clock(), action: 'breachReported', subject: null, detail: { breach: draft.id } });
        return { status: 201, body: { id: draft.id } };
      });
      return reply.code(201).send(body);
    },
  );

  app.get(
    '/v1/breaches/report',
    {
      config: { audit: { each: ['breachReportMade'] } },
      schema: {
        summary: 'The register of breaches as a PDF, or one of them',
        querystring: z.object({ id: ulidSchema.optional(), language: languageSchema.default('it') }),
        response: { 200: z.any(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'handlePrivacy');
      const { id, language } = request.query;
      const made = await seenBy(db.query, house, async (tx) => {
        const breach = id === undefined ? null : await findBreach(tx, id);
        if (id !== undefined && breach === null) throw new ProblemError('not-found');
        const detail = { breach: id ?? null };
        await audit(tx, { by, at: clock(), action: 'breachReportMade', subject: null, detail });
        const found =
          breach === null
            ? { kind: 'all' as const, breaches: await wholeRegister(tx) }
            : { kind: 'one' as const, breach };
        return { found, company: await companyName(tx) };
      });
      const { timeZone } = config;
      const about = { company: made.company, at: clock(), timeZone, language, assets: deps.assets };
      return reply.type('application/pdf').send(await breachReport(made.found, about));
    },
  );

  app.get(
    '/v1/privacy',
    {
      config: { audit: { each: ['privacyRead'] } },
      schema: {
        summary: 'Requests, holds, retention, breaches, for whoever answers for privacy',
        response: { 200: privacyOverviewSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      return readOverview(whoMay(request, 'handlePrivacy'));
    },
  );

  app.post(
    '/v1/privacy/steps',
    {
      config: { audit: { each: ['privacyStep', 'privacyRead'] } },
      schema: {
        summary:
          'One step of whoever answers for privacy; 409 on-hold: something obliges to keep the customer, and says what',
        headers,
        body: privacyStepSchema,
        response: { 200: privacyStepAnswerSchema, 409: onHoldSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const officer = whoMay(request, 'handlePrivacy');
      const step = request.body;
      let toTell: string[] = [];
      if (step.kind === 'tryPurge') {
        // As far as the night's own run would count: what is shown is what it would do.
        const report = JSON.stringify(await purge(db, await countsTo(db.query, clock()), true));
        const run = { id: newId(deps), at: clock(), dry: true, by_agent: officer.id, report, counted_to: null };
        await db.query.insertInto('purge_runs').values(run).execute();
      } else {
        const answer = z.object({ toTell: z.array(z.string()) });
        const { body } = await idempotent(deps, request, answer, async (tx) => ({
          status: 200,
          body: { toTell: await asHouse(tx, (all) => takeStep(all, deps, officer, step)) },
        }));
        ({ toTell } = body);
      }
      return { overview: await readOverview(officer), toTell };
    },
  );

  app.get(
    '/v1/privacy/requests/:id/copy',
    {
      config: { audit: { each: ['packageMade'] } },
      schema: {
        summary:
          'The copy of their data for who has asked for it: a ZIP with data.json (in the form of data.schema.json), a PDF to be read, and the files of their cases',
        params: z.object({ id: ulidSchema }),
        querystring: z.object({ language: languageSchema.default('it') }),
        response: { 200: z.any(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'handlePrivacy');
      const { language } = request.query;
      const made = await seenBy(db.query, house, async (tx) => {
        const asked = await lockRequest(tx, request.params.id);
        const person = asked?.customer == null ? null : await personOf(tx, asked.customer.id);
        if (asked?.customer == null || person === null) throw new ProblemError('not-found');
        const parts = await copyOf(tx, person, { portableOnly: asked.kind === 'portability' });
        const subject = { kind: 'customer', ids: [person.id] } as const;
        await audit(tx, { by, at: clock(), action: 'packageMade', subject, detail: { request: asked.id } });
        return { parts, files: await filesOf(tx, person), customer: asked.customer };
      });
      const sealingKey = deps.attachments?.sealingKey ?? null;
      const zip = await copyPackage({ ...made, at: clock(), language }, deps.assets, ({ id, caseNumber }) =>
        (caseNumber === null ? bytesOfChatFile : bytesOf)(db.query, house, id, sealingKey),
      );
      return (
        reply
          .type('application/zip')
          .header('content-disposition', `attachment; filename="${made.customer.code}.zip"`)
          // By it whoever saves it sees how far it is, and that it broke off.
          .header('content-length', zip.bytes)
          .send(Readable.from(zip.pieces, { objectMode: false }))
      );
    },
  );

  app.get(
    '/v1/privacy/consent-texts',
    {
      config: { audit: { each: ['privacyRead'] } },
      schema: {
        summary: 'Every edition of the texts of consent, and how many have consented to it',
        response: { 200: consentEditionsSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const by = whoMay(request, 'handlePrivacy');
      return seenBy(db.query, house, async (tx) => {
        await audit(tx, { by, at: clock(), action: 'privacyRead', subject: null });
        return { texts: await editionsOf(tx, civilDate(clock(), config.timeZone)) };
      });
    },
  );

  app.get(
    '/v1/privacy/record',
    {
      config: { audit: { each: ['recordMade'] } },
      schema: {
        summary: 'The record of processing, made from what is in force here now',
        querystring: z.object({
          format: z.enum(['json', 'pdf']).default('json'),
          language: languageSchema.default('it'),
        }),
        response: { 200: z.any(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'handlePrivacy');
      const { format, language } = request.query;
      const record = await seenBy(db.query, house, async (tx) => {
        await audit(tx, { by, at: clock(), action: 'recordMade', subject: null });
        return recordOf(tx, deps);
      });
      if (format === 'json') return reply.send(record);
      return reply.type('application/pdf').send(await recordPdf(record, language, deps.assets));
    },
  );

  app.get(
    '/v1/privacy/people',
    {
      config: { audit: { each: ['customersFound'] } },
      schema: {
        summary: 'Whom a request can be about, among everybody’s customers: by name, code or number',
        querystring: z.object({ q: z.string().trim().min(2).max(100) }),
        response: { 200: privacyPeopleSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const by = whoMay(request, 'handlePrivacy');
      return seenBy(db.query, house, async (tx) => {
        const people = await findPeople(tx, request.query.q);
        const subject = ofCustomers(...people.map(({ id }) => id));
        await audit(tx, { by, at: clock(), action: 'customersFound', subject });
        return { people };
      });
    },
  );

  app.get(
    '/v1/privacy/requests/:id/erasure',
    {
      config: { audit: { each: ['privacyRead'] } },
      schema: {
        summary: 'What an erasure would do now: what forbids it, what is kept about the person, whom to tell',
        params: z.object({ id: ulidSchema }),
        response: { 200: erasureOutlookSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const by = whoMay(request, 'handlePrivacy');
      return seenBy(db.query, house, async (tx) => {
        const asked = await lockRequest(tx, request.params.id);
        const person = asked?.customer == null ? null : await personOf(tx, asked.customer.id);
        if (person === null) throw new ProblemError('not-found');
        await audit(tx, { by, at: clock(), action: 'privacyRead', subject: ofCustomers(person.id) });
        return outlookOf(tx, person, clock());
      });
    },
  );
}
