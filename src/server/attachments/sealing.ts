// The bytes of files of cases, sealed with a key of the installation's that is not in the database: who has only a dump of it reads none.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { RandomBytes } from '../deps.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** A key of its own for this one use, from the installation's. */
export const attachmentKey = (sealingKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', sealingKey, '', 'attachments', 32));

/** Which piece of which file: sealed bytes cannot be put in another's place. */
const placeOf = ({ id, at }: Place) => Buffer.from(`${id} ${at}`);

interface Place {
  readonly id: string;
  readonly at: number;
}

export function sealPart(key: Uint8Array, place: Place, bytes: Uint8Array, random: RandomBytes): Uint8Array {
  const nonce = random(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(placeOf(place));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where they were sealed with another key, or are not what was sealed. */
export function unsealPart(key: Uint8Array, place: Place, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes))
    .setAAD(placeOf(place))
    .setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
