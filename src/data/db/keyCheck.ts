// Tells a wrong key from a damaged file: SQLite says "not a database" to both. A hash of the key lies beside the files.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const hashOf = (key: string): string => createHash('sha256').update(`cornetta files ${key}`).digest('hex');

/** `unknown`: there is no check yet, or it cannot be read. The key is random, so its hash tells nobody anything. */
export function checkKey(file: string, key: string): 'right' | 'wrong' | 'unknown' {
  if (!existsSync(file)) return 'unknown';
  const kept = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(kept)) return 'unknown';
  return kept === hashOf(key) ? 'right' : 'wrong';
}

export function writeKeyCheck(file: string, key: string): void {
  writeFileSync(`${file}.new`, `${hashOf(key)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
