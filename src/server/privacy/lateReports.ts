// What a workstation that was away sends of somebody who has been erased meanwhile: it is taken, so that no conversation goes missing,
// and kept without them.
import { nothingPromised } from '#shared/model/interaction';
import { type HandoverRequest, type InteractionReport, withoutCustomer } from '#shared/protocol/interactions';
import type { Seen } from '../db/seenBy.ts';
import { isErased } from './erase.ts';

const withheld = { kind: 'withheld' } as const;

export async function reportWithoutErased(tx: Seen, report: InteractionReport): Promise<InteractionReport> {
  if (report.customerId === null || !(await isErased(tx, report.customerId))) return report;
  return withoutCustomer(report);
}

export async function handoverWithoutErased(tx: Seen, handover: HandoverRequest): Promise<HandoverRequest> {
  if (handover.customerId === null || !(await isErased(tx, handover.customerId))) return handover;
  return {
    ...handover,
    customerId: null,
    caller: withheld,
    note: '',
    promised: nothingPromised,
    checks: [],
    cases: [],
  };
}
