// How the agent's state looks: never "ready" while the PBX thinks otherwise.
import type { PhoneState } from '#shared/contract/deskPhone';
import { isOnLine } from '../../store/lineup.ts';
import { isRinging } from '../../store/selectors.ts';

export type Look =
  | 'off'
  | 'connecting'
  | 'disconnected'
  | 'ringing'
  | 'call'
  | 'wrapUp'
  | 'chat'
  | 'notReady'
  | 'becomingReady'
  | 'notOffered'
  | 'ready';

export function lookOf(phone: Pick<PhoneState, 'registration' | 'availability' | 'calls'> | null): Look {
  if (phone === null) return 'connecting';
  const { registration, availability, calls } = phone;
  if (registration.kind === 'off') return 'off';
  if (registration.kind === 'connecting') return 'connecting';
  if (registration.kind === 'failed') return 'disconnected';
  if (calls.some(isRinging) && !calls.some(isOnLine)) return 'ringing';
  if (availability.heldOffBy !== 'nothing') return availability.heldOffBy;
  if (availability.wish.kind === 'notReady') return 'notReady';
  if (availability.changing) return 'becomingReady';
  return availability.pbx === 'offering' ? 'ready' : 'notOffered';
}
