// Accounts as administrators see them: who works here, in which role, for whom. A password is told once, when it is made.
import { z } from 'zod';
import { agentIdSchema, instantSchema, portfolioIdSchema, queueIdSchema } from '../model/ids.ts';
import { portfolioSchema } from '../model/portfolio.ts';
import { agentSchema } from './sessions.ts';

const usernameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{0,79}$/);

const fields = {
  name: z.string().trim().min(1).max(120),
  givenName: z.string().trim().min(1).max(60),
  role: agentSchema.shape.role,
  language: agentSchema.shape.language,
  /** The queues that they answer; empty: as the PBX has them. */
  queues: z.array(queueIdSchema),
  /** Client companies and closed queues whose customers they see besides those that go with their queues. */
  portfolios: z.array(portfolioIdSchema),
};

export const accountSchema = z.object({
  ...fields,
  id: agentIdSchema,
  username: z.string(),
  active: z.boolean(),
  /** Null: no telephone; then nobody can work as them. */
  extension: z.string().nullable(),
  /** Too many wrong passwords: until then nobody signs in as them. */
  lockedUntil: instantSchema.nullable(),
  /** They have not chosen a password of their own yet; the one that was made for them works until then. */
  oneTimeUntil: instantSchema.nullable(),
  /** Made by the company's file, which also has their telephone. */
  fromFile: z.boolean(),
});
export type Account = z.infer<typeof accountSchema>;

/** `GET /v1/accounts` */
export const accountListSchema = z.object({
  accounts: z.array(accountSchema),
  queues: z.array(z.object({ id: queueIdSchema, name: z.object({ it: z.string(), en: z.string() }) })),
  portfolios: z.array(portfolioSchema),
});
export type AccountList = z.infer<typeof accountListSchema>;

/** Extension and password as the PBX has them. */
const phoneSchema = z.strictObject({
  extension: z.string().regex(/^\d{2,12}$/),
  password: z.string().min(1).max(200),
});

/** `POST /v1/accounts` */
export const newAccountSchema = z.strictObject({ ...fields, username: usernameSchema, phone: phoneSchema.nullable() });
export type NewAccount = z.infer<typeof newAccountSchema>;

/** `PATCH /v1/accounts/{id}`: what is given is taken over. Switched off, they are out at once. */
export const accountPatchSchema = z.strictObject({ ...fields, active: z.boolean(), phone: phoneSchema }).partial();
export type AccountPatch = z.infer<typeof accountPatchSchema>;

/** A password that works once, for them to choose their own; it is told nowhere else. */
export const madePasswordSchema = z.object({ account: accountSchema, password: z.string() });
export type MadePassword = z.infer<typeof madePasswordSchema>;

/** `PUT /v1/agents/me/password` */
export const ownPasswordSchema = z.strictObject({ old: z.string().min(1).max(200), fresh: z.string().min(1).max(200) });
