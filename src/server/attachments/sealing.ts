// The bytes of files of cases and of chats, sealed with a key of the installation's that is not in the database: who has only a dump of it reads none.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { RandomBytes } from '../deps.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** A key of its own for this one use, from the installation's. */
const attachmentKey = (sealingKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', sealingKey, '', 'attachments', 32));

/** Of the installation; null: pieces are kept as they come, and what encrypts them is the database's disk. */
export interface PartsDeps {
  readonly sealingKey: Uint8Array | null;
  readonly random: RandomBytes;
}

/** As it is kept. */
export interface KeptPart {
  readonly at: number;
  readonly length: number;
  readonly sealed: boolean;
  readonly bytes: Uint8Array;
}

export function keptPart(place: Place, piece: Uint8Array, { sealingKey, random }: PartsDeps): KeptPart {
  const { at } = place;
  if (sealingKey === null) return { at, length: piece.length, sealed: false, bytes: piece };
  return {
    ...{ at, length: piece.length, sealed: true },
    bytes: sealPart(attachmentKey(sealingKey), place, piece, random),
  };
}

export interface BytesWanted {
  readonly from?: number;
  /** The first that is not. */
  readonly to?: number;
}

/** The bytes of a file piece by piece; `partAt` finds the last part that begins at or before a byte. */
export async function* bytesIn(
  id: string,
  sealingKey: Uint8Array | null,
  partAt: (byte: number) => Promise<KeptPart | undefined>,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: BytesWanted = {},
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; ) {
    const part = await partAt(at);
    if (part === undefined || part.at + part.length <= at) return;
    if (part.sealed && sealingKey === null) throw new Error('the key that this was sealed with is not here');
    const bytes =
      part.sealed && sealingKey !== null
        ? unsealPart(attachmentKey(sealingKey), { id, at: part.at }, part.bytes)
        : part.bytes;
    yield bytes.subarray(at - part.at, to - part.at);
    at = part.at + part.length;
  }
}

/** Which piece of which file: sealed bytes cannot be put in another's place. */
const placeOf = ({ id, at }: Place) => Buffer.from(`${id} ${at}`);

interface Place {
  readonly id: string;
  readonly at: number;
}

function sealPart(key: Uint8Array, place: Place, bytes: Uint8Array, random: RandomBytes): Uint8Array {
  const nonce = random(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(placeOf(place));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where they were sealed with another key, or are not what was sealed. */
function unsealPart(key: Uint8Array, place: Place, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes))
    .setAAD(placeOf(place))
    .setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
