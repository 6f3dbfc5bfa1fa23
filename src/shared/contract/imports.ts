// Desk and data about customers from a file, for an administrator: each is answered by the backend, or refused while it is away.
import { z } from 'zod';
import { portfolioIdSchema, ulidSchema } from '../model/ids.ts';
import { importCheckSchema, importListSchema, importOptionsSchema, importSchema } from '../protocol/imports.ts';
import { bytesSchema } from './bytes.ts';
import type { Contract } from './envelope.ts';

const onImport = z.object({ id: ulidSchema });
const withOptions = onImport.extend({ options: importOptionsSchema });

export const importMethods = {
  listImports: { params: z.null(), result: importListSchema },
  beginImport: { params: z.object({ name: z.string(), portfolioId: portfolioIdSchema }), result: importSchema },
  /** At most `importPartBytes`, from part 0 on. */
  sendImportPart: {
    params: onImport.extend({ number: z.number().int().nonnegative(), bytes: bytesSchema }),
    result: z.null(),
  },
  /** All parts are sent. */
  readImport: { params: onImport, result: importSchema },
  checkImport: { params: withOptions, result: importCheckSchema },
  runImport: { params: withOptions, result: importSchema },
  followImport: { params: onImport, result: importSchema },
  undoImport: { params: onImport, result: importSchema },
  /** What was refused, as the text of a table (CSV). */
  refusedRows: { params: onImport, result: z.string() },
} satisfies Contract['methods'];
