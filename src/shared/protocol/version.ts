// The protocol's version, told in `GET /v1/health`. A change of any schema here changes the golden hash, and then this number's history.
import { z } from 'zod';

export const protocolVersion = 1;

export const healthSchema = z.object({
  status: z.enum(['ok', 'starting', 'stopping']),
  product: z.literal('cornetta'),
  protocol: z.number().int().positive(),
  /** The bridge to the PBX: `none` is set up, it is `connected`, or the PBX is `away`. Phones work in all three. */
  bridge: z.enum(['none', 'connected', 'away']).default('none'),
});
