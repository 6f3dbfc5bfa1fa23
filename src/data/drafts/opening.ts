// How a call becomes an interaction, and how a fact changes one: pure.
import type { Call } from '#shared/model/call';
import { emptyDraft, type Interaction, type InteractionEvent, stageAfter } from '#shared/model/interaction';
import type { Queue } from '#shared/protocol/workstation';

/** The interaction of a call as it stands now; usually it has just begun to ring. */
export function interactionOf(call: Call, queues: readonly Queue[]): Interaction {
  const queue = queueOf(call.queue, queues);
  const answeredAt = 'answeredAt' in call.phase ? call.phase.answeredAt : null;
  const begun: Interaction = {
    id: call.interactionId,
    channel: 'call',
    direction: call.direction,
    stage: answeredAt === null ? 'ringing' : 'live',
    caller: call.caller,
    queueId: queue?.id ?? null,
    language: call.language ?? queue?.language ?? null,
    continues: call.handedOver,
    callsBack: call.callsBack,
    startedAt: call.startedAt,
    answeredAt,
    endedAt: call.phase.kind === 'ended' ? call.phase.at : null,
    closedAt: null,
    wrapUpUntil: null,
    draft: { ...emptyDraft, customerId: call.customerId },
  };
  return call.phase.kind === 'ended' ? { ...begun, stage: stageAfter(begun, 'ended') } : begun;
}

/** The PBX says a name or a number; only queues of the backend's list are known. */
const queueOf = (said: string | null, queues: readonly Queue[]): Queue | null =>
  queues.find((queue) => queue.id === said || queue.number === said) ?? null;

export function withEvent(interaction: Interaction, event: InteractionEvent): Interaction {
  return {
    ...interaction,
    stage: stageAfter(interaction, event.kind),
    answeredAt: event.kind === 'answered' ? (interaction.answeredAt ?? event.at) : interaction.answeredAt,
    // Who was parked and is spoken with again has not ended yet.
    endedAt:
      event.kind === 'ended'
        ? (interaction.endedAt ?? event.at)
        : event.kind === 'answered'
          ? null
          : interaction.endedAt,
  };
}
