// Signing in with a local account: a short-lived access token, a refresh token that changes at each use.
import { z } from 'zod';
import { agentIdSchema, instantSchema, languageSchema } from '../model/ids.ts';
import { roleSchema } from '../model/role.ts';

export const credentialsSchema = z.object({
  username: z.string().trim().min(1).max(80),
  password: z.string().min(1).max(200),
  /** In place of it from now on: needed with a password that works once. */
  newPassword: z.string().min(1).max(200).exactOptional(),
});
export type Credentials = z.infer<typeof credentialsSchema>;

export const refreshRequestSchema = z.object({ refreshToken: z.string().min(20).max(200) });

export const agentSchema = z.object({
  id: agentIdSchema,
  username: z.string(),
  name: z.string().min(1),
  /** What the agent says of themselves when greeting: "Giulia". */
  givenName: z.string().min(1),
  role: roleSchema,
  language: languageSchema,
});
export type Agent = z.infer<typeof agentSchema>;

export const sessionSchema = z.object({
  accessToken: z.string().min(20),
  accessExpiresAt: instantSchema,
  refreshToken: z.string().min(20),
  agent: agentSchema,
});
export type Session = z.infer<typeof sessionSchema>;
