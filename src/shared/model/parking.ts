// Parking: a caller waits in a numbered place of the PBX until somebody calls that number. Whoever parked them keeps their interaction.
import { z } from 'zod';
import { callerSchema } from './caller.ts';
import { customerIdSchema, instantSchema, interactionIdSchema, languageSchema } from './ids.ts';

/** The number of a place: who is sent there is parked, and who calls it picks them up. */
export const parkingPlaceSchema = z.string().regex(/^[\d*#]{1,12}$/);

/** Somebody whom this agent has parked, as the phone remembers them. */
export const parkedCallSchema = z.object({
  place: parkingPlaceSchema,
  since: instantSchema,
  interactionId: interactionIdSchema,
  caller: callerSchema,
  customerId: customerIdSchema.nullable(),
  queue: z.string().nullable(),
  language: languageSchema.nullable(),
});
export type ParkedCall = z.infer<typeof parkedCallSchema>;
