// Where a headset's buttons and lights are in its reports: read from its own description, whatever the brand. Every model has its own
// places, so nothing here knows one.
import type { HeadsetButton } from '#shared/contract/headset';
import type { HidCollection, HidReport, HidReportItem } from './hid.ts';

/** The lights, which are also how the headset is told what is going on. */
export interface Leds {
  /** In a call: wireless headsets open their link. */
  readonly offHook: boolean;
  readonly ring: boolean;
  readonly mute: boolean;
  readonly hold: boolean;
  readonly microphone: boolean;
}
export type Led = keyof Leds;

/**
 * How a button speaks. `switch`: the value is where it stands. `contact`: 1 while it is held down.
 * `pulse`: each 1 is a press; a 0 says nothing.
 */
export type ButtonStyle = 'switch' | 'contact' | 'pulse';

export type ButtonValues = Readonly<Partial<Record<HeadsetButton, boolean>>>;

export interface OutputReport {
  readonly reportId: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface ReportMap {
  readonly styles: Readonly<Partial<Record<HeadsetButton, ButtonStyle>>>;
  readonly leds: ReadonlySet<Led>;
  /** The buttons that this report speaks of. A report that is shorter than described speaks of fewer. */
  read(reportId: number, data: DataView): ButtonValues;
  /** The reports that show `leds`, whole: only those in which one of `changed` is. */
  write(leds: Leds, changed: readonly Led[]): readonly OutputReport[];
}

const telephonyPage = 0x0b;
const ledPage = 0x08;
const usage = (page: number, id: number): number => page * 0x1_0000 + id;

const buttonOf: ReadonlyMap<number, HeadsetButton> = new Map([
  [usage(telephonyPage, 0x20), 'hook'],
  [usage(telephonyPage, 0x21), 'flash'],
  [usage(telephonyPage, 0x24), 'redial'],
  [usage(telephonyPage, 0x2f), 'mute'],
  [usage(telephonyPage, 0x97), 'lineBusy'],
]);
const ledOf: ReadonlyMap<number, Led> = new Map([
  [usage(ledPage, 0x09), 'mute'],
  [usage(ledPage, 0x17), 'offHook'],
  [usage(ledPage, 0x18), 'ring'],
  [usage(ledPage, 0x20), 'hold'],
  [usage(ledPage, 0x21), 'microphone'],
]);

interface Field {
  readonly item: HidReportItem;
  readonly bit: number;
  /** The usage of a variable field; of an array's field, null. */
  readonly usage: number | null;
}

/** Null: this is no headset with buttons, or none that can be read. */
export function readReportMap(collections: readonly HidCollection[]): ReportMap | null {
  const telephony = collections.filter(({ usagePage }) => usagePage === telephonyPage);
  const styles: Partial<Record<HeadsetButton, ButtonStyle>> = {};
  const inputs = new Map<number, Field[]>();
  for (const report of telephony.flatMap(({ inputReports }) => inputReports)) {
    const fields = fieldsOf(report).filter(({ item, usage: own }) =>
      own === null ? usagesOf(item).some((each) => buttonOf.has(each)) : buttonOf.has(own),
    );
    for (const field of fields)
      for (const each of field.usage === null ? usagesOf(field.item) : [field.usage]) {
        const button = buttonOf.get(each);
        if (button !== undefined) styles[button] ??= styleOf(button, field.item);
      }
    if (fields.length > 0) inputs.set(report.reportId, [...(inputs.get(report.reportId) ?? []), ...fields]);
  }
  if (Object.keys(styles).length === 0) return null;
  const outputs = telephony.flatMap(({ outputReports }) => outputReports).flatMap(toLights);
  return {
    styles,
    leds: new Set(outputs.flatMap(({ lights }) => lights.map(({ led }) => led))),
    read(reportId, data) {
      const values: Partial<Record<HeadsetButton, boolean>> = {};
      for (const field of inputs.get(reportId) ?? []) Object.assign(values, readField(field, data, values));
      return values;
    },
    write: (leds, changed) =>
      outputs
        .filter(({ lights }) => lights.some(({ led }) => changed.includes(led)))
        .map(({ reportId, bytes, lights }) => {
          const data = new Uint8Array(bytes);
          for (const { led, bit } of lights) if (leds[led]) data[bit >> 3] = (data[bit >> 3] ?? 0) | (1 << (bit & 7));
          return { reportId, data };
        }),
  };
}

/** The fields of a report, in order; padding only moves them on. */
function fieldsOf({ items }: HidReport): Field[] {
  const fields: Field[] = [];
  let bit = 0;
  for (const item of items) {
    const usages = usagesOf(item);
    const count = item.isConstant || item.reportSize > 32 ? 0 : Math.min(item.reportCount, mostFields);
    for (let index = 0; index < count; index += 1) {
      // Where there are fewer usages than fields, the last one stands for the rest.
      const own = item.isArray ? null : usages[Math.min(index, usages.length - 1)];
      if (own !== undefined) fields.push({ item, bit: bit + index * item.reportSize, usage: own });
    }
    bit += item.reportCount * item.reportSize;
  }
  return fields;
}

/** More than any headset has: what a nonsensical description claims is not spelled out. */
const mostFields = 1_024;

function usagesOf({ isRange, usages = [], usageMinimum = 0, usageMaximum = -1 }: HidReportItem): readonly number[] {
  if (!isRange) return usages;
  const length = Math.min(Math.max(0, usageMaximum - usageMinimum + 1), mostFields);
  return Array.from({ length }, (_each, index) => usageMinimum + index);
}

function styleOf(button: HeadsetButton, { isArray, isAbsolute, hasPreferredState }: HidReportItem): ButtonStyle {
  if (isArray) return 'contact';
  if (!isAbsolute) return 'pulse';
  if (button === 'hook') return 'switch';
  return button === 'mute' && !hasPreferredState ? 'switch' : 'contact';
}

function readField({ item, bit, usage: own }: Field, data: DataView, known: ButtonValues): ButtonValues {
  const value = readBits(data, bit, item.reportSize);
  if (value === null) return {};
  if (own !== null) {
    const button = buttonOf.get(own);
    return button === undefined ? {} : { [button]: value !== 0 };
  }
  const usages = usagesOf(item);
  const chosen = usages[value - item.logicalMinimum];
  const named: Partial<Record<HeadsetButton, boolean>> = {};
  for (const each of usages) {
    const button = buttonOf.get(each);
    // Several fields of one array: it is pressed when any of them names it.
    if (button !== undefined) named[button] = known[button] === true || each === chosen;
  }
  return named;
}

/** Null where the report ends before the field does. */
function readBits(data: DataView, from: number, size: number): number | null {
  if (from + size > data.byteLength * 8) return null;
  let value = 0;
  for (let index = 0; index < size; index += 1) {
    const bit = from + index;
    if ((data.getUint8(bit >> 3) >> (bit & 7)) & 1) value += 2 ** index;
  }
  return value;
}

interface Lights {
  readonly reportId: number;
  readonly bytes: number;
  readonly lights: readonly { readonly led: Led; readonly bit: number }[];
}

function toLights(report: HidReport): Lights[] {
  const lights = fieldsOf(report).flatMap(({ bit, usage: own }) => {
    const led = own === null ? undefined : ledOf.get(own);
    return led === undefined ? [] : [{ led, bit }];
  });
  const bits = report.items.reduce((sum, { reportSize, reportCount }) => sum + reportSize * reportCount, 0);
  return lights.length === 0 || bits > mostFields * 8
    ? []
    : [{ reportId: report.reportId, bytes: Math.ceil(bits / 8), lights }];
}
