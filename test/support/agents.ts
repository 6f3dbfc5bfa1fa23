// Agents whose phones are the real page, at whatever PBX: what they do and what a test waits for.
import type { LineState } from '#shared/contract/phoneData';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import type { PhonePage } from './phonePage.ts';
import { until } from './until.ts';

type State = ReturnType<PhonePage['state']>;

export const isReady = (who: PhonePage) => who.untilState('ready', (state) => state.availability.pbx === 'offering');

export async function comeReady(who: PhonePage, line: LineState): Promise<void> {
  who.data.setLine(line);
  await who.untilState('registered', (state) => state.registration.kind === 'registered');
  await who.call.setWish({ kind: 'ready' });
  await isReady(who);
}

export const firstCall = (who: PhonePage): Call => must(who.state().calls[0], 'a call');

export const phaseIs =
  (kind: Call['phase']['kind'], callId?: Call['id']) =>
  ({ calls }: State): boolean =>
    (callId === undefined ? calls[0] : calls.find(({ id }) => id === callId))?.phase.kind === kind;

/** Takes the first call, and resolves with it as it rang. */
export async function answered(who: PhonePage): Promise<Call> {
  await who.untilState('ringing', phaseIs('ringing'));
  const call = firstCall(who);
  await who.call.answer({ callId: call.id });
  await who.untilState('talking', phaseIs('talking'));
  return call;
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
