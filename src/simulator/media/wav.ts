// Reads the voices: RIFF/WAVE, 8 kHz, one channel, either 16 bit linear or 8 bit mu-law.

import { sampleRate } from './frames.ts';
import { decode } from './g711.ts';

const linear = 1;
const muLaw = 7;

/** Linear samples of a wav file. @throws Error that says what does not fit */
export function readWav(file: Uint8Array): Int16Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const name = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.byteLength < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') throw new Error('not a wav file');

  let format = 0;
  for (let at = 12; at + 8 <= file.byteLength; ) {
    const chunk = name(at);
    const start = at + 8;
    const length = Math.min(view.getUint32(at + 4, true), file.byteLength - start);
    if (chunk === 'fmt ') {
      format = view.getUint16(start, true);
      const channels = view.getUint16(start + 2, true);
      const rate = view.getUint32(start + 4, true);
      const bits = view.getUint16(start + 14, true);
      const readable = (format === linear && bits === 16) || (format === muLaw && bits === 8);
      if (!readable || channels !== 1 || rate !== sampleRate) {
        throw new Error(`wav must be 8 kHz mono, 16 bit or mu-law: format ${format}, ${channels} channels, ${rate} Hz`);
      }
    }
    if (chunk === 'data') {
      if (format === muLaw) return decode('PCMU', file.subarray(start, start + length));
      if (format === linear)
        return Int16Array.from({ length: length >> 1 }, (_, i) => view.getInt16(start + 2 * i, true));
      throw new Error('wav without a format before its data');
    }
    at = start + length + (length & 1);
  }
  throw new Error('wav without data');
}
