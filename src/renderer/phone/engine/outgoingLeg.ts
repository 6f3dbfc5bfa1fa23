// A call that we make: it gets on, is answered, or comes back with the reason why not.
import type { Core, Inviter } from 'sip.js';
import type { LineFact } from '#shared/model/callMachine';
import { lastWordsToCalled } from './lastWords.ts';
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
  /** Of the several that the PBX may be ringing, whoever was heard last. */
  let heardFrom: string | null = null;

  function hear({ id, answer }: Core.Session): void {
    if (answer?.contentType !== 'application/sdp' || id === heardFrom) return;
    heardFrom = id;
    // What cannot be heard is no harm: it may be answered all the same.
    void deps
      .mediaOf(inviter)
      ?.hearEarly(answer.content)
      .catch(() => undefined);
  }

  const keepLastWords = (early: Core.Session | null): void =>
    deps.keepLastWords(lastWordsToCalled(inviter.userAgent, inviter.request, early));

  return createLeg(inviter, deps, (because) => ({
    madeTheCall: true,
    accept: () =>
      inviter.invite({
        requestDelegate: {
          // From now on it can be taken back (RFC 3261 section 9.1).
          onTrying: () => keepLastWords(null),
          onProgress: (response) => {
            const { message, session } = response as Core.PrackableIncomingResponseWithSession;
            keepLastWords(session);
            hear(session);
            deps.tell({ kind: 'progress', heard: message.body !== '' });
          },
          onReject: ({ message }) => because(refusalOf(message.statusCode ?? 0)),
        },
      }),
    leave: () => inviter.cancel(),
    unanswered: () => ({ kind: 'mediaFailed' }),
    delegate: {},
  }));
}
