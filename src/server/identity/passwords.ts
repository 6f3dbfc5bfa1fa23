// Passwords as argon2id hashes (RFC 9106) in the encoded form, which carries its own salt and parameters.
import { argon2id, argon2Verify } from 'hash-wasm';
import type { ServerConfig } from '../config.ts';
import type { RandomBytes } from '../deps.ts';

type Argon2 = ServerConfig['argon2'];

export const hashPassword = (password: string, settings: Argon2, random: RandomBytes): Promise<string> =>
  argon2id({
    password: password.normalize('NFKC'),
    salt: random(16),
    memorySize: settings.memoryKib,
    iterations: settings.iterations,
    parallelism: settings.parallelism,
    hashLength: 32,
    outputType: 'encoded',
  });

/**
 * Whether the password is the hash's. Without a hash (nobody has that name) it answers false after the same work,
 * so that the answer's time does not tell which names exist.
 */
export async function isPassword(password: string, hash: string | null, settings: Argon2): Promise<boolean> {
  if (hash !== null) return argon2Verify({ password: password.normalize('NFKC'), hash });
  await hashPassword(password, settings, (count) => new Uint8Array(count));
  return false;
}

/** How long a password that works once is good for. */
export const oneTimeDays = 7;
/** Read out on the telephone: nothing that looks or sounds like another sign. */
const plainSigns = 'abcdefghjkmnpqrstuvwxyz23456789';

/** "k7mp-3xqd-w9fa-ht2e": some 79 bits. */
export function oneTimePassword(random: RandomBytes): string {
  const signs: string[] = [];
  while (signs.length < 16) {
    for (const byte of random(32)) {
      // Beyond the last whole run of the signs, some would come more often.
      if (byte < 248 && signs.length < 16) signs.push(plainSigns.charAt(byte % plainSigns.length));
    }
  }
  return (signs.join('').match(/.{4}/g) ?? []).join('-');
}
