// The data process's log: one line each on stderr, names and milliseconds, never what was asked or answered.

export interface Log {
  info(what: string, facts?: LogFacts): void;
  warn(what: string, facts?: LogFacts): void;
}
type LogFacts = Readonly<Record<string, string | number | boolean>>;

export function createLog(write: (line: string) => void, now: () => Date): Log {
  const line = (level: string, what: string, facts: LogFacts = {}) => {
    const told = Object.entries(facts).map(([name, value]) => ` ${name}=${value}`);
    write(`${now().toISOString()} data ${level} ${what}${told.join('')}\n`);
  };
  return {
    info: (what, facts) => line('info', what, facts),
    warn: (what, facts) => line('warn', what, facts),
  };
}

export const silentLog: Log = { info: () => {}, warn: () => {} };

/** Where an error was thrown, on one line: our own code alone, for a message of several lines would stand between. */
export function whereIn(error: unknown): string {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const frames = lines.filter((line) => /^ {4}at /.test(line)).slice(0, 5);
  return JSON.stringify(frames.map((frame) => frame.trim()).join(' '));
}

/** An error without what it may quote: its name and code. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'thrown';
  const code = 'code' in error ? String(error.code) : '';
  return code === '' ? error.name : `${error.name}:${code}`;
}
