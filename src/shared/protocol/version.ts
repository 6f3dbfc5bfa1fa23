// The protocol's version, told in `GET /v1/health`. A change of any schema here changes the golden hash, and then this number's history.
import { z } from 'zod';

export const protocolVersion = 3;
/**
 * Apps that speak this one, or a later one up to our own, are understood. Protocol 3: the board has counts in place of numbers of few people,
 * which an older app cannot read.
 */
export const oldestProtocol = 3;

export const healthSchema = z.object({
  status: z.enum(['ok', 'starting', 'stopping']),
  product: z.literal('cornetta'),
  protocol: z.number().int().positive(),
  /** The oldest protocol that this backend still understands; those before protocol 2 do not say it. */
  oldest: z.number().int().positive().default(1),
  /** The bridge to the PBX: `none` is set up, it is `connected`, or the PBX is `away`. Phones work in all three. */
  bridge: z.enum(['none', 'connected', 'away']).default('none'),
});

/** With every answer: a service that changes its version is noticed at once, by whoever is signed in too. "2-3": from the oldest to its own. */
export const protocolHeader = 'cornetta-protocol';
export const protocolsSpoken = `${oldestProtocol}-${protocolVersion}`;

/** What the service is to one who speaks `ours`; null: they understand each other, or it does not say. */
export function misfitOf(spoken: string | null, ours = protocolVersion): 'older' | 'newer' | null {
  const [, oldest, newest] = /^(\d{1,6})-(\d{1,6})$/.exec(spoken ?? '') ?? [];
  if (oldest === undefined || newest === undefined) return null;
  if (Number(newest) < ours) return 'older';
  return Number(oldest) > ours ? 'newer' : null;
}
