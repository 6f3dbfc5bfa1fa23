// What a company decides about how its agents work with calls. Data that it edits; with nothing said, nothing is decided for the agent.
import { z } from 'zod';
import { attachmentLimitsSchema } from './attachment.ts';
import { siteCodeSchema } from './calendar.ts';
import { queueIdSchema } from './ids.ts';
import { rowCodeSchema } from './lists/text.ts';
import { wrapUpNeedSchema } from './wrapUp.ts';

/** Nobody is timed to the second: less would close on whoever is still reading. */
const seconds = z.number().int().min(10).max(3_600);

export const wrapUpPolicySchema = z.object({
  /** How long a wrap-up stays open by itself, and by how much the agent can lengthen it, again and again (WCAG 2.2.1). */
  seconds,
  moreSeconds: seconds,
  /** What is put where the agent has chosen nothing when the time is up. */
  reasonCode: z.string().min(1),
  outcomeCode: z.string().min(1),
});
export type WrapUpPolicy = z.infer<typeof wrapUpPolicySchema>;

/**
 * What shows one person's work to another while it goes on. L. 300/1970 art. 4 allows none of it without an agreement or an authorisation, and
 * the GDPR (art. 35) not without an impact assessment: who can name neither cannot turn it on, and after the last day it is off.
 */
export const supervisionPolicySchema = z.object({
  /** The agreement or authorisation, as agents know it: it stands on their screens. */
  legalReference: z.string().trim().min(5).max(200),
  impactAssessment: z.string().trim().min(3).max(200),
  /** The last day where the company is: "2027-12-31". */
  until: z.iso.date(),
  /** Leads see who is ready, in a call or not ready, by name, at this moment; never why, since when, or how often. */
  namedStates: z.boolean().default(false),
  /** Leads listen to a call that goes on: on record, and only once the agent's screen has said by whom. */
  listening: z.boolean().default(false),
});
export type SupervisionPolicy = z.infer<typeof supervisionPolicySchema>;

/** What is in force on that day; null: nothing. */
export const supervisionOn = (policy: SupervisionPolicy | null, day: string): SupervisionPolicy | null =>
  policy !== null && day <= policy.until ? policy : null;

/** By which list's entries complaints are dealt with; `byClient`: where a client company is of another sector. */
export const complaintPolicySchema = z.object({
  profile: rowCodeSchema.default('generic'),
  calendar: siteCodeSchema.default('it'),
  byClient: z.record(z.string(), rowCodeSchema).default({}),
  /** A contact whose reason is a complaint is not closed before its case is registered, or attached to the one that is open. */
  caseInWrapUp: z.boolean().default(true),
  /** Outcomes with which a colleague has taken the call over: the case is theirs to register. */
  takenOverBy: z.array(z.string()).default(['TRA-1', 'TRA-2']),
});

export const policySchema = z.object({
  /** Queues whose calls are taken by themselves, after a beep in the ear. */
  autoAnswer: z.array(queueIdSchema).default([]),
  /** Null: a wrap-up is closed by its agent alone. */
  wrapUp: wrapUpPolicySchema.nullable().default(null),
  /** What every wrap-up has to have besides reason and outcome. */
  wrapUpNeeds: z.array(wrapUpNeedSchema).default([]),
  /** For how long a saved wrap-up can be opened again by its agent to correct it; 0: not at all. */
  correctMinutes: z.number().int().min(0).max(1_440).default(30),
  /** Callers have to be told that the conversation may be recorded: the guide says so. */
  recordingNotice: z.boolean().default(false),
  /** Null: figures of the team alone. */
  supervision: supervisionPolicySchema.nullable().default(null),
  /** How large files of cases may be, and how many of them a case may have. */
  attachments: attachmentLimitsSchema.prefault({}),
  complaints: complaintPolicySchema.prefault({}),
});
