// What the backend is told of an interaction: the report when it is closed, the handover when its call is passed on.
import { must } from '#shared/lib/must';
import { levelPassedOn, type PassingManner, standingLevel } from '#shared/model/identification';
import {
  type Interaction,
  type InteractionEvent,
  nothingPromised,
  type TransferTarget,
} from '#shared/model/interaction';
import type { FactorKind } from '#shared/model/lists/identification';
import type { MissingPart } from '#shared/model/wrapUp';
import type { Handover, HandoverRequest, InteractionReport } from '#shared/protocol/interactions';

const mostEvents = 2_000;

/**
 * Of a closed interaction, with the reason and outcome that closing asked for. `handed`: what a colleague had passed on with it; `missing`:
 * what it was closed without.
 */
export function reportOf(
  interaction: Interaction,
  handed: Handover | null,
  events: readonly InteractionEvent[],
  missing: readonly MissingPart[],
): InteractionReport {
  const { stage: _stage, draft, closedAt, ...facts } = interaction;
  return {
    ...facts,
    closedAt: must(closedAt, 'closedAt'),
    customerId: draft.customerId,
    reasonCode: must(draft.reasonCode, 'reasonCode'),
    secondary: draft.secondary,
    outcomeCode: must(draft.outcomeCode, 'outcomeCode'),
    note: draft.note,
    identification: standingLevel(draft.identification, handed?.identification ?? null),
    factors: standingFactors(draft, handed),
    identificationFailed: draft.identificationFailed,
    speaker: draft.speaker ?? handed?.speaker ?? null,
    suspected: draft.suspected,
    toldCountry: draft.toldCountry,
    promised: draft.promised,
    callback: draft.callback,
    checks: draft.checks,
    missing: [...missing],
    cases: draft.cases.map(({ caseId, how }) => ({ caseId, how })),
    events: events.slice(-mostEvents),
  };
}

/** With what a colleague had verified, for as long as their level stands. */
function standingFactors(draft: Interaction['draft'], handed: Handover | null): FactorKind[] {
  const before = draft.identification === null ? (handed?.factors ?? []) : [];
  return [...new Set([...before, ...draft.factors])];
}

export interface PassedOn {
  readonly to: TransferTarget;
  readonly manner: PassingManner;
  readonly at: Date;
}

/** What goes along: this agent's word, and where there is none what a colleague had passed on to them. */
export function handoverRequestOf(
  { id, caller, queueId, draft }: Interaction,
  handed: Handover | null,
  { to, manner, at }: PassedOn,
): HandoverRequest {
  const level = standingLevel(draft.identification, handed?.identification ?? null);
  const passed = levelPassedOn(level, manner);
  const hasPromised = draft.promised.text !== '' || draft.promised.by !== null;
  return {
    id,
    to,
    caller,
    queueId,
    customerId: draft.customerId,
    reasonCode: draft.reasonCode,
    secondary: draft.secondary,
    note: draft.note,
    identification: passed,
    factors: passed === 'none' ? [] : standingFactors(draft, handed),
    speaker: draft.speaker ?? handed?.speaker ?? null,
    promised: hasPromised ? draft.promised : (handed?.promised ?? nothingPromised),
    checks: draft.checks.length > 0 ? draft.checks : (handed?.checks ?? []),
    cases: draft.cases,
    at: at.toISOString(),
  };
}
