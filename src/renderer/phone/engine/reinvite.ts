// Changing an established session by re-INVITE (RFC 3261 section 14): one offer at a time, another try after both sides have
// offered at once, and no option of one offer left over for the next.
import { type Core, type Session, SessionState, type Web } from 'sip.js';
import type { Clock } from '../clock.ts';
import type { CallMedia } from './callMedia.ts';

export type Reinvited = 'accepted' | 'refused' | 'gone';

/** Tries until this many offers in a row have met one of the other side. */
const mostGlares = 6;

/** RFC 3261 section 14.1: whoever made the call waits 2.1 to 4 s, the other up to 2 s, in steps of 10 ms. */
export function glareWaitMs(madeTheCall: boolean, random: number): number {
  return madeTheCall ? 2_100 + Math.floor(random * 191) * 10 : Math.floor(random * 201) * 10;
}

export interface Renegotiation {
  /**
   * Offers what the media are set to when its turn has come: one after the other. `needsPath` is asked then, and where it says so the
   * offer is for another path too (ICE restart).
   */
  offer(needsPath?: () => Promise<boolean>): Promise<Reinvited>;
}

export function createRenegotiation(
  session: Session,
  media: () => CallMedia | null,
  options: { readonly madeTheCall: boolean; readonly isConnected: () => boolean; readonly clock: Clock },
): Renegotiation {
  let offering = false;
  answerMeanwhile(session, () => offering);

  async function once(needsPath: () => Promise<boolean>): Promise<Reinvited | 'glare' | { readonly waitMs: number }> {
    if (session.state !== SessionState.Established) return 'gone';
    if (!options.isConnected()) return 'refused';
    const iceRestart = await needsPath();
    // The other side is first, whether it offers or leaves that to us: ours would be taken for the answer, and our answer be lost with it.
    if ((await media()?.isNegotiating()) || isAsked(session)) return 'glare';
    offering = true;
    try {
      const { status, retryAfterMs } = await sendOffer(session, iceRestart);
      if (status === 491) return 'glare';
      // RFC 3261 section 14.2: the PBX is not done with the offer before.
      if (status === 500 && retryAfterMs !== null) return { waitMs: retryAfterMs };
      if (status < 300) return session.state === SessionState.Established ? 'accepted' : 'gone';
      return status === 481 ? 'gone' : 'refused';
    } catch {
      await media()?.rollbackDescription();
      return session.state === SessionState.Established ? 'glare' : 'gone';
    } finally {
      offering = false;
      // The library would use them for its answers too.
      session.sessionDescriptionHandlerOptionsReInvite = {};
    }
  }

  async function untilSettled(needsPath: () => Promise<boolean>): Promise<Reinvited> {
    for (let glares = 0; glares < mostGlares; glares += 1) {
      const outcome = await once(needsPath);
      if (outcome !== 'glare' && typeof outcome === 'string') return outcome;
      const wait = outcome === 'glare' ? glareWaitMs(options.madeTheCall, options.clock.random()) : outcome.waitMs;
      await new Promise<void>((resolve) => options.clock.after(wait, resolve));
    }
    return session.state === SessionState.Established ? 'refused' : 'gone';
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    offer(needsPath = async () => false) {
      const outcome = last.then(() => untilSettled(needsPath));
      last = outcome.catch(() => undefined);
      return outcome;
    },
  };
}

/** RFC 3261 section 14.1: a re-INVITE of the other side is not settled before our answer to it is acknowledged. */
const isAsked = (session: Session): boolean =>
  (session.dialog as Core.SessionDialog | undefined)?.reinviteUserAgentServer !== undefined;

interface Answer {
  readonly status: number;
  /** Where the other side says so, at most as long as RFC 3261 section 14.2 has it. */
  readonly retryAfterMs: number | null;
}

function answerOf({ message }: Core.IncomingResponse): Answer {
  const seconds = Number.parseInt(message.getHeader('Retry-After') ?? '', 10);
  return {
    status: message.statusCode ?? 500,
    retryAfterMs: Number.isNaN(seconds) ? null : Math.min(10, Math.max(0, seconds)) * 1_000,
  };
}

/** Resolves with the final answer; rejects when the offer could not be made or sent. */
function sendOffer(session: Session, iceRestart: boolean): Promise<Answer> {
  const options: Web.SessionDescriptionHandlerOptions = iceRestart ? { offerOptions: { iceRestart } } : {};
  return new Promise((resolve, reject) => {
    session
      .invite({
        sessionDescriptionHandlerOptions: options,
        requestDelegate: {
          onAccept: (response) => resolve(answerOf(response)),
          onReject: (response) => resolve(answerOf(response)),
        },
      })
      .catch(reject);
  });
}

/**
 * While our offer is being gathered, the library would take an incoming one for the answer to it. RFC 3261 section 14.2 has 491
 * for that; the library says so itself only once our INVITE is out. And it would end the call at an ACK that comes meanwhile, which
 * it takes for a poor answer to our offer: the other side has heard our answer to theirs, and that is all there is to it.
 */
function answerMeanwhile(session: Session, isOffering: () => boolean): void {
  const library = session as unknown as {
    onInviteRequest(request: Core.IncomingInviteRequest): void;
    onAckRequest(request: Core.IncomingAckRequest): Promise<void>;
    pendingReinviteAck: boolean;
  };
  const answer = library.onInviteRequest.bind(session);
  library.onInviteRequest = (request) => {
    if (isOffering()) request.reject({ statusCode: 491 });
    else answer(request);
  };
  const settle = library.onAckRequest.bind(session);
  library.onAckRequest = async (request) => {
    if (!isOffering() || request.message.body) return settle(request);
    library.pendingReinviteAck = false;
  };
}
