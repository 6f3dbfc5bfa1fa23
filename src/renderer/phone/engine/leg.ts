// One SIP session as the leg of a call: orders become requests, what the session goes through becomes facts. It tells
// exactly once that it is over, however it ended. How one that comes in and one that we make differ is passed in.
import { type Session, SessionState, type URI } from 'sip.js';
import type { LastWords } from '#shared/contract/main';
import type { Caller } from '#shared/model/caller';
import type { LineFact } from '#shared/model/callMachine';
import type { CallId } from '#shared/model/ids';
import type { Clock } from '../clock.ts';
import type { CallMedia } from './callMedia.ts';
import type { LegStats } from './engine.ts';
import { legStats } from './legStats.ts';
import { mediaFlow, watchMedia } from './mediaWatch.ts';
import type { Headers } from './readInvite.ts';
import { createRenegotiation } from './reinvite.ts';
import { type Transfer, transfer } from './transfer.ts';
import { forgetUnacknowledged } from './unacknowledged.ts';

export interface Leg {
  /** Only where it came in. */
  accept(microphone: MediaStream): void;
  decline(): void;
  hangUp(): void;
  setHold(hold: boolean): Promise<void>;
  setMute(mute: boolean): void;
  sendDigits(digits: string): void;
  /** To an address (blind), or to the other side of another leg of ours (attended). */
  transfer(target: URI | Session, headers: readonly string[]): Promise<void>;
  /** For the transfer of another leg to this one's other side. */
  readonly session: Session;
  replaceMicrophone(microphone: MediaStream): Promise<void>;
  /** There is a new connection: moves the call to it, and its media too where they have stopped. */
  moveToNewConnection(): Promise<void>;
  /** The PBX has not acknowledged our answer in time. Where it will not hear of the call either, it has none. */
  askWhetherKnown(): Promise<void>;
  /** The network may have changed: another path is asked for where no sound comes in. */
  checkMedia(): Promise<void>;
  stats(): Promise<LegStats | null>;
}

export interface LegDeps {
  readonly callId: CallId;
  readonly clock: Clock;
  /** The media of a session, once it has any. */
  readonly mediaOf: (session: Session) => CallMedia | null;
  readonly isConnected: () => boolean;
  /** Ends an established session, as soon as the PBX can hear it. */
  readonly sayGoodbye: (session: Session) => Promise<unknown>;
  /** What it takes to end the call without this page. */
  readonly keepLastWords: (words: LastWords) => void;
  readonly giveMicrophone: (session: Session, microphone: MediaStream) => void;
  readonly tell: (fact: LineFact) => void;
  /** Of a request in the middle of the call; null: it says nothing of who is there. */
  readonly connectedCaller: (headers: Headers) => Caller | null;
  readonly onVoice: (stream: MediaStream) => void;
  readonly onBug: (error: unknown) => void;
}

/** What a leg that comes in and one that we make do each in its own way. */
export interface Beginning {
  readonly madeTheCall: boolean;
  /** Takes the call with this microphone, which is the session's by now. */
  accept(): Promise<unknown>;
  /** Leaves a session that is not established: refuses it, or takes it back. */
  leave(declined: boolean): Promise<unknown>;
  /** Why it is over, where it was over before it was established. */
  unanswered(accepted: boolean): LineFact;
}

/** @param begin makes the rest of the leg; told what to call when the other side says why it ends */
export function createLeg(
  session: Session,
  deps: LegDeps,
  begin: (because: (fact: LineFact) => void) => Beginning & { readonly delegate: Session['delegate'] },
): Leg {
  const { tell, clock } = deps;
  const media = (): CallMedia | null => deps.mediaOf(session);
  let accepted: MediaStream | null = null;
  let established = false;
  let unacknowledged = false;
  let over = false;
  let endedBy: LineFact | null = null;
  let transferring: Transfer | null = null;
  const beginning = begin((fact) => {
    endedBy ??= fact;
  });
  const negotiation = createRenegotiation(session, media, {
    madeTheCall: beginning.madeTheCall,
    isConnected: deps.isConnected,
    clock,
  });

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
    else tell(beginning.unanswered(accepted !== null));
  }

  session.delegate = {
    ...beginning.delegate,
    onAck: guarded(() => {
      unacknowledged = false;
      media()?.lookForPath();
    }),
    onBye: guarded((bye) => {
      endedBy ??= { kind: 'remoteHungUp' };
      void bye.accept().catch(deps.onBug);
    }),
    onInvite: guarded((request) => {
      forgetUnacknowledged(session, () => void media()?.rollbackDescription().catch(deps.onBug));
      const caller = deps.connectedCaller((name) => request.getHeaders(name));
      if (caller !== null) tell({ kind: 'callerChanged', caller });
    }),
    // Nobody but this agent sends this call anywhere.
    onRefer: guarded((referral) => void referral.reject({ statusCode: 603 }).catch(deps.onBug)),
    onNotify: guarded((notification) => void notification.accept().catch(deps.onBug)),
    onInfo: guarded((info) => void info.accept().catch(deps.onBug)),
    onSessionDescriptionHandler: guarded(() => {
      const own = media();
      const connection = own?.peerConnection;
      if (own === null || connection === undefined) return;
      // Once the description is applied: what is said in return goes first. Some come when the call is already over.
      const onTrack = (): void => {
        if (!over) deps.onVoice(own.remoteMediaStream);
      };
      const onTrackSoon = (): void => void clock.after(0, guarded(onTrack));
      connection.addEventListener('track', onTrackSoon);
      // Its answer was prepared while it rang.
      if (own.remoteMediaStream.getTracks().length > 0) onTrackSoon();
      own.onUnusable = () => {
        endedBy ??= { kind: 'mediaFailed' };
        sayGoodbye();
      };
      // While the PBX cannot be reached this is refused, and tried again.
      watchMedia(connection, clock, mendMedia);
    }),
  };

  session.stateChange.addListener(
    guarded((state) => {
      if (state === SessionState.Established) {
        established = true;
        tell({ kind: 'established' });
      }
      // What the other side said of it is told right after this.
      if (state === SessionState.Terminated) queueMicrotask(guarded(close));
    }),
  );

  /** Where the PBX has not acknowledged our answer, it is told only then, or after half a minute. The agent is free at once. */
  function sayGoodbye(): void {
    void deps.sayGoodbye(session).catch(() => undefined);
    queueMicrotask(guarded(close));
  }

  function end(declined = false): void {
    endedBy ??= { kind: 'closed' };
    const { state } = session;
    if (state === SessionState.Initial || state === SessionState.Establishing) {
      void beginning.leave(declined).catch(close);
    } else if (state === SessionState.Established) sayGoodbye();
    else if (state === SessionState.Terminated) close();
  }

  /** The other side is to be spoken with again as soon as the PBX can be told: nobody is left with the music. */
  let resumesWhenBack = false;

  async function changeHold(hold: boolean, needsPath?: () => Promise<boolean>): Promise<void> {
    const own = media();
    if (own === null) return;
    const before = own.held;
    own.held = hold;
    own.applyMute();
    const outcome = await negotiation.offer(needsPath);
    if (outcome === 'accepted') return tell({ kind: 'holdConfirmed', hold });
    own.held = before;
    own.applyMute();
    if (outcome === 'gone') lost();
    else if (!hold && !deps.isConnected()) resumesWhenBack = true;
    else tell({ kind: 'holdFailed', hold });
  }

  let mending = false;
  function mendMedia(): void {
    if (mending) return;
    mending = true;
    const done = (): void => {
      mending = false;
    };
    void negotiation
      .offer(async () => true)
      .catch(deps.onBug)
      .then(done);
  }

  /** The PBX knows nothing of this call: it was started anew, or ended the call while we could not hear it. */
  function lost(): void {
    if (session.state !== SessionState.Established) return;
    endedBy ??= { kind: 'unknownToPbx' };
    sayGoodbye();
  }

  async function moveToNewConnection(): Promise<void> {
    if (session.state !== SessionState.Established) return;
    transferring?.doubt();
    const own = media();
    const connection = own?.peerConnection;
    if (own === null || connection === undefined) return;
    const isSoundExpected = !own.held;
    const needsPath = async (): Promise<boolean> => !(await mediaFlow(connection, isSoundExpected, clock));
    if (resumesWhenBack) {
      resumesWhenBack = false;
      return changeHold(false, needsPath);
    }
    const outcome = await negotiation.offer(needsPath);
    if (outcome === 'accepted') unacknowledged = false;
    else if (outcome === 'gone' || (unacknowledged && deps.isConnected())) lost();
  }

  return {
    session,
    accept(microphone) {
      if (session.state !== SessionState.Initial) {
        for (const track of microphone.getTracks()) track.stop();
        return;
      }
      accepted = microphone;
      deps.giveMicrophone(session, microphone);
      // The library has ended the session by then, and `close` has told.
      void beginning.accept().catch(() => undefined);
    },
    decline: () => end(true),
    hangUp: () => end(),
    setHold: (hold) => changeHold(hold),
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
        void session.info({ requestOptions: { body } }).catch(() => undefined);
      }
    },
    async transfer(target, headers) {
      if (!deps.isConnected()) return tell({ kind: 'transferFailed', code: 'transfer.refused' });
      transferring = transfer(session, target, headers, clock);
      const outcome = await transferring.outcome;
      transferring = null;
      if (outcome === 'accepted') tell({ kind: 'transferAccepted' });
      else tell({ kind: 'transferFailed', code: outcome });
    },
    async replaceMicrophone(microphone) {
      accepted = microphone;
      await media()?.replaceMicrophone(microphone);
    },
    moveToNewConnection,
    askWhetherKnown() {
      unacknowledged = true;
      return moveToNewConnection();
    },
    async checkMedia() {
      const own = media();
      const connection = own?.peerConnection;
      if (own === null || connection === undefined || session.state !== SessionState.Established) return;
      if (!(await mediaFlow(connection, !own.held, clock))) mendMedia();
    },
    stats: async () => {
      const connection = media()?.peerConnection;
      return connection === undefined ? null : legStats(deps.callId, connection, clock.now().getTime());
    },
  };
}
