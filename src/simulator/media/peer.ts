// One phone's media: ICE, DTLS and SRTP by werift, G.711 both ways, key presses read, RTP counted.
import {
  type Message,
  type RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
} from 'werift';
import type { Clock } from '../clock.ts';
import type { Weather } from '../weather/weather.ts';
import { createFrameQueue, type FrameSource, frameSamples, silence } from './frames.ts';
import { decode, encode, type Law } from './g711.ts';
import type { Pacer } from './pacer.ts';
import { createRtpCounters, type RtpCounters } from './rtpCounters.ts';
import { createKeyReader } from './telephoneEvents.ts';

export interface PeerDeps {
  clock: Clock;
  pacer: Pacer;
  weather: Weather;
}

export interface Peer {
  /** Our offer, or our answer when the phone's offer was just taken. @throws when the browser's words do not fit */
  describe(): Promise<string>;
  /** Takes the phone's offer, or its answer to ours. @throws when nothing in it can be used */
  take(sdp: string): Promise<void>;
  /** Forgets an offer that the phone refused. */
  rollBack(): Promise<void>;
  /** What the phone says. */
  readonly voice: FrameSource;
  /** What the phone hears from now on. */
  hear(source: FrameSource): void;
  /** True while the phone wants to hear nothing (held: it offered `sendonly` or `inactive`). */
  held(): boolean;
  onKey(listener: (key: string) => void): void;
  counters(): RtpCounters;
  watchGap(): () => number;
  /** When the last packet came, by the clock; null before the first. */
  lastReceivedAt(): number | null;
  close(): void;
}

const codec = (mimeType: string, payloadType: number, parameters?: string) =>
  new RTCRtpCodecParameters({
    mimeType,
    clockRate: 8_000,
    channels: 1,
    payloadType,
    ...(parameters === undefined ? {} : { parameters }),
  });

/** Codecs are made anew for each peer: werift writes the negotiated payload types into them. */
const codecs = () => [codec('audio/PCMU', 0), codec('audio/PCMA', 8), codec('audio/telephone-event', 101, '0-16')];

const lawOf = (mimeType: string): Law | null =>
  /pcma/i.test(mimeType) ? 'PCMA' : /pcmu/i.test(mimeType) ? 'PCMU' : null;

/** Whether a description offers, or takes, a codec of ours for sound: their payload types are fixed (RFC 3551). */
export const isUsable = (sdp: string): boolean => /^m=audio [1-9]\d* \S+ (.* )?[08](\s|$)/m.test(sdp);

export function createPeer({ clock, pacer, weather }: PeerDeps): Peer {
  const connection = new RTCPeerConnection({
    codecs: { audio: codecs(), video: [] },
    // The switchboard is where the phones can reach it: it says ICE lite (RFC 8445 2.5), so that the phones nominate. It checks all
    // the same: werift as lite would know the path only 50 ms after the phone.
    // Loopback serves a machine without any network.
    iceLite: false,
    // However empty the list, werift would ask a public STUN server, and wait for it. Nobody answers here, and nobody is waited for.
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: 0.001,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
    iceFilterStunResponse: (check) => isHeard(connection, check),
    iceTcpPassive: false,
    bundlePolicy: 'max-bundle',
  });
  const transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' });
  for (const dtls of connection.dtlsTransports) hearFirstHello(dtls);
  const counters = createRtpCounters(clock);
  const voice = createFrameQueue();
  const keyListeners = new Set<(key: string) => void>();
  const keys = createKeyReader((key) => {
    for (const listener of [...keyListeners]) listener(key);
  });
  let heard: FrameSource = silence;
  let held = false;
  let closed = false;
  let sequence = 0;
  let started = false;

  connection.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => weather.carrySound(() => receive(packet)));
  });

  function receive({ header, payload }: RtpPacket): void {
    if (closed) return;
    counters.countReceived(header.sequenceNumber);
    const mimeType = transceiver.codecs.find((one) => one.payloadType === header.payloadType)?.mimeType ?? '';
    const law = lawOf(mimeType);
    if (law !== null) voice.push(decode(law, payload));
    else if (/telephone-event/i.test(mimeType)) keys.take(payload, header.timestamp);
  }

  const leavePacer = pacer.join((beat) => {
    const { sender, currentDirection } = transceiver;
    const sending = currentDirection === 'sendrecv' || currentDirection === 'sendonly';
    if (!sending || sender.codec === undefined || connection.connectionState !== 'connected') return;
    const law = lawOf(sender.codec.mimeType);
    if (law === null) return;
    sequence = (sequence + 1) & 0xffff;
    const header = new RtpHeader({
      payloadType: sender.codec.payloadType,
      sequenceNumber: sequence,
      timestamp: (beat * frameSamples) >>> 0,
      marker: !started,
    });
    started = true;
    const packet = new RtpPacket(header, Buffer.from(encode(law, heard.next())));
    counters.countSent();
    weather.carrySound(() => {
      // A packet that finds the connection gone is a packet lost.
      if (!closed) sender.sendRtp(packet).catch(() => {});
    });
  });

  return {
    async describe() {
      const answering = connection.signalingState === 'have-remote-offer';
      await connection.setLocalDescription(
        answering ? await connection.createAnswer() : await connection.createOffer(),
      );
      // Who is lite is controlled; werift goes by who offers.
      for (const { connection: ice } of connection.iceTransports) ice.iceControlling = false;
      return loopbackLast(liteForAll(connection.localDescription?.sdp ?? ''));
    },
    async take(sdp) {
      if (!isUsable(sdp)) throw new Error('no sound in a codec of ours');
      const answering = connection.signalingState === 'have-local-offer';
      await connection.setRemoteDescription({ type: answering ? 'answer' : 'offer', sdp: ofNoGeneration(sdp) });
      held = /^a=(sendonly|inactive)\s*$/m.test(sdp);
    },
    async rollBack() {
      if (connection.signalingState === 'have-local-offer') await connection.setLocalDescription({ type: 'rollback' });
    },
    voice,
    hear(source) {
      heard = source;
    },
    held: () => held,
    onKey: (listener) => {
      keyListeners.add(listener);
    },
    counters: counters.read,
    watchGap: counters.watchGap,
    lastReceivedAt: counters.lastReceivedAt,
    close() {
      if (closed) return;
      closed = true;
      leavePacer();
      connection.close().catch(() => {});
    },
  };
}

/**
 * Browsers count their ICE restarts in each candidate, the ones nobody has heard of too. werift compares that with its own count, and
 * takes no path for good where they differ.
 */
const ofNoGeneration = (sdp: string): string => sdp.replace(/^(a=candidate:.*) generation \d+/gm, '$1');

/** `a=ice-lite` belongs to the whole session (RFC 8839 5.3); werift writes it into each medium, where browsers do not look. */
function liteForAll(sdp: string): string {
  return sdp.replaceAll('a=ice-lite\r\n', '').replace(/^m=/m, 'a=ice-lite\r\nm=');
}

/**
 * As PBXs do: nobody is heard before there is an answer, and the first path that is known is used until the phone names one
 * (RFC 8445 12.1).
 */
function isHeard(connection: RTCPeerConnection, check: Message): boolean {
  if (connection.remoteDescription === null) return false;
  const isPathKnown = connection.iceTransports.some(({ connection: ice }) => ice.nominated !== undefined);
  if (!isPathKnown) check.setAttribute('USE-CANDIDATE', null);
  return true;
}

/** The phone's first hello comes with its first check, before werift listens: it is kept until then, instead of being said again 50 ms later. */
function hearFirstHello({ iceTransport, onStateChange }: RTCDtlsTransport): void {
  const { onData } = iceTransport.connection;
  let hello: Buffer | null = null;
  const { unSubscribe } = onData.subscribe((packet) => {
    hello = packet;
  });
  onStateChange.once(() => {
    unSubscribe();
    const kept = hello;
    // werift listens by the end of this task.
    if (kept !== null) queueMicrotask(() => onData.execute(kept));
  });
}

/** Phones try the first one first, and a check that goes from a network to loopback is lost. */
function loopbackLast(sdp: string): string {
  const loopback = /^(a=candidate:\S+ \d+ \S+) \d+ (127\.0\.0\.1 .*\r\n)/m;
  const [line = '', before = '', after = ''] = loopback.exec(sdp) ?? [];
  return line === ''
    ? sdp
    : sdp.replace(line, '').replace(/^(a=candidate:.*\r\n)(?!a=candidate)/m, `$1${before} 1 ${after}`);
}
