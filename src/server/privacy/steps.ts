// The steps of whoever answers for privacy: what each does, whom it is about, and whom to tell of it.
import { never } from '#shared/lib/must';
import { ulidSchema } from '#shared/model/ids';
import type { PrivacyRequest, PrivacyStep } from '#shared/protocol/privacy';
import type { Agent } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import type { Seen } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { asAuthor } from '../repositories/history.ts';
import { tellNews } from '../repositories/news.ts';
import { sendersClock } from '../sendersClock.ts';
import { type BreachChange, changeBreach } from './breaches.ts';
import { addText, isText, keepWord, momentSaid } from './consents.ts';
import { eraseCustomer, whatBinds } from './erase.ts';
import { liftHold, liftRestriction, placeHold, restrict } from './holds.ts';
import { personOf } from './person.ts';
import { rectify } from './rectify.ts';
import { answerRequest, lockRequest, prolongRequest } from './requests.ts';
import { addTold, markTold, noteToTell } from './tellings.ts';

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
  const { customerId, detail = {}, toTell = [] } = await taken(tx, { ...deps, id: newId(deps), at, by }, step);
  await audit(tx, {
    ...{ by, at, action: 'privacyStep' },
    subject: customerId === null ? null : { kind: 'customer', ids: [customerId] },
    detail: { step: step.kind, ...detail },
  });
  return [...toTell];
}

interface Moment extends Pick<ServerDeps, 'clock' | 'random'> {
  readonly id: string;
  readonly at: Date;
  readonly by: Agent;
}

async function taken(tx: Seen, moment: Moment, step: Exclude<PrivacyStep, { kind: 'tryPurge' }>): Promise<Taken> {
  const { id, at, by } = moment;
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
      return eraseBy(tx, await openRequest(tx, step.requestId), moment);
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
      await tellOfBarred(tx);
      const toTell = await noteToTell(tx, moment, step.customerId, { what: 'restricted' });
      return { customerId: step.customerId, toTell };
    }
    case 'liftRestriction': {
      if (!(await liftRestriction(tx, step.customerId, by.id, at))) throw new ProblemError('not-found');
      await tellOfBarred(tx);
      const toTell = await noteToTell(tx, moment, step.customerId, { what: 'lifted' });
      return { customerId: step.customerId, toTell };
    }
    case 'rectify': {
      await known(tx, step.customerId);
      await asAuthor(tx, { agentId: by.id, name: by.name, cause: 'rectify', why: step.why });
      await rectify(tx, step, at);
      const fields = Object.keys(step.fields);
      const toTell = await noteToTell(tx, moment, step.customerId, { what: 'rectified', fields, why: step.why });
      return { customerId: step.customerId, detail: { fields }, toTell };
    }
    case 'told': {
      const customerId = await markTold(tx, step.tellingId, by.id, at);
      if (customerId === null) throw new ProblemError('not-found');
      return { customerId, detail: { telling: step.tellingId } };
    }
    case 'recordTelling': {
      await known(tx, step.customerId);
      const { customerId, recipient, what, why } = step;
      await addTold(tx, { id: ulidSchema.parse(id), customerId, recipient, what, why }, by.id, at);
      return { customerId, detail: { telling: id, what } };
    }
    case 'object': {
      const { customerId, purpose, channel } = step;
      await known(tx, customerId);
      if (!(await isText(tx, purpose, null))) throw invalidField('purpose', 'there is no such purpose');
      const said = {
        ...{ id: ulidSchema.parse(id), customerId, purpose, channel, edition: null, interactionId: null },
        ...{ word: 'objected' as const, at: momentSaid(step, { toOurs: sendersClock(undefined, () => at), now: at }) },
      };
      await keepWord(tx, said, { agentId: by.id, at });
      await tellOfBarred(tx);
      return { customerId, detail: { purpose } };
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
    case 'addConsentText': {
      if (!(await addText(tx, step.text))) throw new ProblemError('taken');
      const { purpose, edition } = step.text;
      return { customerId: null, detail: { purpose, edition } };
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

/** Whoever is to be called back may be barred now, or no more. */
async function tellOfBarred(tx: Seen): Promise<void> {
  await tellNews(tx, 'callbacks');
  await tellNews(tx, 'lostCalls');
}

async function known(tx: Seen, customerId: string): Promise<void> {
  const row = await tx.selectFrom('customers').select('id').where('id', '=', customerId).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
}

async function eraseBy(tx: Seen, request: PrivacyRequest, moment: Moment): Promise<Taken> {
  const { by, at } = moment;
  if (request.kind !== 'erasure' || request.customer === null) throw new ProblemError('not-found');
  const { id } = request.customer;
  const bindings = await whatBinds(tx, id, at);
  if (bindings.length > 0) throw new ProblemError('on-hold', { extension: { bindings } });
  const person = await personOf(tx, id);
  if (person === null) throw new ProblemError('not-found');
  const toTell = await noteToTell(tx, moment, id, { what: 'erased' });
  const counts = await eraseCustomer(tx, person, at);
  await answerRequest(tx, request.id, { state: 'done', decision: '', by: by.id, at });
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { customerId: id, detail: { request: request.id, rows }, toTell };
}
