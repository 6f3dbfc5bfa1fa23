// The steps of whoever answers for privacy: what each does, whom it is about, and whom to tell of it.
import { never } from '#shared/lib/must';
import type { PrivacyRequest, PrivacyStep } from '#shared/protocol/privacy';
import type { Agent } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import type { Seen } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import { asAuthor } from '../repositories/history.ts';
import { type BreachChange, changeBreach } from './breaches.ts';
import { eraseCustomer, whatBinds } from './erase.ts';
import { liftHold, liftRestriction, placeHold, recipientsOf, restrict } from './holds.ts';
import { personOf } from './person.ts';
import { rectify } from './rectify.ts';
import { answerRequest, lockRequest, prolongRequest } from './requests.ts';

interface Taken {
  /** Whose data it was about. */
  readonly customerId: string | null;
  /** Names of fields and counts, for the audit log. */
  readonly detail?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly toTell?: readonly string[];
}

/** With the house's eyes. Resolves to the recipients to tell. Throws ProblemError `not-found`, `taken`, `on-hold`. */
export async function takeStep(
  tx: Seen,
  deps: Pick<ServerDeps, 'clock' | 'random'>,
  by: Agent,
  step: Exclude<PrivacyStep, { kind: 'tryPurge' }>,
): Promise<string[]> {
  const at = deps.clock();
  const { customerId, detail = {}, toTell = [] } = await taken(tx, { id: newId(deps), at, by }, step);
  await audit(tx, {
    ...{ by, at, action: 'privacyStep' },
    subject: customerId === null ? null : { kind: 'customer', ids: [customerId] },
    detail: { step: step.kind, ...detail },
  });
  return [...toTell];
}

interface Moment {
  readonly id: string;
  readonly at: Date;
  readonly by: Agent;
}

async function taken(
  tx: Seen,
  { id, at, by }: Moment,
  step: Exclude<PrivacyStep, { kind: 'tryPurge' }>,
): Promise<Taken> {
  switch (step.kind) {
    case 'prolong': {
      const request = await openRequest(tx, step.requestId);
      if (request.prolongedTo !== null) throw new ProblemError('taken');
      await prolongRequest(tx, request.id, step.why);
      return aboutRequest(request);
    }
    case 'answer': {
      const request = await openRequest(tx, step.requestId);
      await answerRequest(tx, request.id, { state: step.state, decision: step.decision, by: by.id, at });
      return aboutRequest(request);
    }
    case 'erase':
      return eraseBy(tx, await openRequest(tx, step.requestId), by, at);
    case 'placeHold': {
      await known(tx, step.customerId);
      await placeHold(tx, { ...step, id }, by.id, at);
      return { customerId: step.customerId, detail: { hold: id } };
    }
    case 'liftHold': {
      const customerId = await liftHold(tx, step.holdId, by.id, at);
      if (customerId === null) throw new ProblemError('not-found');
      return { customerId, detail: { hold: step.holdId } };
    }
    case 'restrict': {
      await known(tx, step.customerId);
      if (!(await restrict(tx, { ...step, id }, by.id, at))) throw new ProblemError('taken');
      return { customerId: step.customerId, toTell: await recipientsOf(tx, step.customerId) };
    }
    case 'liftRestriction': {
      if (!(await liftRestriction(tx, step.customerId, by.id, at))) throw new ProblemError('not-found');
      return { customerId: step.customerId, toTell: await recipientsOf(tx, step.customerId) };
    }
    case 'rectify': {
      await known(tx, step.customerId);
      await asAuthor(tx, { agentId: by.id, name: by.name, cause: 'privacy' });
      await rectify(tx, step, at);
      const fields = Object.keys(step.fields);
      return { customerId: step.customerId, detail: { fields }, toTell: await recipientsOf(tx, step.customerId) };
    }
    case 'setRule': {
      const { numUpdatedRows } = await tx
        .updateTable('retention_rules')
        .set({ kept_for: step.keptFor, in_force: step.inForce, confirmed_by: by.id, confirmed_at: at })
        .where('code', '=', step.code)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new ProblemError('not-found');
      return { customerId: null, detail: { rule: step.code, keptFor: step.keptFor, inForce: String(step.inForce) } };
    }
    case 'confirmProcessing': {
      const { numUpdatedRows } = await tx
        .updateTable('processings')
        .set({ confirmed_by: by.id, confirmed_at: at })
        .where('code', '=', step.code)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new ProblemError('not-found');
      return { customerId: null, detail: { processing: step.code } };
    }
    case 'judgeBreach':
      return onBreach(tx, step.breachId, { risk: step.risk, why: step.why });
    case 'breachTold':
      return onBreach(
        tx,
        step.breachId,
        step.whom === 'authority' ? { authority_told_at: at } : { persons_told_at: at },
      );
    case 'closeBreach':
      return onBreach(tx, step.breachId, { closed_at: at, lessons: step.lessons });
    default:
      return never(step);
  }
}

async function onBreach(tx: Seen, id: string, change: BreachChange): Promise<Taken> {
  if (!(await changeBreach(tx, id, change))) throw new ProblemError('not-found');
  return { customerId: null, detail: { breach: id } };
}

const aboutRequest = ({ customer, id, kind }: PrivacyRequest): Taken => ({
  customerId: customer?.id ?? null,
  detail: { request: id, asked: kind },
});

async function openRequest(tx: Seen, id: string): Promise<PrivacyRequest> {
  const request = await lockRequest(tx, id);
  if (request === null) throw new ProblemError('not-found');
  if (request.state !== 'open') throw new ProblemError('taken');
  return request;
}

async function known(tx: Seen, customerId: string): Promise<void> {
  const row = await tx.selectFrom('customers').select('id').where('id', '=', customerId).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
}

async function eraseBy(tx: Seen, request: PrivacyRequest, by: Agent, at: Date): Promise<Taken> {
  if (request.kind !== 'erasure' || request.customer === null) throw new ProblemError('not-found');
  const { id } = request.customer;
  const bindings = await whatBinds(tx, id, at);
  if (bindings.length > 0) throw new ProblemError('on-hold', { extension: { bindings } });
  const person = await personOf(tx, id);
  if (person === null) throw new ProblemError('not-found');
  const toTell = await recipientsOf(tx, id);
  const counts = await eraseCustomer(tx, person, at);
  await answerRequest(tx, request.id, { state: 'done', decision: '', by: by.id, at });
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { customerId: id, detail: { request: request.id, rows }, toTell };
}
