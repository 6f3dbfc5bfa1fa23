// Phone and data: the phone tells what happens on the line and who calls; data keeps it, and says which PBX to register with.
import { z } from 'zod';
import { callSchema } from '../model/call.ts';
import { interactionIdSchema, queueIdSchema } from '../model/ids.ts';
import { interactionEventSchema } from '../model/interaction.ts';
import { siteSchema } from '../model/site.ts';
import { pbxSettingsSchema } from '../protocol/workstation.ts';
import type { Contract } from './envelope.ts';

export const lineStateSchema = z.object({
  /** Null while nobody is signed in. */
  pbx: pbxSettingsSchema.nullable(),
  /** Where the telephone stands: how callers' numbers are read. */
  site: siteSchema,
  /** Interactions whose wrap-up is open: they hold the next call off. */
  wrapUps: z.array(interactionIdSchema),
  /** A chat goes on beside which no call is to come. */
  isChatting: z.boolean().exactOptional(),
  /** Queues whose calls are taken by themselves, as the company's policy says. */
  autoAnswer: z.array(queueIdSchema).default([]),
});
export type LineState = z.infer<typeof lineStateSchema>;

export const phoneData = {
  name: 'phone-data',
  state: lineStateSchema,
  event: z.object({ kind: z.literal('lineChanged'), line: lineStateSchema }),
  methods: {
    /** A new call, or one whose caller is another by now: it is looked up and shown at once, written down afterwards. */
    callArrived: { params: z.object({ call: callSchema, event: interactionEventSchema }), result: z.null() },
    recordEvent: {
      params: z.object({ interactionId: interactionIdSchema, event: interactionEventSchema }),
      result: z.null(),
    },
    /** After a phone window's death: the interactions that still have a live call. The others go to wrap-up. */
    liveCalls: { params: z.object({ interactionIds: z.array(interactionIdSchema) }), result: z.null() },
    /**
     * Has the PBX told ready or not ready by the backend's bridge. True: the PBX has agreed; false: it has said no.
     * Refused (`backend.unreachable`, `pbx.unreachable`, …) when it cannot be asked that way: dial the codes.
     */
    tellQueues: { params: z.object({ offer: z.boolean(), reason: z.string().nullable() }), result: z.boolean() },
    /** Under which reason the agent is not ready; null: ready, in a call, or writing one up. */
    agentStands: { params: z.object({ reason: z.string().nullable() }), result: z.null() },
  },
} satisfies Contract;
