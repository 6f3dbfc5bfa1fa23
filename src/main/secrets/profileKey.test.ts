import { mkdtempSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Keyring, profileKey, setKeyAside } from './profileKey.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'cornetta-key-'));
const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xa5));
const keyring = (available: boolean): Keyring => ({
  isEncryptionAvailable: () => available,
  encryptString: (plain) => flip(Buffer.from(plain)),
  decryptString: (sealed) => flip(sealed).toString(),
});

test('the key is made once and sealed by the keyring', () => {
  const where = folder();
  const first = profileKey(where, keyring(true), false);
  expect(first).toMatchObject({ ok: true, value: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(profileKey(where, keyring(true), false)).toEqual(first);
  expect(readdirSync(where)).toEqual(['key.sealed']);
  if (first.ok) expect(readFileSync(join(where, 'key.sealed')).toString('latin1')).not.toContain(first.value);
});

test('without a keyring nothing is written until a file key is allowed', () => {
  const where = folder();
  expect(profileKey(where, keyring(false), false)).toMatchObject({
    ok: false,
    error: { failure: { code: 'keyring.missing' } },
  });
  expect(readdirSync(where)).toEqual([]);
  const key = profileKey(where, keyring(false), true);
  expect(key.ok).toBe(true);
  expect(statSync(join(where, 'key.plain')).mode & 0o777).toBe(0o600);
  expect(profileKey(where, keyring(false), false)).toEqual(key);
});

test('a sealed key that cannot be opened is said to be locked, and stays where it is', () => {
  const where = folder();
  profileKey(where, keyring(true), false);
  expect(profileKey(where, keyring(false), true)).toMatchObject({
    ok: false,
    error: { failure: { code: 'keyring.locked' } },
  });
  writeFileSync(join(where, 'key.sealed'), 'damaged');
  expect(profileKey(where, keyring(true), true)).toMatchObject({
    ok: false,
    error: { failure: { code: 'keyring.locked' } },
  });
  expect(readdirSync(where)).toEqual(['key.sealed']);
});

test('a folder that cannot be made is a failure with its own sentence', () => {
  const where = join(folder(), 'a-file');
  writeFileSync(where, '');
  expect(profileKey(where, keyring(true), false)).toMatchObject({
    ok: false,
    error: { failure: { code: 'files.unwritable' } },
  });
});

test('one that is set aside makes room for a new one, and opens again where it is put back', () => {
  const where = folder();
  const first = profileKey(where, keyring(true), false);
  expect(setKeyAside(where, new Date('2026-03-02T09:00:00.000Z')).ok).toBe(true);
  const second = profileKey(where, keyring(true), false);
  expect(second.ok && first.ok && second.value !== first.value).toBe(true);
  const kept = 'key.sealed.locked-2026-03-02T09-00-00-000Z';
  expect(readdirSync(where).sort()).toEqual(['key.sealed', kept]);
  renameSync(join(where, kept), join(where, 'key.sealed'));
  expect(profileKey(where, keyring(true), false)).toEqual(first);
});
