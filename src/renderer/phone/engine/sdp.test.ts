import { describe, expect, it } from 'vitest';
import { answerDirection, hasCandidate, offerDirection, offeredDirection } from './sdp.ts';

const sdp = (session: string, audio: string) =>
  ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', session, 'm=audio 9 UDP/TLS/RTP/SAVPF 111', audio, '']
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\r\n');

describe('the direction of the media', () => {
  it('is offered by the hold alone: resuming never offers less than a conversation', () => {
    expect(offerDirection(true)).toBe('sendonly');
    expect(offerDirection(false)).toBe('sendrecv');
  });

  it.each([
    ['sendrecv', false, 'sendrecv'],
    ['sendrecv', true, 'sendonly'],
    ['sendonly', false, 'recvonly'],
    ['sendonly', true, 'inactive'],
    ['recvonly', false, 'sendonly'],
    ['recvonly', true, 'sendonly'],
    ['inactive', false, 'inactive'],
    ['inactive', true, 'inactive'],
  ] as const)('answers %s, held: %s, with %s', (offered, held, answer) => {
    expect(answerDirection(offered, held)).toBe(answer);
  });

  it('is read from the audio section, else from the session, else it is a conversation', () => {
    expect(offeredDirection(sdp('a=inactive', 'a=sendonly'))).toBe('sendonly');
    expect(offeredDirection(sdp('a=inactive', 'a=mid:0'))).toBe('inactive');
    expect(offeredDirection(sdp('', 'a=mid:0'))).toBe('sendrecv');
    expect(offeredDirection('')).toBe('sendrecv');
  });

  it('is that of the audio where there is video too', () => {
    const video = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=inactive\r\n';
    expect(offeredDirection(`v=0\r\n${video}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\n`)).toBe('recvonly');
  });
});

it('knows a description that can already be reached', () => {
  expect(hasCandidate(sdp('', 'a=candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host'))).toBe(true);
  expect(hasCandidate(sdp('', 'a=mid:0'))).toBe(false);
});
