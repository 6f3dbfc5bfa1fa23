// Promised callbacks as this agent can count on them while the backend is away: what it last told, with what the agent has promised
// and called since. Pure.
import type { Callback, CallbackList } from '#shared/protocol/callbacks';
import type { InteractionReport } from '#shared/protocol/interactions';

interface Unsent {
  /** Reports that the backend has not taken yet, in order. */
  readonly reports: readonly InteractionReport[];
  readonly agent: Callback['promisedBy'];
  readonly now: Date;
}

const mostListed = 200;

/** Null: nothing was told and nothing is promised. */
export function withUnsent(told: CallbackList | null, { reports, agent, now }: Unsent): CallbackList | null {
  const byId = new Map((told?.callbacks ?? []).map((callback) => [callback.id, callback]));
  for (const { id, queueId, callback, callsBack, customerId, reasonCode, promised, answeredAt, closedAt } of reports) {
    if (callback !== null) {
      const state = byId.get(id)?.state ?? ({ kind: 'open' } as const);
      const { at: dueAt, number, purpose, owner } = callback;
      const about = promised.text;
      byId.set(id, {
        id,
        queueId,
        number,
        dueAt,
        promisedBy: agent,
        owner,
        customerId,
        reasonCode,
        about,
        purpose,
        barred: null,
        state,
      });
    }
    const kept = callsBack === null ? undefined : byId.get(callsBack);
    if (kept !== undefined && kept.state.kind !== 'done') {
      const outcome = answeredAt === null ? 'notReached' : 'reached';
      byId.set(kept.id, { ...kept, state: { kind: 'done', outcome, at: closedAt } });
    }
  }
  const called = new Map(
    reports.flatMap((report) => (report.callsBack === null ? [] : [[report.callsBack, report] as const])),
  );
  const recontacts = (told?.recontacts ?? []).map((one): CallbackList['recontacts'][number] => {
    const report = called.get(one.id);
    if (report === undefined || one.state.kind === 'done') return one;
    const outcome = report.answeredAt === null ? 'notReached' : 'reached';
    return { ...one, state: { kind: 'done', outcome, at: report.closedAt } };
  });
  if (told === null && byId.size === 0) return null;
  const isDone = ({ state }: Callback) => Number(state.kind === 'done');
  const callbacks = [...byId.values()].sort((a, b) => isDone(a) - isDone(b) || a.dueAt.localeCompare(b.dueAt));
  return { asOf: told?.asOf ?? now.toISOString(), callbacks: callbacks.slice(0, mostListed), recontacts };
}
