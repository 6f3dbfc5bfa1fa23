import { expect, test } from 'vitest';
import { realHeadsets } from '#test/support/headsetDescriptors';
import { modelOf, pickHeadset } from './pickHeadset.ts';

const { jabraBiz2400: jabra, polyBt700: poly, jabraSpeak810: speaker } = realHeadsets;
const automatic = { kind: 'automatic' } as const;

test.each([
  ['by its numbers', 'Microfono (2- Poly BT700) (047f:02e6)', poly],
  ['by its numbers, whatever the system calls it', 'Headset Microphone (047f:02e6)', poly],
  ['by its name', 'Poly BT700 Mono', poly],
  ['the first one when it is of none', 'Built-in Audio Analog Stereo', jabra],
  ['the first one when it is not known', null, jabra],
])('the headset of the microphone in use: %s', (_how, microphone, headset) => {
  expect(pickHeadset([jabra, poly], { choice: automatic, microphone })).toBe(headset);
});

test('one model is not taken for another of the same brand', () => {
  const microphone = 'Jabra SPEAK 810 (0b0e:2456)';
  expect(pickHeadset([jabra, speaker], { choice: automatic, microphone })).toBe(speaker);
});

test('the chosen one, and none in its place when it is not there', () => {
  const choice = { kind: 'model', model: modelOf(poly), name: poly.productName } as const;
  expect(pickHeadset([jabra, poly], { choice, microphone: 'Jabra BIZ 2400 II' })).toBe(poly);
  expect(pickHeadset([jabra], { choice, microphone: null })).toBeNull();
});

test('none when none is wanted', () => {
  expect(pickHeadset([jabra, poly], { choice: { kind: 'none' }, microphone: null })).toBeNull();
});
