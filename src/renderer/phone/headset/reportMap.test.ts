import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { HeadsetButton } from '#shared/contract/headset';
import { must } from '#shared/lib/must';
import { logitechG535, realHeadsets } from '#test/support/headsetDescriptors';
import { collectionsOf } from '#test/support/hidDescriptor';
import type { HidCollection, HidReportItem } from './hid.ts';
import { type ButtonStyle, type Led, type Leds, readReportMap } from './reportMap.ts';

const dark: Leds = { offHook: false, ring: false, mute: false, hold: false, microphone: false };
const lit = (...leds: readonly Led[]): Leds => ({ ...dark, ...Object.fromEntries(leds.map((led) => [led, true])) });
const view = (...bytes: readonly number[]) => new DataView(Uint8Array.from(bytes).buffer);

interface Places {
  /** The report with the buttons, its length, and each button's bit and style. */
  readonly input: readonly [reportId: number, bytes: number];
  readonly buttons: Partial<Record<HeadsetButton, readonly [bit: number, ButtonStyle]>>;
  /** Each light's report, the report's length, and its bit there. */
  readonly leds: Partial<Record<Led, readonly [reportId: number, bytes: number, bit: number]>>;
}

/** Read by hand from the descriptors, with the tables of HID Usage Tables 1.12. */
const places: Record<keyof typeof realHeadsets, Places> = {
  jabraEvolveLink: {
    input: [2, 2],
    buttons: {
      hook: [0, 'switch'],
      lineBusy: [1, 'contact'],
      mute: [2, 'pulse'],
      flash: [3, 'pulse'],
      redial: [4, 'pulse'],
    },
    leds: { offHook: [2, 2, 0], mute: [2, 2, 1], ring: [2, 2, 2], hold: [2, 2, 3], microphone: [2, 2, 4] },
  },
  jabraBiz2400: {
    input: [2, 2],
    buttons: {
      hook: [0, 'switch'],
      lineBusy: [1, 'contact'],
      mute: [2, 'pulse'],
      flash: [3, 'pulse'],
      redial: [4, 'pulse'],
    },
    leds: { offHook: [2, 2, 0], mute: [2, 2, 1], ring: [2, 2, 2], hold: [2, 2, 3], microphone: [2, 2, 4] },
  },
  jabraSpeak810: {
    input: [2, 2],
    buttons: { hook: [0, 'switch'], lineBusy: [1, 'contact'], mute: [2, 'pulse'], flash: [3, 'pulse'] },
    leds: { offHook: [2, 2, 0], mute: [2, 2, 1], ring: [2, 2, 2], hold: [2, 2, 3], microphone: [2, 2, 4] },
  },
  polyBt700: {
    input: [0x20, 1],
    buttons: { hook: [0, 'switch'], mute: [1, 'pulse'], flash: [2, 'contact'], redial: [3, 'pulse'] },
    leds: { ring: [0x21, 1, 0], mute: [0x23, 1, 0], offHook: [0x24, 1, 0], hold: [0x25, 1, 0] },
  },
  polyVoyagerBase: {
    input: [1, 1],
    buttons: { hook: [0, 'switch'], mute: [1, 'pulse'], flash: [2, 'contact'], redial: [3, 'pulse'] },
    leds: { ring: [1, 1, 0], mute: [3, 1, 0], offHook: [4, 1, 0], hold: [5, 1, 0] },
  },
  polyBlackwire5220: {
    input: [8, 1],
    buttons: { mute: [0, 'pulse'], hook: [1, 'switch'], flash: [2, 'contact'], redial: [3, 'pulse'] },
    leds: { mute: [9, 1, 0], offHook: [0x17, 1, 0], ring: [0x18, 1, 0], hold: [0x20, 1, 0] },
  },
  polyBlackwire3220: {
    input: [8, 1],
    buttons: { mute: [0, 'pulse'], hook: [1, 'switch'], flash: [2, 'contact'] },
    leds: { mute: [9, 1, 0], offHook: [0x17, 1, 0], ring: [0x18, 1, 0], hold: [0x20, 1, 0] },
  },
  eposSc660: {
    input: [8, 1],
    buttons: { mute: [0, 'pulse'], hook: [1, 'switch'], redial: [2, 'pulse'], flash: [3, 'pulse'] },
    leds: { mute: [9, 1, 0], offHook: [9, 1, 1], ring: [9, 1, 2], microphone: [9, 1, 3], hold: [9, 1, 5] },
  },
  eposImpactD1: {
    input: [2, 1],
    buttons: { hook: [0, 'switch'], flash: [1, 'pulse'], redial: [2, 'pulse'], mute: [3, 'pulse'] },
    leds: { offHook: [3, 1, 0], microphone: [3, 1, 1], ring: [3, 1, 2], mute: [3, 1, 3], hold: [3, 1, 5] },
  },
  eposImpactDw: {
    input: [2, 1],
    buttons: { hook: [2, 'switch'], flash: [3, 'pulse'], redial: [4, 'pulse'], mute: [5, 'pulse'] },
    leds: { offHook: [3, 1, 1], microphone: [3, 1, 2], ring: [3, 1, 3], mute: [3, 1, 4], hold: [3, 1, 6] },
  },
  yealinkWh66: {
    input: [2, 2],
    buttons: {
      hook: [0, 'switch'],
      lineBusy: [1, 'contact'],
      mute: [2, 'pulse'],
      flash: [3, 'pulse'],
      redial: [4, 'pulse'],
    },
    leds: { offHook: [2, 2, 0], mute: [2, 2, 1], ring: [2, 2, 2], hold: [2, 2, 3], microphone: [2, 2, 4] },
  },
  logitechMxBrio: {
    input: [8, 1],
    buttons: { mute: [0, 'pulse'], hook: [1, 'switch'] },
    leds: { mute: [8, 1, 0] },
  },
  dellSp325: {
    input: [5, 1],
    buttons: {
      hook: [0, 'switch'],
      mute: [1, 'pulse'],
      redial: [2, 'pulse'],
      flash: [3, 'pulse'],
      lineBusy: [4, 'pulse'],
    },
    leds: { offHook: [5, 1, 0], mute: [5, 1, 1], ring: [5, 1, 2], hold: [5, 1, 3], microphone: [5, 1, 4] },
  },
};

describe.each(Object.entries(realHeadsets))('%s', (key, { descriptor }) => {
  const { input, buttons, leds } = places[key as keyof typeof realHeadsets];
  const map = must(readReportMap(collectionsOf(descriptor)), key);
  const names = Object.keys(buttons) as HeadsetButton[];
  const released = Object.fromEntries(names.map((button) => [button, false]));

  it('has these buttons and lights, and no others', () => {
    expect(map.styles).toEqual(Object.fromEntries(names.map((button) => [button, buttons[button]?.[1]])));
    expect([...map.leds].sort()).toEqual(Object.keys(leds).sort());
  });

  it.each(names)('tells that %s is pressed, and nothing else', (button) => {
    const [reportId, length] = input;
    const bit = must(buttons[button], button)[0];
    const bytes = new Uint8Array(length);
    bytes[bit >> 3] = 1 << (bit & 7);
    expect(map.read(reportId, new DataView(bytes.buffer))).toEqual({ ...released, [button]: true });
    expect(map.read(reportId, new DataView(new ArrayBuffer(length)))).toEqual(released);
    expect(map.read(reportId ^ 0x40, new DataView(bytes.buffer))).toEqual({});
  });

  it.each(Object.keys(leds) as Led[])('lights %s alone, in a report of the right length', (led) => {
    const [reportId, length, bit] = must(leds[led], led);
    const bytes = new Uint8Array(length);
    bytes[bit >> 3] = 1 << (bit & 7);
    expect(map.write(lit(led), [led])).toEqual([{ reportId, data: bytes }]);
  });

  it('shows all lights of a report together', () => {
    const all = lit(...(Object.keys(leds) as Led[]));
    const reports = map.write(all, Object.keys(all) as Led[]);
    const bitsLit = reports.flatMap(({ data }) => [...data]).reduce((sum, byte) => sum + ones(byte), 0);
    expect(bitsLit).toBe(Object.keys(leds).length);
    expect(reports.length).toBe(new Set(Object.values(leds).map(([reportId]) => reportId)).size);
  });
});

const ones = (byte: number) => byte.toString(2).replaceAll('0', '').length;

test('a headset with volume keys only is no headset with buttons', () => {
  expect(readReportMap(collectionsOf(logitechG535.descriptor))).toBeNull();
});

test('a report with a light that has not changed is not sent', () => {
  const map = must(readReportMap(collectionsOf(realHeadsets.polyBt700.descriptor)), 'map');
  expect(map.write(lit('ring'), ['ring']).map(({ reportId }) => reportId)).toEqual([0x21]);
  expect(map.write(lit('ring'), [])).toEqual([]);
});

const item = (part: Partial<HidReportItem>): HidReportItem => ({
  isConstant: false,
  isArray: false,
  isAbsolute: true,
  hasPreferredState: true,
  isRange: false,
  usages: [],
  reportSize: 1,
  reportCount: 1,
  logicalMinimum: 0,
  ...part,
});
const headset = (...items: readonly HidReportItem[]): HidCollection[] => [
  { usagePage: 0x0b, usage: 5, inputReports: [{ reportId: 0, items }], outputReports: [] },
];

test('buttons of a range are found by their place in it', () => {
  const range = item({ isRange: true, usageMinimum: 0x0b001f, usageMaximum: 0x0b0021, reportCount: 3 });
  const map = must(readReportMap(headset(item({ isConstant: true, reportCount: 7 }), range)), 'map');
  expect(map.read(0, view(0, 0b01))).toEqual({ hook: true, flash: false });
  expect(map.read(0, view(0, 0b10))).toEqual({ hook: false, flash: true });
});

test('an array names the button that is down', () => {
  const array = item({
    isArray: true,
    usages: [0x0b0020, 0x0b002f],
    reportSize: 4,
    reportCount: 2,
    logicalMinimum: 1,
  });
  const map = must(readReportMap(headset(array)), 'map');
  expect(map.styles).toEqual({ hook: 'contact', mute: 'contact' });
  expect(map.read(0, view(0x00))).toEqual({ hook: false, mute: false });
  expect(map.read(0, view(0x02))).toEqual({ hook: false, mute: true });
  expect(map.read(0, view(0x12))).toEqual({ hook: true, mute: true });
});

test('a mute that stays where it is put is a switch; one that springs back is a contact', () => {
  const mute = (part: Partial<HidReportItem>) => readReportMap(headset(item({ usages: [0x0b002f], ...part })))?.styles;
  expect(mute({ hasPreferredState: false })).toEqual({ mute: 'switch' });
  expect(mute({ hasPreferredState: true })).toEqual({ mute: 'contact' });
  expect(mute({ isAbsolute: false })).toEqual({ mute: 'pulse' });
});

test('a report that is cut short says only what is in it', () => {
  const map = must(readReportMap(collectionsOf(realHeadsets.jabraEvolveLink.descriptor)), 'map');
  expect(map.read(2, view())).toEqual({});
});

test('no description and no report is too odd to be read', () => {
  const page = fc.constantFrom(0x08, 0x0b, 0x0c, 0xff00);
  const usage = fc.tuple(page, fc.integer({ min: 0, max: 0xff })).map(([top, low]) => top * 0x1_0000 + low);
  const anyItem = fc
    .record({
      isConstant: fc.boolean(),
      isArray: fc.boolean(),
      isAbsolute: fc.boolean(),
      hasPreferredState: fc.boolean(),
      isRange: fc.boolean(),
      usages: fc.array(usage, { maxLength: 4 }),
      usageMinimum: usage,
      usageMaximum: usage,
      reportSize: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(0xffff_ffff)),
      reportCount: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(0xffff_ffff)),
      logicalMinimum: fc.integer({ min: -2, max: 2 }),
    })
    .map((each): HidReportItem => each);
  const report = fc.record({ reportId: fc.integer({ min: 0, max: 3 }), items: fc.array(anyItem, { maxLength: 6 }) });
  const collection = fc.record({
    usagePage: page,
    usage: fc.constantFrom(1, 5),
    inputReports: fc.array(report, { maxLength: 3 }),
    outputReports: fc.array(report, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(collection, { maxLength: 3 }), fc.uint8Array({ maxLength: 8 }), (collections, bytes) => {
      const map = readReportMap(collections);
      const read = map?.read(1, new DataView(Uint8Array.from(bytes).buffer)) ?? {};
      expect(Object.keys(read).every((button) => button in (map?.styles ?? {}))).toBe(true);
      for (const { data } of map?.write(lit('ring', 'hold'), ['ring', 'mute']) ?? [])
        expect(data.byteLength).toBeLessThanOrEqual(1_024);
    }),
  );
});
