// Connectors to other CRMs, for administrators: which there are, tried, run, reported on. Secrets go in and never come out.

import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import { parsed } from '#shared/connector/answer';
import type { Description } from '#shared/connector/description';
import { createLink, type Wire } from '#shared/connector/link';
import { answered, ask, begin, newReading, type Reader } from '#shared/connector/machine';
import { type Mapping, mapped, pointersOf, unaskable, unknownIn } from '#shared/connector/mapping';
import { placeOf } from '#shared/connector/place';
import { at } from '#shared/connector/pointer';
import { refusalWhy } from '#shared/connector/rows';
import { type AskedFor, askedFor, type Way, waySchema } from '#shared/connector/ways';
import type { AuditAction } from '#shared/protocol/audit';
import {
  type ConnectorView,
  connectorChangedSchema,
  connectorIdSchema,
  connectorListSchema,
  connectorMappingSchema,
  connectorPatchSchema,
  connectorRemovalSchema,
  connectorRemovedSchema,
  connectorReportSchema,
  connectorRunSchema,
  connectorSchema,
  connectorSignInSchema,
  connectorTrialSchema,
  connectorTrySchema,
  newConnectorSchema,
  type Revoked,
} from '#shared/protocol/connectors';
import { problemSchema } from '#shared/protocol/errors';
import type { Agent } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import { createAgreements, redirectUriOf } from '../connectors/agreements.ts';
import { fieldsRead } from '../connectors/fieldsRead.ts';
import { hintAddress } from '../connectors/hints.ts';
import type { Connectors } from '../connectors/runner.ts';
import { seal, unseal } from '../connectors/sealing.ts';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { portfolioIds } from '../repositories/accounts.ts';
import { dropAgreement, findAgreement, type KeptAgreement } from '../repositories/agreements.ts';
import * as rows from '../repositories/connectors.ts';
import { countCalls } from '../repositories/crmCalls.ts';
import { countMissing, letGo, listRefusals, someLinked } from '../repositories/crmCustomers.ts';
import { partLinks } from '../repositories/crmRemembered.ts';
import { describePortfolios } from '../repositories/portfolios.ts';
import { companyCountry } from '../repositories/workstation.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';

const params = z.object({ id: connectorIdSchema });
const refusals = { '4xx': problemSchema, 503: problemSchema };
const mostShown = 20;
const mostRefused = 200;
const mostOffered = 300;
const slice = 200;

type Changes = Pick<rows.Connector, 'kind' | 'address' | 'settings'>;

export function connectorRoutes(app: App, deps: ServerDeps, connectors: Connectors): void {
  const { db, clock, config } = deps;
  const viewOf = viewWith(config.connectorSeconds, (row) => {
    const description = outside().descriptions.get(row.kind);
    return {
      hintAddress: hintAddress(deps, outside(), row),
      reads: fieldsRead(description && mapped(description, row.mapping)),
      furtherSecrets: Object.keys(furtherOf(row, row.way)),
    };
  });
  const asHouse = <T>(work: (tx: Seen) => Promise<T>): Promise<T> => seenBy(db.query, house, work);
  const note = (
    tx: Seen,
    by: Agent,
    action: AuditAction,
    detail: Record<string, string | number | boolean | string[]>,
  ) => audit(tx, { by, at: clock(), action, subject: null, detail });

  /** Throws `unavailable` where this installation has no key to seal secrets with. */
  function outside() {
    const { connectors: found } = deps;
    if (found === undefined) {
      throw new ProblemError('unavailable', {
        detail: 'CORNETTA_SECRETS_KEY is not set: there are no connectors here',
      });
    }
    return found;
  }
  /** Null: this CRM, or this installation, does not have that way. */
  const askedHere = (description: Description, way: Way): AskedFor | null =>
    way === 'agreement' && redirectUriOf(deps, description.kind) === null ? null : askedFor(description, way);
  /** None where it is not there. */
  function wayOf(description: Description, way: Way) {
    const asked = askedHere(description, way);
    if (asked === null) return [];
    const redirectUri = way === 'agreement' ? redirectUriOf(deps, description.kind) : null;
    const settings = Object.entries(asked.settings).map(([name, { pattern, default: usual }]) => ({
      ...{ name, pattern, default: usual ?? null },
    }));
    return [{ way, settings, secrets: [...asked.secrets], optional: [...asked.optional], redirectUri }];
  }
  /** Throws ProblemError where it has not. */
  function asks(description: Description, way: Way) {
    const asked = askedHere(description, way);
    if (asked === null) throw invalidField('way', 'one cannot sign in there like that', 422);
    return asked;
  }
  function describe(kind: string): Description {
    const description = outside().descriptions.get(kind);
    if (description === undefined) throw invalidField('kind', 'no such kind of CRM', 422);
    return description;
  }
  /** Optional secrets that are there. */
  function furtherOf({ id, kind, secrets }: rows.ConnectorRow, way: Way): Record<string, string> {
    const description = outside().descriptions.get(kind);
    const optional = (description && askedFor(description, way)?.optional) ?? [];
    const there = Object.entries(unseal(outside().sealingKey, id, secrets) ?? {});
    return Object.fromEntries(
      there.filter(([name]) => optional.includes(name)).map(([name, value]) => [name, String(value)]),
    );
  }
  /** Also where this installation has no key any more: then nobody can be told anything. */
  async function revoke(row: rows.ConnectorRow, former: KeptAgreement | null): Promise<Revoked> {
    if (deps.connectors === undefined) return former === null ? 'none' : 'failed';
    return createAgreements(deps, deps.connectors).revoke(row, former);
  }
  async function found(tx: Seen, id: string): Promise<rows.ConnectorRow> {
    return known(await rows.findConnector(tx, id));
  }
  /** To be changed. */
  async function locked(tx: Seen, id: string): Promise<rows.ConnectorRow> {
    return known(await rows.lockConnector(tx, id));
  }

  app.get(
    '/v1/connectors',
    {
      config: { audit: { nothing: 'which other CRMs are read: nobody’s data' } },
      schema: { summary: 'Other CRMs that are read', response: { 200: connectorListSchema, ...refusals } },
    },
    async (request) => {
      whoMay(request, 'manageConnectors');
      const kinds = [...outside().descriptions.values()].map((description) => {
        const { kind, name } = description;
        return {
          kind,
          name,
          mapping: description.row.fields,
          ways: waySchema.options.flatMap((way) => wayOf(description, way)),
        };
      });
      return asHouse(async (tx) => ({
        kinds,
        connectors: (await rows.listConnectors(tx)).map(viewOf),
        portfolios: await describePortfolios(tx, await portfolioIds(tx)),
      }));
    },
  );

  app.post(
    '/v1/connectors',
    {
      config: { audit: { each: ['connectorAdded'] } },
      schema: {
        summary: 'Add a CRM to be read into one portfolio',
        body: newConnectorSchema,
        response: { 201: connectorSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'manageConnectors');
      const { secrets, ...given } = request.body;
      const description = describe(given.kind);
      const asked = asks(description, given.way);
      const settings = settingsOf(asked, given.settings);
      const sealed = seal(outside().sealingKey, given.id, secretsOf(asked, secrets), deps.random);
      const address = addressOf(given.address);
      const place = placeOf(description, { address, settings });
      const connector = { ...given, address, settings, place, secrets: sealed };
      const row = await asHouse(async (tx) => {
        const portfolios = await describePortfolios(tx, [given.portfolioId]);
        if (portfolios.length === 0) throw invalidField('portfolioId', 'no such portfolio', 422);
        if (!(await rows.addConnector(tx, connector, newReading)))
          throw invalidField('id', 'there is one already', 409);
        await note(tx, by, 'connectorAdded', { connector: given.id, kind: given.kind, portfolio: given.portfolioId });
        return found(tx, given.id);
      });
      connectors.readNow(row.id);
      return reply.code(201).send(viewOf(row));
    },
  );

  app.patch(
    '/v1/connectors/:id',
    {
      config: { audit: { each: ['connectorChanged'] } },
      schema: {
        summary: 'Change how a CRM is read; at another address it is read from the beginning',
        params,
        body: connectorPatchSchema,
        response: { 200: connectorChangedSchema, ...refusals },
      },
    },
    async (request) => {
      const by = whoMay(request, 'manageConnectors');
      const { id } = request.params;
      const { secrets, ...given } = request.body;
      const { row, before, former } = await asHouse(async (tx) => {
        const before = await locked(tx, id);
        const way = given.way ?? before.way;
        const asked =
          given.way === undefined && given.settings === undefined && secrets === undefined
            ? null
            : asks(describe(before.kind), way);
        const now = {
          way,
          name: given.name ?? before.name,
          active: given.active ?? before.active,
          writesCalls: given.writesCalls ?? before.writesCalls,
          address: given.address === undefined ? before.address : addressOf(given.address),
          settings:
            given.settings === undefined || asked === null ? before.settings : settingsOf(asked, given.settings),
        };
        if (way !== before.way && (secrets === undefined || given.settings === undefined)) {
          throw invalidField(secrets === undefined ? 'secrets' : 'settings', 'to be given for that way', 422);
        }
        const isElsewhere = readingOf({ ...before, ...now }) !== readingOf(before);
        // Secrets were given for the place that was there, which settings say too: they do not go to another one unsaid.
        if (isElsewhere && secrets === undefined) {
          throw invalidField('secrets', 'to be given again for another address, or other settings', 422);
        }
        const further = isElsewhere || way !== before.way ? {} : furtherOf(before, way);
        const sealed =
          secrets === undefined || asked === null
            ? before.secrets
            : seal(outside().sealingKey, id, { ...further, ...secretsOf(asked, secrets) }, deps.random);
        const from = isElsewhere ? { ...newReading, round: before.reading.round } : before.reading;
        await rows.changeConnector(
          tx,
          id,
          {
            ...now,
            secrets: sealed,
            // Said anew only where it may be another: also whose description is not shipped any more can be paused.
            place: isElsewhere ? placeOf(describe(before.kind), now) : before.place,
          },
          { ...from, tries: 0, notBefore: 0, failure: null },
        );
        const former = isElsewhere || way !== before.way ? await dropAgreement(tx, id) : null;
        await note(tx, by, 'connectorChanged', { connector: id, fields: Object.keys(request.body).sort() });
        return { row: await found(tx, id), before, former };
      });
      connectors.readNow(id);
      return { ...viewOf(row), formerAccess: await revoke(before, former) };
    },
  );

  /** The first page, read with that mapping; nothing is kept of it. */
  async function firstPage(row: rows.ConnectorRow, country: string, mapping: Mapping | null) {
    const { send, wait } = outside();
    const description = mapped(describe(row.kind), mapping);
    const site = { address: row.address, settings: row.settings };
    const reader: Reader = { description, site, country: country as CountryCode };
    const now = () => clock().getTime();
    const never = new AbortController().signal;
    const wire: Wire = { send: (sent) => send(sent, never), now, wait: (ms) => wait(ms, never) };
    const signing = createAgreements(deps, outside()).signingOf(row, description, wire);
    if (signing === null) return { failure: { code: 'signIn' as const, status: null }, page: null, body: [] };
    const link = createLink(description, site, signing, wire);
    const reading = begin(reader, newReading, now());
    const first = ask(reader, reading);
    const answer = first && (await link.ask(first));
    const { page, reading: after } = answered(reader, reading, answer, now());
    const list = answer && page ? at(parsed(answer), description.row.list) : [];
    return { failure: after.failure, page, body: Array.isArray(list) ? list : [] };
  }
  const withCountry = (id: string) =>
    asHouse(async (tx) => ({ row: await found(tx, id), country: (await companyCountry(tx)) ?? 'IT' }));

  app.post(
    '/v1/connectors/:id/try',
    {
      config: { audit: { each: ['connectorTried'] } },
      schema: {
        summary: 'Ask a CRM for its first page and show what would be taken over; nothing is kept',
        params,
        body: connectorTrySchema,
        response: { 200: connectorTrialSchema, ...refusals },
      },
    },
    async (request) => {
      const by = whoMay(request, 'manageConnectors');
      const { id } = request.params;
      const { row, country } = await withCountry(id);
      const mapping = request.body?.mapping === undefined ? row.mapping : request.body.mapping;
      refuseUnaskable(describe(row.kind), mapping);
      const { failure, page, body } = await firstPage(row, country, mapping);
      const customers = (page?.customers ?? []).slice(0, mostShown);
      await asHouse((tx) => note(tx, by, 'connectorTried', { connector: id, shown: customers.length }));
      return {
        failure,
        customers,
        refused: (page?.refused ?? []).slice(0, mostShown),
        offers: pointersOf(body).slice(0, mostOffered),
        unknown: unknownIn(mapping ?? describe(row.kind).row.fields, body),
      };
    },
  );

  app.put(
    '/v1/connectors/:id/mapping',
    {
      config: { audit: { each: ['connectorChanged'] } },
      schema: {
        summary: 'Say from which fields of a CRM ours come, after the CRM was asked for them; it is read anew',
        params,
        body: connectorMappingSchema,
        response: { 200: connectorSchema, ...refusals },
      },
    },
    async (request) => {
      const by = whoMay(request, 'manageConnectors');
      const { id } = request.params;
      const { mapping } = request.body;
      const before = await withCountry(id);
      refuseUnaskable(describe(before.row.kind), mapping);
      if (mapping !== null) {
        const { failure, body } = await firstPage(before.row, before.country, mapping);
        if (failure?.code === 'refused')
          throw invalidField('mapping', `the CRM does not give these fields (${failure.status})`);
        if (failure !== null)
          throw new ProblemError('unavailable', { detail: 'the CRM cannot be asked for these fields now' });
        const [unknown] = unknownIn(mapping, body);
        if (unknown !== undefined) throw unknownField(unknown);
      }
      const row = await asHouse(async (tx) => {
        const { reading } = await locked(tx, id);
        await rows.mapConnector(tx, id, mapping, { ...newReading, round: reading.round });
        await note(tx, by, 'connectorChanged', { connector: id, fields: ['mapping'] });
        return found(tx, id);
      });
      connectors.readNow(id);
      return viewOf(row);
    },
  );

  app.post(
    '/v1/connectors/:id/sign-in',
    {
      config: { audit: { each: ['connectorSignInBegun'] } },
      schema: {
        summary: 'Where to go to agree that a CRM is read as oneself; begun again, only the last one counts',
        params,
        response: { 201: connectorSignInSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'manageConnectors');
      const { sessionId } = identityOf(request);
      const { id } = request.params;
      const url = await asHouse(async (tx) => {
        const row = await found(tx, id);
        asks(describe(row.kind), 'agreement');
        if (row.way !== 'agreement') throw invalidField('way', 'it signs in with a key', 409);
        await note(tx, by, 'connectorSignInBegun', { connector: id });
        return createAgreements(deps, outside()).begin(tx, row, sessionId);
      });
      if (url === null) throw new ProblemError('unavailable');
      return reply.code(201).header('cache-control', 'no-store').send({ url });
    },
  );

  app.post(
    '/v1/connectors/:id/run',
    {
      config: { audit: { each: ['connectorRun'] } },
      schema: {
        summary: 'Read a CRM now',
        params,
        body: connectorRunSchema,
        response: { 202: connectorSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'manageConnectors');
      const { id } = request.params;
      const { loseMissing } = request.body;
      const row = await asHouse(async (tx) => {
        const before = await locked(tx, id);
        // Listed anew from the first page: a list that was begun before is not the one that was meant.
        const anew = { ...before.reading, work: { kind: 'rest' as const }, loadedAt: null, notBefore: 0 };
        if (loseMissing) await rows.loseMany(tx, id, anew);
        await note(tx, by, 'connectorRun', { connector: id, loseMissing });
        return found(tx, id);
      });
      connectors.readNow(id);
      return reply.code(202).send(viewOf(row));
    },
  );

  app.delete(
    '/v1/connectors/:id',
    {
      config: { audit: { each: ['connectorRemoved'] } },
      schema: {
        summary: 'Read a CRM no more and forget its keys; cut off in the middle, it is asked for again and goes on',
        params,
        querystring: connectorRemovalSchema,
        response: { 200: connectorRemovedSchema, ...refusals },
      },
    },
    async (request) => {
      const by = whoMay(request, 'manageConnectors');
      const { id } = request.params;
      const { customers } = request.query;
      const { row, known } = await asHouse(async (tx) => {
        await rows.stopConnector(tx, id);
        return { row: await found(tx, id), known: (await countMissing(tx, id, 0)).known };
      });
      let gone = 0;
      // In slices: nobody waits for a long transaction, and none is longer than the database takes.
      for (let last: string | undefined = ''; last !== undefined; ) {
        const after: string = last;
        last = await asHouse(async (tx) => {
          const some = await someLinked(tx, id, after, slice);
          if (customers === 'go') gone += await letGo(tx, id, some);
          else await partLinks(tx, id, some);
          return some.at(-1);
        });
      }
      const access = await revoke(row, await asHouse((tx) => findAgreement(tx, id)));
      await asHouse(async (tx) => {
        await rows.removeConnector(tx, id);
        await note(tx, by, 'connectorRemoved', {
          ...{ connector: id, customers, gone },
          ...(access !== 'none' && { access }),
        });
      });
      return { gone, stayed: known - gone, access };
    },
  );

  app.get(
    '/v1/connectors/:id/report',
    {
      config: { audit: { nothing: 'counts, and which field of which row there did not fit: nobody’s data' } },
      schema: {
        summary: 'What was read from a CRM, what did not fit, and which calls were written there',
        params,
        response: { 200: connectorReportSchema, ...refusals },
      },
    },
    async (request) => {
      whoMay(request, 'manageConnectors');
      const { id } = request.params;
      return asHouse(async (tx) => {
        await found(tx, id);
        const { refused, inAll } = await listRefusals(tx, id, mostRefused);
        return {
          customers: (await countMissing(tx, id, 0)).known,
          refused: refused.map(({ why, at, ...row }) => ({
            ...row,
            why: refusalWhy.find((known) => known === why) ?? 'wrong',
            at: at.toISOString(),
          })),
          refusedInAll: inAll,
          calls: await countCalls(tx, id),
        };
      });
    },
  );
}

const viewWith =
  (
    everySeconds: number,
    besides: (row: rows.ConnectorRow) => Pick<ConnectorView, 'hintAddress' | 'reads' | 'furtherSecrets'>,
  ) =>
  (whole: rows.ConnectorRow): ConnectorView => {
    const { reading, lastRead, secrets: _, mayLoseMany: __, place: ___, ...row } = whole;
    const { work, failure, notBefore, cursor } = reading;
    const asked = lastRead?.at == null ? 0 : Date.parse(lastRead.at) + everySeconds * 1_000;
    const nextAt = row.active ? Math.max(notBefore, asked) : null;
    return connectorSchema.parse({
      ...row,
      ...besides(whole),
      state: {
        doing: work.kind === 'rest' ? 'nothing' : work.kind === 'load' ? 'loading' : 'reading',
        loaded: cursor !== null,
        failure: failure && { ...failure, againAt: new Date(notBefore).toISOString() },
        readAt: lastRead?.at ?? null,
        nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
        missing: lastRead?.missing ?? 0,
      },
    });
  };

function known(row: rows.ConnectorRow | null): rows.ConnectorRow {
  if (row === null) throw new ProblemError('not-found');
  return row;
}

const readingOf = ({ kind, address, settings }: Changes) =>
  JSON.stringify([kind, address, Object.entries(settings).sort()]);

/** By the field's place in the CRM's rows. */
const unknownField = (pointer: string): ProblemError =>
  invalidField(`mapping${pointer.replaceAll('/', '.')}`, 'no row of this CRM has it', 422);

function refuseUnaskable(description: Description, mapping: Mapping | null): void {
  const pointer = mapping && unaskable(description, mapping);
  if (pointer !== null) throw unknownField(pointer);
}

const thisMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Keys go over it: not in clear to another machine. Throws ProblemError. */
function addressOf(text: string): string {
  const { protocol, hostname, username, search, hash } = new URL(text);
  const isPlain = username === '' && search === '' && hash === '';
  if (!isPlain || (protocol !== 'https:' && !thisMachine.test(hostname))) {
    throw invalidField('address', 'https://…, without a user, a query or a fragment', 422);
  }
  return text.replace(/\/+$/, '');
}

/** Throws ProblemError for what is missing, unknown, or not in the form that the description wants. */
function settingsOf({ settings }: AskedFor, given: Readonly<Record<string, string>>): Record<string, string> {
  const unknown = Object.keys(given).find((name) => !(name in settings));
  if (unknown !== undefined) throw invalidField(`settings.${unknown}`, 'no such setting', 422);
  return Object.fromEntries(
    Object.entries(settings).map(([name, { pattern, default: usual }]) => {
      const value = given[name] ?? usual ?? '';
      if (!new RegExp(pattern, 'u').test(value))
        throw invalidField(`settings.${name}`, `has to be like ${pattern}`, 422);
      return [name, value];
    }),
  );
}

function secretsOf({ secrets, optional }: AskedFor, given: Readonly<Record<string, string>>): Record<string, string> {
  const unknown = Object.keys(given).find((name) => !secrets.includes(name) && !optional.includes(name));
  if (unknown !== undefined) throw invalidField(`secrets.${unknown}`, 'no such secret', 422);
  const missing = secrets.find((name) => given[name] === undefined);
  if (missing !== undefined) throw invalidField(`secrets.${missing}`, 'is missing', 422);
  return { ...given };
}
