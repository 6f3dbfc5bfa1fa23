import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepMd5Challenge, refuseRedirect, repairFrom, tidyIncoming, traceLine } from './tidyIncoming.ts';

/** Made before the tests: it takes seconds on a busy machine. */
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

const message = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;

describe('a challenge', () => {
  const sha = 'WWW-Authenticate: Digest realm="pbx", nonce="1", algorithm=SHA-256, qop="auth"';
  const md5 = 'WWW-Authenticate: Digest realm="pbx", nonce="2", algorithm=MD5, qop="auth"';
  const old = 'WWW-Authenticate: Digest realm="pbx", nonce="3"';

  it('in MD5 is kept where others come first', () => {
    expect(keepMd5Challenge(message('SIP/2.0 401 Unauthorized', sha, md5))).toBe(
      message('SIP/2.0 401 Unauthorized', md5),
    );
  });

  it('without an algorithm is MD5', () => {
    expect(keepMd5Challenge(message('SIP/2.0 401 Unauthorized', sha, old))).toBe(
      message('SIP/2.0 401 Unauthorized', old),
    );
  });

  it('stays where none can be answered', () => {
    const only = message('SIP/2.0 407 Proxy Authentication Required', sha);
    expect(keepMd5Challenge(only)).toBe(only);
  });
});

it('a redirected re-INVITE is a refused one', () => {
  expect(refuseRedirect(message('SIP/2.0 302 Moved Temporarily', 'CSeq: 3 INVITE'))).toBe(
    message('SIP/2.0 488 Redirection Refused', 'CSeq: 3 INVITE'),
  );
  const register = message('SIP/2.0 302 Moved Temporarily', 'CSeq: 3 REGISTER');
  expect(refuseRedirect(register)).toBe(register);
});

describe('a From that cannot be parsed', () => {
  it('is rewritten, with its tag, so that the call rings', () => {
    expect(repairFrom(message('INVITE sip:1001@x SIP/2.0', 'From: "Mario <sip:@@>;tag=abc', 'To: <sip:1001@x>'))).toBe(
      message('INVITE sip:1001@x SIP/2.0', 'From: <sip:unreadable@unreadable.invalid>;tag=abc', 'To: <sip:1001@x>'),
    );
  });

  it('and only then', () => {
    const fine = message('INVITE sip:1001@x SIP/2.0', 'From: "Mario" <sip:+390000000101@pbx.example>;tag=abc');
    expect(repairFrom(fine)).toBe(fine);
  });
});

it('edits any text without throwing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('INVITE sip:1@x SIP/2.0\r\nFrom:', 'SIP/2.0 401 x\r\nWWW-Authenticate:', 'SIP/2.0 302 x\r\n', ''),
      anyText,
      (start, rest) => {
        expect(typeof tidyIncoming(`${start}${rest}\r\n\r\n`)).toBe('string');
      },
    ),
  );
});

it('the log never shows who calls, nor any credentials', () => {
  const line = traceLine(
    'in',
    message(
      'INVITE sip:1001@pbx.example SIP/2.0',
      'From: "Mario Rossi" <sip:+390000000101@pbx.example>;tag=1',
      'Call-ID: abcdef123456@192.0.2.1',
      'CSeq: 102 INVITE',
      'Authorization: Digest response="s3cret"',
    ),
  );
  expect(line).toBe('< INVITE (102 INVITE) 123456');
});
