// The board put together: what this instance sees of the queues, today's figures, and who may see which part.

import { chatsCame } from '#shared/model/chatCounts';
import { queueIdSchema } from '#shared/model/ids';
import { type FiguresPolicy, peopleCount } from '#shared/model/kpi';
import type { SupervisionPolicy } from '#shared/model/policy';
import { may } from '#shared/model/role';
import { type Board, boardSchema, sumOfCame } from '#shared/protocol/board';
import type { Agent } from '#shared/protocol/sessions';
import { type ChatPolicy, chatLists } from '../chat/lists.ts';
import { chatPeople } from '../chat/people.ts';
import { type AgentViewer, house, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { chatsBegunSince, chatsOpen, chatsStanding } from '../repositories/chatFigures.ts';
import { type CountedToday, countedToday, midnight } from '../repositories/queueJournal.ts';
import { figuresPolicy } from '../repositories/waits.ts';
import { companyPolicy, extensionsOfAgents, queueIds, queuesSeen } from '../repositories/workstation.ts';
import { supervisionNow } from '../supervision.ts';
import { isReachable, memberStateOf, type Picture, queueNow, toldNow } from './picture.ts';
import type { QueueWatch } from './watch.ts';

export interface Boards {
  read(reader: { readonly agent: Agent; readonly viewer: AgentViewer }): Promise<Board>;
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
  /** Null: they cannot be counted. */
  readonly chats: Chats | null;
}

interface Chats {
  /** To which visitors write. */
  readonly queues: readonly string[];
  readonly policy: ChatPolicy;
  readonly standing: Awaited<ReturnType<typeof chatsStanding>>;
  readonly open: Awaited<ReturnType<typeof chatsOpen>>;
  readonly begun: Awaited<ReturnType<typeof chatsBegunSince>>;
}

export function createBoards(deps: ServerDeps, watch: QueueWatch): Boards {
  const { db, clock, config, logger } = deps;
  let kept: { readonly at: number; readonly value: Promise<Kept> } | null = null;

  async function look(): Promise<Kept> {
    const policy = await figuresPolicy(db.query);
    const [queues, today, staff, company, chats] = await Promise.all([
      queueIds(db.query),
      countedToday(db.query, clock(), { timeZone: config.timeZone, policy }),
      extensionsOfAgents(db.query),
      companyPolicy(db.query),
      lookAtChats().catch((error: unknown) => {
        // A list that this edition cannot read takes nobody's board away.
        logger.error({ err: error }, 'the chats of the board could not be counted');
        return null;
      }),
    ]);
    return { queues, today, staff, agreement: supervisionNow(company, deps), policy, chats };
  }

  const lookAtChats = (): Promise<Chats> =>
    seenBy(
      db.query,
      house,
      async (tx) => {
        const { policy } = await chatLists(tx);
        return {
          queues: policy.sites.flatMap((site) => site.queues.map(({ queueId }) => queueId)),
          policy,
          standing: await chatsStanding(tx),
          open: await chatsOpen(tx),
          begun: await chatsBegunSince(tx, await midnight(tx, clock(), config.timeZone)),
        };
      },
      { readOnly: true },
    );

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
    async read({ agent, viewer }) {
      const { queues, today, staff, agreement, policy, chats } = await fromDatabase();
      const leads = may(agent.role, 'leadTeam');
      const seen = leads ? await queuesSeen(db.query, viewer.portfolios) : [];
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
        halfHours: leads ? halfHoursUntil(now, today, queues) : null,
        chats:
          leads && chats !== null
            ? chatsOf(chats, { queues: queues.filter((id) => seen.includes(id)), staff, picture, policy })
            : null,
        colleagues:
          picture === null
            ? []
            : colleagues.map(({ id, extension }) => ({ id, reachable: isReachable(picture, extension) })),
        parked: (picture?.parked ?? []).map((one) => ({ ...one, since: new Date(one.since).toISOString() })),
        callers: leads
          ? callers.map(({ id, queue, since, number }) => ({
              id,
              queueId: queue,
              since: new Date(since).toISOString(),
              number,
            }))
          : null,
        team: leads && agreement !== null && picture !== null ? teamOf(agreement, colleagues, picture) : null,
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

/** Of those of these queues to which visitors write, or of which there are chats all the same. */
function chatsOf(
  { queues: written, policy: chatPolicy, standing, open, begun }: Chats,
  { queues, staff, picture, policy }: Pick<Kept, 'queues' | 'staff' | 'policy'> & { readonly picture: Picture | null },
): NonNullable<Board['chats']> {
  const agentIds = new Set([...staff.map(({ id }) => id), ...open.map(({ agentId }) => agentId)]);
  const agents = [...agentIds].map((id) => ({
    extension: staff.find((one) => one.id === id)?.extension ?? null,
    open: Object.fromEntries(open.filter(({ agentId }) => agentId === id).map(({ queueId, n }) => [queueId, n])),
  }));
  const those = new Set([...written, ...standing.map(({ queueId }) => queueId), ...open.map(({ queueId }) => queueId)]);
  return queueIdSchema
    .array()
    .parse(queues.filter((id) => those.has(id) || begun.has(id)))
    .map((queueId) => {
      const here = standing.find((one) => one.queueId === queueId);
      const { talking, ready } = chatPeople(agents, queueId, picture, chatPolicy);
      return {
        queueId,
        now: {
          waiting: here?.waiting ?? 0,
          longestSince: here?.longestSince?.toISOString() ?? null,
          left: here?.left ?? 0,
          talking: peopleCount(talking, policy),
          ready: ready === null ? null : peopleCount(ready, policy),
        },
        today: chatsCame(begun.get(queueId) ?? [], policy),
      };
    });
}

/** What the agreement lets a lead see of each; null: nothing. */
function teamOf(agreement: SupervisionPolicy, staff: Kept['staff'], picture: Picture) {
  const { namedStates, listening } = agreement;
  if (!namedStates && !listening) return null;
  return staff.map(({ id, extension }) => ({ id, state: namedStates ? memberStateOf(picture, extension) : null }));
}
