import dns from 'node:dns';
import { expect, test, vi } from 'vitest';
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import { systemClock } from '../clock.ts';
import { createWeather } from '../weather/weather.ts';
import { createPacer } from './pacer.ts';
import { createPeer, isUsable } from './peer.ts';

const deps = {
  clock: systemClock,
  pacer: createPacer(systemClock),
  weather: createWeather({ clock: systemClock, random: () => 0 }),
};

test('offers G.711 and key presses at addresses of this machine, ICE lite for the whole session, and asks nobody outside', async () => {
  // What werift looks names up with.
  const lookup = vi.spyOn(dns.promises, 'lookup');
  const peer = createPeer(deps);
  const sdp = await peer.describe();
  peer.close();
  const [session = '', medium = ''] = sdp.split(/^(?=m=)/m);
  expect(session).toContain('a=ice-lite');
  expect(medium).not.toContain('a=ice-lite');
  expect(medium).toMatch(/^m=audio \d+ UDP\/TLS\/RTP\/SAVPF 0 8 101/);
  const candidates = medium.match(/^a=candidate.*/gm) ?? [];
  expect(candidates.length).toBeGreaterThan(0);
  expect(candidates.every((line) => line.includes(' typ host'))).toBe(true);
  expect(candidates.some((line) => line.includes('127.0.0.1'))).toBe(true);
  expect(lookup.mock.calls.map(([name]) => name).filter((name) => !/^[\d.]+$/.test(name))).toEqual([]);
});

test('knows whether a description has a codec of ours', async () => {
  expect(isUsable('v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\n')).toBe(true);
  expect(isUsable('m=audio 4000 UDP/TLS/RTP/SAVPF 8\r\n')).toBe(true);
  expect(isUsable('m=audio 9 UDP/TLS/RTP/SAVPF 111 63 108\r\n')).toBe(false);
  expect(isUsable('m=audio 0 UDP/TLS/RTP/SAVPF 0 8\r\n')).toBe(false);
  expect(isUsable('m=video 9 UDP/TLS/RTP/SAVPF 0\r\n')).toBe(false);
  const peer = createPeer(deps);
  await expect(peer.take('v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n')).rejects.toThrow('no sound');
  peer.close();
});

test('offers loopback last: a phone tries the first address first', async () => {
  const peer = createPeer(deps);
  const candidates = (await peer.describe()).match(/^a=candidate.*/gm) ?? [];
  peer.close();
  expect(candidates.at(-1)).toMatch(/ udp 1 127\.0\.0\.1 /);
  expect(candidates.filter((line) => line.includes(' 127.0.0.1 '))).toHaveLength(1);
});

test('hears nobody before there is an answer, as PBXs do, and then at once', async () => {
  const peer = createPeer(deps);
  const phone = new RTCPeerConnection({
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8_000, channels: 1, payloadType: 0 })],
    },
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: 0.001,
    iceUseIpv6: false,
  });
  phone.addTransceiver('audio', { direction: 'sendrecv' });
  await phone.setRemoteDescription({ type: 'offer', sdp: await peer.describe() });
  await phone.setLocalDescription(await phone.createAnswer());
  const answer = phone.localDescription?.sdp ?? '';
  const checks = () => phone.iceTransports.flatMap(({ connection }) => connection.candidatePairs);
  const sum = (of: 'requestsSent' | 'responsesReceived') => checks().reduce((all, pair) => all + pair[of], 0);
  await vi.waitFor(() => expect(sum('requestsSent')).toBeGreaterThan(1), 5_000);
  expect(sum('responsesReceived')).toBe(0);
  await peer.take(answer);
  await vi.waitFor(() => expect(phone.connectionState).toBe('connected'), 5_000);
  await phone.close();
  peer.close();
});
