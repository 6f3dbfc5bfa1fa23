// What readers of files give: rows by the file's own columns, and what could not be read as a row.

export interface FileRow {
  readonly kind: 'row';
  /** Where it begins in the file. */
  readonly line: number;
  /** By column; what is empty is not there. Trimmed. */
  readonly cells: ReadonlyMap<string, string>;
}

export interface UnreadRow {
  readonly kind: 'unread';
  readonly line: number;
  readonly why: 'broken' | 'tooManyColumns';
  readonly text: string;
}

export type FileRecord = FileRow | UnreadRow;
