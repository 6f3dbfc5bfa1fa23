// Who waits for this agent, for whoever tells them while another program is in front. Ids and queues, nothing of who it is. Pure.
import type { Awaiting } from '#shared/contract/main';
import { may } from '#shared/model/role';
import { chatToTake } from './chats.ts';
import type { DeskState } from './deskState.ts';
import { workstationOf } from './selectors.ts';

/** A chat is what the desk chimes for: the next one, for who is ready. */
function chats(state: DeskState): Awaiting[] {
  const next = state.phone?.availability.wish.kind === 'ready' ? chatToTake(state) : null;
  return next === null ? [] : [{ kind: 'chat', id: next.id, queueId: next.queueId }];
}

/** Help that a colleague has asked for, for who comes to it; and one's own that is answered. */
function help(state: DeskState): Awaiting[] {
  const agent = workstationOf(state)?.agent;
  if (agent === undefined) return [];
  return (state.data?.boards.help?.help ?? []).flatMap((each): Awaiting[] => {
    const id = `${each.interactionId} ${each.askedAt}`;
    const isOwn = each.agent.id === agent.id;
    if (isOwn) return each.state.kind === 'answered' ? [{ kind: 'helpAnswered', id }] : [];
    return each.state.kind === 'open' && may(agent.role, 'leadTeam') ? [{ kind: 'helpAsked', id }] : [];
  });
}

/** Nobody, while nobody is signed in. */
export function awaitingOf(state: DeskState): Awaiting[] {
  if (workstationOf(state) === null) return [];
  const due = state.data?.boards.ringing ?? [];
  return [...chats(state), ...due.map((id): Awaiting => ({ kind: 'callback', id })), ...help(state)];
}
