// Accounts, for administrators; and everybody's own password.
import { z } from 'zod';
import { agentIdSchema } from '#shared/model/ids';
import { passwordFault } from '#shared/model/password';
import {
  type Account,
  accountListSchema,
  accountPatchSchema,
  accountSchema,
  madePasswordSchema,
  newAccountSchema,
  ownPasswordSchema,
} from '#shared/protocol/accounts';
import type { AuditAction } from '#shared/protocol/audit';
import { problemSchema } from '#shared/protocol/errors';
import type { Agent } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import type { Query } from '../db/db.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { hashPassword, isPassword, oneTimeDays, oneTimePassword } from '../identity/passwords.ts';
import type { SignIn } from '../identity/signIn.ts';
import { invalidField, ProblemError } from '../problems.ts';
import * as rows from '../repositories/accounts.ts';
import { forgetFailedSignIns } from '../repositories/agents.ts';
import { describePortfolios, grantPortfolios } from '../repositories/portfolios.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';

const params = z.object({ id: agentIdSchema });
const refusals = { '4xx': problemSchema };
const bodyLimit = 16_384;

export function accountRoutes(app: App, deps: ServerDeps, signIn: SignIn): void {
  const { db, clock, config, random } = deps;
  const inOne = <T>(work: (tx: Query) => Promise<T>): Promise<T> => db.query.transaction().execute(work);
  const note = (tx: Query, by: Agent, action: AuditAction, id: string, fields: readonly string[] = []) =>
    audit(tx, { by, at: clock(), action, subject: { kind: 'agent', ids: [id] }, detail: { fields: [...fields] } });

  async function found(tx: Query, id: string): Promise<Account> {
    const [account] = await rows.listAccounts(tx, clock(), config.lockOut, id);
    if (account === undefined) throw new ProblemError('not-found');
    return account;
  }
  async function oneTime() {
    const password = oneTimePassword(random);
    const hash = await hashPassword(password, config.argon2, random);
    return { password, hash, until: new Date(clock().getTime() + oneTimeDays * 86_400_000) };
  }
  /** Throws ProblemError for one that is not there. */
  async function arePortfolios(tx: Query, ids: readonly string[]): Promise<void> {
    const known = await rows.portfolioIds(tx);
    if (ids.some((id) => !known.includes(id))) throw invalidField('portfolios', 'no such portfolio');
  }

  app.get(
    '/v1/accounts',
    {
      config: { audit: { nothing: 'colleagues, as who administers them knows them' } },
      schema: { summary: 'Who works here, in which role, for whom', response: { 200: accountListSchema, ...refusals } },
    },
    async (request) => {
      whoMay(request, 'manageAccounts');
      return {
        accounts: await rows.listAccounts(db.query, clock(), config.lockOut),
        queues: await rows.queuesByName(db.query),
        portfolios: await describePortfolios(db.query, await rows.portfolioIds(db.query)),
      };
    },
  );

  app.post(
    '/v1/accounts',
    {
      bodyLimit,
      config: { audit: { each: ['accountAdded'] } },
      schema: {
        summary: 'Add somebody; the answer has the password that works once, and is the only one that does',
        body: newAccountSchema,
        response: { 201: madePasswordSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'manageAccounts');
      const fresh = request.body;
      const made = await oneTime();
      const id = newId(deps);
      const account = await inOne(async (tx) => {
        await arePortfolios(tx, fresh.portfolios);
        if (!(await rows.addAccount(tx, id, fresh, made))) throw invalidField('username', 'somebody has it', 409);
        await rows.answerQueues(tx, id, fresh.queues);
        await grantPortfolios(tx, [{ username: fresh.username, portfolios: fresh.portfolios }]);
        if (fresh.phone !== null && !(await rows.givePhone(tx, id, fresh.phone)))
          throw invalidField('phone.extension', 'it is somebody else’s', 409);
        await note(tx, by, 'accountAdded', id);
        return found(tx, id);
      });
      return reply.code(201).header('cache-control', 'no-store').send({ account, password: made.password });
    },
  );

  app.patch(
    '/v1/accounts/:id',
    {
      bodyLimit,
      config: { audit: { each: ['accountChanged'] } },
      schema: {
        summary: 'Change somebody’s role, queues, client companies; switched off, they are out at once',
        params,
        body: accountPatchSchema,
        response: { 200: accountSchema, ...refusals },
      },
    },
    async (request) => {
      const by = whoMay(request, 'manageAccounts');
      const { id } = request.params;
      const { queues, portfolios, phone, ...details } = request.body;
      // Else the last administrator could shut everybody out, themselves first.
      if (id === by.id && (details.active === false || (details.role ?? by.role) !== by.role))
        throw invalidField(details.active === false ? 'active' : 'role', 'not one’s own');
      return inOne(async (tx) => {
        const before = await found(tx, id);
        await rows.changeAccount(tx, id, details);
        if (queues !== undefined) await rows.answerQueues(tx, id, queues);
        if (portfolios !== undefined) {
          await arePortfolios(tx, portfolios);
          await grantPortfolios(tx, [{ username: before.username, portfolios }]);
        }
        if (phone !== undefined && !(await rows.givePhone(tx, id, phone)))
          throw invalidField('phone.extension', 'it is somebody else’s', 409);
        if (details.active === false) await rows.endSessions(tx, id, clock());
        await note(tx, by, 'accountChanged', id, Object.keys(request.body).sort());
        return found(tx, id);
      });
    },
  );

  app.post(
    '/v1/accounts/:id/password',
    {
      config: { audit: { each: ['passwordMade'] } },
      schema: {
        summary: 'A new password that works once; whoever was signed in as them is out, and the lock is off',
        params,
        response: { 200: madePasswordSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'manageAccounts');
      const { id } = request.params;
      const made = await oneTime();
      const account = await inOne(async (tx) => {
        const { username } = await found(tx, id);
        await rows.setPassword(tx, id, made.hash, made.until);
        await rows.endSessions(tx, id, clock());
        await forgetFailedSignIns(tx, username);
        await note(tx, by, 'passwordMade', id);
        return found(tx, id);
      });
      return reply.header('cache-control', 'no-store').send({ account, password: made.password });
    },
  );

  app.post(
    '/v1/accounts/:id/unlock',
    {
      config: { audit: { each: ['accountChanged'] } },
      schema: {
        summary: 'Forget the wrong passwords that have locked them out',
        params,
        response: { 200: accountSchema, ...refusals },
      },
    },
    async (request) => {
      const by = whoMay(request, 'manageAccounts');
      const { id } = request.params;
      return inOne(async (tx) => {
        const { username } = await found(tx, id);
        await forgetFailedSignIns(tx, username);
        await note(tx, by, 'accountChanged', id, ['lock']);
        return found(tx, id);
      });
    },
  );

  app.put(
    '/v1/agents/me/password',
    {
      bodyLimit,
      config: { audit: { each: ['passwordChanged'] } },
      schema: {
        summary: 'Choose another password; whoever else is signed in as oneself is out',
        body: ownPasswordSchema,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      const { agent, sessionId } = identityOf(request);
      const { old, fresh } = request.body;
      if (!config.localAccounts) throw new ProblemError('browser-only');
      if (passwordFault(fresh, agent.username) !== null) throw invalidField('fresh', 'too easy to guess');
      const checked = await signIn.check({ username: agent.username, password: old });
      if (!checked.ok) {
        if (checked.error.kind === 'lockedOut')
          throw new ProblemError('locked-out', { retryAfterSeconds: checked.error.retryAfterSeconds });
        throw invalidField('old', 'it is another one');
      }
      const hash = await hashPassword(fresh, config.argon2, random);
      await inOne(async (tx) => {
        const now = await rows.passwordHashOf(tx, agent.id);
        if (await isPassword(fresh, now, config.argon2)) throw invalidField('fresh', 'it is the one that there is');
        await rows.setPassword(tx, agent.id, hash, null);
        await rows.endSessions(tx, agent.id, clock(), sessionId);
        await note(tx, agent, 'passwordChanged', agent.id);
      });
      return reply.code(204).send(null);
    },
  );
}
