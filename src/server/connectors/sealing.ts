// Keys to other CRMs, sealed with a key of the installation's that is not in the database: who has only a dump of it has none of them.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { z } from 'zod';
import type { Values } from '#shared/connector/template';
import type { RandomBytes } from '../deps.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
export const sealingKeyBytes = 32;

/** Bound to the connector: sealed secrets cannot be put under another one's address. */
export function seal(key: Uint8Array, connectorId: string, secrets: Values, random: RandomBytes): string {
  const nonce = random(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(connectorId));
  const sealed = [cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()];
  return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64url');
}

/** Null: sealed with another key, or for another connector. */
export function unseal(key: Uint8Array, connectorId: string, sealed: string): Values | null {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
      .setAAD(Buffer.from(connectorId))
      .setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString();
    return z.record(z.string(), z.string()).parse(JSON.parse(text));
  } catch {
    return null;
  }
}
