// Customers brought in from a file: sent in parts, looked at, run in the background, reported, undone.
import { z } from 'zod';
import { ulidSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import {
  faultOf,
  type Import,
  type ImportOptions,
  importCheckSchema,
  importListSchema,
  importOptionsSchema,
  importPartBytes,
  importSchema,
  mostColumns,
  mostImportParts,
  newImportSchema,
} from '#shared/protocol/imports';
import type { Agent } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import type { Imports } from '../imports/imports.ts';
import { columnsIn, kindOf } from '../imports/records.ts';
import { refusedAsCsv } from '../imports/refusedFile.ts';
import { encodingGuess } from '../imports/text.ts';
import { invalidField, ProblemError } from '../problems.ts';
import * as kept from '../repositories/imports.ts';
import { describePortfolios } from '../repositories/portfolios.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';
import { bytesBody } from './bytes.ts';

const params = z.object({ id: ulidSchema });
const numbers = z.object({
  id: ulidSchema,
  number: z.coerce
    .number()
    .int()
    .min(0)
    .max(mostImportParts - 1),
});
const refusals = { '4xx': problemSchema };

export function importRoutes(app: App, deps: ServerDeps, imports: Imports): void {
  const { clock } = deps;
  const { query } = deps.db;
  type Request = Parameters<typeof whoMay>[0];
  /** With the eyes of who asks, if they may. */
  const seen = <T>(request: Request, work: (tx: Seen, by: Agent) => Promise<T>): Promise<T> => {
    const by = whoMay(request, 'importCustomers');
    return seenBy(query, identityOf(request).viewer, (tx) => work(tx, by));
  };
  async function found(tx: Seen, id: string, state?: Import['state']['kind']): Promise<Import> {
    const one = await kept.findImport(tx, id);
    if (one === null) throw new ProblemError('not-found');
    if (state !== undefined && one.state.kind !== state) throw invalidField('state', `it is ${one.state.kind}`, 409);
    return one;
  }

  app.get(
    '/v1/imports',
    {
      config: { audit: { nothing: 'its name and how far it is' } },
      schema: {
        summary: 'Files that were brought in, the latest first',
        response: { 200: importListSchema, ...refusals },
      },
    },
    async (request) => {
      const { portfolios } = identityOf(request).viewer;
      return seen(request, async (tx) => ({
        imports: await kept.listImports(tx),
        portfolios: await describePortfolios(tx, portfolios),
      }));
    },
  );

  app.post(
    '/v1/imports',
    {
      config: { audit: { each: ['importBegun'] } },
      schema: {
        summary: 'Begin to send a file of customers (CSV, vCard); nothing becomes of it before it is run',
        body: newImportSchema,
        response: { 201: importSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const begun = await seen(request, async (tx, by) => {
        await kept.addImport(tx, { ...body, by, at: clock() });
        await audit(tx, { by, at: clock(), action: 'importBegun', ...about(body) });
        return found(tx, body.id);
      });
      return reply.code(201).send(begun);
    },
  );

  app.put(
    '/v1/imports/:id/parts/:number',
    {
      bodyLimit: importPartBytes,
      config: { audit: { nothing: 'what somebody sends is not read yet' } },
      schema: {
        summary: `A part of the file's bytes, at most ${importPartBytes}; sent again, it takes the place of the former`,
        params: numbers,
        body: bytesBody,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      const { id, number } = request.params;
      await seen(request, async (tx) => kept.keepPart(tx, await found(tx, id, 'arriving'), number, request.body));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/imports/:id/read',
    {
      config: { audit: { nothing: 'its name and how far it is' } },
      schema: { summary: 'All is sent: says what the file is', params, response: { 200: importSchema, ...refusals } },
    },
    async (request) => {
      const { id } = request.params;
      const one = await seen(request, (tx) => found(tx, id));
      if (one.state.kind !== 'arriving') return one;
      const parts = () => kept.partsOf(query, identityOf(request).viewer, id);
      const encodings = encodingGuess();
      let bytes = 0;
      let beginning = '';
      for await (const part of parts()) {
        if (bytes === 0) beginning = Buffer.from(part.subarray(0, 100)).toString('latin1');
        bytes += part.length;
        encodings.see(part);
      }
      if (bytes === 0) throw invalidField('parts', 'the file is empty');
      const file = { kind: kindOf(beginning), encoding: encodings.encoding() };
      const columns = await columnsIn(file, parts());
      if (columns.length > mostColumns) throw invalidField('parts', `a table of more than ${mostColumns} columns`);
      return seen(request, async (tx) => {
        await kept.makeReady(tx, id, { ...file, bytes, columns });
        return found(tx, id);
      });
    },
  );

  app.get(
    '/v1/imports/:id',
    {
      config: { audit: { nothing: 'its name and how far it is' } },
      schema: { summary: 'How far it has got', params, response: { 200: importSchema, ...refusals } },
    },
    async (request) => seen(request, (tx) => found(tx, request.params.id)),
  );

  app.post(
    '/v1/imports/:id/check',
    {
      config: { audit: { each: ['importChecked'] } },
      schema: {
        summary: 'What a run would do: counts, the first rows as they would be, the first refusals',
        params,
        body: importOptionsSchema,
        response: { 200: importCheckSchema, ...refusals },
      },
    },
    async (request) => {
      mayBe(request.body);
      const one = await seen(request, async (tx, by) => {
        const ready = await found(tx, request.params.id, 'ready');
        await audit(tx, { by, at: clock(), action: 'importChecked', ...about(ready) });
        return ready;
      });
      return imports.check(one, request.body);
    },
  );

  app.post(
    '/v1/imports/:id/run',
    {
      config: { audit: { each: ['customersImported'] } },
      schema: {
        summary: 'Bring the customers in; goes on in the background',
        params,
        body: importOptionsSchema,
        response: { 202: importSchema, ...refusals },
      },
    },
    async (request, reply) => {
      mayBe(request.body);
      const one = await seen(request, async (tx) => {
        await kept.beginRun(tx, request.params.id, request.body, clock());
        return found(tx, request.params.id);
      });
      if (one.state.kind === 'running') imports.run(one);
      return reply.code(202).send(one);
    },
  );

  app.get(
    '/v1/imports/:id/refused',
    {
      config: { audit: { each: ['importRefusalsRead'] } },
      schema: {
        summary: 'Refused rows with the reasons, as a table to be mended and brought in again',
        params,
        response: { 200: { content: { 'text/csv': { schema: z.string() } } }, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const text = await seen(request, async (tx, by) => {
        const one = await found(tx, id);
        await audit(tx, { by, at: clock(), action: 'importRefusalsRead', ...about(one) });
        return refusedAsCsv(one.columns, await kept.refusalsOf(tx, id), by.language);
      });
      return reply.header('content-type', 'text/csv; charset=utf-8').header('cache-control', 'no-store').send(text);
    },
  );

  app.post(
    '/v1/imports/:id/undo',
    {
      config: { audit: { each: ['importUndone'] } },
      schema: {
        summary: `Take back what it did, within ${kept.undoDays} days; whoever was spoken to since stays`,
        params,
        response: { 200: importSchema, ...refusals },
      },
    },
    async (request) => {
      const { id } = request.params;
      const one = await seen(request, async (tx, by) => {
        const done = await found(tx, id);
        if (!(await kept.beginUndo(tx, id, clock())))
          throw invalidField('state', 'there is nothing to take back (any more)', 409);
        await audit(tx, { by, at: clock(), action: 'importUndone', ...about(done) });
        return done;
      });
      await imports.undo(one);
      return seen(request, (tx) => found(tx, id));
    },
  );
}

const about = ({ id, portfolioId }: Pick<Import, 'id' | 'portfolioId'>) => ({
  subject: { kind: 'portfolio', ids: [portfolioId] } as const,
  detail: { import: id },
});

/** Throws where the columns cannot mean that. */
function mayBe({ mapping }: ImportOptions): void {
  const fault = faultOf(mapping);
  if (fault?.kind === 'twice') throw invalidField('mapping', `only one column can be ${fault.target}`);
  if (fault?.kind === 'noName') throw invalidField('mapping', 'no column is a name');
}
