import { expect, test } from 'vitest';
import { readWav } from './wav.ts';

function wav({ format = 1, channels = 1, rate = 8_000, bits = 16, data = [0, 0], odd = false }): Uint8Array {
  const extra = odd ? [...'LIST'].map((c) => c.charCodeAt(0)).concat([3, 0, 0, 0, 1, 2, 3, 0]) : [];
  const file = new Uint8Array(44 + extra.length + data.length);
  const view = new DataView(file.buffer);
  const text = (at: number, name: string) =>
    file.set(
      [...name].map((c) => c.charCodeAt(0)),
      at,
    );
  text(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  text(8, 'WAVE');
  text(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, format, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint16(34, bits, true);
  file.set(extra, 36);
  text(36 + extra.length, 'data');
  view.setUint32(40 + extra.length, data.length, true);
  file.set(data, 44 + extra.length);
  return file;
}

test('reads 16 bit samples, little end first', () => {
  expect([...readWav(wav({ data: [0x01, 0x00, 0xff, 0xff, 0x00, 0x80] }))]).toEqual([1, -1, -32_768]);
});

test('reads mu-law, and steps over other chunks of odd length', () => {
  expect([...readWav(wav({ format: 7, bits: 8, data: [0x80, 0xff], odd: true }))]).toEqual([32_124, 0]);
});

test('says what does not fit', () => {
  expect(() => readWav(wav({ rate: 44_100 }))).toThrow('44100 Hz');
  expect(() => readWav(wav({ channels: 2 }))).toThrow('2 channels');
  expect(() => readWav(new Uint8Array(20))).toThrow('not a wav file');
  expect(() => readWav(wav({}).subarray(0, 36))).toThrow('without data');
});
