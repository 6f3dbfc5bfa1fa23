// The key of a profile's encrypted files: random, made once, kept by the operating system's keyring.
// Where there is no keyring, only with the agent's word (or for the exercise's made-up customers) in a file of this account.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FailureError, failure } from '#shared/contract/failure';
import { err, ok, type Result } from '#shared/lib/result';

/** The part of Electron's safeStorage that is used here. */
export interface Keyring {
  isEncryptionAvailable(): boolean;
  encryptString(plain: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

const keyPattern = /^[0-9a-f]{64}$/;

/**
 * The profile's key as 64 hex digits. `allowFile`: a key that only file permissions protect will do.
 * Errors: `keyring.missing` (no keyring and no file allowed), `keyring.locked` (there is a key, but it cannot be read),
 * `files.unwritable` (a new one cannot be kept).
 */
export function profileKey(folder: string, keyring: Keyring, allowFile: boolean): Result<string, FailureError> {
  const sealed = join(folder, 'key.sealed');
  const plain = join(folder, 'key.plain');
  if (existsSync(sealed)) return openSealed(sealed, keyring);
  if (existsSync(plain)) return openPlain(plain);
  const hasKeyring = keyring.isEncryptionAvailable();
  if (!hasKeyring && !allowFile) return err(failure('keyring.missing', 'main'));
  const key = randomBytes(32).toString('hex');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (hasKeyring) writeWhole(sealed, keyring.encryptString(key));
    else writeWhole(plain, Buffer.from(`${key}\n`));
  } catch (error) {
    return err(failure('files.unwritable', 'main', codeOf(error)));
  }
  return ok(key);
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

function openPlain(file: string): Result<string, FailureError> {
  try {
    const key = readFileSync(file, 'utf8').trim();
    return keyPattern.test(key) ? ok(key) : err(failure('keyring.locked', 'main', 'the key file is damaged'));
  } catch (error) {
    return err(failure('keyring.locked', 'main', `the key file: ${codeOf(error)}`));
  }
}

function openSealed(file: string, keyring: Keyring): Result<string, FailureError> {
  if (!keyring.isEncryptionAvailable()) return err(failure('keyring.locked', 'main', 'the keyring does not answer'));
  try {
    const key = keyring.decryptString(readFileSync(file));
    return keyPattern.test(key) ? ok(key) : err(failure('keyring.locked', 'main', 'the sealed key is damaged'));
  } catch {
    return err(failure('keyring.locked', 'main', 'the keyring does not open the key'));
  }
}

/** On the disk before anything is encrypted with it: a key that a power cut takes makes the notes unreadable. */
function writeWhole(file: string, content: Buffer): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

/**
 * A key that cannot be read is kept aside under that moment, so that a new one can be made: what is locked with it stays, and opens again where
 * it is put back. Error: `files.unwritable`.
 */
export function setKeyAside(folder: string, now: Date): Result<null, FailureError> {
  try {
    for (const name of ['key.sealed', 'key.plain']) {
      const file = join(folder, name);
      if (existsSync(file)) renameSync(file, `${file}.locked-${now.toISOString().replaceAll(/[:.]/g, '-')}`);
    }
    return ok(null);
  } catch (error) {
    return err(failure('files.unwritable', 'main', codeOf(error)));
  }
}
