// Customers: the fall-back search for callers whom the cache does not hold, and corrections of their details.
import { isDeepStrictEqual } from 'node:util';
import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import { type Customer, customerSchema } from '#shared/model/customer';
import { customerIdSchema } from '#shared/model/ids';
import { parseNumber } from '#shared/model/phoneNumber';
import { may } from '#shared/model/role';
import { problemSchema } from '#shared/protocol/errors';
import { type CustomerPatch, customerListSchema, customerPatchSchema } from '#shared/protocol/interactions';
import { mergedAwaySchema } from '#shared/protocol/merges';
import type { Agent } from '#shared/protocol/sessions';
import { audit, ofCustomers } from '../audit/audit.ts';
import type { Query } from '../db/db.ts';
import { seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { notThere } from '../merges/merge.ts';
import { refuseRestricted, seesRestricted } from '../privacy/restricted.ts';
import { invalidField, ProblemError } from '../problems.ts';
import {
  findByNumber,
  findCustomer,
  lockCustomer,
  search,
  showCustomer,
  updateCustomer,
} from '../repositories/customers.ts';
import { asAuthor } from '../repositories/history.ts';
import { clearSuspicion } from '../repositories/suspicions.ts';
import { companyCountry, delicateNeeds, unknownNeeds } from '../repositories/workstation.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';
import { ifMatchHeader, versionIn } from './ifMatch.ts';
import { createPace } from './pace.ts';

const versionConflictSchema = problemSchema.extend({ current: customerSchema });
const conflictSchema = problemSchema.extend(mergedAwaySchema.partial().shape);

const lookupSchema = z
  .object({ phone: z.string().trim().min(3).max(64).optional(), q: z.string().trim().min(2).max(100).optional() })
  .refine(({ phone, q }) => (phone === undefined) !== (q === undefined), { message: 'either phone or q', path: ['q'] });

export function customerRoutes(app: App, deps: ServerDeps): void {
  const { query } = deps.db;
  const keepPace = createPace(deps.config.lookupsPerMinute, deps.clock);
  app.get(
    '/v1/customers',
    {
      config: { audit: { each: ['customersFound'] } },
      schema: {
        summary: 'Customers by a telephone number, or by the beginnings of name or code',
        querystring: lookupSchema,
        response: { 200: customerListSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { phone, q } = request.query;
      const { agent: by, viewer } = identityOf(request);
      keepPace(by.id);
      const customers = await seenBy(query, viewer, async (tx) => {
        const found = await (phone === undefined
          ? search(tx, q ?? '', { restricted: seesRestricted(by) })
          : findByNumber(tx, phone, await readNumber(tx, phone)));
        const subject = ofCustomers(...found.map(({ id }) => id));
        await audit(tx, { by, at: deps.clock(), action: 'customersFound', subject });
        return found;
      });
      return { customers };
    },
  );

  app.patch(
    '/v1/customers/:id',
    {
      config: { audit: { each: ['customerChanged'] } },
      schema: {
        summary:
          "Correct a customer's details; only on the version that was read; 423: they may be kept and not be used, but by whoever answers for privacy",
        params: z.object({ id: customerIdSchema }),
        headers: z.object({
          'if-match': ifMatchHeader,
          'idempotency-key': idempotencyKeyHeader,
        }),
        body: customerPatchSchema,
        response: {
          200: customerSchema,
          409: conflictSchema,
          412: versionConflictSchema,
          '4xx': problemSchema,
        },
      },
    },
    async (request, reply) => {
      const version = versionIn(request.headers['if-match']);
      const { agent } = identityOf(request);
      const { id } = request.params;
      const { body } = await idempotent(deps, request, customerSchema, async (tx) => {
        const current = await lockCustomer(tx, id);
        if (current === null) throw await notThere(tx, id);
        await refuseRestricted(tx, agent, id);
        if (current.version !== version) throw new ProblemError('version-conflict', { extension: { current } });
        const changes = differing(current, withNumbersRead(request.body, await countryOf(tx)));
        // Nothing to tell anybody: neither another version nor an entry in the log.
        if (Object.keys(changes).length === 0) return { status: 200, body: current };
        await refuseUnknownNeeds(tx, current, request.body);
        await refuseDelicateNeeds(tx, agent, current, request.body);
        await asAuthor(tx, {
          agentId: agent.id,
          name: agent.name,
          cause: current.restrictedAt === null ? 'edit' : 'privacy',
        });
        await updateCustomer(tx, current, changes, deps.clock());
        const updated = await findCustomer(tx, id);
        if (updated === null) throw new ProblemError('not-found');
        await audit(tx, {
          by: identityOf(request).agent,
          at: deps.clock(),
          action: 'customerChanged',
          subject: ofCustomers(id),
          detail: { fields: Object.keys(changes) },
        });
        return { status: 200, body: updated };
      });
      return reply.header('etag', `"${body.version}"`).send(body);
    },
  );

  app.delete(
    '/v1/customers/:id/suspicion',
    {
      config: { audit: { each: ['customerChanged'] } },
      schema: {
        summary: 'Nobody is calling in this customer’s name after all',
        params: z.object({ id: customerIdSchema }),
        response: { 200: customerSchema, '4xx': problemSchema },
      },
    },
    (request) => {
      const by = whoMay(request, 'clearSuspicion');
      const { id } = request.params;
      return seenBy(query, identityOf(request).viewer, async (tx) => {
        if ((await lockCustomer(tx, id)) === null) throw await notThere(tx, id);
        await refuseRestricted(tx, by, id);
        await asAuthor(tx, { agentId: by.id, name: by.name, cause: 'edit' });
        await clearSuspicion(tx, id, deps.clock());
        const subject = ofCustomers(id);
        const detail = { fields: ['suspiciousUntil'] };
        await audit(tx, { by, at: deps.clock(), action: 'customerChanged', subject, detail });
        const cleared = await showCustomer(tx, id);
        if (cleared === null) throw new ProblemError('not-found');
        return cleared;
      });
    },
  );
}

/** One that begins with its country's code is read without asking for ours. */
const readNumber = async (db: Query, raw: string) => parseNumber(raw, raw.startsWith('+') ? 'IT' : await countryOf(db));

const countryOf = async (db: Query): Promise<CountryCode> => ((await companyCountry(db)) ?? 'IT') as CountryCode;

/** Numbers are read here too: what an older app could not read, this one may. */
function withNumbersRead(patch: CustomerPatch, country: CountryCode): CustomerPatch {
  if (patch.phones === undefined) return patch;
  return {
    ...patch,
    phones: patch.phones.map((phone) => ({ ...phone, e164: parseNumber(phone.raw, country) ?? phone.e164 })),
  };
}

/** What is not as it is already. */
const differing = (current: Customer, patch: CustomerPatch): CustomerPatch =>
  Object.fromEntries(
    Object.entries(patch).filter(([field, value]) => !isDeepStrictEqual(current[field as keyof Customer], value)),
  );

/** What the customer has already may stay, also where it is on the list no longer. */
async function refuseUnknownNeeds(db: Query, current: Customer, { needs = [] }: CustomerPatch): Promise<void> {
  const codes = needs.map(({ code }) => code);
  const had = new Set(current.needs.map(({ code }) => code));
  const unknown = await unknownNeeds(
    db,
    codes.filter((code) => !had.has(code)),
  );
  if (unknown.length > 0) throw invalidField('needs', 'not on the list of needs');
  if (new Set(codes).size < codes.length) throw invalidField('needs', 'a code is there twice');
}

/** What is delicate is written, mended and taken off by those alone who may; others leave it as it stands. */
async function refuseDelicateNeeds(db: Query, { role }: Agent, current: Customer, patch: CustomerPatch): Promise<void> {
  if (patch.needs === undefined || may(role, 'setDelicateNeeds')) return;
  const delicate = new Set(await delicateNeeds(db));
  const among = (needs: Customer['needs']) => needs.filter(({ code }) => delicate.has(code));
  if (!isDeepStrictEqual(among(current.needs), among(patch.needs))) throw new ProblemError('forbidden');
}
