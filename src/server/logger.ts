// The log: one JSON object a line on stderr. No personal data: of an error what it is and where, never the values in it.
import { type Logger, pino } from 'pino';

export const createLogger = (): Logger =>
  pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    },
    pino.destination({ dest: 2, sync: true }),
  );

/** A database names the values that it refuses in `detail`, and sometimes in its message: its code says enough. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: error.name,
    ...(code === undefined ? { message: error.message } : { code }),
    ...('constraint' in error && { constraint: String(error.constraint) }),
    stack: frames.slice(0, 12).join('\n'),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
