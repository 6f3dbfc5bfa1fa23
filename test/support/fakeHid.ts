// A browser's HID with headsets that are plugged in and out by the test: real descriptions, made-up hands.
import type { Hid, HidDevice } from '../../src/renderer/phone/headset/hid.ts';
import type { RealHeadset } from './headsetDescriptors.ts';
import { collectionsOf } from './hidDescriptor.ts';

export interface FakeHeadset extends HidDevice {
  opened: boolean;
  /** What was written, as `report:bytes` in hex, in order. */
  readonly sent: string[];
  /** What a write or an opening comes to, from now on. */
  behaviour: 'answers' | 'refuses' | 'isSilent';
  /** How many writes were under way at once, at most. */
  readonly busiest: () => number;
  report(reportId: number, ...bytes: readonly number[]): void;
}

export interface FakeHid extends Hid {
  plug(model: RealHeadset): FakeHeadset;
  unplug(headset: FakeHeadset): void;
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0');

export function createFakeHid(): FakeHid {
  const plugged: FakeHeadset[] = [];
  const listeners: Record<'connect' | 'disconnect', (() => void)[]> = { connect: [], disconnect: [] };
  return {
    getDevices: async () => [...plugged],
    addEventListener: (what, listener) => void listeners[what].push(listener),
    plug(model) {
      const headset = createHeadset(model);
      plugged.push(headset);
      for (const listen of listeners.connect) listen();
      return headset;
    },
    unplug(headset) {
      plugged.splice(plugged.indexOf(headset), 1);
      headset.opened = false;
      headset.behaviour = 'refuses';
      for (const listen of listeners.disconnect) listen();
    },
  };
}

function createHeadset({ descriptor, ...names }: RealHeadset): FakeHeadset {
  let underWay = 0;
  let most = 0;
  const sent: string[] = [];
  const comes = (): Promise<void> => {
    if (headset.behaviour === 'isSilent') return new Promise(() => {});
    return headset.behaviour === 'answers' ? Promise.resolve() : Promise.reject(new Error('NotAllowedError'));
  };
  const headset: FakeHeadset = {
    ...names,
    collections: collectionsOf(descriptor),
    opened: false,
    behaviour: 'answers',
    oninputreport: null,
    sent,
    busiest: () => most,
    async open() {
      await comes();
      headset.opened = true;
    },
    async close() {
      headset.opened = false;
      // What it has not answered it never will.
      underWay = 0;
    },
    async sendReport(reportId, data) {
      underWay += 1;
      most = Math.max(most, underWay);
      await comes().finally(() => {
        underWay -= 1;
      });
      sent.push(`${hex(reportId)}:${[...data].map(hex).join('')}`);
    },
    report: (reportId, ...bytes) =>
      headset.oninputreport?.({ reportId, data: new DataView(Uint8Array.from(bytes).buffer) }),
  };
  return headset;
}
