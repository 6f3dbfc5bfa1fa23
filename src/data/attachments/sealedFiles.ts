// Files of cases on this PC, each sealed by itself with a key made from the profile's: pieces of one size behind one another, so that a
// file can be gone on with, and read from any place, without ever being whole in memory. Nothing here waits for the disk in the event loop.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { handedPieceBytes } from '#shared/contract/attachments';
import { failure } from '#shared/contract/failure';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
export const pieceBytes = handedPieceBytes;
const recordBytes = nonceBytes + pieceBytes + tagBytes;

export interface Writing {
  /** Bytes that are on the disk. */
  readonly reached: number;
  /** The next piece; only a file's last may be shorter than `pieceBytes`. */
  add(piece: Uint8Array): Promise<void>;
  /** On the disk, power cut or not. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

export interface SealedFiles {
  /** Goes on behind the whole pieces that are there; half of one is written anew. */
  write(id: string): Promise<Writing>;
  /** At most a piece from there on, nothing behind the end. Throws `attachment.damaged` where it cannot be unsealed. */
  read(id: string, at: number, length?: number): Promise<Buffer>;
  /** From one byte on to the end, piece by piece. */
  readAll(id: string, from?: number): AsyncGenerator<Uint8Array>;
  /** Whether all of so many bytes are there; what is in them is seen when they are read. */
  isWhole(id: string, bytes: number): Promise<boolean>;
  /** At once, so that nobody who begins the same one anew finds it gone under their hands. What cannot go now (Windows) goes at the next start. */
  remove(id: string): void;
  /** Ids of all that are there. */
  list(): string[];
}

/** Throws the file system's errors. */
export function createSealedFiles(folder: string, profileKey: string): SealedFiles {
  const key = new Uint8Array(hkdfSync('sha256', Buffer.from(profileKey, 'hex'), '', 'attachments', 32));
  const fileOf = (id: string) => join(folder, id);
  /** Which piece of which file: none can be put in another's place. */
  const placeOf = (id: string, number: number) => Buffer.from(`${id} ${number}`);

  function seal(id: string, number: number, piece: Uint8Array): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, key, nonce).setAAD(placeOf(id, number));
    return Buffer.concat([nonce, cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }

  function unseal(id: string, number: number, record: Uint8Array): Buffer {
    try {
      const decipher = createDecipheriv(algorithm, key, record.subarray(0, nonceBytes))
        .setAAD(placeOf(id, number))
        .setAuthTag(record.subarray(-tagBytes));
      return Buffer.concat([decipher.update(record.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    } catch {
      throw failure('attachment.damaged', 'data', 'a piece cannot be unsealed');
    }
  }

  async function readPiece(file: FileHandle, id: string, number: number): Promise<Buffer> {
    const record = Buffer.alloc(recordBytes);
    const { bytesRead } = await file.read(record, 0, recordBytes, number * recordBytes);
    return bytesRead <= nonceBytes + tagBytes ? Buffer.alloc(0) : unseal(id, number, record.subarray(0, bytesRead));
  }

  /** How many there are; half of one goes. */
  async function wholePieces(file: FileHandle): Promise<number> {
    const number = Math.floor((await file.stat()).size / recordBytes);
    await file.truncate(number * recordBytes);
    return number;
  }

  return {
    async write(id) {
      // With the first file: a program that starts on a full disk has more urgent things to say.
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Not to append: Windows lets nobody shorten a file that is open so.
      const file = await open(fileOf(id), constants.O_RDWR | constants.O_CREAT, 0o600);
      let number = await wholePieces(file).catch(async (error: unknown) => {
        await file.close();
        throw error;
      });
      let reached = number * pieceBytes;
      return {
        get reached() {
          return reached;
        },
        async add(piece) {
          const record = seal(id, number, piece);
          for (let at = 0; at < record.length; )
            at += (await file.write(record, at, record.length - at, number * recordBytes + at)).bytesWritten;
          number += 1;
          reached += piece.length;
        },
        async finish() {
          await file.sync();
          // Its name, too: a power cut takes a file whose folder has not heard of it. Windows sees to that by itself.
          if (process.platform === 'win32') return;
          const names = await open(folder, 'r');
          try {
            await names.sync();
          } finally {
            await names.close();
          }
        },
        close: () => file.close(),
      };
    },
    async read(id, at, length = pieceBytes) {
      const file = await open(fileOf(id), 'r');
      try {
        const number = Math.floor(at / pieceBytes);
        const from = at - number * pieceBytes;
        return (await readPiece(file, id, number)).subarray(from, from + length);
      } finally {
        await file.close();
      }
    },
    async *readAll(id, from = 0) {
      const file = await open(fileOf(id), 'r');
      try {
        for (let at = from; ; ) {
          const number = Math.floor(at / pieceBytes);
          const piece = (await readPiece(file, id, number)).subarray(at - number * pieceBytes);
          if (piece.length === 0) return;
          yield piece;
          at += piece.length;
        }
      } finally {
        await file.close();
      }
    },
    async isWhole(id, bytes) {
      const whole = Math.floor(bytes / pieceBytes);
      const rest = bytes - whole * pieceBytes;
      const expected = whole * recordBytes + (rest === 0 ? 0 : nonceBytes + rest + tagBytes);
      return (await stat(fileOf(id)).catch(() => null))?.size === expected;
    },
    remove(id) {
      try {
        rmSync(fileOf(id), { force: true });
      } catch {
        // Said above.
      }
    },
    list: () => (existsSync(folder) ? readdirSync(folder) : []),
  };
}
