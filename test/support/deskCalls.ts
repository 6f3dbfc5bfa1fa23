// Calls beside a call, made up: one on hold, one in which somebody is asked about a caller, one that the agent makes.

import type { OpenInteraction } from '#shared/contract/deskData';
import { type Call, callSchema } from '#shared/model/call';
import type { TransferTarget } from '#shared/model/interaction';
import { secondsAgo, talking, ulid } from './deskPeople.ts';

export const luca: TransferTarget = { kind: 'person', name: 'Luca Moro', number: '1002' };

export const onHold = (seconds: number, change: Parameters<typeof talking>[0] = {}) =>
  talking({ hold: { wanted: true, actual: true }, heldSince: secondsAgo(seconds), ...change });

/** The call in which `target` is asked about this caller. */
export const consultAbout = (caller: Call, phase: Call['phase'], target: TransferTarget = luca): Call =>
  callSchema.parse({
    ...caller,
    id: ulid('K', 90),
    purpose: { kind: 'consult', about: caller.id, target },
    direction: 'outgoing',
    caller: { kind: 'number', number: target.number, e164: null, displayName: target.name },
    queue: null,
    waitedSeconds: null,
    phase,
  });

/** The agent's own call for this interaction. */
export const ownCall = (open: OpenInteraction, change: Partial<Call> = {}): Call =>
  callSchema.parse({
    id: ulid('K', 80),
    interactionId: open.interaction.id,
    purpose: { kind: 'contact' },
    direction: 'outgoing',
    caller: open.interaction.caller,
    customerId: open.interaction.draft.customerId,
    queue: null,
    waitedSeconds: null,
    language: null,
    handedOver: null,
    parking: null,
    startedAt: secondsAgo(3),
    phase: { kind: 'dialling', progress: 'sent' },
    ...change,
  });
