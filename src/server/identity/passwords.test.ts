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
  const hash = await hashPassword('perch\u00e9', settings, random);
  expect(await isPassword('perche\u0301', hash, settings)).toBe(true);
});

test('nobody has no password', async () => {
  expect(await isPassword('cornetta', null, settings)).toBe(false);
});

test('a password that works once is easy to read out, and never the same', () => {
  const made = Array.from({ length: 50 }, () => oneTimePassword(randomBytes));
  for (const one of made) expect(one).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  expect(new Set(made).size).toBe(50);
});
