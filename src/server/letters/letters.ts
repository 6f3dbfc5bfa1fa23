// Letters about cases: begun from a template, written, looked at by somebody else, recorded as sent. Whether something may be done to the
// case is the rules' of cases to say; here stands what a letter needs besides.
import { createHash } from 'node:crypto';
import { attachmentIdSchema, megabyte, mostPerCase } from '#shared/model/attachment';
import { dayOf } from '#shared/model/calendar';
import { type Act, owesAcknowledgement } from '#shared/model/caseActs';
import type { Notice } from '#shared/model/caseFile';
import { inThrees } from '#shared/model/caseNumber';
import { plainFileName } from '#shared/model/fileKind';
import { caseIdSchema, portfolioIdSchema, ulidSchema } from '#shared/model/ids';
import { begun, type LetterKind, type Written } from '#shared/model/letters';
import { keptListSchema, listsFor } from '#shared/model/lists/lists';
import type { CaseLetters, Letter, LetterHead, LetterSending, NewLetter } from '#shared/protocol/letters';
import { letterHeadSchema, letterSchema } from '#shared/protocol/letters';
import { audit, ofCustomers } from '../audit/audit.ts';
import { type Acting, actOn, refused, rulesFor } from '../cases/act.ts';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { newId } from '../deps.ts';
import type { PrintedLetter } from '../pdf/letter.ts';
import { seesRestricted } from '../privacy/restricted.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { addAttachment, addPart, countFiles, isHeld, isRestricted, keepWhole } from '../repositories/attachments.ts';
import { caseOfAct, clientOf, type KeptCase, lockCases, readCase } from '../repositories/cases.ts';
import { findCustomer } from '../repositories/customers.ts';
import {
  addLetter,
  companyNameOf,
  findLetter,
  type KeptLetter,
  lettersOf,
  markSent,
  removeLetter,
  writeLetter,
} from '../repositories/letters.ts';
import { writtenLists } from '../repositories/lists.ts';
import { companyPolicy } from '../repositories/workstation.ts';
import type { ToOurs } from '../sendersClock.ts';
import {
  type About,
  bodyOf,
  dayInWords,
  factsOf,
  indemnityOf,
  isIndemnityDue,
  recipientOf,
  unstopped,
} from './facts.ts';
import { isConfirmationDue, lacksOf, returnedOf, stateOf } from './standing.ts';
import { words } from './words.ts';

/** A letter with all that is to be known of it here. */
export interface Known extends About {
  readonly letter: KeptLetter;
  readonly found: KeptCase;
}

/** What is known of the case, for its letters. Throws ProblemError `not-found`, `restricted`. */
export async function aboutCase(
  { tx, agent }: Acting,
  found: KeptCase | null,
): Promise<About & { readonly found: KeptCase }> {
  if (found === null) throw new ProblemError('not-found');
  if (!seesRestricted(agent) && (await isRestricted(tx, found.customerId))) throw new ProblemError('restricted');
  const { lists, rules } = await rulesFor(tx, found.portfolioId, found.file.reasonCode, found.file);
  // With the house's eyes: a closed queue's case may be answered by who sees no more of the customer.
  const customer = await asHouse(tx, (all) => findCustomer(all, found.customerId));
  if (customer === null) throw new ProblemError('not-found');
  const company = await companyNameOf(tx, await clientOf(tx, found.portfolioId));
  return { file: found.file, customer, lists, rules, company, found };
}

/** Throws ProblemError `not-found`, `restricted`. */
export async function knownLetter(acting: Acting, id: string, { lock = false } = {}): Promise<Known> {
  const { tx } = acting;
  const caseId = (await findLetter(tx, id))?.caseId;
  if (caseId === undefined) throw new ProblemError('not-found');
  // The case first, as whoever changes one does.
  const about = await aboutCase(acting, await (lock ? lockedCase(tx, caseId) : readCase(tx, caseId)));
  const letter = await findLetter(tx, id, { lock });
  if (letter === null) throw new ProblemError('not-found');
  return { ...about, letter };
}

const lockedCase = async (tx: Seen, id: string): Promise<KeptCase | null> => (await lockCases(tx, [id]))[0] ?? null;

async function templatesFor(tx: Seen, { found, file }: { readonly found: KeptCase; readonly file: KeptCase['file'] }) {
  const written = await writtenLists(tx, ['letterTemplates']);
  const kept = written.flatMap((list) => keptListSchema.safeParse(list).data ?? []);
  const clientId = portfolioIdSchema.parse(await clientOf(tx, found.portfolioId));
  const all = listsFor(kept, clientId).letterTemplates ?? [];
  return all.filter(({ active, kind }) => active && (file.kind === 'complaint' || !ofComplaints.includes(kind)));
}

const ofComplaints: readonly LetterKind[] = ['acknowledgement', 'answer'];

export async function lettersOfCase(acting: Acting, caseId: string): Promise<CaseLetters> {
  const { tx } = acting;
  const { found, file, customer } = await aboutCase(acting, await readCase(tx, caseId));
  const templates = await templatesFor(tx, { found, file });
  return {
    letters: (await lettersOf(tx, caseId)).map((letter) => toHead(letter, file)),
    templates: templates.map(({ code, kind, name }) => ({ code, kind, name })),
    language: customer.language,
  };
}

function toHead(letter: KeptLetter, file: KeptCase['file']): LetterHead {
  const { id, caseId, template, language, version, by, changedAt, sent } = letter;
  return letterHeadSchema.parse({
    ...{ id, caseId, kind: template.kind, name: template.name, language, version, by, sent },
    ...{ state: stateOf(letter, file), changedAt: changedAt.toISOString() },
  });
}

/** As it is given out. */
export function toTold({ agent, deps }: Acting, { letter, file, rules, customer, company }: Known): Letter {
  const { template, parts, authors } = letter;
  return letterSchema.parse({
    ...toHead(letter, file),
    customerId: customer.id,
    ...{ template, parts, company, recipient: recipientOf(customer), number: inThrees(file.number) },
    alsoMust: template.kind === 'answer' ? rules.profile.parts : [],
    indemnityCents: indemnityOf(file),
    lacks: lacksOf(letter, file, rules),
    needsConfirmation: isConfirmationDue(letter, rules),
    today: dayOf(deps.clock().toISOString(), rules.calendar),
    isOwn: authors.includes(agent.id),
    returned: returnedOf(letter, file),
  });
}

/** Begun again under its id it is answered as it stands. */
export async function beginLetter(
  acting: Acting,
  caseId: string,
  { id, template: code, language }: NewLetter,
): Promise<Known> {
  const { tx, agent, deps } = acting;
  const about = await aboutCase(acting, await lockedCase(tx, caseId));
  const { found, file } = about;
  const known = await asHouse(tx, (all) => findLetter(all, id));
  if (known !== null && known.caseId !== caseId) throw new ProblemError('key-reused');
  if (known !== null) return { ...about, letter: known };
  refuseSubject(found, agent.id);
  if (file.stage.step === 'merged' || file.stage.step === 'cancelled')
    throw refused({ why: 'notNow', step: file.stage.step });
  const template = (await templatesFor(tx, { found, file })).find((each) => each.code === code);
  if (template === undefined) throw invalidField('template', 'not on the list of templates');
  const at = deps.clock();
  const facts = factsOf(about, agent.name, at, language);
  const parts = begun(template, facts, language, isIndemnityDue(file));
  await addLetter(tx, { id, caseId, template, language, parts }, agent, at);
  await auditWritten(acting, found, id, template.code);
  return { ...about, letter: await letterThere(tx, id) };
}

async function auditWritten({ tx, agent, deps }: Acting, found: KeptCase, id: string, template: string) {
  const [by, at, subject] = [agent, deps.clock(), ofCustomers(found.customerId)];
  await audit(tx, { by, at, action: 'letterWritten', subject, detail: { case: found.id, letter: id, template } });
}

async function letterThere(tx: Seen, id: string): Promise<KeptLetter> {
  const letter = await findLetter(tx, id);
  if (letter === null) throw new ProblemError('not-found');
  return letter;
}

/** Whom a complaint is about does not answer it. */
function refuseSubject({ file }: KeptCase, agentId: string): void {
  if (file.subject === agentId) throw refused({ why: 'aboutYou' });
}

/** Throws `version-conflict` with the letter as it stands where somebody else has written on it, `cannot-act` where nobody writes on any more. */
export async function saveLetter(acting: Acting, id: string, version: number, parts: Written): Promise<Known> {
  const { tx, agent, deps } = acting;
  const known = await knownLetter(acting, id, { lock: true });
  const { letter, found, file } = known;
  // Sent again, since the answer was lost.
  if (isSame(letter.parts, parts) && letter.by === agent.name) return known;
  refuseSubject(found, agent.id);
  if (stateOf(letter, file) !== 'draft') throw refused({ why: 'notNow', step: file.stage.step });
  if (letter.version !== version)
    throw new ProblemError('version-conflict', { extension: { current: toTold(acting, known) } });
  const strange = Object.keys(parts).find((code) => !letter.template.parts.some((part) => part.code === code));
  if (strange !== undefined) throw invalidField(`parts.${strange}`, 'no part of this letter');
  const isFirstOfHand = letter.authors.at(-1) !== agent.id;
  await writeLetter(tx, { id, version, apart: returnedOf(letter, file) !== null }, parts, agent, deps.clock());
  if (isFirstOfHand) await auditWritten(acting, found, id, letter.template.code);
  return { ...known, letter: await letterThere(tx, id) };
}

/** Not wanted: with all that was written on it. Throws as `saveLetter` does, and `on-hold` where nothing of the customer may go. */
export async function discardLetter(acting: Acting, id: string, version: number): Promise<void> {
  const { tx, agent, deps } = acting;
  const known = await knownLetter(acting, id, { lock: true });
  const { letter, found, file } = known;
  refuseSubject(found, agent.id);
  if (stateOf(letter, file) !== 'draft') throw refused({ why: 'notNow', step: file.stage.step });
  if (letter.version !== version)
    throw new ProblemError('version-conflict', { extension: { current: toTold(acting, known) } });
  if (await isHeld(tx, found.customerId)) throw new ProblemError('on-hold');
  await removeLetter(tx, id);
  const detail = { case: found.id, letter: id, template: letter.template.code };
  const subject = ofCustomers(found.customerId);
  await audit(tx, { by: agent, at: deps.clock(), action: 'letterDiscarded', subject, detail });
}

const isSame = (one: Written, other: Written): boolean => {
  const codes = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...codes].every((code) => (one[code] ?? '') === (other[code] ?? ''));
};

/** Whoever may confirm it is asked to: from now on nobody writes on, so that what is confirmed is what is sent. */
export async function askConfirmation(
  acting: Acting,
  id: string,
  version: number,
  asked: { readonly actId: string; readonly at: string },
  toOurs: ToOurs,
): Promise<Known> {
  const known = await knownLetter(acting, id, { lock: true });
  const thing = { of: 'answer', letterId: ulidSchema.parse(id) } as const;
  await step(acting, known, { id: asked.actId, kind: 'askConfirmation', thing }, asked.at, toOurs, version);
  return knownLetter(acting, id);
}

/** The act on the case, unless it has been done before; the letter is the one that was read. */
async function step(
  acting: Acting,
  known: Known,
  act: Act,
  at: string,
  toOurs: ToOurs,
  version: number,
): Promise<void> {
  const { found, letter } = known;
  const isDone = (await asHouse(acting.tx, (all) => caseOfAct(all, act.id))) !== null;
  if (!isDone && letter.version !== version)
    throw new ProblemError('version-conflict', { extension: { current: toTold(acting, known) } });
  const customerId = known.customer.id;
  await actOn(acting, caseIdSchema.parse(found.id), { customerId, act, at }, toOurs);
}

/** Why it may not leave, as the rules of cases say such things; null: it may. */
function heldBack({ letter, file, rules }: Known) {
  const lacks = lacksOf(letter, file, rules);
  if (lacks.length > 0) return { why: 'lacking', what: lacks.map(({ part }) => part) } as const;
  const state = stateOf(letter, file);
  const isMissing = isConfirmationDue(letter, rules) && state !== 'confirmed' && state !== 'sent';
  return isMissing || state === 'asked' ? ({ why: 'needsConfirmation' } as const) : null;
}

/** As it is printed, to be sent. Throws `cannot-act` where something keeps it from leaving. `day`: on which it goes. */
export function printedOf(known: Known, day: string): PrintedLetter {
  const held = heldBack(known);
  if (held !== null) throw refused(held);
  const { letter, file, rules, customer, company } = known;
  const { template, parts, language } = letter;
  const said = words[language];
  const number = inThrees(file.number);
  const body = bodyOf({ file, rules });
  return {
    ...{ company, template, parts, language, number, page: said.page, recipient: recipientOf(customer) },
    day: dayInWords(letter.sent?.day ?? day, language),
    subject: `${said.ourReference}: ${said.subject[file.kind](number)}. ${template.name[language]}`,
    foot: body === null ? null : `${unstopped(body.name[language])}. ${body.how[language]}`,
  };
}

/** "Risposta al reclamo 260 118 401.pdf". */
export const fileNameOf = ({ letter, file }: Known): string =>
  plainFileName(`${letter.template.name[letter.language]} ${inThrees(file.number)}.pdf`);

/** Whether this very sending is on record. */
export const isRecorded = async ({ tx }: Acting, { found, letter }: Known, actId: string): Promise<boolean> =>
  letter.sent !== null && (await asHouse(tx, (all) => caseOfAct(all, actId))) === found.id;

/** Throws `invalid-request` for a day that has not come, or is before the letter was begun. */
export function refuseDay({ deps }: Acting, { letter, rules }: Known, day: string): void {
  if (day > dayOf(deps.clock().toISOString(), rules.calendar)) throw invalidField('day', 'it has not come yet');
  if (day < dayOf(letter.begunAt.toISOString(), rules.calendar))
    throw invalidField('day', 'the letter had not been begun');
}

/**
 * It has been sent: what was sent lies among the files of the case, and what it does to the case is done, all of it or nothing.
 * @param pdf what `printedOf` prints of this version.
 */
export async function recordSending(
  acting: Acting,
  id: string,
  { version, sending, pdf }: { readonly version: number; readonly sending: LetterSending; readonly pdf: Buffer },
  toOurs: ToOurs,
): Promise<Known> {
  const { tx, agent, deps } = acting;
  const known = await knownLetter(acting, id, { lock: true });
  if (await isRecorded(acting, known, sending.actId)) return known;
  const { letter, found, file } = known;
  if (letter.sent !== null) throw new ProblemError('taken');
  if (letter.version !== version)
    throw new ProblemError('version-conflict', { extension: { current: toTold(acting, known) } });
  const held = heldBack(known);
  if (held !== null) throw refused(held);
  refuseSubject(found, agent.id);
  const attachmentId = await keepAmongFiles(acting, known, pdf);
  const { day, channel, how, actId } = sending;
  const at = deps.clock();
  await markSent(tx, id, { day, channel, how, by: agent.name, attachmentId }, at);
  const act = actOfSending(known, sending, actId);
  const moment = momentOf(known, sending, toOurs);
  await step({ ...acting, sending: id }, known, act, moment, (told) => told, version);
  const subject = ofCustomers(found.customerId);
  const detail = {
    case: found.id,
    letter: id,
    kind: letter.template.kind,
    channel,
    act: act.kind,
    step: file.stage.step,
  };
  await audit(tx, { by: agent, at, action: 'letterSent', subject, detail });
  return knownLetter(acting, id);
}

/** When it went: now, or in the middle of the day that is recorded afterwards. What was done later is not overtaken (`next`). */
function momentOf({ rules }: Known, { day, at }: LetterSending, toOurs: ToOurs): string {
  const now = toOurs(at);
  return dayOf(now, rules.calendar) === day ? now : `${day}T12:00:00.000Z`;
}

/** What is done to the case by it. */
function actOfSending({ letter, file }: Known, { channel: told, answer }: LetterSending, actId: string): Act {
  const { kind, name } = letter.template;
  const id = ulidSchema.parse(actId);
  if (kind === 'answer') {
    if (answer === null) throw invalidField('answer', 'an answer says how it decides');
    return { id, kind: 'answer', letterId: ulidSchema.parse(letter.id), told, ...answer };
  }
  if (kind === 'acknowledgement' && owesAcknowledgement(file)) return { id, kind: 'acknowledge', told };
  const notices = file.toTell.filter((notice) => tellsOf[kind].includes(notice));
  return { id, kind: 'tell', notices, told, text: name[letter.language] };
}

/** What the customer has been told by a letter of that kind. */
const tellsOf: Readonly<Record<Exclude<LetterKind, 'answer'>, readonly Notice[]>> = {
  acknowledgement: ['number', 'newNumber', 'reopened'],
  request: ['missing'],
  update: ['reminded', 'priority'],
  closing: ['closing'],
};

/** In the pieces in which files lie. Throws `cannot-act` where the case has no room for one more. */
async function keepAmongFiles(acting: Acting, known: Known, pdf: Buffer): Promise<string> {
  const { tx, agent, deps } = acting;
  const { attachments: limits } = await companyPolicy(tx);
  const caseId = caseIdSchema.parse(known.found.id);
  // One more than people may add: a letter that has gone is not to be without its copy.
  const most = Math.min(limits.perCase + lettersBesides, mostPerCase);
  if ((await countFiles(tx, caseId, null)) >= most) throw refused({ why: 'lacking', what: ['room'] });
  const id = attachmentIdSchema.parse(newId(deps));
  const at = deps.clock();
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  await addAttachment(tx, { id, caseId, name: fileNameOf(known), bytes: pdf.length, sha256 }, agent, at);
  const outside = { sealingKey: deps.attachments?.sealingKey ?? null, random: deps.random };
  for (let from = 0; from < pdf.length; from += megabyte)
    await addPart(tx, { id, at: from }, pdf.subarray(from, from + megabyte), at, outside);
  await keepWhole(tx, id, 'pdf', at);
  const detail = { attachment: id, case: caseId, kind: 'pdf', bytes: pdf.length };
  const subject = ofCustomers(known.found.customerId);
  await audit(tx, { by: agent, at, action: 'attachmentAdded', subject, detail });
  return id;
}

const lettersBesides = 20;
