import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, isPassword, oneTimePassword } from './passwords.ts';

const settings = { memoryKib: 64, iterations: 1, parallelism: 1 };
const random = (count: number) => new Uint8Array(count).fill(9);

test('the hash carries its parameters, so that it can be checked after they have been raised', async () => {
  const hash = await hashPassword('cornetta', settings, random);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  const raised = { ...settings, iterations: 3 };
  expect(await isPassword('cornetta', hash, raised)).toBe(true);
  expect(await isPassword('Cornetta', hash, raised)).toBe(false);
});

test('a letter with its accent is the same however the keyboard wrote it', async () => {
  const [one, other] = ['perch\u00e9', 'perche\u0301'];
  expect(await isPassword(other, await hashPassword(one, settings, random), settings)).toBe(true);
  expect(await isPassword(one, await hashPassword(other, settings, random), settings)).toBe(true);
});

test('nobody has no password, and it takes the same work to say so', async () => {
  expect(await isPassword('cornetta', null, settings)).toBe(false);
  // What cannot be worked out with is refused, so that it is seen that something was worked out.
  await expect(isPassword('cornetta', null, { ...settings, iterations: 0 })).rejects.toThrow('Iterations');
});

test('the same password of two is kept as two different hashes', async () => {
  const hash = () => hashPassword('cornetta', settings, randomBytes);
  expect(await hash()).not.toBe(await hash());
});

test('no sign of a password that was made is likelier than another', () => {
  const firstOf = (byte: number) =>
    oneTimePassword((count) => new Uint8Array(count).fill(0).fill(byte, 0, 1)).charAt(0);
  const often = new Map<string, number>();
  // Passed over, a byte leaves its place to the next one, which is 0 here.
  const passedOver = (byte: number) => byte >= 248;
  for (let byte = 0; byte < 256; byte += 1) {
    const sign = firstOf(byte);
    if (passedOver(byte)) expect(sign).toBe(firstOf(0));
    else often.set(sign, (often.get(sign) ?? 0) + 1);
  }
  expect(new Set(often.values())).toEqual(new Set([8]));
});

test('a password that works once is easy to read out, and never the same', () => {
  const made = Array.from({ length: 50 }, () => oneTimePassword(randomBytes));
  for (const one of made) expect(one).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  expect(new Set(made).size).toBe(50);
});
