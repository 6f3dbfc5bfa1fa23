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
      inputs: [{ id: 'usb', label: 'label of usb', group: 'g' }],
      outputs: [{ id: 'desk', label: 'label of desk', group: 'g' }],
      system: { input: { id: 'default', label: 'label of default', group: 'headset' }, output: null },
      named: true,
    });
  });

  it('are made at once, and once more for the several changes of one headset', async () => {
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
    expect(looks).toBe(1);
    clock.pass(300);
    change();
    clock.pass(300);
    expect(looks).toBe(1);
    clock.pass(200);
    await new Promise((done) => setImmediate(done));
    expect(looks).toBe(2);
    // The first was overtaken before it came back with anything.
    expect(seen).toHaveLength(1);
  });
});
