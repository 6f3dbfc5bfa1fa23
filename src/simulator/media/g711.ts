// G.711 (ITU-T): mu-law and A-law, one byte per sample.

export type Law = 'PCMU' | 'PCMA';

const muBias = 0x84;
const muClip = 32_635;

function decodeMu(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + muBias) << ((value & 0x70) >> 4)) - muBias;
  return (value & 0x80) !== 0 ? -magnitude : magnitude;
}

function encodeMu(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), muClip) + muBias;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function decodeA(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value & 0x70) >> 4;
  const mantissa = (value & 0x0f) << 4;
  const magnitude = exponent === 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
  return (value & 0x80) !== 0 ? magnitude : -magnitude;
}

function encodeA(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80;
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32_767);
  const exponent = Math.max(0, 31 - Math.clz32(magnitude | 1) - 7);
  const mantissa = exponent === 0 ? magnitude >> 4 : magnitude >> (exponent + 3);
  return (sign | (exponent << 4) | (mantissa & 0x0f)) ^ 0x55;
}

/** Every sample of each law, worked out once. */
const decoded: Record<Law, Int16Array> = {
  PCMU: Int16Array.from({ length: 256 }, (_, byte) => decodeMu(byte)),
  PCMA: Int16Array.from({ length: 256 }, (_, byte) => decodeA(byte)),
};

export function decode(law: Law, bytes: Uint8Array): Int16Array {
  const table = decoded[law];
  return Int16Array.from(bytes, (byte) => table[byte] ?? 0);
}

export function encode(law: Law, samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, law === 'PCMU' ? encodeMu : encodeA);
}
