// What main may know of the phone (no name, no number), and what a key means that was pressed while another program was in front. Pure.
import type { PhoneState } from '#shared/contract/deskPhone';
import type { Glance, GlobalKey } from '#shared/contract/main';
import type { Call } from '#shared/model/call';
import type { Intent } from '#shared/model/callMachine';
import type { CallId } from '#shared/model/ids';

const ringingOf = (calls: readonly Call[]): Call | undefined => calls.find(({ phase }) => phase.kind === 'ringing');
/** Whoever is spoken with, or called: the one that the desk has in front, who came last. */
const spokenOf = (calls: readonly Call[]): Call | undefined =>
  calls.findLast(({ phase }) => phase.kind === 'dialling' || (phase.kind === 'talking' && !phase.hold.wanted));

export function glanceOf({ registration, availability, calls }: PhoneState): Glance {
  const ringing = ringingOf(calls);
  return {
    registered: registration.kind === 'registered',
    wish: availability.wish,
    ringing: ringing === undefined ? null : { callId: ringing.id, queueId: ringing.queue },
    talking: calls.some(({ phase }) => phase.kind !== 'ended' && phase.kind !== 'ringing'),
  };
}

interface Meant {
  readonly callId: CallId;
  readonly intent: Extract<Intent, { kind: 'answer' | 'setMute' | 'hangUp' }>;
}

/**
 * None: there is nothing that it could mean. A call that rings is never turned away by a key that somebody meant for another one; a conference
 * is hung up for all.
 */
export function meantBy(key: GlobalKey, { calls, conference }: Pick<PhoneState, 'calls' | 'conference'>): Meant[] {
  if (key === 'answerKey') {
    const ringing = ringingOf(calls);
    return ringing === undefined ? [] : [{ callId: ringing.id, intent: { kind: 'answer' } }];
  }
  const spoken = spokenOf(calls);
  if (spoken === undefined) return [];
  const { id, phase } = spoken;
  if (key === 'hangUpKey') {
    const those = conference.includes(id) ? conference : [id];
    return those.map((callId) => ({ callId, intent: { kind: 'hangUp' } }));
  }
  return phase.kind === 'talking' ? [{ callId: id, intent: { kind: 'setMute', mute: !phase.mute } }] : [];
}
