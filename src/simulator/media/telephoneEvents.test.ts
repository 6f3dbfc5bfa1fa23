import { expect, test } from 'vitest';
import { createKeyReader, keyOfInfo } from './telephoneEvents.ts';

test('a key that comes in seven packets is one key; the same key again is another', () => {
  const keys: string[] = [];
  const reader = createKeyReader((key) => keys.push(key));
  const packet = (event: number, end = false) => Uint8Array.of(event, end ? 0x8a : 0x0a, 0x03, 0x20);
  for (let i = 0; i < 4; i += 1) reader.take(packet(5), 1_000);
  for (let i = 0; i < 3; i += 1) reader.take(packet(5, true), 1_000);
  reader.take(packet(5), 3_000);
  reader.take(packet(10), 5_000);
  reader.take(packet(11), 7_000);
  reader.take(packet(16), 9_000);
  reader.take(Uint8Array.of(1), 11_000);
  expect(keys).toEqual(['5', '5', '*', '#']);
});

test('keys by INFO in both of the usual bodies', () => {
  expect(keyOfInfo('application/dtmf-relay', 'Signal=7\r\nDuration=160\r\n')).toBe('7');
  expect(keyOfInfo('application/dtmf', '#')).toBe('#');
  expect(keyOfInfo('application/dtmf-relay', 'Signal=77')).toBeNull();
  expect(keyOfInfo('text/plain', '7')).toBeNull();
});
