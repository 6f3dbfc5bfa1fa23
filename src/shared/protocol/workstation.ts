// The workstation: everything an app needs to work for this agent that is not a customer. PBX, queues, colleagues, lists, words.

import { z } from 'zod';
import { backOfficeCodeSchema } from '../model/caseFile.ts';
import {
  needKindSchema,
  notReadyReasonSchema,
  outcomeGroupSchema,
  reasonGroupSchema,
} from '../model/classification.ts';
import { consentTextSchema } from '../model/consent.ts';
import { ownClient } from '../model/demoCompany.ts';
import { agentIdSchema, languageSchema, portfolioIdSchema, queueIdSchema } from '../model/ids.ts';
import { textSchema } from '../model/lists/text.ts';
import { parkingPlaceSchema } from '../model/parking.ts';
import { policySchema } from '../model/policy.ts';
import { roleSchema } from '../model/role.ts';
import { plainSite, type Site, siteSchema } from '../model/site.ts';
import { agentSchema } from './sessions.ts';

/** How to reach the PBX and as whom. Comes with the sign-in and lives in memory and in the encrypted file, nowhere else. */
export const pbxSettingsSchema = z.object({
  /** WebSocket addresses, in the order of preference. */
  servers: z.array(z.url({ protocol: /^wss?$/ })).min(1),
  domain: z.string().min(1),
  extension: z.string().regex(/^\d{2,8}$/),
  authUser: z.string().min(1),
  password: z.string().min(1),
  iceServers: z.array(
    z.object({ urls: z.string(), username: z.string().optional(), credential: z.string().optional() }),
  ),
  /** Codes dialled to be left out of the queues' distribution and back in; a number that sends back what it hears, where there is one. */
  featureCodes: z.object({
    pause: z.string().min(1),
    resume: z.string().min(1),
    echo: z.string().min(1).exactOptional(),
    /** Called from an agent's phone, it plays that agent's voice messages; absent: nobody has a mailbox. */
    voicemail: z.string().min(1).exactOptional(),
    /** Numbers where a caller who is sent there is parked, and given to whoever calls them; absent: this PBX has none. */
    parking: z.array(parkingPlaceSchema).min(1).max(50).exactOptional(),
    /** Dialled by a lead before the extension of an agent who has asked for help; absent: this PBX has none. */
    whisper: z.string().min(1).exactOptional(),
    barge: z.string().min(1).exactOptional(),
    /** Dialled by a lead before the extension of an agent whose screen has said so; absent: nobody listens (L. 300/1970 art. 4). */
    listen: z.string().min(1).exactOptional(),
  }),
  /**
   * How the PBX is told ready and not ready: by the backend's bridge (`PUT /v1/agents/me/state`) or by dialling the codes.
   * Where the bridge cannot be asked, the codes serve.
   */
  agentState: z.enum(['bridge', 'codes']).default('codes'),
});
export type PbxSettings = z.infer<typeof pbxSettingsSchema>;

export const queueSchema = z.object({
  id: queueIdSchema,
  name: z.object({ it: z.string(), en: z.string() }),
  about: z.object({ it: z.string(), en: z.string() }),
  /** The number that transfers to it. */
  number: z.string().regex(/^[\d*#]{1,12}$/),
  language: languageSchema,
  /** On whose behalf it is answered. */
  clientId: portfolioIdSchema.default(portfolioIdSchema.parse(ownClient)),
});
export type Queue = z.infer<typeof queueSchema>;

export const colleagueSchema = z.object({
  id: agentIdSchema,
  name: z.string(),
  role: roleSchema,
  extension: z.string().regex(/^\d{2,8}$/),
});
export type Colleague = z.infer<typeof colleagueSchema>;

export const workstationSchema = z.object({
  company: z.object({
    name: z.string().min(1),
    /** ISO 3166 alpha-2: how national numbers are read. */
    country: z.string().regex(/^[A-Z]{2}$/),
    /** Exercise company: every screen says so. */
    practice: z.boolean(),
  }),
  agent: agentSchema,
  pbx: pbxSettingsSchema,
  queues: z.array(queueSchema),
  colleagues: z.array(colleagueSchema),
  reasons: z.array(reasonGroupSchema),
  outcomes: z.array(outcomeGroupSchema),
  notReadyReasons: z.array(notReadyReasonSchema).min(1),
  /** What can be minded with a customer, in the order in which it is offered. */
  needKinds: z.array(needKindSchema).default([]),
  /** Those for which the company answers, itself too, as far as this agent sees their customers. */
  clients: z
    .array(
      z.object({
        id: portfolioIdSchema,
        name: z.string(),
        /** What is said first in their name, in place of the company's; null: the same. */
        greeting: textSchema.nullable(),
      }),
    )
    .default([]),
  /** What to say first, with the placeholders {company} and {agent}. */
  greeting: z.object({ it: z.string(), en: z.string() }),
  policy: policySchema.prefault({}),
  /** The back offices that this agent belongs to, besides the front line, which is everybody's. */
  offices: z.array(backOfficeCodeSchema).default([]),
  /** Texts by which consent is asked for, in order: of each purpose the edition that counts, and those that are to come. */
  consentTexts: z.array(consentTextSchema).default([]),
  /** Where the agent's telephone stands; absent: nowhere of which more is known than the company's country. */
  site: siteSchema.exactOptional(),
});
/** How numbers are read there. */
export const siteOf = ({ site, company }: Pick<Workstation, 'site' | 'company'>): Site =>
  site ?? plainSite(company.country);

export type Workstation = z.infer<typeof workstationSchema>;
