// The ways to sign in that a backend offers, and signing in with the company's own account in the browser (OpenID Connect, PKCE).
import { z } from 'zod';

/** `GET /v1/sign-in`, without a session. `oidc`: what the company calls its own sign-in; null: there is none. */
export const signInWaysSchema = z.object({
  local: z.boolean(),
  oidc: z.object({ name: z.string().min(1).max(80) }).nullable(),
});
export type SignInWays = z.infer<typeof signInWaysSchema>;

/** An address of the app itself on the agent's PC (RFC 8252, 7.3): any free port. */
export const loopbackSchema = z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}\/signed-in$/);

export const browserSignInSchema = z.object({
  redirectUri: loopbackSchema,
  /** SHA-256 of the secret that the app keeps, base64url (RFC 7636). */
  codeChallenge: z.string().regex(/^[\w-]{43}$/),
});
export const browserSignInBegunSchema = z.object({ state: z.string().min(20).max(200), authorizationUrl: z.url() });

export const browserCodeSchema = z.object({
  state: z.string().min(1).max(200),
  code: z.string().min(1).max(4_000),
  codeVerifier: z.string().regex(/^[\w.~-]{43,128}$/),
  /** As the browser brought it, where it did (RFC 9207). */
  iss: z.string().max(500).exactOptional(),
});
export type BrowserCode = z.infer<typeof browserCodeSchema>;
