// Agents whose phones are the real page, at a switchboard of the test's own: what they do and what a test waits for.
import type { LineState } from '#shared/contract/phoneData';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import type { Switchboard } from '#simulator/switchboard/switchboard';
import type { PhonePage } from './phonePage.ts';
import { until } from './until.ts';

type State = ReturnType<PhonePage['state']>;
type CustomerHandle = ReturnType<Switchboard['ring']>;

export function lineOf(
  board: Switchboard,
  extension: string,
  change: Partial<NonNullable<LineState['pbx']>> = {},
): LineState {
  const agent = must(
    board.company.agents.find((one) => one.extension === extension),
    extension,
  );
  return {
    pbx: {
      servers: [board.url],
      domain: board.domain,
      extension,
      authUser: extension,
      password: agent.pbxPassword,
      iceServers: [],
      featureCodes: board.company.featureCodes,
      agentState: 'codes',
      ...change,
    },
    country: 'IT',
    wrapUps: [],
    autoAnswer: [],
  };
}

export const isReady = (who: PhonePage) => who.untilState('ready', (state) => state.availability.pbx === 'offering');

export async function signIn(board: Switchboard, who: PhonePage, extension: string): Promise<void> {
  who.data.setLine(lineOf(board, extension));
  await who.untilState('registered', (state) => state.registration.kind === 'registered');
  await who.call.setWish({ kind: 'ready' });
  await isReady(who);
}

export const firstCall = (who: PhonePage): Call => must(who.state().calls[0], 'a call');

export const phaseIs =
  (kind: Call['phase']['kind'], callId?: Call['id']) =>
  ({ calls }: State): boolean =>
    (callId === undefined ? calls[0] : calls.find(({ id }) => id === callId))?.phase.kind === kind;

export async function answered(who: PhonePage): Promise<void> {
  await who.untilState('ringing', phaseIs('ringing'));
  const { id } = firstCall(who);
  await who.call.answer({ callId: id });
  await who.untilState('talking', phaseIs('talking'));
}

/** Packets of each way within the time that the other way needs for 25. */
export async function soundFlows(who: PhonePage, callId?: Call['id']): Promise<void> {
  const statsOf = async () => {
    const all = await who.stats();
    return callId === undefined ? all[0] : all.find((one) => one.callId === callId);
  };
  const before = await statsOf();
  await until('sound flows both ways', async () => {
    const now = await statsOf();
    return (
      now !== undefined &&
      now.packetsSent - (before?.packetsSent ?? 0) > 25 &&
      now.packetsReceived - (before?.packetsReceived ?? 0) > 25
    );
  });
}

/** The agent's microphone beeps once a second. */
export async function untilHeard(customer: CustomerHandle): Promise<void> {
  const { soundMs } = customer.recorded();
  await until('the agent is heard', () => customer.recorded().soundMs > soundMs);
}

/** Nothing of the agent for two seconds, which is longer than between two beeps. */
export async function untilSilent(customer: CustomerHandle): Promise<void> {
  let since = customer.recorded();
  await until('the agent is silent', () => {
    const now = customer.recorded();
    if (now.soundMs > since.soundMs) since = now;
    return now.ms - since.ms > 2_000;
  });
}
