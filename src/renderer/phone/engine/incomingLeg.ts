// A call that comes in: it can be taken or refused, and the caller or a colleague may be quicker.
import type { Invitation } from 'sip.js';
import { createLeg, type Leg, type LegDeps } from './leg.ts';
import { askWhereUnacknowledged } from './unacknowledged.ts';

/** 486 rather than 603: other telephones of the same number may go on ringing. */
const busyHere = 486;
const unavailable = 480;

/** RFC 3326, as exchanges write it: SIP's own cause 200, or Q.850's 26 ("non-selected user clearing"). */
export function isAnsweredElsewhere(reasons: readonly string[]): boolean {
  return reasons.some(
    (reason) => /SIP\s*;.*cause\s*=\s*200\b/i.test(reason) || /Q\.850\s*;.*cause\s*=\s*26\b/i.test(reason),
  );
}

export function createIncomingLeg(invitation: Invitation, deps: LegDeps): Leg {
  const leg = createLeg(invitation, deps, (because) => ({
    madeTheCall: false,
    accept: () => invitation.accept(),
    leave: (declined) => invitation.reject({ statusCode: declined ? busyHere : unavailable }),
    unanswered: (accepted) => ({ kind: accepted ? 'mediaFailed' : 'notAnswered' }),
    delegate: {
      onCancel: ({ request }) =>
        because({ kind: isAnsweredElsewhere(request.getHeaders('Reason')) ? 'answeredElsewhere' : 'cancelled' }),
    },
  }));
  // Without a connection nothing is asked before there is one.
  askWhereUnacknowledged(invitation, () => void leg.askWhetherKnown().catch(deps.onBug));
  return leg;
}
