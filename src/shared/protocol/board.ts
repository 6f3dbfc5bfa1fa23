// The board: what is going on in the queues right now and what today has brought. Of agents only numbers of the team;
// of a colleague only what a transfer needs, or what an agreement lets a lead see: no reason, no time, no history (L. 300/1970 art. 4).
import { z } from 'zod';
import { agentIdSchema, instantSchema, interactionIdSchema, queueIdSchema } from '../model/ids.ts';
import { plainCountSchema, share } from '../model/kpi.ts';
import { parkingPlaceSchema } from '../model/parking.ts';

const countSchema = z.number().int().nonnegative();

/** As the PBX is known to be at this moment. */
export const queueNowSchema = z.object({
  waiting: countSchema,
  /** Since when the one who has waited longest is waiting; null: nobody waits. */
  longestSince: instantSchema.nullable(),
  /** Agents of this queue whose phone is in use, whatever for. Here and below: of fewer than may be counted out loud no number leaves the backend. */
  talking: plainCountSchema,
  /** Agents who would be rung for the next caller. */
  ready: plainCountSchema,
  /** Agents who are there and have said not ready, or write up a call. Whoever is away is counted nowhere. */
  notReady: plainCountSchema,
  /** Whether anybody would be rung for the next caller. */
  free: z.boolean(),
});
export type QueueNow = z.infer<typeof queueNowSchema>;

/** Of those who came into a queue within some time, each counted where they came in, however late the answer was. */
export const cameCountsSchema = z.object({
  /** Callers who came into the queue, those who still wait included; whoever gave up before the short-abandon threshold is in no count. */
  offered: countSchema,
  answered: countSchema,
  /** Within the seconds of the service level. */
  answeredInTime: countSchema,
  /** Gave up after the short-abandon threshold. */
  abandoned: countSchema,
  /** Of those offered, whose wait was seen to end: what the service level is a share of. */
  over: countSchema,
  /** Of those answered, together. */
  waitedSeconds: z.number().nonnegative(),
});
export type CameCounts = z.infer<typeof cameCountsSchema>;

export const nobodyCame: CameCounts = {
  ...{ offered: 0, answered: 0, answeredInTime: 0, abandoned: 0, over: 0, waitedSeconds: 0 },
};

/** Of several half hours, or of several queues. */
export const sumOfCame = (all: readonly CameCounts[]): CameCounts =>
  all.reduce(
    (sum, one) => ({
      offered: sum.offered + one.offered,
      answered: sum.answered + one.answered,
      answeredInTime: sum.answeredInTime + one.answeredInTime,
      abandoned: sum.abandoned + one.abandoned,
      over: sum.over + one.over,
      waitedSeconds: sum.waitedSeconds + one.waitedSeconds,
    }),
    nobodyCame,
  );

/** From 0 to 1; null while there is nobody to count. */
export const levelOf = ({ answeredInTime, over }: CameCounts): number | null => share(answeredInTime, over).value;

/** Since midnight where the company is: the sum of the half hours. */
export const queueTodaySchema = cameCountsSchema.extend({ withinSeconds: z.number().int().positive() });
export type QueueToday = z.infer<typeof queueTodaySchema>;

/** One half hour of today. */
export const halfHourSchema = z.object({
  start: instantSchema,
  /** In no order; queues into which nobody came are left out. */
  queues: z.array(cameCountsSchema.extend({ queueId: queueIdSchema })),
});
export type HalfHour = z.infer<typeof halfHourSchema>;

export const queueBoardSchema = z.object({
  queueId: queueIdSchema,
  /** Null while the backend does not see the PBX. */
  now: queueNowSchema.nullable(),
  today: queueTodaySchema,
});
export type QueueBoard = z.infer<typeof queueBoardSchema>;

/** Chats of a queue. Their visitors are there by what the backend itself knows; who is there for them, phones say. */
export const queueChatsSchema = z.object({
  queueId: queueIdSchema,
  now: z.object({
    waiting: countSchema,
    /** Since when the one who has waited longest in this queue is waiting; null: nobody waits. */
    longestSince: instantSchema.nullable(),
    /** Messages that visitors have left, and that nobody has taken yet. */
    left: countSchema,
    /** Agents who have a chat of this queue open. */
    talking: plainCountSchema,
    /** Agents of this queue who are there and could take one more; null while the backend does not see the PBX. */
    ready: plainCountSchema.nullable(),
  }),
  /** Since midnight where the company is, each counted where it came in: as `ChatsCame` of model/chatCounts.ts. */
  today: z.object({ offered: countSchema, answered: countSchema, abandoned: countSchema, left: countSchema }),
});
export type QueueChats = z.infer<typeof queueChatsSchema>;

/** Somebody who waits, as the lead sees them. */
export const waitingCallerSchema = z.object({
  /** The PBX's own name of the call: good for moving and taking it, while it waits. */
  id: z.string().min(1).max(200),
  queueId: queueIdSchema,
  since: instantSchema,
  /** As the PBX has it; null: withheld, or not known yet. */
  number: z.string().max(64).nullable(),
});
export type WaitingCaller = z.infer<typeof waitingCallerSchema>;

/** What a named person's phone and readiness are like at this moment: only where the company's policy shows it to leads. */
export const memberStateSchema = z.enum(['ready', 'ringing', 'inCall', 'notReady', 'absent']);
export type MemberState = z.infer<typeof memberStateSchema>;

/** Somebody who is parked, for whoever picks them up. */
export const parkedCallerSchema = z.object({
  place: parkingPlaceSchema,
  since: instantSchema,
  /** As the PBX has it; null: withheld, or not known. */
  number: z.string().max(64).nullable(),
  /** What the colleague who parked them has written is found by it; null where the PBX does not know. */
  interactionId: interactionIdSchema.nullable(),
});
export type ParkedCaller = z.infer<typeof parkedCallerSchema>;

/** `GET /v1/board`. */
export const boardSchema = z.object({
  asOf: instantSchema,
  /** `none`: this backend has no bridge to the PBX; `away`: it has one, and cannot reach the PBX. */
  bridge: z.enum(['none', 'connected', 'away']),
  /** In the order of the workstation's queues. */
  queues: z.array(queueBoardSchema),
  /**
   * From the first in which somebody came to the one that runs, which is the last, without gaps; at least that one. Null for who is no lead.
   */
  halfHours: z.array(halfHourSchema).min(1).nullable(),
  /** Of queues to which visitors write, or whose chats there are; in the order of the workstation's queues. Null for who is no lead. */
  chats: z.array(queueChatsSchema).nullable().default(null),
  /** Empty while the backend does not see the PBX. */
  colleagues: z.array(
    z.object({
      id: agentIdSchema,
      /** Whether a transfer would reach them now. Why not (a call, a break, nobody there) is nobody's business. */
      reachable: z.boolean(),
    }),
  ),
  /** The longest parked first. Empty while the backend does not see the PBX. */
  parked: z.array(parkedCallerSchema).default([]),
  /** The longest waiting first; null for who is no lead. */
  callers: z.array(waitingCallerSchema).nullable(),
  /**
   * For a lead, where an agreement that the policy names allows it (L. 300/1970 art. 4); null: not shown. A state is null where the
   * agreement is about listening alone.
   */
  team: z
    .array(z.object({ id: agentIdSchema, state: memberStateSchema.nullable() }))
    .nullable()
    .default(null),
});
export type Board = z.infer<typeof boardSchema>;

/** `POST /v1/board/callers/{id}/move`, by a lead. `…/take` rings the lead's own phone with them and has no body. */
export const moveCallerSchema = z.object({ queueId: queueIdSchema });
