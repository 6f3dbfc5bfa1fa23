// What the phone uses of WebHID, as far as it uses it: what a test can stand in for.

export interface HidReportItem {
  /** Padding: it takes its bits and means nothing. */
  readonly isConstant: boolean;
  /** The fields hold numbers of usages, rather than one field for each usage. */
  readonly isArray: boolean;
  readonly isAbsolute: boolean;
  /** It springs back by itself. */
  readonly hasPreferredState: boolean;
  readonly isRange: boolean;
  /** Page and usage in one number, `0x000b0020`. Only one of the two forms is there, by `isRange`. */
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  readonly reportSize: number;
  readonly reportCount: number;
  readonly logicalMinimum: number;
}

export interface HidReport {
  readonly reportId: number;
  readonly items: readonly HidReportItem[];
}

/** The reports of a collection include those of its children, in the order of their bits. */
export interface HidCollection {
  readonly usagePage: number;
  readonly usage: number;
  readonly inputReports: readonly HidReport[];
  readonly outputReports: readonly HidReport[];
}

export interface HidInputReport {
  readonly reportId: number;
  readonly data: DataView;
}

export interface HidDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  readonly opened: boolean;
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  oninputreport: ((report: HidInputReport) => void) | null;
}

export interface Hid {
  /** Those that main lets this window have. */
  getDevices(): Promise<readonly HidDevice[]>;
  addEventListener(what: 'connect' | 'disconnect', listener: () => void): void;
}
