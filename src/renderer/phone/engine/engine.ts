// What the rest of the phone knows of the line: legs by the ids of their calls, facts in, orders out. No SIP library's type is here.

import type { Registration } from '#shared/contract/deskPhone';
import type { LastWords } from '#shared/contract/main';
import type { LineFact } from '#shared/model/callMachine';
import type { MediaSample } from '#shared/model/callQuality';
import type { CallId, InteractionId } from '#shared/model/ids';
import type { LineUse } from '#shared/model/lineUse';
import type { VoiceMessages } from '#shared/model/voiceMessages';
import type { PbxSettings } from '#shared/protocol/workstation';
import type { InviteFacts } from './readInvite.ts';

export type EngineFact =
  | { readonly kind: 'registration'; readonly registration: Registration }
  /** It rings. Told in the same tick as the INVITE's frame arrived. */
  | { readonly kind: 'invited'; readonly callId: CallId; readonly invite: InviteFacts }
  | { readonly kind: 'leg'; readonly callId: CallId; readonly fact: LineFact }
  | { readonly kind: 'voiceMessages'; readonly voiceMessages: VoiceMessages }
  | { readonly kind: 'line'; readonly extension: string; readonly use: LineUse }
  /** The other side's voice; the stream stays the same for the whole call. */
  | { readonly kind: 'voice'; readonly callId: CallId; readonly stream: MediaStream };

/** RTP counters of one call since its beginning, and how the media travel (W3C webrtc-stats). */
export interface LegStats {
  readonly callId: CallId;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Sound energy heard so far: grows while somebody speaks. */
  readonly energyReceived: number;
  readonly jitterSeconds: number;
  readonly codec: string | null;
  readonly connection: string;
  /** The same moment, as the estimate of quality reads it. */
  readonly media: MediaSample;
}

/** What the engine holds at the moment: nothing of a call may be left after its end. */
export interface EngineCounts {
  readonly legs: number;
  /** The library's own. */
  readonly sessions: number;
  readonly dialogues: number;
  readonly transactions: number;
}

export interface OutgoingCall {
  readonly number: string;
  readonly microphone: MediaStream;
  /** On whose behalf: the PBX shows that queue's number to whoever is called. */
  readonly queue: string | null;
  /** What the one who is called should know before answering: the interaction that is being passed on. */
  readonly handover: InteractionId | null;
}

export type TransferDestination =
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'leg'; readonly callId: CallId };

/** Orders return at once; what became of them comes as facts. Those for a leg that has gone are ignored. */
export interface Engine {
  /**
   * Registers with the PBX of these settings, or leaves it (null). Calls in progress go on. The same settings change nothing. Servers that
   * are not secured are left out; where none is left the registration fails with `pbx.unsecured`.
   */
  use(settings: PbxSettings | null): void;
  /** Tries now rather than at the next attempt, with a new socket. */
  reconnect(): void;
  /** The network may have changed: makes sure of the line, and of the sound of calls, now rather than at the next sign of trouble. */
  check(): void;
  /** The PC is about to sleep and nobody is on the phone: says goodbye to the PBX. `reconnect` wakes it. */
  rest(): void;
  /** `microphone` belongs to this leg from now on: it is stopped at its end. */
  answer(callId: CallId, microphone: MediaStream): void;
  /** Calls a number; the leg is known by this id from now on. `microphone` belongs to it. */
  dial(callId: CallId, call: OutgoingCall): void;
  decline(callId: CallId): void;
  /** Ends the leg in whatever stage it is. */
  hangUp(callId: CallId): void;
  setHold(callId: CallId, hold: boolean): void;
  setMute(callId: CallId, mute: boolean): void;
  sendDigits(callId: CallId, digits: string): void;
  /**
   * To a number (blind, RFC 3515), or to the other side of another leg (attended). With the call goes the opaque id of the
   * interaction, nothing else.
   */
  transfer(callId: CallId, to: TransferDestination, interactionId: InteractionId): void;
  /** Another microphone for a call in progress. */
  replaceMicrophone(callId: CallId, microphone: MediaStream): void;
  /** Has the PBX tell what these telephones are doing, until the result is called. */
  watchLines(extensions: readonly string[]): () => void;
  /** Dials the feature code that lets the queues offer calls, or not. Resolves with whether the PBX agreed. */
  tellQueues(offer: boolean): Promise<boolean>;
  stats(): Promise<readonly LegStats[]>;
  /** Ends the calls of a page that has died, as soon as the PBX can be told. */
  finish(lastWords: readonly LastWords[]): void;
  /** The last messages of the line, for support, with nobody in them. */
  trace(): readonly string[];
  counts(): EngineCounts;
  /** Ends all legs and leaves the PBX. */
  dispose(): Promise<void>;
}
