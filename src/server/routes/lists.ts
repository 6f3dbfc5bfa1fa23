// The lists that a company edits: everybody reads those that their PC goes by, few edit them.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Classification, classificationListSchema } from '#shared/model/classification';
import { portfolioIdSchema } from '#shared/model/ids';
import { everybodysAlone, type ListCode, type Lists, listCodes, listSchemas } from '#shared/model/lists/lists';
import { type Named, type NamedKind, namedIn } from '#shared/model/lists/names';
import { problemSchema } from '#shared/protocol/errors';
import { listChangeSchema, listEditionsSchema, listHeadsSchema, listSchema, listsSchema } from '#shared/protocol/lists';
import type { Agent } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { readProposal } from '../lists/proposals.ts';
import { invalidField, ProblemError } from '../problems.ts';
import * as rows from '../repositories/lists.ts';
import { codesInUse, companyPolicy } from '../repositories/workstation.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';
import { ifMatchHeader, versionIn } from './ifMatch.ts';

const params = z.object({ code: z.enum(listCodes) });
const ofClient = z.object({
  client: portfolioIdSchema.optional().describe('That client company’s own list; left out: everybody’s'),
});
const conflictSchema = problemSchema.extend({ current: listSchema.nullable() });
const inUseSchema = problemSchema.extend({ codes: z.array(z.string()).describe('Of rows by which open cases go') });
const headers = z.object({ 'if-match': ifMatchHeader });
const readOnly = { readOnly: true };

const everybodys = listCodes.filter((code) => listSchemas[code].for === 'everybody');

export function listRoutes(app: App, deps: ServerDeps): void {
  const { db, clock } = deps;

  app.get(
    '/v1/lists',
    {
      schema: {
        summary: 'The lists that this agent’s PC goes by, where they are others than those it has',
        querystring: z.object({ known: listsSchema.shape.mark.optional().describe('The mark of those it has') }),
        response: { 200: listsSchema, '4xx': problemSchema },
      },
    },
    (request) =>
      seenBy(
        db.query,
        identityOf(request).viewer,
        async (tx) => {
          const versions = await rows.listVersions(tx, everybodys);
          const mark = createHash('sha256').update(JSON.stringify(versions)).digest('hex').slice(0, 16);
          return { mark, lists: mark === request.query.known ? null : await rows.writtenLists(tx, everybodys) };
        },
        { readOnly: true, oneMoment: true },
      ),
  );

  app.get(
    '/v1/lists/heads',
    {
      schema: {
        summary: 'Which lists there are, and who edited each of them when',
        response: { 200: listHeadsSchema, '4xx': problemSchema },
      },
    },
    (request) => {
      whoMay(request, 'editLists');
      const { viewer } = identityOf(request);
      return seenBy(db.query, viewer, async (tx) => ({ lists: await rows.listHeads(tx) }), readOnly);
    },
  );

  app.get(
    '/v1/lists/:code',
    {
      schema: {
        summary: 'One list, as it is written',
        params,
        querystring: ofClient,
        response: { 200: listSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      whoMay(request, 'editLists');
      const { viewer } = identityOf(request);
      const list = await seenBy(db.query, viewer, (tx) => rows.findList(tx, keyOf(request)), readOnly);
      if (list === null) throw new ProblemError('not-found');
      return reply.header('etag', `"${list.version}"`).send(list);
    },
  );

  app.get(
    '/v1/lists/:code/editions',
    {
      schema: {
        summary: 'What the list was, last first',
        params,
        querystring: ofClient,
        response: { 200: listEditionsSchema, '4xx': problemSchema },
      },
    },
    (request) => {
      whoMay(request, 'editLists');
      const { viewer } = identityOf(request);
      const work = async (tx: Seen) => ({ editions: await rows.listEditions(tx, keyOf(request)) });
      return seenBy(db.query, viewer, work, readOnly);
    },
  );

  app.put(
    '/v1/lists/:code',
    {
      config: { audit: { each: ['listChanged'] } },
      schema: {
        summary: 'Another edition of a list; the first one of a client company’s own has If-Match "0"',
        params,
        querystring: ofClient,
        headers,
        body: listChangeSchema,
        response: { 200: listSchema, 409: inUseSchema, 412: conflictSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'editLists');
      const version = versionIn(request.headers['if-match']);
      const key = keyOf(request);
      const { body } = request.body;
      const read = fitting(key.code, body);
      const list = await changed(request, async (tx) => {
        const kept = await locked(tx, key, version);
        await refuseUnknown(tx, key.code, read);
        if (key.code === 'classification') await refuseWithoutPolicys(tx, classificationListSchema.parse(body));
        await refuseInUse(tx, key, body);
        await rows.writeList(tx, key, {
          ...{ body, shipped: null, fromFile: kept?.fromFile ?? null, by: by.id, at: clock() },
        });
        await note(tx, by, key);
      });
      if (list === null) throw new ProblemError('not-found');
      return reply.header('etag', `"${list.version}"`).send(list);
    },
  );

  app.post(
    '/v1/lists/:code/reset',
    {
      config: { audit: { each: ['listChanged'] } },
      schema: {
        summary: 'Back to what Cornetta proposes, or of a client company’s own to everybody’s',
        params,
        querystring: ofClient,
        headers,
        response: { 200: listSchema, 409: inUseSchema, 412: conflictSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'editLists');
      const version = versionIn(request.headers['if-match']);
      const key = keyOf(request);
      const everybodysKey = { ...key, clientId: null };
      const list = await changed(
        request,
        async (tx) => {
          const kept = await locked(tx, key, version);
          const { body, hash } = await readProposal(tx, deps.assets, key.code);
          const after = key.clientId === null ? body : (await rows.findList(tx, everybodysKey))?.body;
          await refuseInUse(tx, key, after);
          if (key.clientId !== null) await rows.dropList(tx, key);
          else {
            const fromFile = kept?.fromFile ?? null;
            await rows.writeList(tx, key, { body, shipped: hash, fromFile, by: by.id, at: clock() });
          }
          await note(tx, by, key);
        },
        everybodysKey,
      );
      if (list === null) throw new ProblemError('not-found');
      return reply.header('etag', `"${list.version}"`).send(list);
    },
  );

  type Asked = Parameters<typeof identityOf>[0] & {
    readonly params: { readonly code: ListCode };
    readonly query: { readonly client?: string | undefined };
  };
  const keyOf = ({ params: { code }, query: { client } }: Asked) => ({ code, clientId: client ?? null });

  /** Does it with the agent's eyes; resolves to the list that is in force afterwards. */
  const changed = (request: Asked, work: (tx: Seen) => Promise<void>, answered = keyOf(request)) =>
    seenBy(db.query, identityOf(request).viewer, async (tx) => {
      const { clientId } = keyOf(request);
      const isNobodys = everybodysAlone.includes(keyOf(request).code);
      if (clientId !== null && (isNobodys || !identityOf(request).viewer.portfolios.includes(clientId)))
        throw new ProblemError('not-found');
      await work(tx);
      return rows.findList(tx, answered);
    });

  /** Throws ProblemError where it is not in the version that was read. */
  async function locked(tx: Seen, key: rows.ListKey, version: number): Promise<rows.Origin | null> {
    const kept = await rows.lockList(tx, key);
    if ((kept?.version ?? 0) !== version) {
      throw new ProblemError('version-conflict', { extension: { current: await rows.findList(tx, key) } });
    }
    return kept;
  }

  const note = (tx: Seen, by: Agent, { code, clientId }: rows.ListKey) =>
    audit(tx, {
      ...{ by, at: clock(), action: 'listChanged', subject: null },
      detail: { list: code, ...(clientId !== null && { client: clientId }) },
    });
}

/** The list as it is read. Throws ProblemError that says of each place what is wrong. */
function fitting<Code extends ListCode>(code: Code, body: unknown): Lists[Code] {
  const read = listSchemas[code].schema.safeParse(body);
  if (read.success) return read.data as Lists[Code];
  const errors = read.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  throw new ProblemError('invalid-request', { errors: errors.slice(0, 20) });
}

/** Throws ProblemError for the first name in it that stands for nothing. */
async function refuseUnknown<Code extends ListCode>(tx: Seen, code: Code, body: Lists[Code]): Promise<void> {
  const named = namedIn(code, body);
  if (named.length === 0) return;
  const known = await whatThereIs(tx);
  const unknown = named.find(({ kind, name }: Named) => !known[kind].has(name));
  if (unknown !== undefined) throw invalidField(unknown.path, `there is no ${unknown.kind} "${unknown.name}"`);
}

/** Throws ProblemError where it takes out of use what a wrap-up gets whose time is up. */
async function refuseWithoutPolicys(tx: Seen, { reasons, outcomes }: Classification): Promise<void> {
  const { wrapUp } = await companyPolicy(tx);
  if (wrapUp === null) return;
  const inUse = (rows: readonly { readonly code: string; readonly active: boolean }[], code: string) =>
    rows.some((row) => row.code === code && row.active);
  const lacking = [
    ...(inUse(
      reasons.flatMap((group) => group.reasons),
      wrapUp.reasonCode,
    )
      ? []
      : [wrapUp.reasonCode]),
    ...(inUse(
      outcomes.flatMap((group) => group.outcomes),
      wrapUp.outcomeCode,
    )
      ? []
      : [wrapUp.outcomeCode]),
  ];
  if (lacking.length > 0) throw new ProblemError('on-hold', { extension: { codes: lacking } });
}

const codesOf = (body: unknown): string[] =>
  Array.isArray(body)
    ? body.flatMap((row: { code?: unknown }) => (typeof row.code === 'string' ? [row.code] : []))
    : [];

/** Throws ProblemError where a row is not there any more by which open cases go: it is to be out of use instead. */
async function refuseInUse(tx: Seen, key: rows.ListKey, after: unknown): Promise<void> {
  const left = codesOf(after);
  const before = codesOf((await rows.findList(tx, key))?.body);
  const gone = before.filter((code) => !left.includes(code));
  const used = await rows.codesInOpenCases(tx, key.code, gone);
  if (used.length > 0) throw new ProblemError('on-hold', { extension: { codes: used } });
}

async function whatThereIs(tx: Seen): Promise<Record<NamedKind, ReadonlySet<string>>> {
  const codesIn = async (code: 'guide' | 'calendars') => {
    const list = await rows.findList(tx, { code, clientId: null });
    if (list === null) return [];
    const read = listSchemas[code].schema.parse(list.body);
    return ('phases' in read ? read.phases : read).map((row) => row.code);
  };
  const { queues, reasons, clients } = await codesInUse(tx);
  return {
    ...{ queue: new Set(queues), reason: new Set(reasons), client: new Set(clients) },
    calendar: new Set(await codesIn('calendars')),
    phase: new Set(await codesIn('guide')),
  };
}
