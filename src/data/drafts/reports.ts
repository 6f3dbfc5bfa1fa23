// What the backend is told of an interaction: the report when it is closed, the handover when its call is passed on.
import { must } from '#shared/lib/must';
import type { Interaction, InteractionEvent, TransferTarget } from '#shared/model/interaction';
import type { HandoverRequest, InteractionReport } from '#shared/protocol/interactions';

const mostEvents = 2_000;

/** Of a closed interaction, with the reason and outcome that closing asked for. */
export function reportOf(interaction: Interaction, events: readonly InteractionEvent[]): InteractionReport {
  const { stage: _stage, draft, closedAt, ...facts } = interaction;
  return {
    ...facts,
    closedAt: must(closedAt, 'closedAt'),
    customerId: draft.customerId,
    reasonCode: must(draft.reasonCode, 'reasonCode'),
    outcomeCode: must(draft.outcomeCode, 'outcomeCode'),
    note: draft.note,
    events: events.slice(-mostEvents),
  };
}

export const handoverRequestOf = (interaction: Interaction, to: TransferTarget, at: Date): HandoverRequest => ({
  id: interaction.id,
  to,
  caller: interaction.caller,
  queueId: interaction.queueId,
  customerId: interaction.draft.customerId,
  reasonCode: interaction.draft.reasonCode,
  note: interaction.draft.note,
  at: at.toISOString(),
});
