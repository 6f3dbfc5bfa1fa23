import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createAccessTokens } from './accessTokens.ts';

const secret = new Uint8Array(32).fill(7);
let now = new Date('2026-03-02T09:00:00.000Z');
const tokens = createAccessTokens(secret, 600, () => now);

test('a token says whose it is until the moment that was said with it', async () => {
  const { token, expiresAt } = await tokens.issue('giulia', 'session');
  now = new Date(expiresAt.getTime() - 1_000);
  expect(await tokens.read(token)).toEqual({ agentId: 'giulia', sessionId: 'session' });
  now = expiresAt;
  expect(await tokens.read(token)).toBeNull();
});

test.each([
  ['as ours are', {}, true],
  ['of another secret', { secret: new Uint8Array(32).fill(8) }, false],
  ['of another issuer', { issuer: 'somebody' }, false],
  ['for another audience', { audience: 'somebody' }, false],
  ['signed in another way', { alg: 'HS512' }, false],
  ['of no session', { claims: {} }, false],
] as const)('a token %s: %o', async (_, differing, isGood) => {
  const wanted = {
    secret,
    issuer: 'cornetta',
    audience: 'cornetta',
    alg: 'HS256',
    claims: { sid: 'session' },
    ...differing,
  };
  const token = await new SignJWT(wanted.claims)
    .setProtectedHeader({ alg: wanted.alg })
    .setIssuer(wanted.issuer)
    .setAudience(wanted.audience)
    .setSubject('giulia')
    .setExpirationTime(Math.floor(now.getTime() / 1_000) + 60)
    .sign(wanted.secret);
  expect((await tokens.read(token)) !== null).toBe(isGood);
});
