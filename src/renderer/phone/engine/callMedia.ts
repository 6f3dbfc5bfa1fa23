// The media of one SIP session: the library's description handler with its faults mended. Direction follows the hold and nothing
// else, a refused offer is rolled back, gathering ends early, digits queue up behind digits.
import { type BodyAndContentType, type Core, type SessionDescriptionHandlerModifier, Web } from 'sip.js';
import { closeOnceQuiet } from './closing.ts';
import { type GatheringPatience, gathered } from './gathering.ts';
import {
  answerDirection,
  type Direction,
  offerDirection,
  offeredDirection,
  partCandidates,
  speechCodecs,
  tuneOpus,
} from './sdp.ts';

export interface MediaOptions extends GatheringPatience {
  readonly iceServers: readonly RTCIceServer[];
}

/** An ACK says that the other side has our answer; where it takes its time, this has to do. */
const answerKnownMs = 50;
const toneMs = 100;
const gapMs = 70;

/** Which of our descriptions this is (RFC 8866 section 5.2). */
const originOf = (description: RTCSessionDescription | null): string =>
  /^o=.*/m.exec(description?.sdp ?? '')?.[0] ?? '';

export class CallMedia extends Web.SessionDescriptionHandler {
  /** The agent holds the other side: it hears nothing of us, we nothing of it. */
  held = false;
  muted = false;
  /** The other side has taken an offer of ours with an answer that makes no sense: the call cannot go on. */
  onUnusable: () => void = () => undefined;

  private readonly options: MediaOptions;
  private readonly microphone: () => MediaStream | null;
  /** The agent's voice has its place in the connection, with or without a microphone behind it. */
  private hasPlaceForVoice = false;
  /** While it rings. */
  private answer: { readonly to: string; readonly isMade: Promise<void> } | null = null;
  /** Where the other side may be found. */
  private readonly candidates: RTCIceCandidateInit[] = [];
  private canRollBack = false;
  private isChanged = false;
  /** An offer that is out, and not applied here: the answer decides whether it is. */
  private offered: RTCSessionDescriptionInit | null = null;
  /** What is being applied to the connection while the message about it travels. Whoever changes the connection next waits for it. */
  private underWay: Promise<void> | null = null;
  /** The offer that comes next, if the agent holds or resumes, as long as this is what is agreed. */
  private ready: { readonly held: boolean; readonly agreed: string; readonly offer: RTCSessionDescriptionInit } | null =
    null;

  /** `microphone` is asked once; null (feature codes need no voice) offers sound but sends none. */
  constructor(logger: Core.Logger, options: MediaOptions, microphone: () => MediaStream | null) {
    const peerConnectionConfiguration = { iceServers: [...options.iceServers] };
    super(logger, () => Promise.reject(new Error('unused')), { peerConnectionConfiguration });
    this.options = options;
    this.microphone = microphone;
    this._peerConnection?.addEventListener('connectionstatechange', () => this.agreeEarly());
  }

  /**
   * Makes the answer to this offer while it rings, so that little is left to do when the agent takes the call. Until then no path is
   * looked for: a PBX that answers no checks before it has ours would seem to be out of reach. Rejects where it cannot be made.
   */
  prepareAnswer(to: string): Promise<void> {
    const { offer, candidates } = partCandidates(to);
    this.candidates.push(...candidates);
    const isMade = this.makeAnswer(offer);
    this.answer = { to, isMade };
    return isMade;
  }

  /** Now that the other side has our answer: checks that come before are lost, and repeated only 50 ms later. */
  lookForPath(): void {
    for (const candidate of this.candidates.splice(0)) {
      // An address that cannot be used is one address less.
      this._peerConnection?.addIceCandidate(candidate).catch(this.complain);
    }
  }

  private async makeAnswer(offer: string): Promise<void> {
    // The offer makes the place; the microphone comes when the agent takes the call.
    this.hasPlaceForVoice = true;
    await super.setDescription(offer);
    for (const transceiver of this._peerConnection?.getTransceivers() ?? []) await this.forSpeech(transceiver);
    await super.getDescription();
  }

  /** Whether an offer or an answer of ours is unfinished, once everything is applied that is being applied. */
  async isNegotiating(): Promise<boolean> {
    await this.settled();
    if (this._peerConnection === undefined) return false;
    return this.offered !== null || this._peerConnection.signalingState !== 'stable';
  }

  /** What the agent says is sent, unless muted or holding. */
  applyMute(): void {
    for (const sender of this._peerConnection?.getSenders() ?? []) {
      if (sender.track !== null) sender.track.enabled = !this.muted && !this.held;
    }
  }

  async replaceMicrophone(stream: MediaStream): Promise<void> {
    const [track] = stream.getAudioTracks();
    const sender = this._peerConnection?.getSenders()[0];
    if (track === undefined || sender === undefined) return;
    const old = sender.track;
    await sender.replaceTrack(track);
    old?.stop();
    this.applyMute();
  }

  /** RFC 4733. False where the other side has no telephone-event: then INFO is the way. */
  insertDigits(digits: string): boolean {
    const dtmf = this._peerConnection?.getSenders()[0]?.dtmf;
    if (!dtmf?.canInsertDTMF) return false;
    // `insertDTMF` replaces what is not played yet.
    dtmf.insertDTMF(dtmf.toneBuffer + digits, toneMs, gapMs);
    return true;
  }

  override close(): void {
    const connection = this._peerConnection;
    if (connection === undefined) return;
    this._peerConnection = undefined;
    for (const { track } of [...connection.getReceivers(), ...connection.getSenders()]) track?.stop();
    closeOnceQuiet(connection);
  }

  /**
   * What is heard before anybody has answered. A PBX that rings several (a fork) may let one of them be heard and another one
   * answer, so it is not taken for the answer yet (RFC 8829 section 4.1.10.1).
   */
  async hearEarly(sdp: string): Promise<void> {
    const state = this._peerConnection?.signalingState;
    if (state !== 'have-local-offer' && state !== 'have-remote-pranswer') return;
    await this._peerConnection?.setRemoteDescription({ type: 'pranswer', sdp });
  }

  /** Called by the library after a refused offer, where it exists; without it the next offer is impossible. */
  async rollbackDescription(): Promise<void> {
    await this.settled();
    this.offered = null;
    const state = this._peerConnection?.signalingState;
    if (state === 'have-local-offer') await this._peerConnection?.setLocalDescription({ type: 'rollback' });
    if (state === 'have-remote-offer') await this._peerConnection?.setRemoteDescription({ type: 'rollback' });
  }

  /**
   * Chromium (measured with 130): an offer that fails while it is applied leaves an error behind with which the connection takes no
   * description ever again: no hold, no ICE restart for the rest of the call. So a change is rehearsed on a connection that matters to nobody.
   *
   * An offer of ours in mid-call, and its answer, are applied while the library already acknowledges it.
   */
  override async setDescription(
    sdp: string,
    options?: Web.SessionDescriptionHandlerOptions,
    modifiers?: SessionDescriptionHandlerModifier[],
  ): Promise<void> {
    if (this.answer?.to === sdp) return this.answer.isMade;
    const connection = this._peerConnection;
    const isChange = connection !== undefined && connection.currentRemoteDescription !== null;
    this.isChanged ||= isChange;
    await this.underWay;
    const { offered } = this;
    this.offered = null;
    if (isChange && (offered !== null || connection.signalingState === 'have-local-offer')) {
      const take = super.setDescription.bind(this, sdp, options, modifiers);
      this.apply(async () => {
        if (offered !== null) await connection.setLocalDescription(offered);
        await take();
        await this.makeReady();
      }).catch(() => this.onUnusable());
      return;
    }
    if (isChange && connection.signalingState === 'stable') await rehearse(sdp);
    return super.setDescription(sdp, options, modifiers);
  }

  protected override async setRemoteSessionDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const connection = this._peerConnection;
    // The library does not know of what has been heard before the answer.
    if (connection?.signalingState !== 'have-remote-pranswer') return super.setRemoteSessionDescription(description);
    await connection.setRemoteDescription({ ...description, type: 'answer' });
  }

  override async getDescription(options?: Web.SessionDescriptionHandlerOptions): Promise<BodyAndContentType> {
    if (this.answer !== null) return this.giveAnswer();
    const connection = this._peerConnection;
    const isChange = connection !== undefined && connection.currentLocalDescription !== null;
    this.isChanged ||= isChange;
    await this.settled();
    this.offered = null;
    await this.agreeAgain();
    if (!isChange || connection.signalingState !== 'stable' || options?.offerOptions?.iceRestart)
      return super.getDescription(options);
    // It is complete: a later offer names the addresses that there are. So it need not be applied to be sent, nor be taken back if it is refused.
    const offer = this.readyOffer(connection) ?? (await this.makeOffer(this.held));
    this.offered = offer;
    return { body: offer.sdp ?? '', contentType: 'application/sdp' };
  }

  private readyOffer(connection: RTCPeerConnection): RTCSessionDescriptionInit | null {
    const { ready } = this;
    this.ready = null;
    const isStillSo = ready?.held === this.held && ready.agreed === originOf(connection.currentLocalDescription);
    if (!isStillSo) return null;
    this.direct(offerDirection(this.held));
    return ready.offer;
  }

  private makeOffer(held: boolean): Promise<RTCSessionDescriptionInit> {
    this.direct(offerDirection(held));
    return this.createLocalOfferOrAnswer();
  }

  /** Makes the next offer while nobody waits. Without it that one is made when it is wanted. */
  private async makeReady(): Promise<void> {
    const connection = this._peerConnection;
    if (connection?.signalingState !== 'stable' || connection.currentLocalDescription === null) return;
    const held = !this.held;
    const agreed = originOf(connection.currentLocalDescription);
    const offer = await this.makeOffer(held).catch(this.complain);
    this.ready = offer === undefined ? null : { held, agreed, offer };
  }

  private readonly complain = (error: unknown): void => this.logger.error(`not applied: ${String(error)}`);

  /** Stays under way where it fails: then nothing can be built on it. */
  private apply(change: () => Promise<void>): Promise<void> {
    const applied = change();
    this.underWay = applied;
    return applied.then(() => {
      if (this.underWay === applied) this.underWay = null;
    });
  }

  private async settled(): Promise<void> {
    while (this.underWay !== null) {
      const change = this.underWay;
      await change.catch(this.complain);
      // Whoever has waited too may have begun another one.
      if (this.underWay === change) this.underWay = null;
    }
  }

  /** As soon as the media run, so that the agent's first hold need not wait for it; unless something changes already. */
  private agreeEarly(): void {
    if (this.isChanged || this._peerConnection?.connectionState !== 'connected') return;
    this.agreeAgain(() => this.makeReady())
      .catch(() => this.rollbackDescription())
      .catch(this.complain);
  }

  /**
   * Chromium (130 and 156, measured): rolling back an offer kills the media of a connection that has answered the first offer
   * and negotiated nothing since. Repeating that first agreement, with ourselves and in 3 ms, cures it.
   */
  private async agreeAgain(then = async (): Promise<void> => undefined): Promise<void> {
    const connection = this._peerConnection;
    const agreed = connection?.currentRemoteDescription;
    if (this.canRollBack || this.underWay !== null) return;
    if (connection?.signalingState !== 'stable' || agreed?.type !== 'offer') return;
    await this.apply(async () => {
      await connection.setRemoteDescription(agreed);
      await connection.setLocalDescription(await connection.createAnswer());
      this.canRollBack = true;
      await then();
    });
  }

  private async giveAnswer(): Promise<BodyAndContentType> {
    this.answer = null;
    const [track] = this.microphone()?.getAudioTracks() ?? [];
    await this._peerConnection?.getSenders()[0]?.replaceTrack(track ?? null);
    this.applyMute();
    setTimeout(() => this.lookForPath(), answerKnownMs);
    return { body: this._peerConnection?.localDescription?.sdp ?? '', contentType: 'application/sdp' };
  }

  protected override async getLocalMediaStream(): Promise<void> {
    if (this.hasPlaceForVoice) return;
    if (this._peerConnection === undefined) throw new Error('closed');
    this.hasPlaceForVoice = true;
    const stream = this.microphone();
    const [track] = stream?.getAudioTracks() ?? [];
    if (stream === null || track === undefined) this._peerConnection.addTransceiver('audio');
    else this._peerConnection.addTrack(track, stream);
    this.applyMute();
    for (const transceiver of this._peerConnection.getTransceivers()) await this.forSpeech(transceiver);
  }

  /** Our choice of codecs; and packets that routers may put before others (DSCP EF). Without either the call goes on. */
  private async forSpeech(transceiver: RTCRtpTransceiver): Promise<void> {
    try {
      const capabilities = RTCRtpReceiver.getCapabilities('audio');
      if (capabilities !== null) transceiver.setCodecPreferences(speechCodecs(capabilities.codecs));
      const parameters = transceiver.sender.getParameters();
      for (const encoding of parameters.encodings)
        Object.assign(encoding, { priority: 'high', networkPriority: 'high' });
      await transceiver.sender.setParameters(parameters);
    } catch (error) {
      this.logger.error(`not tuned for speech: ${String(error)}`);
    }
  }

  protected override async createLocalOfferOrAnswer(
    options?: Web.SessionDescriptionHandlerOptions,
  ): Promise<RTCSessionDescriptionInit> {
    const { type, sdp } = await super.createLocalOfferOrAnswer(options);
    return { type, sdp: tuneOpus(sdp ?? '') };
  }

  protected override async updateDirection(): Promise<void> {
    if (this._peerConnection === undefined) throw new Error('closed');
    const { signalingState, remoteDescription } = this._peerConnection;
    const direction =
      signalingState === 'have-remote-offer'
        ? answerDirection(offeredDirection(remoteDescription?.sdp ?? ''), this.held)
        : offerDirection(this.held);
    this.direct(direction);
  }

  private direct(direction: Direction): void {
    for (const transceiver of this._peerConnection?.getTransceivers() ?? []) {
      if (transceiver.direction !== 'stopped') transceiver.direction = direction;
    }
  }

  protected override waitForIceGatheringComplete(): Promise<void> {
    if (this._peerConnection === undefined) return Promise.reject(new Error('closed'));
    return gathered(this._peerConnection, this.options);
  }
}

/** @throws where the offer cannot be answered */
async function rehearse(sdp: string): Promise<void> {
  const stage = new RTCPeerConnection();
  try {
    await stage.setRemoteDescription({ type: 'offer', sdp });
    await stage.setLocalDescription(await stage.createAnswer());
  } finally {
    closeOnceQuiet(stage);
  }
}
