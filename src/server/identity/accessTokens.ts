// Access tokens: JWTs (RFC 7519, HS256) that live for minutes and say which session they belong to.
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../deps.ts';

const issuer = 'cornetta';
const claimsSchema = z.object({ sub: z.string(), sid: z.string() });

export interface AccessTokens {
  /** Returns the token and when it ends. */
  issue(agentId: string, sessionId: string): Promise<{ token: string; expiresAt: Date }>;
  /** The session and agent of a valid token; null for one that is expired, broken or not ours. */
  read(token: string): Promise<{ agentId: string; sessionId: string } | null>;
}

/** `secret` must be 256 bits or more. */
export function createAccessTokens(secret: Uint8Array, lifeSeconds: number, clock: Clock): AccessTokens {
  return {
    async issue(agentId, sessionId) {
      const seconds = Math.floor(clock().getTime() / 1000);
      const token = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(agentId)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + lifeSeconds)
        .sign(secret);
      return { token, expiresAt: new Date((seconds + lifeSeconds) * 1000) };
    },
    async read(token) {
      try {
        const options = { issuer, audience: issuer, algorithms: ['HS256'], currentDate: clock() };
        const { payload } = await jwtVerify(token, secret, options);
        const claims = claimsSchema.parse(payload);
        return { agentId: claims.sub, sessionId: claims.sid };
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
        throw error;
      }
    },
  };
}
