// The board put together: what this instance sees of the queues, today's figures, and who may see which part.

import type { FiguresPolicy } from '#shared/model/kpi';
import type { SupervisionPolicy } from '#shared/model/policy';
import { may } from '#shared/model/role';
import { type Board, boardSchema, type QueueToday } from '#shared/protocol/board';
import type { Agent } from '#shared/protocol/sessions';
import type { ServerDeps } from '../deps.ts';
import { figuresOfToday } from '../repositories/queueJournal.ts';
import { figuresPolicy } from '../repositories/waits.ts';
import { companyPolicy, extensionsOfAgents, queueIds } from '../repositories/workstation.ts';
import { supervisionNow } from '../supervision.ts';
import { memberStateOf, type Picture, presenceOf, queueNow, toldNow } from './picture.ts';
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
  readonly today: ReadonlyMap<string, QueueToday>;
  readonly staff: readonly { readonly id: string; readonly extension: string }[];
  readonly agreement: SupervisionPolicy | null;
  readonly policy: FiguresPolicy;
}

export function createBoards(deps: ServerDeps, watch: QueueWatch): Boards {
  const { db, clock, config } = deps;
  let kept: { readonly at: number; readonly value: Promise<Kept> } | null = null;

  async function look(): Promise<Kept> {
    const [queues, today, staff, company, policy] = await Promise.all([
      queueIds(db.query),
      figuresOfToday(db.query, clock(), config),
      extensionsOfAgents(db.query),
      companyPolicy(db.query),
      figuresPolicy(db.query),
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

  const nothingYet: QueueToday = {
    offered: 0,
    answered: 0,
    abandoned: 0,
    serviceLevel: null,
    withinSeconds: config.serviceLevelSeconds,
  };

  return {
    forget() {
      kept = null;
    },
    async read(agent) {
      const { queues, today, staff, agreement, policy } = await fromDatabase();
      const picture = watch.picture();
      const colleagues = staff.filter(({ id }) => id !== agent.id);
      const callers = (picture?.waiting ?? []).filter((call) => queues.includes(call.queue));
      return boardSchema.parse({
        asOf: clock().toISOString(),
        bridge: watch.status(),
        queues: queues.map((queueId) => ({
          queueId,
          now: picture === null ? null : toldNow(queueNow(picture, queueId), policy),
          today: today.get(queueId) ?? nothingYet,
        })),
        colleagues:
          picture === null
            ? []
            : colleagues.map(({ id, extension }) => ({ id, presence: presenceOf(picture, extension) })),
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

/** What the agreement lets a lead see of each; null: nothing. */
function teamOf(agreement: SupervisionPolicy, staff: Kept['staff'], picture: Picture) {
  const { namedStates, listening } = agreement;
  if (!namedStates && !listening) return null;
  return staff.map(({ id, extension }) => ({ id, state: namedStates ? memberStateOf(picture, extension) : null }));
}
