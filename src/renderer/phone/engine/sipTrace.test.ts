import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPhoneClock } from '#test/support/phoneClock';
import { createMask, createSipTrace } from './sipTrace.ts';

/** Made before the tests: it takes seconds on a busy machine. */
const anyText = fc.string({ unit: 'binary', maxLength: 80 });

const message = (head: string[], body = '') => `${head.join('\r\n')}\r\n\r\n${body}`;
const number = '+390000000101';
const name = 'Mario Rossi';

const invite = (caller: string, who: string, secret: string) =>
  message(
    [
      `INVITE sip:${caller}@pbx.example;transport=ws SIP/2.0`,
      'Via: SIP/2.0/WS 192.0.2.7:49152;branch=z9hG4bKabc;rport',
      'Max-Forwards: 70',
      `From: "${who}" <sip:${caller}@pbx.example>;tag=a1b2c3`,
      `t: <sip:1001@pbx.example>`,
      `Contact: <sip:${caller}@192.0.2.7:49152;transport=ws>`,
      `P-Asserted-Identity: "${who}" <tel:${caller}>`,
      `Diversion: <sip:${caller}@pbx.example>;reason=no-answer`,
      `Referred-By: <sip:${caller}@pbx.example>`,
      `Refer-To: <sip:${caller}@pbx.example?Replaces=${secret}%3Bto-tag%3Dx>`,
      `X-Customer-Number: ${caller}`,
      `X-Customer-Name: ${who}`,
      `User-to-User: ${secret};encoding=hex`,
      'Call-ID: 7a6f5e4d3c2b@192.0.2.7',
      'CSeq: 102 INVITE',
      `Authorization: Digest username="${caller}", realm="pbx", nonce="${secret}", response="${secret}"`,
      `Proxy-Authorization: Digest response="${secret}"`,
      `WWW-Authenticate: Digest realm="${who}", nonce="${secret}", algorithm=SHA-256`,
      `Warning: 399 pbx "${who} ${caller}"`,
      ` folded ${caller}`,
      `Subject: ${who}`,
      'Content-Type: application/sdp',
    ],
    [
      'v=0',
      `o=${who.replace(/\s/g, '')} ${secret} 1 IN IP4 192.0.2.7`,
      `s=${who}`,
      'c=IN IP4 192.0.2.7',
      't=0 0',
      'm=audio 49170 UDP/TLS/RTP/SAVPF 111 0 101',
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 minptime=10;useinbandfec=1',
      'a=candidate:1 1 udp 2122 192.0.2.7 49170 typ host generation 0',
      `a=ice-ufrag:${secret.slice(0, 4)}`,
      `a=ice-pwd:${secret}`,
      `a=fingerprint:sha-256 ${secret}`,
      `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${secret}`,
      `a=x-number:${caller}`,
      'a=sendrecv',
      '',
    ].join('\r\n'),
  );

describe('a message that support may read', () => {
  it('keeps what went on and leaves out with whom', () => {
    const text = createMask()(invite(number, name, 'deadbeefdeadbeef'));
    expect(text).toBe(
      [
        'INVITE <sip:A>',
        'Via: SIP/2.0/WS *',
        'Max-Forwards: 70',
        'From: <sip:A>;tag=a1b2c3',
        'To: <sip:B>',
        'Contact: <sip:A>',
        'P-Asserted-Identity: <sip:A>',
        'Diversion: <sip:A>',
        'Referred-By: <sip:A>',
        'Refer-To: <sip:A> (replaces)',
        'X-Customer-Number: *',
        'X-Customer-Name: *',
        'User-to-User: *',
        'Call-ID: 4d3c2b',
        'CSeq: 102 INVITE',
        'Authorization: *',
        'Proxy-Authorization: *',
        'WWW-Authenticate: Digest SHA-256',
        'Warning: *',
        '*',
        'Subject: *',
        'Content-Type: application/sdp',
        '',
        'v=0',
        'o=*',
        's=*',
        'c=*',
        't=0 0',
        'm=audio 49170 UDP/TLS/RTP/SAVPF 111 0 101',
        'a=rtpmap:111 opus/48000/2',
        'a=fmtp:111 minptime=10;useinbandfec=1',
        'a=candidate:* udp host',
        'a=ice-ufrag*',
        'a=ice-pwd*',
        'a=fingerprint*',
        'a=crypto*',
        'a=x-number*',
        'a=sendrecv',
      ].join('\n'),
    );
  });

  it('tells people apart, and the same one again', () => {
    const mask = createMask();
    const from = (user: string) => mask(message([`BYE sip:${user}@x SIP/2.0`]));
    expect([from('1001'), from('1002'), from('1001')]).toEqual(['BYE <sip:A>', 'BYE <sip:B>', 'BYE <sip:A>']);
  });

  it('forgets who has not been seen for long, and gives their letters to nobody else', () => {
    const mask = createMask();
    const from = (user: string) => mask(message([`BYE sip:${user}@x SIP/2.0`]));
    const callers = Array.from({ length: 1_500 }, (_, index) => String(2_000 + index));
    const own = from('1001');
    const given = callers.map((caller) => {
      expect(from('1001')).toBe(own);
      return from(caller);
    });
    expect(from('3499')).toBe(given.at(-1));
    expect([own, ...given]).not.toContain(from('2000'));
  });

  it('says how a transfer went', () => {
    const notify = message(
      ['NOTIFY sip:1001@x SIP/2.0', 'Content-Type: message/sipfrag;version=2.0'],
      `SIP/2.0 486 ${name} is busy`,
    );
    expect(createMask()(notify).split('\n').at(-1)).toBe('SIP/2.0 486');
  });

  it('has no digit of the number, no name and no secret in it, whoever it is', () => {
    const digits = fc.stringMatching(/^[1-9]\d{5,13}$/);
    const who = fc.stringMatching(/^[A-Z][a-z]{5,11} [A-Z][a-z]{5,11}$/);
    const secret = fc.stringMatching(/^[0-9a-f]{32}$/);
    fc.assert(
      fc.property(digits, who, secret, (caller, person, key) => {
        const text = createMask()(invite(caller, person, key));
        for (let from = 0; from + 5 <= caller.length; from += 1) {
          const part = caller.slice(from, from + 5);
          if (!'49170 48000'.includes(part)) expect(text).not.toContain(part);
        }
        for (const part of person.split(' ')) expect(text).not.toContain(part);
        expect(text).not.toContain(key.slice(0, 8));
      }),
    );
  });

  it('may be any text at all', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(typeof createMask()(text)).toBe('string');
      }),
    );
  });
});

it('the last two hundred are kept, each with its time and its way', () => {
  const trace = createSipTrace(createPhoneClock());
  for (let count = 0; count < 300; count += 1) trace.add('out', message([`BYE sip:1@x SIP/2.0`, `CSeq: ${count} BYE`]));
  expect(trace.read()).toHaveLength(200);
  expect(trace.read().at(-1)).toBe('2026-01-05T09:00:00.000Z >\nBYE <sip:A>\nCSeq: 299 BYE');
  expect(trace.read()[0]).toContain('CSeq: 100 BYE');
});
