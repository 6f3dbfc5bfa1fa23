// Bytes on their way between programs.
import { z } from 'zod';

/** Not `instanceof`: they come from another process or page, whose Uint8Array is another one. */
export const bytesSchema = z.custom<Uint8Array>(
  (value) => Object.prototype.toString.call(value) === '[object Uint8Array]',
);
