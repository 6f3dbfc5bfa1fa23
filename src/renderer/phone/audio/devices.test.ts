import { describe, expect, it } from 'vitest';
import { createPhoneClock } from '#test/support/phoneClock';
import { type DeviceLists, toDeviceLists, watchDevices } from './devices.ts';

const device = (kind: MediaDeviceKind, deviceId: string, groupId = 'g'): MediaDeviceInfo => ({
  kind,
  deviceId,
  groupId,
  label: `label of ${deviceId}`,
  toJSON: () => ({}),
});

describe('the lists of devices', () => {
  it('leave out the second names of devices and what has no name yet', () => {
    const lists = toDeviceLists([
      device('audioinput', 'default', 'headset'),
      device('audioinput', 'communications'),
      device('audioinput', 'usb'),
      device('audiooutput', ''),
      device('audiooutput', 'desk'),
      device('videoinput', 'camera'),
    ]);
    expect(lists).toEqual({
      inputs: [{ id: 'usb', label: 'label of usb' }],
      outputs: [{ id: 'desk', label: 'label of desk' }],
      defaultInputGroup: 'headset',
    });
  });

  it('are made once for the several changes of one headset', async () => {
    const clock = createPhoneClock();
    const seen: DeviceLists[] = [];
    let change = () => {};
    let looks = 0;
    watchDevices(
      {
        async enumerateDevices() {
          looks += 1;
          return [];
        },
        addEventListener: ((_name: string, listener: () => void) => {
          change = listener;
        }) as MediaDevices['addEventListener'],
      },
      clock,
      (lists) => seen.push(lists),
    );
    change();
    clock.pass(300);
    change();
    clock.pass(300);
    expect(looks).toBe(0);
    clock.pass(200);
    await new Promise((done) => setImmediate(done));
    expect([looks, seen.length]).toEqual([1, 1]);
  });
});
