// One incoming SIP session as the leg of a call: orders become requests, what the session goes through becomes facts. It tells
// exactly once that it is over, however it ended.
import { type Invitation, type Session, SessionState, type URI } from 'sip.js';
import type { LineFact } from '#shared/model/callMachine';
import type { CallId } from '#shared/model/ids';
import type { Clock } from '../clock.ts';
import type { CallMedia } from './callMedia.ts';
import type { LegStats } from './engine.ts';
import { legStats } from './legStats.ts';
import { createRenegotiation } from './reinvite.ts';
import { blindTransfer } from './transfer.ts';

export interface Leg {
  accept(microphone: MediaStream): void;
  decline(): void;
  hangUp(): void;
  setHold(hold: boolean): Promise<void>;
  setMute(mute: boolean): void;
  sendDigits(digits: string): void;
  transfer(target: URI, headers: readonly string[]): Promise<void>;
  replaceMicrophone(microphone: MediaStream): Promise<void>;
  /** There is a new connection: moves the call to it, and its media too where they have stopped. */
  moveToNewConnection(): Promise<void>;
  stats(): Promise<LegStats | null>;
}

export interface LegDeps {
  readonly callId: CallId;
  readonly clock: Clock;
  /** The media of a session, once it has any. */
  readonly mediaOf: (session: Session) => CallMedia | null;
  readonly isConnected: () => boolean;
  readonly giveMicrophone: (session: Session, microphone: MediaStream) => void;
  readonly tell: (fact: LineFact) => void;
  readonly onVoice: (stream: MediaStream) => void;
  readonly onBug: (error: unknown) => void;
}

/** 486 rather than 603: other telephones of the same number may go on ringing. */
const declined = 486;
const busyHere = 480;

/** RFC 3326, as exchanges write it: SIP's own cause 200, or Q.850's 26 ("non-selected user clearing"). */
export function isAnsweredElsewhere(reasons: readonly string[]): boolean {
  return reasons.some(
    (reason) => /SIP\s*;.*cause\s*=\s*200\b/i.test(reason) || /Q\.850\s*;.*cause\s*=\s*26\b/i.test(reason),
  );
}

export function createLeg(invitation: Invitation, deps: LegDeps): Leg {
  const { tell, clock } = deps;
  const media = (): CallMedia | null => deps.mediaOf(invitation);
  const negotiation = createRenegotiation(invitation, media, {
    madeTheCall: false,
    isConnected: deps.isConnected,
    clock,
  });
  let accepted: MediaStream | null = null;
  let established = false;
  let over = false;
  let endedBy: LineFact | null = null;

  /** What the library calls must not throw into it. */
  const guarded =
    <T extends unknown[]>(react: (...given: T) => void) =>
    (...given: T): void => {
      try {
        react(...given);
      } catch (error) {
        deps.onBug(error);
      }
    };

  function close(): void {
    if (over) return;
    over = true;
    for (const track of accepted?.getTracks() ?? []) track.stop();
    if (endedBy !== null) tell(endedBy);
    else if (established) tell({ kind: 'remoteHungUp' });
    else tell({ kind: accepted === null ? 'notAnswered' : 'mediaFailed' });
  }

  invitation.delegate = {
    onCancel: guarded((cancel) => {
      endedBy ??= {
        kind: isAnsweredElsewhere(cancel.request.getHeaders('Reason')) ? 'answeredElsewhere' : 'cancelled',
      };
    }),
    onBye: guarded((bye) => {
      endedBy ??= { kind: 'remoteHungUp' };
      void bye.accept().catch(deps.onBug);
    }),
    // Nobody but this agent sends this call anywhere.
    onRefer: guarded((referral) => void referral.reject({ statusCode: 603 }).catch(deps.onBug)),
    onNotify: guarded((notification) => void notification.accept().catch(deps.onBug)),
    onInfo: guarded((info) => void info.accept().catch(deps.onBug)),
    onSessionDescriptionHandler: guarded(() => {
      const own = media();
      const connection = own?.peerConnection;
      if (own === null || connection === undefined) return;
      connection.addEventListener('track', () => deps.onVoice(own.remoteMediaStream));
      connection.addEventListener('connectionstatechange', () => {
        // While the PBX cannot be reached this is refused, and tried again with the new connection.
        if (connection.connectionState === 'failed') void negotiation.offer({ iceRestart: true }).catch(deps.onBug);
      });
    }),
  };

  invitation.stateChange.addListener(
    guarded((state) => {
      if (state === SessionState.Established) {
        established = true;
        tell({ kind: 'established' });
      }
      if (state === SessionState.Terminated) close();
    }),
  );

  function end(statusCode: number): void {
    endedBy ??= { kind: 'closed' };
    const { state } = invitation;
    if (state === SessionState.Initial || state === SessionState.Establishing) {
      void invitation.reject({ statusCode }).catch(close);
    } else if (state === SessionState.Established) void invitation.bye().catch(close);
    else if (state === SessionState.Terminated) close();
  }

  return {
    accept(microphone) {
      if (invitation.state !== SessionState.Initial) {
        for (const track of microphone.getTracks()) track.stop();
        return;
      }
      accepted = microphone;
      deps.giveMicrophone(invitation, microphone);
      // The library has ended the session by then, and `close` has told.
      void invitation.accept().catch(() => undefined);
    },
    decline: () => end(declined),
    hangUp: () => end(busyHere),
    async setHold(hold) {
      const own = media();
      if (own === null) return;
      const before = own.held;
      own.held = hold;
      own.applyMute();
      const outcome = await negotiation.offer();
      if (outcome === 'accepted') return tell({ kind: 'holdConfirmed', hold });
      own.held = before;
      own.applyMute();
      if (outcome === 'refused') tell({ kind: 'holdFailed', hold });
      else end(busyHere);
    },
    setMute(mute) {
      const own = media();
      if (own === null) return;
      own.muted = mute;
      own.applyMute();
    },
    sendDigits(digits) {
      if (media()?.insertDigits(digits)) return;
      for (const digit of digits) {
        const body = {
          contentDisposition: 'render',
          contentType: 'application/dtmf-relay',
          content: `Signal=${digit}\r\nDuration=160`,
        };
        void invitation.info({ requestOptions: { body } }).catch(() => undefined);
      }
    },
    async transfer(target, headers) {
      const outcome = await blindTransfer(invitation, target, headers, clock);
      if (outcome === 'accepted') tell({ kind: 'transferAccepted' });
      else tell({ kind: 'transferFailed', code: outcome });
    },
    async replaceMicrophone(microphone) {
      accepted = microphone;
      await media()?.replaceMicrophone(microphone);
    },
    async moveToNewConnection() {
      if (invitation.state !== SessionState.Established) return;
      const flows = media()?.peerConnection?.connectionState === 'connected';
      await negotiation.offer({ iceRestart: !flows });
    },
    stats: async () => {
      const connection = media()?.peerConnection;
      return connection === undefined ? null : legStats(deps.callId, connection);
    },
  };
}
