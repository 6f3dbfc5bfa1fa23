// An agent's availability: what the agent wishes, what holds it off, what the PBX has been told. Three things, kept apart,
// so that the badge never says "ready" while the PBX thinks otherwise.
import { z } from 'zod';

export const wishSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('notReady'), reasonCode: z.string().nullable() }),
]);
export type Wish = z.infer<typeof wishSchema>;

export const availabilitySchema = z.object({
  wish: wishSchema,
  /** Calls in progress and open wrap-ups hold the next call off, and a chat where the company wants it so. */
  heldOffBy: z.enum(['nothing', 'call', 'wrapUp', 'chat']),
  /** What the PBX is known to do with queue calls for this agent. */
  pbx: z.enum(['unknown', 'offering', 'notOffering']),
  /** The PBX is being told right now. */
  changing: z.boolean(),
  sinceAt: z.iso.datetime(),
});
export type Availability = z.infer<typeof availabilitySchema>;

/** What the PBX should be doing. */
export const shouldOffer = (availability: Pick<Availability, 'wish' | 'heldOffBy'>): boolean =>
  availability.wish.kind === 'ready' && availability.heldOffBy === 'nothing';
