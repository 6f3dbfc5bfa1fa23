// Ready and not ready, carried out in the PBX by the backend's bridge.
import { z } from 'zod';

/** `PUT /v1/agents/me/state`. It is answered when the PBX has done it; 503 while there is no bridge, or it cannot reach the PBX. */
export const agentStateSchema = z.object({
  /** Whether the queues shall ring this agent. */
  offer: z.boolean(),
  /** Why not: a code of the workstation's list; null for a wrap-up, and with `offer`. */
  reason: z.string().max(40).nullable(),
});
export type AgentState = z.infer<typeof agentStateSchema>;

/** `agreed` false: the PBX has said no, for example since this extension is in no queue. */
export const agentStateAnswerSchema = z.object({ agreed: z.boolean() });
