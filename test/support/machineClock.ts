// Loaded into a program before all else (--import): from then on the clock of its machine is ahead by so many milliseconds (below 0: behind).
const aheadMs = Number(process.env.CORNETTA_TEST_CLOCK_AHEAD_MS ?? 0);
const Right = Date;

globalThis.Date = class extends Right {
  constructor(...given: [] | [number | string | Date]) {
    super(given.length === 0 ? Right.now() + aheadMs : given[0]);
  }
  static override now(): number {
    return Right.now() + aheadMs;
  }
} as DateConstructor;
