// What an agent or a lead asks of the backend about the queues: each is answered by it, or refused while it cannot be reached.
import type { Boards } from '#shared/contract/boards';
import type { deskData, ToCall } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { FailureError, failure } from '#shared/contract/failure';
import type { AgentState } from '#shared/protocol/agentState';
import type { Listening } from '#shared/protocol/listening';
import type { Workstation } from '#shared/protocol/workstation';
import type { Answer } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import type { BoardPoke } from './boards.ts';

export interface RequestsDeps {
  /** Null while nobody is signed in. */
  readonly backend: () => Backend | null;
  /** It has worked or come too late: either way this is different now. */
  readonly poke: (part: BoardPoke) => void;
}

type BoardMethods = Pick<
  Implementation<typeof deskData>,
  | 'takeToCall'
  | 'releaseToCall'
  | 'finishToCall'
  | 'askForHelp'
  | 'cancelHelp'
  | 'endHelp'
  | 'answerHelp'
  | 'askToListen'
  | 'listeningSeen'
  | 'endListening'
  | 'takeOverCall'
  | 'moveCaller'
  | 'takeCaller'
>;

/** @throws FailureError while nobody is signed in. */
export function reachable(backend: Backend | null): Backend {
  if (backend === null) throw failure('call.notNow', 'data', 'nobody is signed in');
  return backend;
}

export function boardMethods({ backend, poke }: RequestsDeps): BoardMethods {
  const reach = () => reachable(backend());

  /** `yes` where it was done, `no` where somebody or something was quicker. */
  async function asked<Yes, No>(
    part: BoardPoke,
    answer: Promise<Answer<unknown>>,
    yes: Yes,
    no: No,
  ): Promise<Yes | No> {
    const given = await answer;
    poke(part);
    if (given.kind === 'ok') return yes;
    if (given.kind === 'refused' && (given.status === 404 || given.status === 409)) return no;
    throw new FailureError(given.failure);
  }

  /** What the backend tells together is asked for together. */
  const partOf = ({ list }: ToCall): BoardPoke => (list === 'lostCalls' ? list : 'callbacks');

  return {
    takeToCall: (who, signal) => asked(partOf(who), reach().takeToCall(who, signal), 'taken', 'late'),
    releaseToCall: (who, signal) => asked(partOf(who), reach().releaseToCall(who, signal), null, null),
    finishToCall: ({ who, outcome }, signal) =>
      asked(partOf(who), reach().finishToCall(who, outcome, signal), null, null),
    askForHelp: (request, signal) => asked('help', reach().askForHelp(request, signal), null, null),
    cancelHelp: ({ interactionId }, signal) => asked('help', reach().cancelHelp(interactionId, signal), null, null),
    endHelp: ({ interactionId }, signal) => asked('help', reach().endHelp(interactionId, signal), null, null),
    answerHelp: ({ interactionId, manner }, signal) =>
      asked('help', reach().answerHelp(interactionId, manner, signal), 'answered', 'late'),
    askToListen: ({ agentId }, signal) => asked('help', reach().askToListen(agentId, signal), 'asked', 'late'),
    listeningSeen: ({ id }, signal) => asked('help', reach().listeningSeen(id, signal), null, null),
    endListening: ({ id }, signal) => asked('help', reach().endListening(id, signal), null, null),
    takeOverCall: ({ interactionId }, signal) =>
      asked('help', reach().takeOverCall(interactionId, signal), 'ringing', 'gone'),
    moveCaller: ({ callerId, queueId }, signal) =>
      asked('board', reach().moveCaller(callerId, queueId, signal), 'moved', 'gone'),
    takeCaller: ({ callerId }, signal) => asked('board', reach().takeCaller(callerId, signal), 'ringing', 'gone'),
  };
}

export interface TellQueuesDeps {
  readonly workstation: () => Workstation | null;
  readonly backend: () => Backend | null;
  readonly isOnline: () => boolean;
}

/** Whether the PBX has agreed. @throws FailureError when it cannot be asked by the bridge: then the phone dials the codes. */
export async function tellQueues(deps: TellQueuesDeps, wanted: AgentState, signal: AbortSignal): Promise<boolean> {
  const backend = deps.backend();
  if (backend === null) throw failure('call.notNow', 'data', 'nobody is signed in');
  if (deps.workstation()?.pbx.agentState !== 'bridge') throw failure('call.notNow', 'data', 'there is no bridge');
  if (!deps.isOnline()) throw failure('backend.unreachable', 'data', 'the backend is away');
  const answer = await backend.setAgentState(wanted, signal);
  if (answer.kind !== 'ok') throw new FailureError(answer.failure);
  return answer.value.agreed;
}

/** Who listens to this agent, whose call is over. */
export const listeningTo = ({ help }: Boards, agentId: string): readonly Listening[] =>
  help?.listening.filter(({ agent }) => agent.id === agentId) ?? [];

/** An interaction whose call is over needs no help any more. */
export const helpNoLongerWanted = ({ help }: Boards, interactionId: string): boolean =>
  help?.help.some(
    ({ interactionId: its, state }) => its === interactionId && (state.kind === 'open' || state.kind === 'answered'),
  ) === true;
