// Figures of a period: calls by queue and time, contact reasons, repeats, the team's work, complaints, what is open. Counts and shares alone:
// nothing in an answer is of one agent or one customer, and the rules by which it is counted come along.
import { z } from 'zod';
import { daySchema } from '../model/calendar.ts';
import { instantSchema, queueIdSchema } from '../model/ids.ts';
import { figuresPolicySchema, peopleCountSchema } from '../model/kpi.ts';
import { steps } from '../model/periods.ts';

const countSchema = z.int().nonnegative();
const secondsSchema = z.number().nonnegative();

export const figuresQuerySchema = z
  .object({
    from: daySchema,
    /** The last day. */
    to: daySchema,
    by: z.enum(steps),
    /** Left out: all that the reader sees. Reasons, repeats and work are of the same queue; complaints are of all. */
    queueId: queueIdSchema.optional(),
    /** Of one day: calls of a shift alone, "08:00-14:30" on half hours. Everything else is of the whole day. */
    hours: z
      .string()
      .regex(/^([01]\d|2[0-3]):[03]0-(([01]\d|2[0-3]):[03]0|24:00)$/)
      .optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'before its first day' })
  .refine(({ from, to, hours }) => hours === undefined || from === to, { path: ['hours'], error: 'of one day alone' })
  .refine(({ hours }) => hours === undefined || hours.slice(0, 5) < hours.slice(6), {
    path: ['hours'],
    error: 'they end before they begin',
  });
export type FiguresQuery = z.infer<typeof figuresQuerySchema>;

/** As `QueueCounts` of model/kpi.ts; `longest`: seconds that somebody has waited for the answer. */
export const callCountsSchema = z.object({
  offered: countSchema,
  answered: countSchema,
  answeredInTime: countSchema,
  abandoned: countSchema,
  abandonedInTime: countSchema,
  shortAbandoned: countSchema,
  waitedSeconds: secondsSchema,
  longest: secondsSchema,
});
export type CallCounts = z.infer<typeof callCountsSchema>;

export const noCalls: CallCounts = {
  ...{ offered: 0, answered: 0, answeredInTime: 0, abandoned: 0, abandonedInTime: 0 },
  ...{ shortAbandoned: 0, waitedSeconds: 0, longest: 0 },
};

const together = (one: CallCounts, other: CallCounts): CallCounts => ({
  offered: one.offered + other.offered,
  answered: one.answered + other.answered,
  answeredInTime: one.answeredInTime + other.answeredInTime,
  abandoned: one.abandoned + other.abandoned,
  abandonedInTime: one.abandonedInTime + other.abandonedInTime,
  shortAbandoned: one.shortAbandoned + other.shortAbandoned,
  waitedSeconds: one.waitedSeconds + other.waitedSeconds,
  longest: Math.max(one.longest, other.longest),
});

/** Of several queues, or of several stretches of time. */
export const sumOfCalls = (all: readonly CallCounts[]): CallCounts => all.reduce(together, noCalls);

/** Of the days and queues on which there were people and contacts enough; what others have done is in none of these sums. */
export const workCountsSchema = z.object({
  handled: countSchema,
  talkSeconds: secondsSchema,
  holdSeconds: secondsSchema,
  wrapUpSeconds: secondsSchema,
  longHolds: countSchema,
});
export type WorkCounts = z.infer<typeof workCountsSchema>;

/** As `ChatsCame` of model/chatCounts.ts, and its `FirstWord`: null by the half hour, and where too few were answered. */
const chatSumsSchema = z.object({
  offered: countSchema,
  answered: countSchema,
  abandoned: countSchema,
  left: countSchema,
  firstWord: z.object({ median: secondsSchema, ninety: secondsSchema }).nullable(),
  /** Of the team in chats, as far as it may be shown. */
  work: workCountsSchema.nullable(),
});
export type ChatSums = z.infer<typeof chatSumsSchema>;

const shareSchema = z.object({ part: countSchema, of: countSchema });

const meanSchema = z.object({ value: z.number(), from: z.number(), to: z.number(), of: countSchema });

/** What customers have answered, question by question; null: of fewer than may be told. */
export const satisfactionSchema = z.object({
  /** Of those who were asked. */
  responseRate: shareSchema.nullable(),
  satisfied: shareSchema.nullable(),
  foundItEasy: shareSchema.nullable(),
  solvedForThem: shareSchema.nullable(),
  /** Of those who wanted to be called back; left out: counted before anybody was asked whether they do. */
  calledBack: shareSchema.nullable().optional(),
  /** From −1 to 1. */
  netPromoters: meanSchema.nullable(),
  /** Of 1 to 5, and of 1 to 7. */
  satisfiedMean: meanSchema.nullable(),
  foundItEasyMean: meanSchema.nullable(),
});
export type Satisfaction = z.infer<typeof satisfactionSchema>;

const sumsSchema = z.object({
  calls: callCountsSchema,
  /** Null: there is nothing that may be shown. */
  work: workCountsSchema.nullable(),
  /** Left out: counted before chats were. */
  chats: chatSumsSchema.optional(),
  /** Solved, and nobody back within the days of the rules; null: of fewer than may be told. */
  firstContact: shareSchema.nullable(),
  /** Contacts that follow another of the same customer about the same; null: of fewer than may be told. */
  repeated: shareSchema.nullable(),
  /** Contacts that went on with somebody else; null: of fewer than may be told. */
  transferred: shareSchema.nullable(),
  satisfaction: satisfactionSchema,
});
export type FigureSums = z.infer<typeof sumsSchema>;

/** `GET /v1/figures` */
export const figuresSchema = z.object({
  asOf: instantSchema,
  /** The company's: where its days begin. */
  timeZone: z.string(),
  rules: figuresPolicySchema,
  total: sumsSchema,
  /** Of as many days just before. */
  before: sumsSchema,
  /** `start`: the moment of a half hour, the first day of a day, week or month. In order, without gaps. */
  buckets: z.array(
    z.object({
      start: z.string(),
      calls: callCountsSchema,
      work: workCountsSchema.nullable(),
      chats: chatSumsSchema.optional(),
    }),
  ),
  queues: z.array(z.object({ queueId: queueIdSchema, calls: callCountsSchema })),
  /** So many days of the period are so near that somebody may still come back: what was solved at the first contact may become less. */
  provisionalDays: countSchema,
  /** Incoming contacts by reason, the most first; '' where none was said. */
  reasons: z.object({
    /** `before`: in as many days just before. */
    rows: z.array(
      z.object({
        code: z.string(),
        count: peopleCountSchema,
        before: peopleCountSchema,
        /** First contact resolution of this reason; null: of fewer than may be told, or it would tell of others. */
        firstContact: shareSchema.nullable().default(null),
      }),
    ),
    /** By the first level ("FAT"), the most first; '' where none was said. */
    groups: z.array(z.object({ code: z.string(), count: peopleCountSchema })),
    sum: peopleCountSchema,
  }),
  /** Calls that agents have passed on, by queue: `from` '' came by none, `to` '' went to a colleague, or out of the house, or to a queue not theirs. */
  transfers: z
    .object({
      rows: z.array(z.object({ from: z.string(), to: z.string(), count: peopleCountSchema })),
      sum: peopleCountSchema,
    })
    .default({ rows: [], sum: { kind: 'count', n: 0 } }),
  /** Who was satisfied, by queue and by reason, '' where none is known; null: of fewer than may be told, or it would tell of others. */
  satisfied: z.object({
    queues: z.array(z.object({ queueId: z.string(), satisfied: shareSchema.nullable() })),
    reasons: z.array(z.object({ code: z.string(), satisfied: shareSchema.nullable() })),
  }),
  /** What was written, in no order; none where fewer have written than may be told. */
  comments: z.array(z.string()),
  complaints: z.object({
    received: countSchema,
    /** Answered by the day on which the answer was due, of those due in the period. */
    answeredInTime: shareSchema,
    acknowledgedInTime: shareSchema,
    /** Cases opened again, and how many were closed or answered. */
    reopened: shareSchema,
    /** Days from receipt to closing, of those closed in the period; null: none was. */
    daysToClose: z.object({ median: z.number(), ninety: z.number(), n: countSchema }).nullable(),
    /** Why they came to be, of those answered or closed in the period, the most first. */
    causes: z.array(z.object({ code: z.string(), count: peopleCountSchema })),
    /** Open at `asOf`: whose answer is over its day, is due within `soonDays`, or that a body of conciliation has. */
    overdue: countSchema,
    dueSoon: countSchema,
    inConciliation: countSchema,
  }),
  /** Open at `asOf`, by age in days; `upTo` null: older than all others. */
  backlog: z.array(z.object({ upTo: countSchema.nullable(), open: countSchema, overdue: countSchema })),
  /** Callbacks that nobody has made at `asOf`: due until the end of that day, and late by more than the grace of the rules. */
  promises: z.object({ dueToday: countSchema, late: countSchema }),
  /** What agents looked for in the knowledge base in the period, and reported as missing. */
  unanswered: countSchema,
  /** How well it is recorded: incoming contacts, those without reason or outcome, and pairs of customers who may be one, at `asOf`. */
  quality: z.object({ contacts: countSchema, noReason: countSchema, noOutcome: countSchema, duplicates: countSchema }),
});

/** Days ahead in which a complaint's answer is due soon. */
export const soonDays = 7;

export type Figures = z.infer<typeof figuresSchema>;
