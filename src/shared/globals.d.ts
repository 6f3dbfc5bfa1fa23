// What every program's runtime has (ECMA-429), though the ES library does not declare it. Seen by this folder's check alone.

interface AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}

declare class URL {
  constructor(address: string);
  static canParse(address: string): boolean;
  static parse(address: string, base?: string): URL | null;
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly username: string;
  readonly host: string;
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
}

declare class URLSearchParams {
  constructor(entries: Readonly<Record<string, string>>);
  readonly size: number;
  set(name: string, value: string): void;
  toString(): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

declare function btoa(binary: string): string;
