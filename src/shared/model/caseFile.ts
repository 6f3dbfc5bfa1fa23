// A case («pratica») and a complaint («reclamo», a kind of case) as its acts have left it: where it stands, by when what is due, who has it.
// What each step needs stands in the step itself: nothing is closed without an outcome, nothing waits without saying for what. Pure.
import { z } from 'zod';
import { daySchema } from './calendar.ts';
import { channelSchema } from './channel.ts';
import { reasonSchema } from './classification.ts';
import { termSchema } from './deadlines.ts';
import { agentIdSchema, caseIdSchema, instantSchema, interactionIdSchema, ulidSchema } from './ids.ts';
import { rowCodeSchema } from './lists/text.ts';

export const caseKindSchema = z.enum(['case', 'complaint']);
export const prioritySchema = reasonSchema.shape.priority;

/** Back offices that the program itself knows: front line («primo livello») and the complaints desk. */
export const FRONT_LINE = 'FL';
export const COMPLAINTS = 'REC';
export const backOfficeCodeSchema = z.string().regex(/^[A-Z][A-Z0-9-]{1,19}$/);

const personSchema = z.strictObject({ id: agentIdSchema, name: z.string().min(1).max(120) });
export type Person = z.infer<typeof personSchema>;

export const verdictSchema = z.enum(['upheld', 'partlyUpheld', 'notUpheld']);
export const outcomeCodeSchema = z.enum([...verdictSchema.options, 'settledInAdr', 'solved', 'notSolved', 'withdrawn']);

const cents = z.int().min(0).max(100_000_000);

/** What the customer is offered. Goodwill costs, an indemnity («indennizzo») is due by rule: two sums. */
export const proposalSchema = z.strictObject({
  text: z.string().trim().min(3).max(2_000),
  costCents: cents,
  indemnityCents: cents,
  byDay: daySchema,
});

const waiting = { missing: z.string().min(3).max(300), remindOn: daySchema, since: instantSchema };

/** Where it stands, with what that step cannot be without. */
export const stageSchema = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('registered') }),
  z.strictObject({ step: z.literal('acknowledged') }),
  z.strictObject({ step: z.literal('assessed') }),
  z.strictObject({ step: z.literal('worked') }),
  z.strictObject({ step: z.literal('waitingCustomer'), ...waiting }),
  z.strictObject({ step: z.literal('waitingThird'), ...waiting }),
  z.strictObject({ step: z.literal('proposed'), proposal: proposalSchema }),
  z.strictObject({
    step: z.literal('answered'),
    at: instantSchema,
    letterId: ulidSchema,
    verdict: verdictSchema,
    rootCause: rowCodeSchema,
    authorId: agentIdSchema,
    /** Who has confirmed the letter, never its author; null where the profile asks for nobody. */
    confirmedBy: agentIdSchema.nullable(),
  }),
  z.strictObject({
    step: z.literal('adr'),
    body: rowCodeSchema,
    reference: z.string().max(60),
    noticeDay: daySchema,
  }),
  z.strictObject({ step: z.literal('reopened'), at: instantSchema }),
  z.strictObject({
    step: z.literal('closed'),
    at: instantSchema,
    outcome: outcomeCodeSchema,
    /** Of complaints alone. */
    rootCause: rowCodeSchema.nullable(),
  }),
  z.strictObject({ step: z.literal('merged'), at: instantSchema, into: caseIdSchema }),
  z.strictObject({ step: z.literal('cancelled'), at: instantSchema, why: z.string().min(10).max(500) }),
]);
export type Stage = z.infer<typeof stageSchema>;
export type Step = Stage['step'];
export type StageOf<S extends Step> = Extract<Stage, { step: S }>;
export const steps: readonly Step[] = stageSchema.options.map((option) => option.shape.step.value);

export const caseStatusSchema = z.enum(['open', 'inProgress', 'waiting', 'closed']);

const statuses: Record<Step, z.infer<typeof caseStatusSchema>> = {
  registered: 'open',
  acknowledged: 'open',
  assessed: 'open',
  reopened: 'open',
  worked: 'inProgress',
  proposed: 'inProgress',
  answered: 'inProgress',
  adr: 'inProgress',
  waitingCustomer: 'waiting',
  waitingThird: 'waiting',
  closed: 'closed',
  merged: 'closed',
  cancelled: 'closed',
};

/** What lists, retention and the timeline go by: four words for the many steps. */
export const statusOf = (step: Step): z.infer<typeof caseStatusSchema> => statuses[step];

export const isOpen = (step: Step): boolean => statuses[step] !== 'closed';

/** What is due of a case. `target`: the reason's own; `remind`: asking again for what is missing; `closing`: it closes by itself; `adr`: the body's procedure ends. */
export const dueKindSchema = z.enum([
  'acknowledge',
  'assess',
  'answer',
  'update',
  'target',
  'remind',
  'closing',
  'adr',
]);
export type DueKind = z.infer<typeof dueKindSchema>;

export const caseDueSchema = z.strictObject({
  what: dueKindSchema,
  /** From when it is counted, and how much; no term: a day that somebody has named. */
  begun: instantSchema,
  term: termSchema.nullable(),
  end: z.discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('running'),
      day: daySchema,
      at: instantSchema.nullable(),
      /** First days on which half and four fifths are over. */
      warn: z.tuple([daySchema, daySchema]),
    }),
    z.strictObject({ state: z.literal('stopped'), since: daySchema }),
  ]),
  metAt: instantSchema.nullable(),
});
export type CaseDue = z.infer<typeof caseDueSchema>;

export const taskSchema = z.strictObject({
  id: ulidSchema,
  backOffice: backOfficeCodeSchema,
  what: z.string().min(3).max(300),
  day: daySchema.nullable(),
  by: z.string().max(120),
  end: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('open') }),
    z.strictObject({ state: z.literal('done'), at: instantSchema, result: z.string().max(500) }),
    z.strictObject({ state: z.literal('dropped'), at: instantSchema, why: z.string().max(500) }),
  ]),
});

/** What somebody else has to look at: an answer before it is sent, an offer above the mandate, a closing against the customer. */
export const confirmedThingSchema = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('answer'), letterId: ulidSchema }),
  z.strictObject({ of: z.literal('proposal'), cents }),
  z.strictObject({ of: z.literal('closure') }),
]);
export type ConfirmedThing = z.infer<typeof confirmedThingSchema>;

export const confirmationSchema = z.strictObject({
  id: ulidSchema,
  thing: confirmedThingSchema,
  askedBy: agentIdSchema,
  /** Who wrote what is to be confirmed. */
  authors: z.array(agentIdSchema).max(10),
  end: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('asked') }),
    z.strictObject({ state: z.literal('confirmed'), by: agentIdSchema, at: instantSchema }),
    z.strictObject({
      state: z.literal('returned'),
      by: agentIdSchema,
      at: instantSchema,
      words: z.string().max(1_000),
    }),
  ]),
});
export type Confirmation = z.infer<typeof confirmationSchema>;

/** What the customer has not been told yet. */
export const noticeSchema = z.enum([
  'number',
  'priority',
  'missing',
  'proposal',
  'adr',
  'closing',
  'reopened',
  'reminded',
  /** The one that was read out was somebody else’s already: the backend has given another. */
  'newNumber',
]);
export type Notice = z.infer<typeof noticeSchema>;

export const logEntrySchema = z.strictObject({
  /** The act's own: an act that comes twice is one. */
  id: ulidSchema,
  at: instantSchema,
  by: z.string().max(120),
  act: z.string().max(40),
  /** Where it led, if anywhere else. */
  step: z.enum(steps).nullable(),
  text: z.string().max(2_000),
  /** What stood in the fields that were amended: nothing of a case is overwritten unseen. */
  was: z.record(z.string(), z.string().nullable()),
  told: channelSchema.nullable(),
});

export const mostTasks = 20;

export const caseFileSchema = z.strictObject({
  kind: caseKindSchema,
  stage: stageSchema,
  number: z.string().min(1).max(20),
  title: z.string().min(1).max(160),
  reasonCode: z.string(),
  priority: prioritySchema,
  channel: channelSchema,
  contactId: interactionIdSchema.nullable(),
  contract: z.string().max(60).nullable(),
  /** The customer's, as they said them. */
  words: z.string().max(2_000),
  /** What they ask for. */
  remedy: z.string().max(500),
  /** When the company received it: from here every term is counted. */
  receivedAt: instantSchema,
  /** Null: not known any more, as of cases from before. */
  registeredBy: personSchema.nullable(),
  /** When it was written down: later than `receivedAt` for what came by letter. */
  registeredAt: instantSchema,
  profile: rowCodeSchema.nullable(),
  variant: rowCodeSchema.nullable(),
  owner: personSchema.nullable(),
  backOffice: backOfficeCodeSchema,
  /** The agent whom the complaint is about: they may chase and note it, and nothing else. */
  subject: agentIdSchema.nullable(),
  reminders: z.int().nonnegative(),
  /** While collection («recupero crediti») of that sum rests. */
  disputedCents: cents.nullable(),
  /** Every wait there has been: those that stop a clock are reckoned with anew each time. */
  waits: z.array(
    z.strictObject({
      on: z.enum(['waitingCustomer', 'waitingThird']),
      from: instantSchema,
      to: instantSchema.nullable(),
    }),
  ),
  dues: z.array(caseDueSchema),
  tasks: z.array(taskSchema).max(mostTasks),
  confirmations: z.array(confirmationSchema),
  toTell: z.array(noticeSchema),
  /** The last one that was made. */
  proposal: proposalSchema.nullable(),
  log: z.array(logEntrySchema),
});
export type CaseFile = z.infer<typeof caseFileSchema>;

/** What stands in the head of a case anyway, for lists and for searching. */
const inHead = { number: true, title: true, reasonCode: true, reminders: true, receivedAt: true } as const;

/** As the backend keeps it beside the head; the log has its own place. */
export const keptFileSchema = caseFileSchema.omit({ ...inHead, log: true });
export type KeptFile = z.infer<typeof keptFileSchema>;

/** Of its log a PC has so many, the last ones. */
export const mostLogTold = 100;

/** As it is told to PCs. Whom a complaint is about, and in which conversation it was made, is not. */
export const toldFileSchema = caseFileSchema
  .omit({ ...inHead, subject: true, contactId: true })
  .extend({ log: z.array(logEntrySchema).max(mostLogTold) });
export type ToldFile = z.infer<typeof toldFileSchema>;

/** The one that runs or rests; null: none of that kind, or it is met. */
export const dueOfKind = (file: CaseFile, what: DueKind): CaseDue | null =>
  file.dues.find((due) => due.what === what && due.metAt === null) ?? null;

/** The earliest day on which something is due; null: nothing is, or the clock rests. */
export const nextDueDay = (file: CaseFile): string | null =>
  file.dues
    .flatMap(({ end, metAt }) => (metAt === null && end.state === 'running' ? [end.day] : []))
    .toSorted()
    .at(0) ?? null;
