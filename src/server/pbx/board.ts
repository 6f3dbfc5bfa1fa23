// The board put together: what this instance sees of the queues, today's figures, and who may see which part.

import type { FiguresPolicy } from '#shared/model/kpi';
import type { SupervisionPolicy } from '#shared/model/policy';
import { may } from '#shared/model/role';
import { type Board, boardSchema, sumOfCame } from '#shared/protocol/board';
import type { Agent } from '#shared/protocol/sessions';
import type { ServerDeps } from '../deps.ts';
import { type CountedToday, countedToday } from '../repositories/queueJournal.ts';
import { figuresPolicy } from '../repositories/waits.ts';
import { companyPolicy, extensionsOfAgents, queueIds } from '../repositories/workstation.ts';
import { supervisionNow } from '../supervision.ts';
import { isReachable, memberStateOf, type Picture, queueNow, toldNow } from './picture.ts';
import type { QueueWatch } from './watch.ts';

export interface Boards {
  read(agent: Agent): Promise<Board>;
  /** What the database says may be different from now on. */
  forget(): void;
}

/** Until then what the database says is the same for everybody who asks. */
const keptMs = 1_000;

interface Kept {
  readonly queues: readonly string[];
  readonly today: CountedToday;
  readonly staff: readonly { readonly id: string; readonly extension: string }[];
  readonly agreement: SupervisionPolicy | null;
  readonly policy: FiguresPolicy;
}

export function createBoards(deps: ServerDeps, watch: QueueWatch): Boards {
  const { db, clock, config } = deps;
  let kept: { readonly at: number; readonly value: Promise<Kept> } | null = null;

  async function look(): Promise<Kept> {
    const policy = await figuresPolicy(db.query);
    const [queues, today, staff, company] = await Promise.all([
      queueIds(db.query),
      countedToday(db.query, clock(), { timeZone: config.timeZone, policy }),
      extensionsOfAgents(db.query),
      companyPolicy(db.query),
    ]);
    return { queues, today, staff, agreement: supervisionNow(company, deps), policy };
  }

  function fromDatabase(): Promise<Kept> {
    const now = performance.now();
    if (kept === null || now - kept.at > keptMs) {
      const value = look();
      kept = { at: now, value };
      value.catch(() => {
        if (kept?.value === value) kept = null;
      });
    }
    return kept.value;
  }

  return {
    forget() {
      kept = null;
    },
    async read(agent) {
      const { queues, today, staff, agreement, policy } = await fromDatabase();
      const picture = watch.picture();
      const colleagues = staff.filter(({ id }) => id !== agent.id);
      const callers = (picture?.waiting ?? []).filter((call) => queues.includes(call.queue));
      const now = clock();
      const byQueue = Map.groupBy([...today.halfHours.values()].flat(), ({ queueId }) => queueId);
      return boardSchema.parse({
        asOf: now.toISOString(),
        bridge: watch.status(),
        queues: queues.map((queueId) => ({
          queueId,
          now: picture === null ? null : toldNow(queueNow(picture, queueId), policy),
          today: { ...sumOfCame(byQueue.get(queueId) ?? []), withinSeconds: policy.serviceLevel.seconds },
        })),
        halfHours: may(agent.role, 'leadTeam') ? halfHoursUntil(now, today, queues) : null,
        colleagues:
          picture === null
            ? []
            : colleagues.map(({ id, extension }) => ({ id, reachable: isReachable(picture, extension) })),
        parked: (picture?.parked ?? []).map((one) => ({ ...one, since: new Date(one.since).toISOString() })),
        callers: may(agent.role, 'leadTeam')
          ? callers.map(({ id, queue, since, number }) => ({
              id,
              queueId: queue,
              since: new Date(since).toISOString(),
              number,
            }))
          : null,
        team:
          may(agent.role, 'leadTeam') && agreement !== null && picture !== null
            ? teamOf(agreement, colleagues, picture)
            : null,
      });
    },
  };
}

const halfHourMs = 1_800_000;

/** From the first in which somebody came into one of these queues to the one that runs, without gaps. */
export function halfHoursUntil(now: Date, { began, halfHours }: CountedToday, queues: readonly string[]) {
  const came = new Map(
    [...halfHours]
      .map(([at, all]) => [at, all.filter(({ queueId }) => queues.includes(queueId))] as const)
      .filter(([, all]) => all.length > 0),
  );
  const running = began.getTime() + Math.floor((now.getTime() - began.getTime()) / halfHourMs) * halfHourMs;
  const first = Math.min(running, ...came.keys());
  // Another instance's clock may be a moment ahead.
  const last = Math.max(running, ...came.keys());
  return Array.from({ length: (last - first) / halfHourMs + 1 }, (_, nth) => {
    const at = first + nth * halfHourMs;
    return { start: new Date(at).toISOString(), queues: came.get(at) ?? [] };
  });
}

/** What the agreement lets a lead see of each; null: nothing. */
function teamOf(agreement: SupervisionPolicy, staff: Kept['staff'], picture: Picture) {
  const { namedStates, listening } = agreement;
  if (!namedStates && !listening) return null;
  return staff.map(({ id, extension }) => ({ id, state: namedStates ? memberStateOf(picture, extension) : null }));
}
