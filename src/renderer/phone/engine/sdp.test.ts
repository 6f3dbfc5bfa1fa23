import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerDirection,
  hasCandidate,
  offerDirection,
  offeredDirection,
  partCandidates,
  speechCodecs,
  tuneOpus,
} from './sdp.ts';

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
  const tcp = 'a=candidate:1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active';
  expect(hasCandidate(sdp('', tcp))).toBe(false);
});

describe('the codecs of a telephone', () => {
  const named = (...names: string[]) => names.map((name) => ({ mimeType: `audio/${name}` }));

  it('are Opus, then G.722, then the two of every exchange, and the digits at all their rates', () => {
    const found = named('opus', 'red', 'G722', 'PCMU', 'PCMA', 'CN', 'telephone-event', 'telephone-event');
    expect(speechCodecs(found)).toEqual(named('opus', 'G722', 'PCMA', 'PCMU', 'telephone-event', 'telephone-event'));
  });
});

describe('Opus', () => {
  const audio = (...lines: string[]) =>
    ['v=0', 's=-', 'm=audio 9 UDP/TLS/RTP/SAVPF 111 8 110', ...lines, ''].join('\r\n');
  const wanted = 'minptime=10;useinbandfec=1;usedtx=0;stereo=0;sprop-stereo=0;maxaveragebitrate=32000';

  it('is asked for as one voice that mends its losses, in packets of 20 ms', () => {
    const offered = audio('a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1', 'a=rtpmap:8 PCMA/8000');
    expect(tuneOpus(offered)).toBe(
      audio('a=rtpmap:111 opus/48000/2', 'a=ptime:20', `a=fmtp:111 ${wanted}`, 'a=rtpmap:8 PCMA/8000'),
    );
  });

  it('keeps what else was given, and is not asked for where it is not', () => {
    const given = 'a=fmtp:111 stereo=1; cbr=1';
    expect(tuneOpus(audio('a=rtpmap:111 OPUS/48000/2', given, 'a=ptime:40'))).toContain(
      'a=fmtp:111 stereo=0;cbr=1;minptime=10;useinbandfec=1',
    );
    expect(tuneOpus(audio('a=rtpmap:111 opus/48000/2'))).toContain(`a=fmtp:111 ${wanted}\r\n`);
    const without = audio('a=rtpmap:8 PCMA/8000', 'a=fmtp:8 x=1');
    expect(tuneOpus(without)).toBe(without);
  });

  it('is never asked for at the cost of another line, and asking twice changes nothing', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'a=rtpmap:111 opus/48000/2',
        'a=rtpmap:96 opus/48000/2',
        'a=fmtp:111 minptime=10;useinbandfec=1',
        'a=fmtp:111',
        'a=fmtp:96 stereo=1',
        'a=rtpmap:8 PCMA/8000',
        'a=ptime:20',
        'a=sendrecv',
        'm=audio 9 UDP/TLS/RTP/SAVPF 111 8',
        'm=video 9 UDP/TLS/RTP/SAVPF 111',
        'a=rtcp-fb:111 transport-cc',
      ),
      fc.stringMatching(/^a=[ -~]{0,20}$/),
      fc.stringMatching(/^[ -~]{0,20}$/),
    );
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\r\n', '\n'), (lines, end) => {
        const sdp = lines.map((each) => each + end).join('');
        const tuned = tuneOpus(sdp);
        const others = (text: string) => text.split(end).filter((each) => !/^a=(fmtp:\d+|ptime:)/.test(each));
        expect(others(tuned)).toEqual(others(sdp));
        const kept = (text: string) => text.split(end).filter((each) => /^a=fmtp:(?!111|96)|^a=ptime:/.test(each));
        expect(kept(tuned)).toEqual(expect.arrayContaining(kept(sdp)));
        expect(tuneOpus(tuned)).toBe(tuned);
      }),
      { numRuns: 1_000 },
    );
  });
});

it('an offer is parted from the addresses in it', () => {
  const sdp = (...addresses: string[]) =>
    [
      'v=0',
      'm=audio 4000 UDP/TLS/RTP/SAVPF 8',
      'a=ice-ufrag:x',
      ...addresses,
      'a=sendrecv',
      'm=video 0 UDP 9',
      '',
    ].join('\r\n');
  const address = 'candidate:1 1 udp 2116026367 192.0.2.7 4000 typ host';
  expect(partCandidates(sdp(`a=${address}`, 'a=end-of-candidates'))).toEqual({
    offer: sdp(),
    candidates: [{ candidate: address, sdpMLineIndex: 0 }],
  });
  expect(partCandidates(sdp())).toEqual({ offer: sdp(), candidates: [] });
});
