// A HID report descriptor (HID 1.11, section 6.2.2) as the collections that WebHID makes of it: items are inherited by
// every collection around them, so that the outermost has each report whole.
import type { HidCollection, HidReport, HidReportItem } from '../../src/renderer/phone/headset/hid.ts';

interface Globals {
  usagePage: number;
  logicalMinimum: number;
  reportSize: number;
  reportCount: number;
}

interface Locals {
  usages: number[];
  minimum: number | null;
  maximum: number | null;
}

interface Open {
  readonly usagePage: number;
  readonly usage: number;
  readonly inputReports: Map<number, HidReportItem[]>;
  readonly outputReports: Map<number, HidReportItem[]>;
}

const itemLengths = [0, 1, 2, 4] as const;

/** @throws when the descriptor is cut off or its collections do not close. */
export function collectionsOf(hex: string): HidCollection[] {
  const bytes = Uint8Array.from(hex.replace(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const view = new DataView(bytes.buffer);
  const done: HidCollection[] = [];
  const open: Open[] = [];
  const pushed: Globals[] = [];
  let globals: Globals = { usagePage: 0, logicalMinimum: 0, reportSize: 0, reportCount: 0 };
  let reportId = 0;
  let locals: Locals = { usages: [], minimum: null, maximum: null };

  /** A usage of four bytes brings its page along. */
  const paged = (value: number, length: number) => (length === 4 ? value : globals.usagePage * 0x1_0000 + value);

  for (let at = 0; at < bytes.length; ) {
    const prefix = view.getUint8(at);
    const length = itemLengths[(prefix & 3) as 0 | 1 | 2 | 3];
    const value = unsigned(view, at + 1, length);
    const tag = prefix & 0xfc;
    at += 1 + length;
    if (tag === 0x80 || tag === 0x90) {
      const item = toItem(value, globals, locals);
      for (const collection of open) {
        const reports = tag === 0x80 ? collection.inputReports : collection.outputReports;
        reports.set(reportId, [...(reports.get(reportId) ?? []), item]);
      }
    } else if (tag === 0xa0) {
      const own = locals.usages[0] ?? 0;
      open.push({
        usagePage: Math.floor(own / 0x1_0000) || globals.usagePage,
        usage: own % 0x1_0000,
        inputReports: new Map(),
        outputReports: new Map(),
      });
    } else if (tag === 0xc0) {
      const closed = open.pop();
      if (closed === undefined) throw new Error(`a collection ends at ${at} that none began`);
      if (open.length === 0)
        done.push({
          ...closed,
          inputReports: listed(closed.inputReports),
          outputReports: listed(closed.outputReports),
        });
    } else if (tag === 0x04) globals = { ...globals, usagePage: value };
    else if (tag === 0x14) globals = { ...globals, logicalMinimum: signed(value, length) };
    else if (tag === 0x74) globals = { ...globals, reportSize: value };
    else if (tag === 0x84) reportId = value;
    else if (tag === 0x94) globals = { ...globals, reportCount: value };
    else if (tag === 0xa4) pushed.push(globals);
    else if (tag === 0xb4) globals = pushed.pop() ?? globals;
    else if (tag === 0x08) locals.usages.push(paged(value, length));
    else if (tag === 0x18) locals.minimum = paged(value, length);
    else if (tag === 0x28) locals.maximum = paged(value, length);
    // Local items are for the next main item only.
    if ((prefix & 0x0c) === 0) locals = { usages: [], minimum: null, maximum: null };
  }
  if (open.length > 0) throw new Error(`${open.length} collections do not end`);
  return done;
}

function toItem(flags: number, globals: Globals, { usages, minimum, maximum }: Locals): HidReportItem {
  const isRange = minimum !== null && maximum !== null;
  return {
    isConstant: (flags & 1) !== 0,
    isArray: (flags & 2) === 0,
    isAbsolute: (flags & 4) === 0,
    hasPreferredState: (flags & 0x20) === 0,
    isRange,
    ...(isRange ? { usageMinimum: minimum, usageMaximum: maximum } : { usages }),
    reportSize: globals.reportSize,
    reportCount: globals.reportCount,
    logicalMinimum: globals.logicalMinimum,
  };
}

const listed = (reports: Map<number, HidReportItem[]>): HidReport[] =>
  [...reports].map(([reportId, items]) => ({ reportId, items }));

function unsigned(view: DataView, at: number, length: 0 | 1 | 2 | 4): number {
  if (length === 0) return 0;
  if (length === 1) return view.getUint8(at);
  return length === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
}

const signed = (value: number, length: number): number =>
  length > 0 && value >= 2 ** (length * 8 - 1) ? value - 2 ** (length * 8) : value;
