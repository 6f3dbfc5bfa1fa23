// What main may know of the phone (no name, no number), and what a key means that was pressed while another program was in front. Pure.
import type { PhoneState } from '#shared/contract/deskPhone';
import type { Glance, GlobalKey } from '#shared/contract/main';
import type { Call } from '#shared/model/call';
import type { Intent } from '#shared/model/callMachine';
import type { CallId } from '#shared/model/ids';

const ringingOf = (calls: readonly Call[]): Call | undefined => calls.find(({ phase }) => phase.kind === 'ringing');
/** Whoever is spoken with, or called. */
const spokenOf = (calls: readonly Call[]): Call | undefined =>
  calls.find(({ phase }) => phase.kind === 'talking' && !phase.hold.wanted && !phase.hold.actual) ??
  calls.find(({ phase }) => phase.kind === 'dialling');

export function glanceOf({ registration, availability, calls }: PhoneState): Glance {
  const ringing = ringingOf(calls);
  return {
    registered: registration.kind === 'registered',
    wish: availability.wish,
    ringing: ringing === undefined ? null : { callId: ringing.id, queueId: ringing.queue },
    talking: calls.some(({ phase }) => phase.kind !== 'ended' && phase.kind !== 'ringing'),
  };
}

/** Null: there is nothing that it could mean. A call that rings is never turned away by a key that somebody meant for another one. */
export function meantBy(
  key: GlobalKey,
  calls: readonly Call[],
): { readonly callId: CallId; readonly intent: Extract<Intent, { kind: 'answer' | 'setMute' | 'hangUp' }> } | null {
  if (key === 'answerKey') {
    const ringing = ringingOf(calls);
    return ringing === undefined ? null : { callId: ringing.id, intent: { kind: 'answer' } };
  }
  const spoken = spokenOf(calls);
  if (spoken === undefined) return null;
  if (key === 'hangUpKey') return { callId: spoken.id, intent: { kind: 'hangUp' } };
  const { id: callId, phase } = spoken;
  return phase.kind === 'talking' ? { callId, intent: { kind: 'setMute', mute: !phase.mute } } : null;
}
