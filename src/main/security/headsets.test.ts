import { expect, test } from 'vitest';
import { logitechG535, type RealHeadset, realHeadsets } from '#test/support/headsetDescriptors';
import { collectionsOf } from '#test/support/hidDescriptor';
import { mayHaveDevice } from './headsets.ts';

const own = 'cornetta-app://pages';
const asked = ({ vendorId, productId, productName: name, descriptor }: RealHeadset, origin = own) => ({
  deviceType: 'hid',
  origin,
  device: { deviceId: 'a', name, vendorId, productId, collections: collectionsOf(descriptor) },
});
const keyboard: RealHeadset = {
  brand: 'any',
  productName: 'Keyboard',
  vendorId: 1,
  productId: 1,
  descriptor: '05010906a1010507190029e715002501750195e88102c0',
};

test.each(Object.values(realHeadsets))('our pages may have $productName', (headset) => {
  expect(mayHaveDevice(asked(headset), own)).toBe(true);
  expect(mayHaveDevice(asked(headset, `${own}/`), own)).toBe(true);
});

test('no other page may', () => {
  for (const origin of ['https://pages', 'cornetta-app://other', 'cornetta-app://pages.example', '', 'null'])
    expect(mayHaveDevice(asked(realHeadsets.jabraBiz2400, origin), own)).toBe(false);
});

test('a keyboard, and a headset without telephone buttons, may nobody have', () => {
  expect(mayHaveDevice(asked(keyboard), own)).toBe(false);
  expect(mayHaveDevice(asked(logitechG535), own)).toBe(false);
});

test('a device of another kind, or one that says nothing of itself, neither', () => {
  const { device } = asked(realHeadsets.jabraBiz2400);
  expect(mayHaveDevice({ deviceType: 'usb', origin: own, device }, own)).toBe(false);
  expect(mayHaveDevice({ deviceType: 'hid', origin: own, device: { vendorId: 0x0b0e } }, own)).toBe(false);
  expect(mayHaveDevice(undefined, own)).toBe(false);
});
