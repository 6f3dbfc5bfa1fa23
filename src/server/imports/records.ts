// A kept file as records, whatever kind it is.
import type { Import } from '#shared/protocol/imports';
import { csvColumns, csvRecords } from './csv.ts';
import type { FileRecord } from './record.ts';
import { linesOf } from './text.ts';
import { vcardColumns, vcardRecords } from './vcard.ts';

type Pieces = AsyncIterable<Uint8Array>;
type File = Pick<Import, 'kind' | 'encoding'>;

export const recordsOf = (file: File, bytes: Pieces): AsyncGenerator<FileRecord> =>
  (file.kind === 'csv' ? csvRecords : vcardRecords)(linesOf(bytes, file.encoding));

export const columnsIn = async (file: File, bytes: Pieces): Promise<readonly string[]> =>
  file.kind === 'csv' ? csvColumns(linesOf(bytes, file.encoding)) : vcardColumns;

/** By what stands at its beginning; everything that is no card is read as a table. */
export const kindOf = (beginning: string): Import['kind'] =>
  /^\uFEFF?\s*BEGIN:VCARD/i.test(beginning) ? 'vcard' : 'csv';
