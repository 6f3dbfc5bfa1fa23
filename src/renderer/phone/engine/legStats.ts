// The counters of one peer connection, added up from the browser's report (W3C webrtc-stats).
import type { CallId } from '#shared/model/ids';
import type { LegStats } from './engine.ts';

/** The members that we read; the DOM library's types lack some of them. */
interface Entry {
  readonly type: string;
  readonly kind?: string;
  readonly packetsSent?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly totalAudioEnergy?: number;
  readonly jitter?: number;
  readonly mimeType?: string;
}

export async function legStats(callId: CallId, connection: RTCPeerConnection): Promise<LegStats> {
  const entries: Entry[] = [];
  (await connection.getStats()).forEach((entry: Entry) => {
    entries.push(entry);
  });
  const received = entries.find((entry) => entry.type === 'inbound-rtp' && entry.kind === 'audio');
  const sent = entries.find((entry) => entry.type === 'outbound-rtp' && entry.kind === 'audio');
  return {
    callId,
    packetsSent: sent?.packetsSent ?? 0,
    packetsReceived: received?.packetsReceived ?? 0,
    packetsLost: received?.packetsLost ?? 0,
    bytesSent: sent?.bytesSent ?? 0,
    bytesReceived: received?.bytesReceived ?? 0,
    energyReceived: received?.totalAudioEnergy ?? 0,
    jitterSeconds: received?.jitter ?? 0,
    codec: entries.find((entry) => entry.type === 'codec')?.mimeType ?? null,
    connection: connection.connectionState,
  };
}
