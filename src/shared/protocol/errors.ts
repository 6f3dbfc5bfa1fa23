// How the backend says no: RFC 9457 problem details with a closed list of types, shared by both sides.
import { z } from 'zod';

export const problemTypes = [
  'invalid-request',
  'wrong-credentials',
  'locked-out',
  'password-due',
  'browser-only',
  'sign-in-refused',
  'no-such-agent',
  'provider-away',
  'clock-off',
  'session-expired',
  'forbidden',
  'not-found',
  'version-conflict',
  'key-reused',
  'still-running',
  'taken',
  'chat-taken',
  'chat-full',
  'chat-ended',
  'on-hold',
  'restricted',
  'merged-away',
  'cannot-merge',
  'no-consent',
  'cannot-act',
  'cursor-expired',
  'too-large',
  'too-many-requests',
  'unavailable',
  'bug',
] as const;
export type ProblemType = (typeof problemTypes)[number];

/** `type` is "urn:cornetta:problem:" + one of the list; `errors` says which field of the request is wrong. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int().min(400).max(599),
  detail: z.string().optional(),
  instance: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

const prefix = 'urn:cornetta:problem:';
export const problemUrn = (type: ProblemType): string => `${prefix}${type}`;

/** The type of a problem that came over the wire; null where it is none of ours (a proxy answered). */
export function problemTypeOf(problem: Pick<Problem, 'type'>): ProblemType | null {
  const name = problem.type.startsWith(prefix) ? problem.type.slice(prefix.length) : '';
  return problemTypes.find((known) => known === name) ?? null;
}
