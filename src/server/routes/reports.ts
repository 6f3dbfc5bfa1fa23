// Reports of figures, for who leads the team or looks after quality: made, written, sent for confirmation, signed, printed. Of no agent's work.
import { z } from 'zod';
import { ulidSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import {
  newReportSchema,
  reportFileSchema,
  reportListSchema,
  reportRefusalSchema,
  reportSchema,
  reportStepSchema,
  reportTextSchema,
} from '#shared/protocol/reports';
import { asHouse, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { figuresFor } from '../figures/answer.ts';
import { identityOf } from '../identity/authenticate.ts';
import { reportPdf } from '../pdf/report.ts';
import {
  knownReport,
  makeReport,
  type Reporting,
  recountable,
  refuseSpan,
  reportsSeen,
  stepReport,
  toTold,
  writeReport,
} from '../reports/reports.ts';
import { reportSheet } from '../reports/sheet.ts';
import { reportTable } from '../reports/table.ts';
import { namesOf } from '../repositories/reports.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';
import { ifMatchHeader, versionIn } from './ifMatch.ts';

const params = z.object({ id: ulidSchema });
const overVersion = z.object({ 'if-match': ifMatchHeader });
/** Over a version that is not the last any more it is answered with the report as it stands. */
const refusals = {
  409: problemSchema.extend({ reportRefusal: reportRefusalSchema.optional() }),
  412: problemSchema.extend({ current: reportSchema }),
  '4xx': problemSchema,
};

export function reportRoutes(app: App, deps: ServerDeps): void {
  const { query } = deps.db;

  /** One transaction with the eyes of who asks, for whoever may see figures at all. */
  function as<T>(request: Parameters<typeof whoMay>[0], work: (reporting: Reporting) => Promise<T>): Promise<T> {
    const agent = whoMay(request, 'seeFigures');
    const { viewer } = identityOf(request);
    return seenBy(query, viewer, (tx) => work({ tx, deps, agent, viewer }));
  }

  app.get(
    '/v1/reports',
    {
      config: { audit: { hourly: 'figuresRead' } },
      schema: {
        summary: 'Reports of figures, the latest first',
        response: { 200: reportListSchema, '4xx': problemSchema },
      },
    },
    (request) => as(request, async (reporting) => ({ reports: await reportsSeen(reporting) })),
  );

  app.post(
    '/v1/reports',
    {
      config: { audit: { each: ['reportStepped'] } },
      schema: {
        summary:
          'Make a report of a day, a week or a month, under an id of one’s own: its figures are counted now, and stay',
        body: newReportSchema,
        response: { 200: reportSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      whoMay(request, 'seeFigures');
      refuseSpan(request.body);
      const figures = await figuresFor(deps, identityOf(request).viewer, request.body.asked);
      return as(request, async (reporting) => toTold(reporting, await makeReport(reporting, request.body, figures)));
    },
  );

  app.get(
    '/v1/reports/:id',
    {
      config: { audit: { hourly: 'figuresRead' } },
      schema: {
        summary: 'A report, with what may be done with it',
        params,
        response: { 200: reportSchema, '4xx': problemSchema },
      },
    },
    (request) => as(request, async (reporting) => toTold(reporting, await knownReport(reporting, request.params.id))),
  );

  app.put(
    '/v1/reports/:id',
    {
      config: { audit: { each: ['reportStepped'] } },
      schema: {
        summary: 'Write the words of a report, over the version that was read; somebody else’s are not written over',
        headers: overVersion,
        params,
        body: reportTextSchema,
        response: { 200: reportSchema, ...refusals },
      },
    },
    (request) => {
      const version = versionIn(request.headers['if-match']);
      const { id } = request.params;
      return as(request, async (reporting) =>
        toTold(reporting, await writeReport(reporting, id, version, request.body.words)),
      );
    },
  );

  app.post(
    '/v1/reports/:id/steps',
    {
      config: { audit: { each: ['reportStepped'] } },
      schema: {
        summary:
          'Send it for confirmation, sign it or send it back (leads who have not written on it), count it anew, throw a draft away',
        headers: overVersion,
        params,
        body: reportStepSchema,
        response: { 200: reportSchema.nullable(), ...refusals },
      },
    },
    async (request) => {
      const version = versionIn(request.headers['if-match']);
      const { id } = request.params;
      const step = request.body;
      // Counted while no row is held.
      const asked = step.kind === 'recount' ? await as(request, (its) => recountable(its, id, version)) : null;
      const figures = asked === null ? undefined : await figuresFor(deps, identityOf(request).viewer, asked);
      return as(request, async (reporting) => {
        const report = await stepReport(reporting, id, { version, step, ...(figures && { figures }) });
        return report === null ? null : toTold(reporting, report);
      });
    },
  );

  app.get(
    '/v1/reports/:id/file',
    {
      config: { audit: { hourly: 'figuresRead' } },
      schema: {
        summary: 'A report as it is printed and signed (PDF), or as a table (CSV)',
        params,
        querystring: reportFileSchema,
        produces: ['application/pdf', 'text/csv'],
        response: { 200: z.any(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { as: kind, language } = request.query;
      const { report, names } = await as(request, async (reporting) => ({
        report: toTold(reporting, await knownReport(reporting, request.params.id)),
        names: await asHouse(reporting.tx, namesOf),
      }));
      reply.header('cache-control', 'no-store');
      const sheet = reportSheet(report, names, language);
      if (kind === 'csv') return reply.type('text/csv; charset=utf-8').send(reportTable(report, sheet, language));
      return reply.type('application/pdf').send(await reportPdf(sheet, deps.assets));
    },
  );
}
