// The counters of one peer connection, added up from the browser's report (W3C webrtc-stats).
import type { MediaSample } from '#shared/model/callQuality';
import type { CallId } from '#shared/model/ids';
import type { LegStats } from './engine.ts';

/** The members that we read; the DOM library's types lack some of them. */
interface Entry {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly codecId?: string;
  readonly packetsSent?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly packetsDiscarded?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly totalAudioEnergy?: number;
  readonly jitter?: number;
  readonly jitterBufferDelay?: number;
  readonly jitterBufferEmittedCount?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  readonly selectedCandidatePairId?: string;
  readonly mimeType?: string;
}

/** `nowMs`: when it was looked at. */
export async function legStats(callId: CallId, connection: RTCPeerConnection, nowMs: number): Promise<LegStats> {
  const entries: Entry[] = [];
  (await connection.getStats()).forEach((entry: Entry) => {
    entries.push(entry);
  });
  const audio = (type: string): Entry | undefined =>
    entries.find((entry) => entry.type === type && entry.kind === 'audio');
  const received = audio('inbound-rtp');
  const sent = audio('outbound-rtp');
  const codec = entries.find(({ id, type }) => type === 'codec' && id === (received ?? sent)?.codecId)?.mimeType;
  return {
    callId,
    packetsSent: sent?.packetsSent ?? 0,
    packetsReceived: received?.packetsReceived ?? 0,
    packetsLost: received?.packetsLost ?? 0,
    bytesSent: sent?.bytesSent ?? 0,
    bytesReceived: received?.bytesReceived ?? 0,
    energyReceived: received?.totalAudioEnergy ?? 0,
    jitterSeconds: received?.jitter ?? 0,
    codec: codec ?? null,
    connection: connection.connectionState,
    media: {
      atMs: nowMs,
      received: {
        packets: received?.packetsReceived ?? 0,
        lost: received?.packetsLost ?? 0,
        discarded: received?.packetsDiscarded ?? 0,
        jitterMs: (received?.jitter ?? 0) * 1_000,
        bufferDelaySeconds: received?.jitterBufferDelay ?? 0,
        bufferSamples: received?.jitterBufferEmittedCount ?? 0,
        energy: received?.totalAudioEnergy ?? null,
      },
      ...asReported(entries, sent, audio('remote-inbound-rtp')),
      ...ourSide(connection, audio('media-source')),
      connected: connection.connectionState === 'connected',
      codec: codec ?? null,
    },
  };
}

/** What the other end says about what we send (RTCP); the round trip of the ICE checks where it says nothing. */
function asReported(
  entries: readonly Entry[],
  sent: Entry | undefined,
  report: Entry | undefined,
): Pick<MediaSample, 'reported' | 'roundTripMs'> {
  const pairId = entries.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const seconds = report?.roundTripTime ?? entries.find(({ id }) => id === pairId)?.currentRoundTripTime;
  return {
    reported:
      report?.packetsLost === undefined ? null : { packetsSent: sent?.packetsSent ?? 0, lost: report.packetsLost },
    roundTripMs: seconds === undefined ? null : seconds * 1_000,
  };
}

function ourSide(
  connection: RTCPeerConnection,
  source: Entry | undefined,
): Pick<MediaSample, 'microphone' | 'muted' | 'sends' | 'receives'> {
  const [transceiver] = connection.getTransceivers();
  const direction = transceiver?.currentDirection ?? 'inactive';
  const track = transceiver?.sender.track ?? null;
  return {
    microphone: {
      live: track !== null && track.readyState === 'live' && !track.muted,
      energy: source?.totalAudioEnergy ?? 0,
    },
    muted: track !== null && !track.enabled,
    sends: direction === 'sendrecv' || direction === 'sendonly',
    receives: direction === 'sendrecv' || direction === 'recvonly',
  };
}
