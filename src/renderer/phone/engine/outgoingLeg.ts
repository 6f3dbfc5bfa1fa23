// A call that we make: it gets on, is answered, or comes back with the reason why not.
import type { Inviter } from 'sip.js';
import type { LineFact } from '#shared/model/callMachine';
import { createLeg, type Leg, type LegDeps } from './leg.ts';

const busy = new Set([486, 600]);
const unknownNumber = new Set([404, 410, 484, 604]);
const unanswered = new Set([408, 480, 487]);

/** What a final refusal (RFC 3261 section 21.4 and following) means to whoever has called. */
export function refusalOf(status: number): LineFact {
  if (busy.has(status)) return { kind: 'rejected', why: 'busy' };
  if (unknownNumber.has(status)) return { kind: 'rejected', why: 'unknownNumber' };
  return unanswered.has(status) ? { kind: 'notAnswered' } : { kind: 'rejected', why: 'rejected' };
}

/** `accept` sends the INVITE. */
export function createOutgoingLeg(inviter: Inviter, deps: LegDeps): Leg {
  return createLeg(inviter, deps, (because) => ({
    madeTheCall: true,
    accept: () =>
      inviter.invite({
        requestDelegate: {
          onProgress: ({ message }) => {
            if ((message.statusCode ?? 100) > 100) deps.tell({ kind: 'progress', heard: message.body !== '' });
          },
          onReject: ({ message }) => because(refusalOf(message.statusCode ?? 0)),
        },
      }),
    leave: () => inviter.cancel(),
    unanswered: () => ({ kind: 'mediaFailed' }),
    delegate: {},
  }));
}
