// A headset's buttons, as the phone has them and the desk shows them.
import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { failureSchema } from './failure.ts';

/** Vendor and product, as USB numbers them: `0b0e:2456`. */
const headsetModelSchema = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/);

/** Whose buttons count. */
export const headsetChoiceSchema = z.discriminatedUnion('kind', [
  /** The headset whose microphone is in use; where none is, the first there is. */
  z.object({ kind: z.literal('automatic') }),
  z.object({ kind: z.literal('none') }),
  /** The name is kept, so that it can be said which one is missing. */
  z.object({ kind: z.literal('model'), model: headsetModelSchema, name: z.string().max(200) }),
]);
export type HeadsetChoice = z.infer<typeof headsetChoiceSchema>;

/** As the telephony usages of HID name them; `flash` is the long press of many headsets. */
export const headsetButtons = ['hook', 'flash', 'redial', 'mute', 'lineBusy'] as const;
export const headsetButtonSchema = z.enum(headsetButtons);
export type HeadsetButton = z.infer<typeof headsetButtonSchema>;

export const headsetSchema = z.object({
  choice: headsetChoiceSchema,
  /** The headsets with buttons that are connected. */
  found: z.array(z.object({ model: headsetModelSchema, name: z.string() })),
  buttons: z.discriminatedUnion('kind', [
    /** None is connected, or none is wanted. */
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('absent'), name: z.string() }),
    z.object({ kind: z.literal('opening'), name: z.string() }),
    z.object({
      kind: z.literal('ready'),
      name: z.string(),
      lastPress: z.object({ button: headsetButtonSchema, at: instantSchema }).nullable(),
    }),
    /** It is tried again by itself. */
    z.object({ kind: z.literal('failed'), name: z.string(), failure: failureSchema }),
  ]),
});
export type Headset = z.infer<typeof headsetSchema>;
