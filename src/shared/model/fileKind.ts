// What a file is, by what is in it: its name says nothing. The few kinds that are kept with cases, none of which is run by opening it.
import { z } from 'zod';

export const fileKindSchema = z.enum(['pdf', 'jpeg', 'png', 'webp', 'heic']);
export type FileKind = z.infer<typeof fileKindSchema>;

export const mediaTypes: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
};

/** Pictures that the app draws by itself. HEIC it cannot. */
export const isDrawable = (kind: FileKind): boolean => kind === 'jpeg' || kind === 'png' || kind === 'webp';

/** What of a file has to be seen to know what it is: so many bytes of its beginning, and of its end. */
export const seenAtBeginning = 64;
export const seenAtEnd = 1_024;

export interface FileEnds {
  readonly beginning: Uint8Array;
  readonly end: Uint8Array;
  /** Of the whole file. */
  readonly bytes: number;
}

/** `cutOff`: it begins like one, and its end is missing or another file's. */
export type FoundKind =
  | { readonly kind: 'allowed'; readonly is: FileKind }
  | { readonly kind: 'cutOff' }
  | { readonly kind: 'notAllowed' };

/** The magic numbers have to be the very first bytes: what is read as something else from its beginning is not taken for one of these. */
export function fileKindOf(file: FileEnds): FoundKind {
  for (const [is, { begins, ends }] of Object.entries(signs)) {
    if (begins(file)) return ends(file) ? { kind: 'allowed', is: is as FileKind } : { kind: 'cutOff' };
  }
  return { kind: 'notAllowed' };
}

type Sign = (file: FileEnds) => boolean;

const signs: Readonly<Record<FileKind, { readonly begins: Sign; readonly ends: Sign }>> = {
  pdf: {
    begins: ({ beginning }) => /^%PDF-[12]\.\d/.test(latin(beginning, 0, 8)),
    ends: ({ end }) => latin(end, 0, end.length).includes('%%EOF'),
  },
  jpeg: {
    begins: ({ beginning }) => startsWith(beginning, [0xff, 0xd8, 0xff]),
    // Cameras put things of their own behind the picture: where it ends only a decoder knows.
    ends: ({ bytes }) => bytes >= 125,
  },
  png: {
    begins: ({ beginning }) => startsWith(beginning, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    // Nothing is behind the last chunk: an archive that hangs on there makes it another file.
    ends: ({ beginning, end, bytes }) =>
      bytes >= 57 &&
      latin(beginning, 12, 16) === 'IHDR' &&
      startsWith(end.subarray(-12), [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]),
  },
  webp: {
    begins: ({ beginning }) => latin(beginning, 0, 4) === 'RIFF' && latin(beginning, 8, 12) === 'WEBP',
    ends: ({ beginning, bytes }) => bytes >= 20 && bytes - 8 === uint32(beginning, 4, true),
  },
  heic: {
    begins: ({ beginning }) => latin(beginning, 4, 8) === 'ftyp' && isHeic(brandsIn(beginning)),
    ends: ({ beginning, bytes }) => bytes > uint32(beginning, 0, false) + 8,
  },
};

/** Brands of HEVC pictures. `mif1` alone is any picture in that container (AVIF is one too). */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx']);

const isHeic = ([major = '', ...others]: readonly string[]): boolean =>
  heicBrands.has(major) || (major === 'mif1' && others.some((brand) => heicBrands.has(brand)));

/** The major brand, then those that it is compatible with, as far as they are seen. */
function brandsIn(beginning: Uint8Array): string[] {
  const end = Math.min(uint32(beginning, 0, false), beginning.length);
  const brands = [latin(beginning, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(latin(beginning, at, at + 4));
  return brands;
}

const startsWith = (bytes: Uint8Array, begins: readonly number[]): boolean =>
  bytes.length >= begins.length && begins.every((byte, at) => bytes[at] === byte);

const latin = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

function uint32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  if (bytes.length < at + 4) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, littleEndian);
}

const extensions: Readonly<Record<FileKind, readonly string[]>> = {
  pdf: ['pdf'],
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  webp: ['webp'],
  heic: ['heic', 'heif'],
};

/** In UTF-8: file systems take 255, and an ending may come to it. */
const longestNameBytes = 160;

/** A name as it can be shown and kept: one name and no way to a folder, nothing invisible in it that turns letters around. */
export function plainFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '' || /^\.+$/.test(plain)) return 'file';
  const extension = /\.[a-z0-9]{1,8}$/i.exec(plain)?.[0] ?? '';
  const stem = [...plain.slice(0, plain.length - extension.length)];
  let room = longestNameBytes - extension.length;
  const kept = stem.filter((letter) => {
    room -= utf8Bytes(letter);
    return room >= 0;
  });
  return kept.length === stem.length ? plain : kept.join('').trimEnd() + extension;
}

function utf8Bytes(letter: string): number {
  const point = letter.codePointAt(0) ?? 0;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

/** As a file of this kind is called on any system: programs are chosen by what comes after the last dot, and that is the kind's. */
export function safeFileName(name: string, kind: FileKind): string {
  const plain = plainFileName(name)
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[-.\s]+|[.\s]+$/g, '');
  const [, stem = plain, extension = ''] = /^(.*)\.([^.]*)$/.exec(plain) ?? [];
  const [first = kind] = extensions[kind];
  const isRight = extensions[kind].includes(extension.toLowerCase());
  const short =
    [...(isRight ? stem : plain)]
      .slice(0, longestStem)
      .join('')
      .replace(/[.\s]+$/, '') || 'file';
  // Where the system hides endings that it knows, what comes before is not to look like one.
  const kept = short.replace(/\.(?=[a-z][a-z0-9-]{1,19}$)/i, '_');
  return `${device.test(kept) ? `_${kept}` : kept}.${isRight ? extension.toLowerCase() : first}`;
}

/** In letters. A path that is longer than some 260 opens nowhere on Windows. */
const longestStem = 100;

/** Names of devices on Windows, whatever comes after them. */
const device = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$|clock\$)\s*(?:\.|$)/i;
