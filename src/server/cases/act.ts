// What is done to a case, decided by the same rules as on the PC (shared/model/caseActs.ts) over what the database holds: an act comes in, the
// case goes out as it is then. Everything is read with the agent's eyes and written with the house's: a case may go where its writer does
// not see it any more, as a complaint to a closed queue.
import { civilDate } from '#shared/lib/civilDate';
import { must } from '#shared/lib/must';
import { type Act, absorbing, type CaseRules, type Doer, next, type Refusal } from '#shared/model/caseActs';
import { type CaseFile, isOpen } from '#shared/model/caseFile';
import { type CaseLists, caseRulesFor } from '#shared/model/caseRules';
import type { ActDraft, Acted } from '#shared/protocol/cases';
import type { Agent } from '#shared/protocol/sessions';
import { audit, ofCustomers } from '../audit/audit.ts';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { headOf, stateOf } from '../letters/standing.ts';
import { isErased } from '../privacy/erase.ts';
import { seesRestricted } from '../privacy/restricted.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { activeAgent } from '../repositories/agents.ts';
import { isErased as isCaseErased } from '../repositories/attachments.ts';
import {
  addCase,
  caseOfAct,
  changeCase,
  clientOf,
  findCase,
  giveNumbers,
  type KeptCase,
  lockCases,
  targetOf,
  useNumber,
} from '../repositories/cases.ts';
import { lettersOf } from '../repositories/letters.ts';
import { lockLed } from '../repositories/merges.ts';
import { companyPolicy, isQueue, knownCodes } from '../repositories/workstation.ts';
import type { ToOurs } from '../sendersClock.ts';
import { caseLists, officesOfAgent } from './lists.ts';

export interface Acting {
  readonly deps: ServerDeps;
  readonly tx: Seen;
  readonly agent: Agent;
  /** The letter whose sending is being recorded: nothing else answers a complaint. */
  readonly sending?: string;
}

/** What may be done for a customer whose data may not be used otherwise: they claim something (GDPR art. 18, 2). */
const evenRestricted: readonly Act['kind'][] = ['register', 'remind', 'note', 'withdraw'];

/**
 * In one transaction. An act that has been done before is answered as it was. Throws ProblemError `not-found`, `restricted`, `taken`, `cannot-act`
 * (with the `refusal`), `invalid-request`.
 */
export async function actOn(acting: Acting, id: string, draft: ActDraft, toOurs: ToOurs): Promise<Acted> {
  const { tx } = acting;
  const { act } = draft;
  const done = await asHouse(tx, (all) => caseOfAct(all, act.id));
  if (done !== null && done !== id) throw new ProblemError('key-reused');
  if (done !== null) return answer(tx, id);
  const moment = toOurs(draft.at);
  if (act.kind === 'register') {
    // Of somebody who has been erased meanwhile: it is taken, so that it does not stay on the PC, and kept nowhere.
    if (await isErased(tx, draft.customerId)) return { id, case: null, number: act.number };
    return register(acting, id, draft.customerId, { ...act, receivedAt: receiptOf(act, draft.at, moment) }, moment);
  }
  const locked = await lockCases(tx, act.kind === 'merge' ? [id, act.into] : [id]);
  const found = locked.find((each) => each.id === id);
  if (found === undefined) {
    if (await isCaseErased(tx, id)) return { id, case: null, number: '-' };
    throw new ProblemError('not-found');
  }
  // Sent twice at once: whoever comes second has waited for the case.
  if ((await asHouse(tx, (all) => caseOfAct(all, act.id))) !== null) return answer(tx, id);
  if (found.restricted && !seesRestricted(acting.agent) && !evenRestricted.includes(act.kind))
    throw new ProblemError('restricted');
  return change(acting, found, await asTheHouseKnows(acting, found, act), moment, locked);
}

/** A desk of before took the two some milliseconds apart. */
const sameMomentMs = 60_000;

/**
 * What was received as it was written down was so by the sender's clock; any other moment was read off a calendar, and its day stays the day.
 * Nothing was received later than it was written down.
 */
function receiptOf({ receivedAt }: Registering, at: string, moment: string): string {
  if (Math.abs(Date.parse(receivedAt) - Date.parse(at)) < sameMomentMs) return moment;
  return Date.parse(receivedAt) > Date.parse(moment) ? moment : receivedAt;
}

async function answer(tx: Seen, id: string): Promise<Acted> {
  const seen = await findCase(tx, id);
  if (seen !== null) return { id, case: seen, number: seen.number };
  const hidden = await asHouse(tx, (all) => findCase(all, id));
  return { id, case: null, number: hidden?.number ?? '-' };
}

type Registering = Extract<Act, { kind: 'register' }>;

async function register(acting: Acting, id: string, whose: string, act: Registering, moment: string): Promise<Acted> {
  const { tx, agent, deps } = acting;
  const customer = await lockLed(tx, whose);
  if (customer === null) throw new ProblemError('not-found');
  await refuseUnknownReason(tx, act.reasonCode);
  const { lists, rules, doer } = await decided(acting, customer.portfolioId, act.reasonCode, null);
  refuseUnknownOffice(lists, act.backOffice);
  const isGiven = await useNumber(tx, act.number, agent.id);
  const number = isGiven ? act.number : must((await numbersFor(acting, 1))[0], 'a number');
  const fresh = accepted(next(null, { ...act, number }, doer, moment, rules));
  const file: CaseFile = isGiven ? fresh : { ...fresh, toTell: [...fresh.toTell, 'newNumber'] };
  if (!isGiven) await useNumber(tx, number, agent.id);
  const queueId = await queueOf(tx, lists, act.backOffice);
  const written = { id, file, queueId, agentId: agent.id, contactId: act.contactId };
  if (!(await asHouse(tx, (all) => addCase(all, customer.id, written)))) {
    // Sent twice at once: whoever comes second has waited for the first.
    if ((await asHouse(tx, (all) => caseOfAct(all, act.id))) === id) return answer(tx, id);
    throw new ProblemError('taken');
  }
  const subject = ofCustomers(customer.id);
  await audit(tx, {
    by: agent,
    at: deps.clock(),
    action: 'caseRegistered',
    subject,
    detail: { case: id, kind: file.kind },
  });
  return answer(tx, id);
}

async function change(
  acting: Acting,
  found: KeptCase,
  act: Act,
  moment: string,
  locked: readonly KeptCase[],
): Promise<Acted> {
  const { tx, agent, deps } = acting;
  const { id, customerId } = found;
  const { lists, doer, ...known } = await decided(acting, found.portfolioId, found.file.reasonCode, found.file);
  const rules = { ...known.rules, letters: await lettersFor(acting, act, found, known.rules) };
  const into = act.kind === 'merge' ? intoWhich(act.into, found, locked) : null;
  if (act.kind === 'addTask' || act.kind === 'assign') refuseUnknownOffice(lists, act.backOffice);
  if (act.kind === 'amend' && act.reasonCode !== undefined) await refuseUnknownReason(tx, act.reasonCode);
  const file = accepted(next(found.file, act, doer, moment, rules));
  const isMoved = file.backOffice !== found.file.backOffice;
  const queueId = isMoved ? await queueOf(tx, lists, file.backOffice) : found.queueId;
  const contactId = act.kind === 'remind' ? act.contactId : null;
  await asHouse(tx, async (all) => {
    await changeCase(all, { id, file, queueId, agentId: agent.id, contactId });
    if (into === null) return;
    const by = { id: newId(deps), at: moment, by: agent.name, act: 'absorb', step: null, was: {}, told: null } as const;
    const kept = absorbing(into.file, found.file);
    const whole = { ...kept, log: [...kept.log, { ...by, text: found.file.number }] };
    await changeCase(all, { id: into.id, file: whole, queueId: into.queueId, agentId: agent.id, contactId: null });
  });
  const detail = { case: id, act: act.kind, ...(act.kind === 'amend' && { fields: amended(act) }) };
  await audit(tx, { by: agent, at: deps.clock(), action: 'caseStepped', subject: ofCustomers(customerId), detail });
  return answer(tx, id);
}

/**
 * The letters that the act may be about. An answer is given by the letter that is being sent, and by none that was sent before or lies
 * there; somebody else is asked to confirm one that has not been sent.
 */
async function lettersFor({ tx, sending }: Acting, act: Act, { id, file }: KeptCase, rules: CaseRules) {
  if (act.kind !== 'answer' && act.kind !== 'askConfirmation') return rules.letters;
  const all = await lettersOf(tx, id);
  const those = all.filter((letter) =>
    act.kind === 'answer' ? letter.id === sending : stateOf(letter, file) === 'draft',
  );
  return new Map(those.map((letter) => headOf(letter, file, rules)));
}

/** By what it is decided, and as whom. */
async function decided({ tx, agent }: Acting, portfolioId: string, reasonCode: string, file: CaseFile | null) {
  const { lists, rules } = await rulesFor(tx, portfolioId, reasonCode, file);
  const doer: Doer = {
    ...{ kind: 'agent', id: agent.id, name: agent.name, role: agent.role },
    offices: await officesOfAgent(tx, agent, lists),
  };
  return { lists, rules, doer };
}

/** Of a case of that reason in that portfolio; `file` null: one that is only to be registered. */
export async function rulesFor(
  tx: Seen,
  portfolioId: string,
  reasonCode: string,
  file: CaseFile | null,
): Promise<{ readonly lists: CaseLists; readonly rules: CaseRules }> {
  const clientId = await clientOf(tx, portfolioId);
  const lists = await caseLists(tx, clientId);
  const { complaints: policy } = await companyPolicy(tx);
  const target = await targetOf(tx, reasonCode);
  return { lists, rules: caseRulesFor(file, { lists, policy, clientId, target, letters: new Map() }) };
}

/** Numbers of this year, where the company is. */
export async function numbersFor({ tx, deps, agent }: Acting, count: number) {
  const at = deps.clock();
  const year = Number(civilDate(at, deps.config.timeZone).slice(0, 4));
  return giveNumbers(tx, { agentId: agent.id, year, count, at });
}

/** Whoever is named in it is one of us, by the name that they have here, and sees the case. */
async function asTheHouseKnows({ tx }: Acting, { portfolioId }: KeptCase, act: Act): Promise<Act> {
  if (act.kind === 'setSubject' && act.subject !== null && (await activeAgent(tx, act.subject)) === null)
    throw invalidField('act.subject', 'no such agent');
  if ((act.kind !== 'assess' && act.kind !== 'assign') || act.owner === null) return act;
  const owner = await activeAgent(tx, act.owner.id);
  if (owner === null || !owner.portfolios.includes(portfolioId)) throw invalidField('act.owner', 'no such agent');
  return { ...act, owner: { id: act.owner.id, name: owner.name } };
}

/** The one that it is merged into. */
function intoWhich(id: string, found: KeptCase, locked: readonly KeptCase[]): KeptCase {
  const into = locked.find((each) => each.id === id && each.id !== found.id);
  if (into === undefined || into.customerId !== found.customerId || !isOpen(into.file.stage.step))
    throw refused({ why: 'lacking', what: ['into'] });
  return into;
}

async function refuseUnknownReason(tx: Seen, code: string): Promise<void> {
  const { reason } = await knownCodes(tx, { reason: code, secondary: [], outcome: '' });
  if (!reason) throw invalidField('act.reasonCode', 'not on the list of contact reasons');
}

function refuseUnknownOffice({ backOffices }: CaseLists, code: string): void {
  if (!backOffices.some((office) => office.code === code && office.active))
    throw invalidField('act.backOffice', 'not on the list of back offices');
}

/** Where its work lies; null: with its customer. */
async function queueOf(tx: Seen, { backOffices }: CaseLists, code: string): Promise<string | null> {
  const queueId = backOffices.find((office) => office.code === code)?.queueId ?? null;
  return queueId !== null && (await isQueue(tx, queueId)) ? queueId : null;
}

const amended = ({ id: _, kind: __, ...fields }: Extract<Act, { kind: 'amend' }>): string[] =>
  Object.entries(fields).flatMap(([field, becomes]) => (becomes === undefined ? [] : [field]));

function accepted(decision: ReturnType<typeof next>): CaseFile {
  if (!decision.ok) throw refused(decision.error);
  return decision.value;
}

/** What the rules refuse; why goes with it, for whoever has sent it. */
export const refused = (refusal: Refusal): ProblemError => new ProblemError('cannot-act', { extension: { refusal } });
