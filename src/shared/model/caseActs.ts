// What may be done to a case, by whom, and what it leads to: one table of acts, and one function that applies them, the same on the PC (which
// shows what will be) and on the backend (which decides). Time and identities come with the act; nothing is read from anywhere. Pure.
// Steps and rights: ISO 10002 (handling of complaints), ARERA TIQV and AGCOM 255/24/CONS through the profile of deadlines.
import { z } from 'zod';
import { err, ok, type Result } from '../lib/result.ts';
import { type Calendar, type Day, dayOf, daySchema } from './calendar.ts';
import {
  backOfficeCodeSchema,
  type CaseDue,
  type CaseFile,
  COMPLAINTS,
  type Confirmation,
  type ConfirmedThing,
  caseKindSchema,
  confirmedThingSchema,
  type DueKind,
  dueOfKind,
  FRONT_LINE,
  isOpen,
  mostTasks,
  type Notice,
  noticeSchema,
  type Person,
  prioritySchema,
  proposalSchema,
  type Stage,
  type StageOf,
  type Step,
  steps,
  verdictSchema,
} from './caseFile.ts';
import { channelSchema } from './channel.ts';
import { answerTerm, type ComplaintProfile } from './complaintProfile.ts';
import { type Rules as DayRules, dueOf, type Term, warnDays } from './deadlines.ts';
import { agentIdSchema, caseIdSchema, instantSchema, interactionIdSchema, ulidSchema } from './ids.ts';
import { rowCodeSchema } from './lists/text.ts';
import type { Role } from './role.ts';

const text = (least: number, most: number) => z.string().trim().min(least).max(most);
const person = z.strictObject({ id: agentIdSchema, name: text(1, 120) });
const told = channelSchema;
const act = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ id: ulidSchema, kind: z.literal(kind), ...shape });
const wait = { missing: text(3, 300), remindOn: daySchema };

/** An act as it is sent: `id` is made where it is done, so that it counts once however often it arrives. */
export const actSchema = z.discriminatedUnion('kind', [
  act('register', {
    of: caseKindSchema,
    number: text(1, 20),
    title: text(1, 160),
    reasonCode: text(1, 20),
    priority: prioritySchema,
    channel: channelSchema,
    contactId: interactionIdSchema.nullable(),
    contract: text(1, 60).nullable(),
    words: z.string().trim().max(2_000),
    remedy: z.string().trim().max(500),
    receivedAt: instantSchema,
    variant: rowCodeSchema.nullable(),
    backOffice: backOfficeCodeSchema,
  }),
  act('acknowledge', { told }),
  act('assess', {
    severity: z.int().min(1).max(3),
    safety: z.boolean(),
    complex: z.boolean(),
    repeated: z.boolean(),
    priority: prioritySchema,
    owner: person,
  }),
  act('work', {}),
  act('waitCustomer', wait),
  act('waitThird', wait),
  act('resume', { text: text(3, 1_000) }),
  act('propose', { proposal: proposalSchema }),
  act('answer', { letterId: ulidSchema, verdict: verdictSchema, rootCause: rowCodeSchema, told }),
  act('close', {
    outcome: z.enum([...verdictSchema.options, 'solved', 'notSolved']),
    /** Of complaints: null where it is the answer's. */
    rootCause: rowCodeSchema.nullable(),
    /** What was promised has really been done. */
    executed: z.literal(true),
  }),
  act('withdraw', { words: text(3, 1_000) }),
  act('reopen', { words: text(3, 1_000), newFacts: z.string().trim().max(1_000) }),
  act('toAdr', { body: rowCodeSchema, reference: z.string().trim().max(60), noticeDay: daySchema }),
  act('settle', { text: text(3, 1_000), rootCause: rowCodeSchema }),
  act('merge', { into: caseIdSchema }),
  act('cancel', { why: text(10, 500) }),
  act('remind', { words: z.string().trim().max(1_000), contactId: interactionIdSchema.nullable() }),
  act('note', { text: text(1, 2_000) }),
  /** No notices: a letter that says how it stands. */
  act('tell', { notices: z.array(noticeSchema), told, text: z.string().trim().max(1_000) }),
  act('addTask', { backOffice: backOfficeCodeSchema, what: text(3, 300), day: daySchema.nullable() }),
  act('doTask', { taskId: ulidSchema, result: z.string().trim().max(500) }),
  act('dropTask', { taskId: ulidSchema, why: text(3, 500) }),
  act('assign', { owner: person.nullable(), backOffice: backOfficeCodeSchema }),
  act('amend', {
    title: text(1, 160).optional(),
    reasonCode: text(1, 20).optional(),
    words: z.string().trim().max(2_000).optional(),
    remedy: z.string().trim().max(500).optional(),
    contract: text(1, 60).nullable().optional(),
    variant: rowCodeSchema.nullable().optional(),
  }),
  act('dispute', { cents: z.int().positive().max(100_000_000).nullable() }),
  act('setSubject', { subject: agentIdSchema.nullable() }),
  act('askConfirmation', { thing: confirmedThingSchema }),
  act('confirm', { confirmationId: ulidSchema }),
  act('sendBack', { confirmationId: ulidSchema, words: text(3, 1_000) }),
  /** A letter that has not gone is written on, and looked at again: it was asked for or confirmed as it stood. */
  act('takeBack', { confirmationId: ulidSchema, words: text(3, 1_000) }),
]);
export type Act = z.infer<typeof actSchema>;
export type ActKind = Act['kind'];
export type ActOf<K extends ActKind> = Extract<Act, { kind: K }>;

/** Who does it. `offices`: the back offices that they belong to; everybody belongs to the front line. `house`: the backend itself, by the clock. */
export type Doer =
  | {
      readonly kind: 'agent';
      readonly id: Person['id'];
      readonly name: string;
      readonly role: Role;
      readonly offices: readonly string[];
    }
  | { readonly kind: 'house' };

/** What is known of a letter of the case where the answer is decided. */
export type LetterHead = { readonly authors: readonly Person['id'][]; readonly lacks: readonly string[] };

/** By what the company goes. */
export type CaseRules = {
  readonly calendar: Calendar;
  /** The one that the case names, of its client company; for a new one the company's present choice. */
  readonly profile: ComplaintProfile;
  /** For complaints that reach the company on a way on which the profile's term does not run. */
  readonly fallback: ComplaintProfile;
  /** The target of the reason; null: none. */
  readonly target: Term | null;
  /** What whoever has the case may offer of their own accord, in cents. */
  readonly mandateCents: number;
  /** Null: what letters there are is not known here (on a PC): their parts and pairs of eyes are left to the backend. */
  readonly letters: ReadonlyMap<string, LetterHead> | null;
};

export const refusalSchema = z.discriminatedUnion('why', [
  /** Nothing of the kind can be done where the case stands. */
  z.object({ why: z.literal('notNow'), step: z.enum(steps).nullable() }),
  z.object({ why: z.literal('notYours') }),
  /** It is about this agent. */
  z.object({ why: z.literal('aboutYou') }),
  z.object({ why: z.literal('lacking'), what: z.array(z.string()).readonly() }),
  z.object({ why: z.literal('needsConfirmation') }),
  /** Whoever wrote or asked it does not confirm it. */
  z.object({ why: z.literal('ownWork') }),
  z.object({ why: z.literal('tooLate') }),
]);
export type Refusal = z.infer<typeof refusalSchema>;

/** `ownerOfComplaint`: owner and of the complaints desk; `registrant`: who registered it, on the same day. */
type Who =
  | 'anyone'
  | 'owner'
  | 'office'
  | 'complaints'
  | 'ownerOfComplaint'
  | 'taskOffice'
  | 'registrant'
  | 'lead'
  | 'house';

type Row = { readonly of: 'both' | 'complaint'; readonly from: readonly Step[]; readonly who: readonly Who[] };

const waits = ['waitingCustomer', 'waitingThird'] as const;
const beforeAnswer = ['registered', 'acknowledged', 'assessed', 'worked', ...waits, 'proposed', 'reopened'] as const;
const open = [...beforeAnswer, 'answered', 'adr'] as const;
const hands = ['owner', 'office', 'complaints', 'lead'] as const;

/** Every act on a case that exists: of which kind it may be, where it may stand, who may do it. */
export const actsTable = {
  // Assessed or worked before it was acknowledged, it still owes that.
  acknowledge: { of: 'complaint', from: beforeAnswer, who: ['registrant', 'complaints', 'owner'] },
  assess: { of: 'complaint', from: ['registered', 'acknowledged', 'reopened'], who: ['complaints'] },
  work: {
    of: 'both',
    // Worked, and nobody's: whoever takes it.
    from: ['registered', 'acknowledged', 'assessed', 'reopened', 'proposed', 'worked'],
    who: ['owner', 'office', 'complaints'],
  },
  waitCustomer: { of: 'both', from: ['worked', 'assessed'], who: ['owner', 'office'] },
  waitThird: { of: 'both', from: ['worked', 'assessed'], who: ['owner', 'office'] },
  resume: { of: 'both', from: waits, who: ['anyone'] },
  propose: { of: 'both', from: ['worked'], who: ['owner', 'office'] },
  answer: { of: 'complaint', from: ['worked', 'proposed'], who: ['ownerOfComplaint'] },
  close: { of: 'both', from: open, who: ['owner', 'office', 'house'] },
  withdraw: { of: 'both', from: open, who: ['anyone'] },
  reopen: { of: 'both', from: ['answered', 'closed'], who: ['anyone'] },
  toAdr: { of: 'complaint', from: [...beforeAnswer, 'answered', 'closed'], who: ['complaints', 'lead'] },
  settle: { of: 'complaint', from: ['adr'], who: ['complaints', 'lead'] },
  merge: { of: 'both', from: open, who: ['complaints', 'lead'] },
  cancel: { of: 'both', from: open, who: ['lead'] },
  remind: { of: 'both', from: open, who: ['anyone'] },
  note: { of: 'both', from: [...open, 'closed'], who: ['anyone'] },
  tell: { of: 'both', from: [...open, 'closed'], who: ['anyone'] },
  addTask: { of: 'both', from: open, who: hands },
  doTask: { of: 'both', from: open, who: ['taskOffice'] },
  dropTask: { of: 'both', from: open, who: hands },
  assign: { of: 'both', from: open, who: hands },
  amend: { of: 'both', from: open, who: ['registrant', 'owner'] },
  dispute: { of: 'both', from: open, who: ['owner', 'complaints'] },
  setSubject: { of: 'complaint', from: open, who: ['complaints', 'lead'] },
  askConfirmation: { of: 'both', from: open, who: ['owner', 'office'] },
  confirm: { of: 'both', from: open, who: ['lead'] },
  sendBack: { of: 'both', from: open, who: ['lead'] },
  takeBack: { of: 'complaint', from: beforeAnswer, who: ['owner', 'office'] },
} as const satisfies Record<Exclude<ActKind, 'register'>, Row>;
/** Who gives confirmations, as the table has it. */
export const confirmerRoles: readonly Role[] = ['lead'];
type ActOnCase = Exclude<Act, { kind: 'register' }>;

/** What the agent whom a complaint is about may do all the same. */
const evenBySubject: readonly ActKind[] = ['remind', 'note'];
/** A case of another kind than complaint is closed without an answer; a complaint only after one. */
const closesFrom = { case: open, complaint: ['answered'] } as const satisfies Record<CaseFile['kind'], readonly Step[]>;
const leastNewFacts = 20;
/** So many times chased: it moves up. */
const remindersThatRaise = 3;

const is = (who: Who, file: CaseFile, doer: Doer, today: Day, rules: CaseRules): boolean => {
  if (doer.kind === 'house') return who === 'house';
  const inComplaints = doer.offices.includes(COMPLAINTS);
  const owns = file.owner?.id === doer.id;
  switch (who) {
    case 'anyone':
      return true;
    case 'owner':
      return owns;
    case 'office':
      return file.backOffice === FRONT_LINE || doer.offices.includes(file.backOffice);
    case 'complaints':
      return inComplaints;
    case 'ownerOfComplaint':
      return owns && inComplaints;
    case 'registrant':
      return file.registeredBy?.id === doer.id && dayOf(file.registeredAt, rules.calendar) === today;
    case 'taskOffice':
      return file.tasks.some(({ end, backOffice }) => end.state === 'open' && belongs(doer, backOffice));
    case 'lead':
      return doer.role === 'lead';
    case 'house':
      return false;
  }
};

const belongs = (doer: Doer, backOffice: string): boolean =>
  doer.kind === 'agent' && (backOffice === FRONT_LINE || doer.offices.includes(backOffice));

const firstSteps: readonly Step[] = ['registered', 'reopened'];
/** Until it was acknowledged, which the answer does too (ISO 10002, 8.3). */
export const owesAcknowledgement = (file: CaseFile): boolean =>
  firstSteps.includes(file.stage.step) || dueOfKind(file, 'acknowledge') !== null;

/** Asked for or confirmed: nobody writes on. */
const isLetterOnItsWay = ({ thing, end }: Confirmation): boolean => thing.of === 'answer' && end.state !== 'returned';

function refusalOf(file: CaseFile, kind: ActOnCase['kind'], doer: Doer, today: Day, rules: CaseRules): Refusal | null {
  const row: Row = actsTable[kind];
  const { step } = file.stage;
  if (doer.kind === 'agent' && file.subject === doer.id && !evenBySubject.includes(kind)) return { why: 'aboutYou' };
  if (row.of === 'complaint' && file.kind !== 'complaint') return { why: 'notNow', step };
  if (!row.from.includes(step)) return { why: 'notNow', step };
  if (kind === 'acknowledge' && !owesAcknowledgement(file)) return { why: 'notNow', step };
  if (kind === 'takeBack' && !file.confirmations.some(isLetterOnItsWay)) return { why: 'notNow', step };
  if (kind === 'work' && step === 'worked' && file.owner !== null) return { why: 'notNow', step };
  if (kind === 'close' && !(closesFrom[file.kind] as readonly Step[]).includes(step)) return { why: 'notNow', step };
  return row.who.some((who) => is(who, file, doer, today, rules)) ? null : { why: 'notYours' };
}

/** On these others wait at once, or they need what only the backend knows: with the backend away they are not begun. */
const withBackendAlone: readonly ActKind[] = ['answer', 'toAdr', 'settle', 'merge', 'cancel', 'assign', 'setSubject'];
export const needsBackend = (kind: ActKind, of: CaseFile['kind']): boolean =>
  withBackendAlone.includes(kind) || (kind === 'close' && of === 'complaint');

/** Acts that this doer may do now, in the order of the table: what a screen offers. */
export const possible = (file: CaseFile, doer: Doer, at: string, rules: CaseRules): ActOnCase['kind'][] =>
  (Object.keys(actsTable) as ActOnCase['kind'][]).filter(
    (kind) => refusalOf(file, kind, doer, dayOf(at, rules.calendar), rules) === null,
  );

/** The profile by whose term the answer is due: another one where the customer's way is none on which it runs. */
export const profileFor = (channel: CaseFile['channel'], rules: CaseRules): ComplaintProfile =>
  rules.profile.written === null || rules.profile.written.includes(channel) ? rules.profile : rules.fallback;

function dayRules(file: Pick<CaseFile, 'channel' | 'waits'>, what: DueKind, rules: CaseRules): DayRules {
  const plain = { calendar: rules.calendar, site: null, endsOnHoliday: 'stays', yearly: [], suspensions: [] } as const;
  if (what !== 'answer') return plain;
  const profile = profileFor(file.channel, rules);
  const stopping = file.waits.filter(({ on }) => profile.stops.includes(on));
  return {
    ...plain,
    endsOnHoliday: profile.endsOnHoliday,
    yearly: profile.yearly,
    suspensions: stopping.map(({ from, to }) => ({
      from: dayOf(from, rules.calendar),
      to: to === null ? null : dayOf(to, rules.calendar),
    })),
  };
}

function endOf(
  file: Pick<CaseFile, 'channel' | 'waits'>,
  what: DueKind,
  begun: string,
  term: Term,
  rules: CaseRules,
): CaseDue['end'] {
  const by = dayRules(file, what, rules);
  const due = dueOf(begun, term, by);
  return due.state === 'stopped'
    ? due
    : { ...due, warn: warnDays(dayOf(begun, rules.calendar), due.day, term.unit, by) };
}

const withoutUnmet = (dues: readonly CaseDue[], what: DueKind): CaseDue[] =>
  dues.filter((due) => due.what !== what || due.metAt !== null);

const begin = (file: CaseFile, what: DueKind, begun: string, term: Term, rules: CaseRules): CaseFile => ({
  ...file,
  dues: [
    ...withoutUnmet(file.dues, what),
    { what, begun, term, end: endOf(file, what, begun, term, rules), metAt: null },
  ],
});

/** Due on a day that somebody has named. */
const beginOn = (file: CaseFile, what: DueKind, begun: string, day: Day): CaseFile => ({
  ...file,
  dues: [
    ...withoutUnmet(file.dues, what),
    { what, begun, term: null, end: { state: 'running', day, at: null, warn: [day, day] }, metAt: null },
  ],
});

const meet = (file: CaseFile, at: string, what: readonly DueKind[]): CaseFile => ({
  ...file,
  dues: file.dues.map((due) => (due.metAt === null && what.includes(due.what) ? { ...due, metAt: at } : due)),
});

const meetAll = (file: CaseFile, at: string): CaseFile =>
  meet(
    file,
    at,
    file.dues.map(({ what }) => what),
  );

/** Reckons every clock that still runs anew, as a wait that begins or ends asks for. */
const reckoned = (file: CaseFile, rules: CaseRules): CaseFile => ({
  ...file,
  dues: file.dues.map((due) =>
    due.metAt === null && due.term !== null ? { ...due, end: endOf(file, due.what, due.begun, due.term, rules) } : due,
  ),
});

const toTell = (file: CaseFile, notice: Notice): CaseFile => ({
  ...file,
  toTell: file.toTell.includes(notice) ? file.toTell : [...file.toTell, notice],
});

const hasTold = (file: CaseFile, notices: readonly Notice[]): CaseFile => ({
  ...file,
  toTell: file.toTell.filter((notice) => !notices.includes(notice)),
});

const at = (file: CaseFile, stage: Stage): CaseFile => ({ ...file, stage });

const endWait = (file: CaseFile, moment: string): CaseFile => ({
  ...file,
  waits: file.waits.map((each) => (each.to === null ? { ...each, to: moment } : each)),
});

const dropOpenTasks = (file: CaseFile, moment: string, why: string): CaseFile => ({
  ...file,
  tasks: file.tasks.map((task) =>
    task.end.state === 'open' ? { ...task, end: { state: 'dropped', at: moment, why } } : task,
  ),
});

const shut = (file: CaseFile, stage: StageOf<'closed' | 'merged' | 'cancelled'>): CaseFile =>
  at(endWait(meetAll(file, stage.at), stage.at), stage);

const raised = { P4: 'P3', P3: 'P2', P2: 'P1', P1: 'P1' } as const satisfies Record<
  CaseFile['priority'],
  CaseFile['priority']
>;

/** Same thing: of proposals one that was confirmed for as much covers what costs less. */
const covers = (confirmed: ConfirmedThing, wanted: ConfirmedThing): boolean => {
  if (confirmed.of === 'answer') return wanted.of === 'answer' && confirmed.letterId === wanted.letterId;
  if (confirmed.of === 'proposal') return wanted.of === 'proposal' && confirmed.cents >= wanted.cents;
  return wanted.of === 'closure';
};

const confirmerOf = (file: CaseFile, thing: ConfirmedThing): Person['id'] | null => {
  const found = file.confirmations.findLast(
    ({ thing: confirmed, end }) => end.state === 'confirmed' && covers(confirmed, thing),
  );
  return found?.end.state === 'confirmed' ? found.end.by : null;
};

type Next = Result<CaseFile, Refusal>;
type Deed<K extends ActKind> = (file: CaseFile, act: ActOf<K>, doer: Doer, moment: string, rules: CaseRules) => Next;

const personOf = (doer: Doer): Person | null => (doer.kind === 'agent' ? { id: doer.id, name: doer.name } : null);

type Wait = { readonly missing: string; readonly remindOn: Day };

const waiting =
  (step: 'waitingCustomer' | 'waitingThird') =>
  (file: CaseFile, { missing, remindOn }: Wait, _: Doer, moment: string, rules: CaseRules): Next => {
    if (remindOn < dayOf(moment, rules.calendar)) return err({ why: 'lacking', what: ['remindOn'] });
    const stage: Stage = { step, missing, remindOn, since: moment };
    const waits = [...file.waits, { on: step, from: moment, to: null }];
    const next = reckoned(beginOn({ ...file, waits, stage }, 'remind', moment, remindOn), rules);
    return ok(step === 'waitingCustomer' ? toTell(next, 'missing') : next);
  };

const toWorked = (file: CaseFile, moment: string, rules: CaseRules): CaseFile => {
  const worked = at(file, { step: 'worked' });
  return file.kind === 'complaint' && !dueOfKind(file, 'update')
    ? begin(worked, 'update', moment, rules.profile.terms.update, rules)
    : worked;
};

const decide = (file: CaseFile, id: string, doer: Doer, end: (by: Person['id']) => Confirmation['end']): Next => {
  const confirmation = file.confirmations.find((each) => each.id === id);
  if (confirmation?.end.state !== 'asked' || doer.kind !== 'agent')
    return err({ why: 'notNow', step: file.stage.step });
  if (confirmation.askedBy === doer.id || confirmation.authors.includes(doer.id)) return err({ why: 'ownWork' });
  const decided = { ...confirmation, end: end(doer.id) };
  return ok({ ...file, confirmations: file.confirmations.map((each) => (each.id === id ? decided : each)) });
};

const endTask = (
  file: CaseFile,
  id: string,
  end: CaseFile['tasks'][number]['end'],
  may: (backOffice: string) => boolean,
): Next => {
  const task = file.tasks.find((each) => each.id === id);
  if (task?.end.state !== 'open') return err({ why: 'notNow', step: file.stage.step });
  if (!may(task.backOffice)) return err({ why: 'notYours' });
  return ok({ ...file, tasks: file.tasks.map((each) => (each.id === id ? { ...each, end } : each)) });
};

/** The front line answers no complaints. */
const isOffice = (kind: CaseFile['kind'], backOffice: string): boolean => kind === 'case' || backOffice !== FRONT_LINE;

const isVariant = (kind: CaseFile['kind'], variant: string | null, { profile }: CaseRules): boolean =>
  variant === null || (kind === 'complaint' && profile.variants.some(({ code }) => code === variant));

const amendable = ['title', 'reasonCode', 'words', 'remedy', 'contract', 'variant'] as const;
const amendedBy = (act: ActOf<'amend'>): (typeof amendable)[number][] =>
  amendable.filter((field) => act[field] !== undefined);
const whatStood = (file: CaseFile, act: ActOf<'amend'>): CaseFile['log'][number]['was'] =>
  Object.fromEntries(amendedBy(act).map((field) => [field, file[field]] as const));

const deeds: { readonly [K in ActOnCase['kind']]: Deed<K> } = {
  acknowledge: (file, _, __, moment) => {
    const told = hasTold(meet(file, moment, ['acknowledge']), ['number', 'newNumber', 'reopened']);
    return ok(firstSteps.includes(file.stage.step) ? at(told, { step: 'acknowledged' }) : told);
  },

  assess: (file, { priority, owner }, _, moment) => {
    if (owner.id === file.subject) return err({ why: 'lacking', what: ['owner'] });
    const next = at({ ...meet(file, moment, ['assess']), priority, owner }, { step: 'assessed' });
    return ok(priority === file.priority ? next : toTell(next, 'priority'));
  },

  // Whoever works on it has looked at it: nobody can assess it any more.
  work: (file, _, doer, moment, rules) =>
    ok(toWorked({ ...meet(file, moment, ['assess']), owner: file.owner ?? personOf(doer) }, moment, rules)),

  waitCustomer: waiting('waitingCustomer'),
  waitThird: waiting('waitingThird'),

  resume: (file, _, __, moment, rules) => {
    const come = reckoned(endWait(meet(file, moment, ['remind']), moment), rules);
    return ok(hasTold(toWorked(come, moment, rules), ['missing']));
  },

  propose: (file, { proposal }, _, moment, rules) => {
    const cents = proposal.costCents + proposal.indemnityCents;
    if (proposal.byDay < dayOf(moment, rules.calendar)) return err({ why: 'lacking', what: ['byDay'] });
    if (cents > rules.mandateCents && confirmerOf(file, { of: 'proposal', cents }) === null)
      return err({ why: 'needsConfirmation' });
    return ok(toTell({ ...file, proposal, stage: { step: 'proposed', proposal } }, 'proposal'));
  },

  answer: (file, { letterId, verdict, rootCause }, doer, moment, rules) => {
    const letter = rules.letters?.get(letterId);
    if (!letter || doer.kind !== 'agent') return err({ why: 'lacking', what: ['letter'] });
    if (letter.lacks.length > 0) return err({ why: 'lacking', what: letter.lacks });
    const confirmedBy = confirmerOf(file, { of: 'answer', letterId });
    const asked = rules.profile.confirm;
    const due = asked.includes('answer') || (verdict === 'notUpheld' && asked.includes('notUpheld'));
    if (due && confirmedBy === null) return err({ why: 'needsConfirmation' });
    if (confirmedBy !== null && letter.authors.includes(confirmedBy)) return err({ why: 'ownWork' });
    const stage: Stage = {
      step: 'answered',
      at: moment,
      letterId,
      verdict,
      rootCause,
      authorId: letter.authors[0] ?? doer.id,
      confirmedBy,
    };
    const met = meet(file, moment, ['acknowledge', 'assess', 'answer', 'update']);
    return ok({ ...begin(at(met, stage), 'closing', moment, rules.profile.closeAfter, rules), toTell: [] });
  },

  close: (file, { outcome, ...act }, doer, moment, rules) => {
    const { stage } = file;
    const rootCause = stage.step === 'answered' ? (act.rootCause ?? stage.rootCause) : null;
    const ofCase = outcome === 'solved' || outcome === 'notSolved';
    const lacking = [
      ...(ofCase === (file.kind === 'case') ? [] : ['outcome']),
      ...(file.tasks.some(({ end }) => end.state === 'open') ? ['tasks'] : []),
    ];
    if (stage.step === 'answered' && stage.verdict !== outcome) lacking.push('outcome');
    if (lacking.length > 0) return err({ why: 'lacking', what: [...new Set(lacking)] });
    if (doer.kind === 'house') {
      const closing = dueOfKind(file, 'closing');
      const over = closing?.end.state === 'running' && closing.end.day < dayOf(moment, rules.calendar);
      if (!over) return err({ why: 'notNow', step: stage.step });
    }
    if (outcome === 'notUpheld' && rules.profile.confirm.includes('notUpheld')) {
      const eyes = stage.step === 'answered' ? [stage.confirmedBy, confirmerOf(file, { of: 'closure' })] : [];
      const other = eyes.some((by) => by !== null && stage.step === 'answered' && by !== stage.authorId);
      if (!other) return err({ why: 'needsConfirmation' });
    }
    const closed = shut(file, {
      step: 'closed',
      at: moment,
      outcome,
      rootCause,
    });
    return ok(toTell(closed, 'closing'));
  },

  withdraw: (file, { words }, _, moment) =>
    ok(
      toTell(
        shut(dropOpenTasks(file, moment, words.slice(0, 500)), {
          step: 'closed',
          at: moment,
          outcome: 'withdrawn',
          rootCause: null,
        }),
        'closing',
      ),
    ),

  reopen: (file, { newFacts }, _, moment, rules) => {
    const { stage } = file;
    if (stage.step !== 'answered' && stage.step !== 'closed') return err({ why: 'notNow', step: stage.step });
    const last = dueOf(stage.at, rules.profile.reopenWithin, dayRules(file, 'closing', rules));
    const inTime = last.state === 'running' && dayOf(moment, rules.calendar) <= last.day;
    if (!inTime && newFacts.length < leastNewFacts) return err({ why: 'tooLate' });
    // What was confirmed was confirmed for the answer of then.
    const fresh = { ...file, confirmations: [], dues: withoutUnmet(file.dues, 'closing') };
    const back = at(fresh, { step: 'reopened', at: moment });
    return ok(toTell(withFirstDues(back, moment, rules), 'reopened'));
  },

  toAdr: (file, { body, reference, noticeDay }, _, moment, rules) => {
    const found = rules.profile.bodies.find(({ code }) => code === body);
    if (!found) return err({ why: 'lacking', what: ['body'] });
    const stage: Stage = { step: 'adr', body, reference, noticeDay };
    const waited = endWait(meet(file, moment, ['remind']), moment);
    const rested = { ...waited, dues: withoutUnmet(waited.dues, 'closing') };
    return ok(toTell(begin(reckoned(at(rested, stage), rules), 'adr', moment, found.within, rules), 'adr'));
  },

  settle: (file, { rootCause }, _, moment) =>
    ok(
      toTell(
        shut(dropOpenTasks(file, moment, ''), { step: 'closed', at: moment, outcome: 'settledInAdr', rootCause }),
        'closing',
      ),
    ),

  merge: (file, { into }, _, moment) =>
    ok({ ...shut(dropOpenTasks(file, moment, ''), { step: 'merged', at: moment, into }), toTell: [] }),

  cancel: (file, { why }, _, moment) =>
    ok({ ...shut(dropOpenTasks(file, moment, why), { step: 'cancelled', at: moment, why }), toTell: [] }),

  remind: (file) => {
    const reminders = file.reminders + 1;
    const priority = reminders === remindersThatRaise ? raised[file.priority] : file.priority;
    return ok(toTell({ ...file, reminders, priority }, 'reminded'));
  },

  note: (file) => ok(file),

  tell: (file, { notices }, _, moment, rules) => {
    const next = hasTold(file, notices);
    return ok(
      dueOfKind(next, 'update')
        ? begin(meet(next, moment, ['update']), 'update', moment, rules.profile.terms.update, rules)
        : next,
    );
  },

  addTask: (file, { id, backOffice, what, day }, doer) => {
    if (file.tasks.length >= mostTasks) return err({ why: 'lacking', what: ['room'] });
    const by = personOf(doer)?.name ?? '';
    return ok({ ...file, tasks: [...file.tasks, { id, backOffice, what, day, by, end: { state: 'open' } }] });
  },

  doTask: (file, { taskId, result }, doer, moment) =>
    endTask(file, taskId, { state: 'done', at: moment, result }, (backOffice) => belongs(doer, backOffice)),

  dropTask: (file, { taskId, why }, _, moment) =>
    endTask(file, taskId, { state: 'dropped', at: moment, why }, () => true),

  assign: (file, { owner, backOffice }) => {
    if (owner !== null && owner.id === file.subject) return err({ why: 'lacking', what: ['owner'] });
    return isOffice(file.kind, backOffice)
      ? ok({ ...file, owner, backOffice })
      : err({ why: 'lacking', what: ['backOffice'] });
  },

  amend: (file, act, _, __, rules) => {
    if (!isVariant(file.kind, act.variant ?? null, rules)) return err({ why: 'lacking', what: ['variant'] });
    const said = amendedBy(act).map((field) => [field, act[field]] as const);
    const next: CaseFile = { ...file, ...Object.fromEntries(said) };
    const answer = dueOfKind(next, 'answer');
    return ok(
      next.variant === file.variant || !answer
        ? next
        : begin(next, 'answer', answer.begun, answerTerm(profileFor(next.channel, rules), next.variant), rules),
    );
  },

  dispute: (file, { cents }) => ok({ ...file, disputedCents: cents }),

  setSubject: (file, { subject }) =>
    ok({ ...file, subject, owner: subject !== null && file.owner?.id === subject ? null : file.owner }),

  askConfirmation: (file, { id, thing }, doer, _, rules) => {
    if (doer.kind !== 'agent') return err({ why: 'notYours' });
    const letter = thing.of === 'answer' ? rules.letters?.get(thing.letterId) : null;
    if (thing.of === 'answer' && rules.letters !== null && !letter) return err({ why: 'lacking', what: ['letter'] });
    if (letter && letter.lacks.length > 0) return err({ why: 'lacking', what: letter.lacks });
    const closing = thing.of === 'closure' && file.stage.step === 'answered' ? [file.stage.authorId] : [];
    const authors = [...(letter?.authors ?? []), ...closing];
    return ok({
      ...file,
      confirmations: [...file.confirmations, { id, thing, askedBy: doer.id, authors, end: { state: 'asked' } }],
    });
  },

  confirm: (file, { confirmationId }, doer, moment) =>
    decide(file, confirmationId, doer, (by) => ({ state: 'confirmed', by, at: moment })),

  sendBack: (file, { confirmationId, words }, doer, moment) =>
    decide(file, confirmationId, doer, (by) => ({ state: 'returned', by, at: moment, words })),

  takeBack: (file, { confirmationId, words }, doer, moment) => {
    const found = file.confirmations.find(({ id }) => id === confirmationId);
    if (found === undefined || !isLetterOnItsWay(found) || doer.kind !== 'agent')
      return err({ why: 'notNow', step: file.stage.step });
    const back = { ...found, end: { state: 'returned' as const, by: doer.id, at: moment, words } };
    return ok({ ...file, confirmations: file.confirmations.map((each) => (each.id === confirmationId ? back : each)) });
  },
};

/** What a case or complaint owes from the beginning, or from when it was opened again. */
function withFirstDues(file: CaseFile, begun: string, rules: CaseRules): CaseFile {
  if (file.kind === 'case') return rules.target === null ? file : begin(file, 'target', begun, rules.target, rules);
  const { terms } = rules.profile;
  const answer = answerTerm(profileFor(file.channel, rules), file.variant);
  return [
    ['acknowledge', terms.acknowledge] as const,
    ['assess', terms.assess] as const,
    ['answer', answer] as const,
  ].reduce((next, [what, term]) => begin(next, what, begun, term, rules), file);
}

function registered(act: ActOf<'register'>, doer: Doer, moment: string, rules: CaseRules): Next {
  const by = personOf(doer);
  if (!by) return err({ why: 'notYours' });
  const { of: kind, receivedAt, backOffice } = act;
  const lacking = [
    ...(isBefore(moment, receivedAt) || isBefore(receivedAt, longAgo(moment)) ? ['receivedAt'] : []),
    ...(kind === 'complaint' && act.words.length < 3 ? ['words'] : []),
    ...(isVariant(kind, act.variant, rules) ? [] : ['variant']),
    ...(isOffice(kind, backOffice) ? [] : ['backOffice']),
  ];
  if (lacking.length > 0) return err({ why: 'lacking', what: lacking });
  const { number, title, reasonCode, priority, channel, contactId, contract, words, remedy, variant } = act;
  const file: CaseFile = {
    ...{
      kind,
      number,
      title,
      reasonCode,
      priority,
      channel,
      contactId,
      contract,
      words,
      remedy,
      receivedAt,
      backOffice,
    },
    stage: { step: 'registered' },
    registeredBy: by,
    registeredAt: moment,
    profile: kind === 'complaint' ? rules.profile.code : null,
    variant,
    // Whoever answers a customer and passes it on to nobody has it.
    owner: backOffice === FRONT_LINE && kind === 'case' ? by : null,
    ...{ subject: null, disputedCents: null, proposal: null, reminders: 0 },
    ...{ waits: [], dues: [], tasks: [], confirmations: [], toTell: ['number'], log: [] },
  };
  return ok(withFirstDues(file, receivedAt, rules));
}

/** What came earlier is hardly that: somebody has mistaken the year. */
function longAgo(moment: string): string {
  const then = new Date(moment);
  then.setUTCFullYear(then.getUTCFullYear() - 2);
  return then.toISOString();
}

/** By the moment: ISO 8601 is written with and without parts of a second. */
const isBefore = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other);

const toldBy = (act: Act): CaseFile['log'][number]['told'] => ('told' in act ? act.told : null);

/** What was said or written with it; empty: nothing was. */
export const actText = (act: Act): string => {
  if ('text' in act) return act.text;
  if ('words' in act) return act.words ?? '';
  if ('what' in act) return act.what;
  if ('why' in act) return act.why;
  if ('missing' in act) return act.missing;
  if ('result' in act) return act.result;
  return act.kind === 'propose' ? act.proposal.text : '';
};

/**
 * The case after the act. An act that it has had already changes nothing; one that was done before the last one but came after it counts
 * from the last one on, so that no deadline moves back.
 * @param moment ISO 8601: when it was done.
 */
export function next(file: CaseFile | null, act: Act, doer: Doer, moment: string, rules: CaseRules): Next {
  if (file?.log.some(({ id }) => id === act.id)) return ok(file);
  const last = file?.log.at(-1)?.at ?? moment;
  const now = isBefore(moment, last) ? last : moment;
  const done = apply(file, act, doer, now, rules);
  if (!done.ok) return done;
  const step = done.value.stage.step === file?.stage.step ? null : done.value.stage.step;
  const by = personOf(doer)?.name ?? '';
  const was = file && act.kind === 'amend' ? whatStood(file, act) : {};
  const entry = { id: act.id, at: now, by, act: act.kind, step, text: actText(act), was, told: toldBy(act) };
  return ok({ ...done.value, log: [...done.value.log, entry] });
}

function apply(file: CaseFile | null, act: Act, doer: Doer, moment: string, rules: CaseRules): Next {
  if (act.kind === 'register')
    return file === null ? registered(act, doer, moment, rules) : err({ why: 'notNow', step: file.stage.step });
  if (file === null) return err({ why: 'notNow', step: null });
  const refusal = refusalOf(file, act.kind, doer, dayOf(moment, rules.calendar), rules);
  if (refusal) return err(refusal);
  const deed = deeds[act.kind] as Deed<typeof act.kind>;
  return deed(file, act as never, doer, moment, rules);
}

/** The case that another was merged into: its reminders are its own now. */
export const absorbing = (file: CaseFile, merged: CaseFile): CaseFile =>
  isOpen(file.stage.step) ? { ...file, reminders: file.reminders + merged.reminders } : file;
