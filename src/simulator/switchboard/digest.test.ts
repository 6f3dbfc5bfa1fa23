import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createDigest } from './digest.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const digest = createDigest('cornetta', new Map([['1001', 'secret']]));

function answer(challenge: string, password: string, { user = '1001', method = 'REGISTER', qop = true } = {}): string {
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? '';
  const ha1 = md5(`${user}:cornetta:${password}`);
  const ha2 = md5(`${method}:sip:127.0.0.1`);
  const response = md5(qop ? `${ha1}:${nonce}:00000001:abc:auth:${ha2}` : `${ha1}:${nonce}:${ha2}`);
  const more = qop ? ', qop=auth, nc=00000001, cnonce="abc"' : '';
  return `Digest algorithm=MD5, username="${user}", realm="cornetta", nonce="${nonce}", uri="sip:127.0.0.1", response="${response}"${more}`;
}

test('the right password fits, with and without quality of protection', () => {
  expect(digest.check('REGISTER', answer(digest.challenge(), 'secret'))).toBe('1001');
  expect(digest.check('REGISTER', answer(digest.challenge(), 'secret', { qop: false }))).toBe('1001');
});

test('nothing else does', () => {
  expect(digest.check('REGISTER', undefined)).toBeNull();
  expect(digest.check('REGISTER', 'Digest nonsense')).toBeNull();
  expect(digest.check('REGISTER', answer(digest.challenge(), 'wrong'))).toBeNull();
  expect(digest.check('REGISTER', answer(digest.challenge(), 'secret', { user: '1009' }))).toBeNull();
  expect(digest.check('INVITE', answer(digest.challenge(), 'secret', { method: 'REGISTER' }))).toBeNull();
  expect(digest.check('REGISTER', answer('Digest nonce="made up"', 'secret'))).toBeNull();
});

test('an old challenge is forgotten after many newer ones', () => {
  const old = digest.challenge();
  for (let i = 0; i < 500; i += 1) digest.challenge();
  expect(digest.check('REGISTER', answer(old, 'secret'))).toBeNull();
});
