// Calls and facts as the phone tells them, made up.
import { ulid } from 'ulid';
import { type Call, callSchema } from '#shared/model/call';
import { type InteractionEvent, interactionEventSchema } from '#shared/model/interaction';

/** A call that has just begun to ring in the queue "welcome". */
export function ringingCall(number: string | 'withheld', differing: Partial<Call> = {}): Call {
  const isE164 = /^\+\d{7,15}$/.test(number);
  const caller =
    number === 'withheld'
      ? { kind: 'withheld' }
      : { kind: 'number', number, e164: isE164 ? number : null, displayName: null };
  return callSchema.parse({
    id: ulid(),
    interactionId: ulid(),
    direction: 'incoming',
    caller,
    queue: 'welcome',
    waitedSeconds: 4,
    language: null,
    handedOver: null,
    parking: null,
    purpose: { kind: 'contact' },
    customerId: null,
    startedAt: '2026-03-02T09:00:00.000Z',
    phase: { kind: 'ringing', silenced: false },
    ...differing,
  });
}

export const fact = (kind: InteractionEvent['kind'], detail: string | null = null): InteractionEvent =>
  interactionEventSchema.parse({ id: ulid(), at: '2026-03-02T09:00:10.000Z', kind, detail });
