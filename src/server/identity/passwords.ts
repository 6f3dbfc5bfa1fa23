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
