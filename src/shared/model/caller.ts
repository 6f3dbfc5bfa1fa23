// Who seems to be calling: what the PBX said, before anyone is identified. A number is a hint, never a proof.
import { z } from 'zod';
import { e164Schema } from './phoneNumber.ts';

export const callerSchema = z.discriminatedUnion('kind', [
  /** A number as the PBX gave it; `e164` is null for extensions and what cannot be read as a number. */
  z.object({
    kind: z.literal('number'),
    number: z.string().max(64),
    e164: e164Schema.nullable(),
    displayName: z.string().max(120).nullable(),
  }),
  z.object({ kind: z.literal('withheld') }),
  /** Somebody who writes from a web page, by the name that they have given; null: none. */
  z.object({ kind: z.literal('visitor'), name: z.string().max(60).nullable() }),
  /** The identity was there but malformed: the call is answered all the same. */
  z.object({ kind: z.literal('unreadable') }),
]);
export type Caller = z.infer<typeof callerSchema>;
