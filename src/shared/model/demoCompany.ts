// The exercise company's people and queues, as its file in assets/demo says: the backend seeds them, the switchboard registers them.
import { z } from 'zod';
import { backOfficeCodeSchema } from './caseFile.ts';
import { languageSchema, queueIdSchema } from './ids.ts';
import { sayableSchema } from './lists/guide.ts';
import { parkingPlaceSchema } from './parking.ts';
import { policySchema } from './policy.ts';
import { roleSchema } from './role.ts';
import { siteSchema } from './site.ts';

/** The company itself, as one of those whose customers call. */
export const ownClient = 'company';

const clientSchema = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .refine((id) => id !== ownClient, `"${ownClient}" is this company itself`),
  name: z.string().min(1).max(160),
  /** What is said first in their name; left out: the same as for the company itself. */
  greeting: sayableSchema.optional(),
});

export const demoCompanySchema = z.object({
  name: z.string().min(1),
  country: z.string().regex(/^[A-Z]{2}$/),
  /** The companies for which this one answers. Left out: none but itself, and everybody sees all customers. */
  clients: z.array(clientSchema).default([]),
  agents: z
    .array(
      z.object({
        username: z.string(),
        /** Of the exercise: known to everybody, protects nothing. */
        password: z.string(),
        name: z.string(),
        givenName: z.string(),
        role: roleSchema,
        language: languageSchema,
        extension: z.string().regex(/^\d{2,8}$/),
        pbxPassword: z.string(),
        queues: z.array(queueIdSchema),
        /** Back offices that they belong to besides those whose queue they answer or whose role they have. */
        offices: z.array(backOfficeCodeSchema).default([]),
        /** Client companies and closed queues whose customers they see besides those that go with their queues. */
        portfolios: z.array(z.string()).default([]),
        /** Where their telephone stands. Left out: at the first of the sites. */
        site: z.string().exactOptional(),
      }),
    )
    .min(1),
  queues: z
    .array(
      z.object({
        id: queueIdSchema,
        number: z.string().regex(/^\d{2,8}$/),
        language: languageSchema,
        name: z.object({ it: z.string(), en: z.string() }),
        about: z.object({ it: z.string(), en: z.string() }),
        /** The client company on whose behalf it is answered. */
        client: z.string().default(ownClient),
        /** True: its cases and contacts are seen by those who answer it, and by nobody else. */
        closed: z.boolean().default(false),
      }),
    )
    .min(1),
  featureCodes: z.object({
    pause: z.string(),
    resume: z.string(),
    echo: z.string().exactOptional(),
    /** Plays the voice messages of whoever dials it. */
    voicemail: z.string().exactOptional(),
    /** Places where callers are parked. */
    parking: z.array(parkingPlaceSchema).min(1).exactOptional(),
    /** Before the extension of an agent who has asked for help. */
    whisper: z.string().exactOptional(),
    barge: z.string().exactOptional(),
    /** Before the extension of an agent, where the policy allows listening and the backend has a bridge to permit it. */
    listen: z.string().exactOptional(),
  }),
  /** What is said first in its name: the first line of the guide that is proposed to it. */
  greeting: sayableSchema,
  /** Where telephones stand, and how callers' numbers come there. Left out: one, in the company's country, where they come as one would dial them. */
  sites: z.array(siteSchema.extend({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/) })).default([]),
  /** How agents work with calls; left out: as they wish. */
  policy: policySchema.prefault({}),
});
export type DemoCompany = z.infer<typeof demoCompanySchema>;
